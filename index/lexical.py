"""The lexical side: BM25 over stemmed words.

bm25s weighs every word of every passage when a story is read; a question then only adds up the weights of its
own words, which NumPy does alone. So asking does not import bm25s, which costs 0.2 s and sets its logger to
DEBUG.
"""

import logging
import re
import unicodedata
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import Stemmer  # type: ignore[import-not-found]
from numpy.typing import NDArray

from corpus.imports import without
from index.encoder import Vectors

__all__ = ["LexicalStore", "words"]

_ARRAYS, _WORDS = "words.npz", "words.json"
_WORD = re.compile(r"\w+")
_STEMMER = Stemmer.Stemmer("english")


def words(text: str) -> list[str]:
    """The words of a text as BM25 compares them: case and compatibility forms folded, English endings cut
    off.

    >>> words("The ministry’s spokesmen")
    ['the', 'ministri', 's', 'spokesmen']
    """
    folded = unicodedata.normalize("NFKC", text).casefold()
    stems: list[str] = _STEMMER.stemWords(_WORD.findall(folded))
    return stems


class LexicalStore:
    """The weights of words in passages, by word: a sparse matrix in compressed columns."""

    def __init__(
        self,
        *,
        passages: int,
        vocabulary: dict[str, int],
        starts: NDArray[np.int64],
        rows: NDArray[np.int64],
        weights: Vectors,
    ) -> None:
        """Word `w` weighs `weights[a:b]` in passages `rows[a:b]`, with `a, b = starts[w], starts[w + 1]`."""
        self._passages = passages
        self._vocabulary = vocabulary
        self._starts = starts
        self._rows = rows
        self._weights = weights

    @classmethod
    def of(cls, passages: Sequence[str]) -> "LexicalStore":
        """Weigh the words of `passages`."""
        tokens = [words(passage) for passage in passages]
        if not any(tokens):
            return cls(
                passages=len(tokens),
                vocabulary={},
                starts=np.zeros(1, np.int64),
                rows=np.empty(0, np.int64),
                weights=np.empty(0, np.float32),
            )
        scores, vocabulary = _weigh(tokens)
        return cls(
            passages=len(tokens),
            vocabulary=vocabulary,
            starts=scores["indptr"].astype(np.int64),
            rows=scores["indices"].astype(np.int64),
            weights=scores["data"].astype(np.float32),
        )

    @classmethod
    def load(cls, folder: Path) -> "LexicalStore":
        """The store that `save` left in `folder`."""
        vocabulary = msgspec.json.decode((folder / _WORDS).read_bytes(), type=dict[str, int])
        with np.load(folder / _ARRAYS) as arrays:
            return cls(
                passages=int(arrays["passages"]),
                vocabulary=vocabulary,
                starts=arrays["starts"],
                rows=arrays["rows"],
                weights=arrays["weights"],
            )

    def save(self, folder: Path) -> None:
        """Write the store to `folder`."""
        (folder / _WORDS).write_bytes(msgspec.json.encode(self._vocabulary))
        np.savez(
            folder / _ARRAYS,
            passages=np.int64(self._passages),
            starts=self._starts,
            rows=self._rows,
            weights=self._weights,
        )

    def scores(self, question: str) -> Vectors:
        """The BM25 score of every passage: float32, 0 where no word is shared, more is better."""
        scores = np.zeros(self._passages, np.float32)
        for word in words(question):
            column = self._vocabulary.get(word)
            if column is not None:
                found = slice(self._starts[column], self._starts[column + 1])
                scores[self._rows[found]] += self._weights[found]
        return scores


def _weigh(tokens: list[list[str]]) -> tuple[dict[str, Any], dict[str, int]]:
    level = logging.getLogger("bm25s").level
    with without("scipy"):  # which it uses wherever it is installed, and does as well without
        import bm25s  # type: ignore[import-untyped]

    logging.getLogger("bm25s").setLevel(level)
    index = bm25s.BM25(method="lucene")
    index.index(tokens, show_progress=False, create_empty_token=False)
    return index.scores, index.vocab_dict
