"""Reads twice: what a small reader finds in a story, a larger one reads again."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Self

import numpy as np
from numpy.typing import NDArray

from index.crowd import Crowd
from index.reader import BUDGET, Passage, PassageReader, PassageReading, Reader, ReaderOutput

__all__ = ["CarefulReader"]

AGAIN = 0.5  # share of the budget for the second reading


class CarefulReader:
    """Reads as `Reader` does, and what it finds best once more with a larger model. Safe to share between threads.

    In a crowd, a question is not read again, so that nobody waits long: the second reading costs more than all the rest
    of an answer.
    """

    def __init__(self, first: PassageReader, second: PassageReader, crowd: Crowd | None = None) -> None:
        """`second` takes the relevance that `first` finds for its first guess."""
        self._first = first
        self._second = second
        self._crowd = crowd or Crowd()

    @classmethod
    def load(cls, crowd: Crowd | None = None) -> Self:
        """The two readers shipped with the package."""
        return cls(Reader.load(), Reader.load("careful", lean=True), crowd)

    def read(
        self,
        question: str,
        turns: Sequence[str],
        passages: Sequence[Passage],
        *,
        prior: Sequence[float] | NDArray[np.float32] | None = None,
        budget: int = BUDGET,
    ) -> ReaderOutput:
        """Read `question` beside `passages`: see `Reader.read`.

        Passages that are not read again come behind those that are, in the order of the first reading.
        """
        with self._crowd.reading() as crowded:
            first = self._first.read(question, turns, passages, prior=prior, budget=budget)
            if crowded or not first.readings:
                return replace(first, hurried=crowded)
            guess = np.full(len(passages), min(one.relevance for one in first.readings.values()), dtype=np.float32)
            for place, one in first.readings.items():
                guess[place] = one.relevance
            second = self._second.read(question, turns, passages, prior=guess, budget=int(AGAIN * budget))
        return ReaderOutput(second.readings | _behind(first.readings, second.readings), second.null)


def _behind(readings: dict[int, PassageReading], better: dict[int, PassageReading]) -> dict[int, PassageReading]:
    """`readings`, lowered so far that the best of those not among `better` is as relevant as the last of `better`."""
    rest = {place: one for place, one in readings.items() if place not in better}
    if not rest:
        return {}
    lower = min(one.relevance for one in better.values()) - max(one.relevance for one in rest.values())
    return {place: replace(one, relevance=one.relevance + lower) for place, one in rest.items()}
