"""FAISS's indexes beside each other on the same vectors: time, size and recall."""

import os
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import faiss
import numpy as np
from numpy.typing import NDArray

from index.archive.segments import Segment, write_segment
from index.encoder import Vectors

__all__ = ["compare_choices", "exact_nearest"]

_K = 10
_AGAIN = 4  # times as many found as wanted, to be weighed again exactly
_SEARCHED = 256  # nodes of a graph that are looked at
_MOST_FOR_A_GRAPH = 200_000  # more take hours to build
_FACTORIES = ("Flat", "SQfp16", "SQ8", "HNSW32,SQ8")


def exact_nearest(parts: Iterable[Vectors], asked: Vectors, k: int) -> NDArray[np.int64]:
    """The rows of the `k` highest cosines to each of `asked`, (questions, k), by plain NumPy."""
    best, rows = np.full((len(asked), k), -np.inf, np.float32), np.zeros((len(asked), k), np.int64)
    start = 0
    for block in _blocks(parts):
        both = np.concatenate([best, asked @ block.T], axis=1)
        numbered = np.concatenate(
            [rows, np.broadcast_to(np.arange(start, start + len(block)), (len(asked), len(block)))], axis=1
        )
        order = np.argsort(-both, axis=1, kind="stable")[:, :k]
        best, rows = np.take_along_axis(both, order, 1), np.take_along_axis(numbered, order, 1)
        start += len(block)
    return rows


def compare_choices(rows: Vectors, asked: Vectors) -> Iterator[tuple[str, str]]:
    """A line for each kind of index: what building, a question and the file take, on one thread, and its recall."""
    exact = exact_nearest([rows], asked, _K)
    faiss.omp_set_num_threads(1)
    with tempfile.TemporaryDirectory() as folder:
        for name in _FACTORIES:
            if "HNSW" in name and len(rows) > _MOST_FOR_A_GRAPH:
                continue
            path = Path(folder) / "index.faiss"
            started = time.process_time()
            index = faiss.index_factory(rows.shape[1], name, faiss.METRIC_INNER_PRODUCT)
            index.train(rows[:100_000])
            index.add(rows)
            if "HNSW" in name:
                faiss.ParameterSpace().set_index_parameter(index, "efSearch", _SEARCHED)  # kept in the file
            built = time.process_time() - started
            faiss.write_index(index, str(path))
            opened = faiss.read_index(str(path), faiss.IO_FLAG_MMAP_IFC)
            yield name, _line(built, path.stat().st_size, exact, asked, _searcher(opened))
            if "HNSW" in name:
                yield f"{name}, weighed again", _line(built, path.stat().st_size, exact, asked, _again(opened, rows))
        for large, name in ((len(rows) + 1, "segment, flat"), (1, "segment, in lists")):
            place = Path(folder) / name
            place.mkdir()
            started = time.process_time()
            write_segment(place, [rows], large=large)
            built = time.process_time() - started
            segment = Segment(place, 0)
            size = sum(os.path.getsize(path) for path in place.iterdir())
            yield name, _line(built, size, exact, asked, lambda v, s=segment: [row for row, _ in s.nearest(v, _K)])  # type: ignore[misc]


def _blocks(parts: Iterable[Vectors], size: int = 50_000) -> Iterator[Vectors]:
    waiting: list[Vectors] = []
    for part in parts:
        waiting.append(part)
        if sum(map(len, waiting)) >= size:
            yield np.concatenate(waiting)
            waiting = []
    if waiting:
        yield np.concatenate(waiting)


_Search = Callable[[Vectors], Iterable[int]]


def _searcher(index: faiss.Index) -> _Search:
    return lambda vector: index.search(vector.reshape(1, -1), _K)[1][0].tolist()


def _again(index: faiss.Index, rows: Vectors) -> _Search:
    def search(vector: Vectors) -> Iterable[int]:
        found = index.search(vector.reshape(1, -1), _K * _AGAIN)[1][0]
        order = np.argsort(-(rows[found] @ vector))[:_K]
        kept: list[int] = found[order].tolist()
        return kept

    return search


def _line(built: float, size: int, exact: NDArray[np.int64], asked: Vectors, search: _Search) -> str:
    took, found = [], []
    for vector, nearest in zip(asked, exact, strict=True):
        started = time.process_time()
        rows = search(vector)
        took.append(time.process_time() - started)
        found.append(len({*rows} & {*nearest.tolist()}) / _K)
    return f"{built:.1f} s, {size / 2**20:,.0f} MB, {1000 * float(np.median(took)):.2f} ms, recall {np.mean(found):.3f}"
