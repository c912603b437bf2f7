"""Milvus Lite beside FAISS: the same stories, the same questions."""

import statistics
import time
from collections.abc import Iterator

import numpy as np

from bench.archive_home import ArchiveHome
from bench.generated import SENTENCES
from index.archive.contract import Where
from index.archive.milvus import MilvusArchive
from index.encoder import Vectors

__all__ = ["measure_milvus"]

_K = 10


def measure_milvus(made: ArchiveHome, size: int, asked: Vectors) -> Iterator[tuple[str, str]]:
    """What storing and searching take, and how far both archives agree on sentences that both have."""
    count = size // SENTENCES
    path = made.home.parent / f"milvus-{size}.db"
    archive = MilvusArchive(str(path), dimensions=asked.shape[1])
    there = len(archive.keys())
    started = time.perf_counter()
    archive.add(made.stories(there, count))
    yield f"adding {count - there:,} stories", f"{time.perf_counter() - started:.1f} s"
    wheres = {"all": Where(), "one day on": Where(since="2016-01-01")}
    for name, where in wheres.items():
        took = []
        for vector in asked:
            started = time.perf_counter()
            archive.nearest(vector, _K, where)
            took.append(1000 * (time.perf_counter() - started))
        yield f"a search, {name}, p50", f"{statistics.median(took):.1f} ms"
        started = time.perf_counter()
        for vector in asked:
            made.holdings.archive.nearest(vector, _K, where)
        yield f"the same on FAISS, {name}, mean", f"{1000 * (time.perf_counter() - started) / len(asked):.1f} ms"
    kept = {story.rpartition("-")[2] for story in archive.keys()}  # noqa: SIM118
    yield "stories", f"{len(kept):,}"
    yield "mean cosine of the best ten", f"{np.mean([h.score for v in asked for h in archive.nearest(v, _K)]):.4f}"
    archive.close()
