"""Sentences that the model in training wrongly takes for an answer, so that it reads them again."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from index.training.data import Example, Item

__all__ = ["NearMisses"]

WORTH = 0.6  # what a certain mistake adds to the first guess, by which sentences are chosen to be read


class NearMisses:
    """For each question, the chance that the model last gave to each sentence of being the answer."""

    def __init__(self) -> None:
        self._chances: dict[int, NDArray[np.float32]] = {}

    def of(self, item: Item) -> NDArray[np.float32]:
        """What to add to the first guess at each sentence of the item's story; zeros where nothing was learnt."""
        chances = self._chances.get(id(item))
        return WORTH * chances if chances is not None else np.zeros(len(item.sentences), dtype=np.float32)

    def learn(self, examples: Sequence[Example], scores: Sequence[Sequence[float]]) -> None:
        """Take in the relevance of the sentences just read, in logits: for each example, window after window."""
        for example, relevance in zip(examples, scores, strict=True):
            chances = self._chances.setdefault(id(example.item), np.zeros(len(example.item.sentences), np.float32))
            places = [place for window in example.windows for place in window]
            chances[places] = 1 / (1 + np.exp(-np.asarray(relevance, dtype=np.float32)))
