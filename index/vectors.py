"""The vector store of one story: FAISS, exact inner product, which is the cosine of normalised vectors."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

import faiss
import numpy as np
from numpy.typing import NDArray

from index.encoder import Vectors

__all__ = ["FaissStore", "VectorStore", "faiss_threads"]

_FILE = "vectors.faiss"


@contextmanager
def faiss_threads(count: int) -> Iterator[None]:
    """Let FAISS use `count` threads for what the calling thread does. One question is quickest on one."""
    before = faiss.omp_get_max_threads()
    faiss.omp_set_num_threads(count)
    try:
        yield
    finally:
        faiss.omp_set_num_threads(before)


class VectorStore(Protocol):
    """Where passages' vectors lie. Passage i is row i of what was stored; more cosine is nearer."""

    def __len__(self) -> int:
        """How many passages it holds."""
        ...

    def rows(self) -> Vectors:
        """What was stored: float32, one row a passage."""
        ...

    def similarities(self, vector: Vectors) -> Vectors:
        """The cosine of `vector`, (dimensions,), to every passage: float32, in the passages' order."""
        ...

    def nearest(self, vector: Vectors, k: int) -> tuple[NDArray[np.int64], Vectors]:
        """The `k` nearest passages (all, if there are fewer) and their cosines, nearest first."""
        ...


class FaissStore:
    """A flat FAISS index. Safe to search from several threads."""

    def __init__(self, index: faiss.Index) -> None:
        """Wrap a FAISS index with the inner product as its metric."""
        self._index = index

    @classmethod
    def of(cls, vectors: Vectors) -> "FaissStore":
        """A store of `vectors`, (passages, dimensions), normalised."""
        index = faiss.IndexFlatIP(vectors.shape[1])
        index.add(np.ascontiguousarray(vectors, np.float32))
        return cls(index)

    @classmethod
    def load(cls, folder: Path) -> "FaissStore":
        """The store that `save` left in `folder`."""
        return cls(faiss.deserialize_index(np.fromfile(folder / _FILE, np.uint8)))

    def save(self, folder: Path) -> None:
        """Write the store to `folder`."""
        (folder / _FILE).write_bytes(faiss.serialize_index(self._index).tobytes())

    def __len__(self) -> int:
        """How many passages it holds."""
        return int(self._index.ntotal)

    def rows(self) -> Vectors:
        """See `VectorStore`."""
        stored: Vectors = self._index.reconstruct_n(0, len(self))
        return stored

    def similarities(self, vector: Vectors) -> Vectors:
        """See `VectorStore`."""
        passages, cosines = self.nearest(vector, len(self))
        aligned = np.empty(len(self), np.float32)
        aligned[passages] = cosines
        return aligned

    def nearest(self, vector: Vectors, k: int) -> tuple[NDArray[np.int64], Vectors]:
        """See `VectorStore`."""
        k = min(k, len(self))
        if k == 0:
            return np.empty(0, np.int64), np.empty(0, np.float32)
        with faiss_threads(1):
            cosines, passages = self._index.search(vector.reshape(1, -1), k)
        return passages[0], cosines[0]
