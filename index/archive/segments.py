"""Segments: the vectors of sentences whose numbers follow one another, in files that are only ever read.

A segment is a folder with one FAISS index, mapped into memory, so that opening it reads next to nothing and processes
share the pages. Small ones are searched whole, at half precision (a cosine is off by under 0.001). In large ones the
vectors also lie in lists by their nearest centroid, a byte a dimension: the nearest lists are searched and the best of
what they give are weighed again at half precision (docs/scale.md has the measurements behind the sizes).
"""

import math
from collections.abc import Iterable
from itertools import chain
from pathlib import Path

import faiss
import numpy as np
from numpy.typing import NDArray

from index.encoder import Vectors
from index.vectors import faiss_threads

__all__ = ["BLOCK", "LARGE", "Segment", "write_segment"]

LARGE = 200_000
"""Sentences from which a segment has lists."""

BLOCK = 50_000
"""Sentences whose vectors are worked on at a time."""

_FLAT, _LISTS = "vectors.faiss", "lists.faiss"
_MAP = faiss.IO_FLAG_MMAP_IFC
_TRAINED_ON = 40  # vectors a list
_PROBED = 200  # lists that are searched
_WEIGHED_AGAIN = 2  # times as many as are wanted


def write_segment(folder: Path, vectors: Iterable[Vectors], *, large: int = LARGE) -> None:
    """Write a segment of these rows, normalised, to an existing folder. There is at least one part of them."""
    parts = iter(vectors)
    first = next(parts)
    flat = faiss.IndexScalarQuantizer(first.shape[1], faiss.ScalarQuantizer.QT_fp16, faiss.METRIC_INNER_PRODUCT)
    for part in chain([first], parts):
        flat.add(np.ascontiguousarray(part, np.float32))
    faiss.write_index(flat, str(folder / _FLAT))
    if flat.ntotal >= large:
        faiss.write_index(_lists(flat), str(folder / _LISTS))


class Segment:
    """An open segment. Safe to search from several threads."""

    def __init__(self, folder: Path, first: int) -> None:
        """Map the segment in `folder`, whose sentences are numbered from `first`. Raises OSError."""
        if not (folder / _FLAT).is_file():
            raise FileNotFoundError(folder / _FLAT)
        self.first = first
        self._flat = faiss.read_index(str(folder / _FLAT), _MAP)
        self._lists = faiss.read_index(str(folder / _LISTS), _MAP) if (folder / _LISTS).is_file() else None
        if self._lists is not None:
            faiss.ParameterSpace().set_index_parameter(self._lists, "nprobe", _PROBED)

    def __len__(self) -> int:
        """How many sentences it has."""
        return int(self._flat.ntotal)

    def nearest(self, vector: Vectors, k: int) -> list[tuple[int, float]]:
        """The numbers of the `k` nearest sentences with their cosines, nearest first."""
        with faiss_threads(1):
            return self._nearest(vector, min(k, len(self)))

    def _nearest(self, vector: Vectors, k: int) -> list[tuple[int, float]]:
        if self._lists is None:
            cosines, rows = self._flat.search(vector.reshape(1, -1), k)
            return self._numbered(rows[0], cosines[0], k)
        _, rows = self._lists.search(vector.reshape(1, -1), min(k * _WEIGHED_AGAIN, len(self)))
        found = rows[0][rows[0] >= 0]
        return self._numbered(found, self.vectors(found) @ vector, k)

    def among(self, vector: Vectors, numbers: NDArray[np.int64], k: int) -> list[tuple[int, float]]:
        """Of sentences of this segment by number, the `k` nearest with their cosines, nearest first."""
        rows = numbers - self.first
        with faiss_threads(1):
            return self._numbered(rows, self.vectors(rows) @ vector, k)

    def vectors(self, rows: NDArray[np.int64]) -> Vectors:
        """The vectors in these rows: float32, at half precision."""
        found: Vectors = self._flat.reconstruct_batch(np.ascontiguousarray(rows, np.int64))
        return found

    def _numbered(self, rows: NDArray[np.int64], cosines: Vectors, k: int) -> list[tuple[int, float]]:
        order = np.argsort(-cosines, kind="stable")[:k]
        return [(self.first + int(rows[i]), float(cosines[i])) for i in order]


def _lists(flat: faiss.Index) -> faiss.Index:
    """The inverted lists of an index's vectors, trained on an even sample of them."""
    count = max(16, round(4 * math.sqrt(flat.ntotal)))
    index = faiss.index_factory(flat.d, f"IVF{count},SQ8", faiss.METRIC_INNER_PRODUCT)
    index.train(flat.reconstruct_batch(np.arange(0, flat.ntotal, max(1, flat.ntotal // (_TRAINED_ON * count)))))
    for start in range(0, flat.ntotal, BLOCK):
        index.add(flat.reconstruct_n(start, min(BLOCK, flat.ntotal - start)))
    return index
