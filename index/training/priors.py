"""The first guess at what answers a question, as the search makes it: meaning and words."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.lexical import LexicalStore
from index.model import named_model
from index.passages import PassageEncoder
from index.reader import first_guess
from index.training.stories import StoryText

__all__ = ["first_guesses"]


def first_guesses(
    questions: Sequence[dict[str, Any]], stories: dict[str, StoryText], kept: Path
) -> list[NDArray[np.float32]]:
    """For each question a score for each sentence of its story: cosine and BM25.

    Earlier turns stand before the question. The scores are kept in the file `kept`, and taken from there the next time.
    """
    if not kept.is_file():
        rows = {str(i): row for i, row in enumerate(_guess(questions, stories))}
        np.savez_compressed(kept, allow_pickle=False, **rows)
    with np.load(kept) as found:
        return [found[str(i)] for i in range(len(questions))]


def _guess(questions: Sequence[dict[str, Any]], stories: dict[str, StoryText]) -> list[NDArray[np.float32]]:
    texts = {name: [story.text[a:b] for a, b in story.spans] for name, story in stories.items()}
    encoder = PassageEncoder(named_model())
    lengths = np.cumsum([0, *(len(text) for text in texts.values())])
    vectors = encoder.encode([sentence for text in texts.values() for sentence in text])
    dense = {name: vectors[a:b] for name, a, b in zip(texts, lengths, lengths[1:], strict=False)}
    lexical = {name: LexicalStore.of(text) for name, text in texts.items()}
    asked = [" ".join([*question["turns"], question["question"]]) for question in questions]
    return [
        first_guess(dense[question["story"]] @ vector, lexical[question["story"]].scores(text))
        for question, text, vector in zip(questions, asked, encoder.encode(asked), strict=True)
    ]
