"""Milvus Lite beside the embedded archive: the same stories, the same questions."""

import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial

import numpy as np

from bench.archive_home import ArchiveHome
from bench.generated import SENTENCES
from index.archive.contract import Archive, Where
from index.archive.embedded import EmbeddedArchive
from index.archive.milvus import MilvusArchive
from index.encoder import Vectors

__all__ = ["measure_milvus"]

_K = 60  # as many as a question fetches
_ASKED = 10
_SINCE = Where(since="2022-01-01")  # an eighth of the stories
_GROUP = 256  # stories that are added together


def measure_milvus(made: ArchiveHome, size: int, questions: Sequence[str], asked: Vectors) -> Iterator[tuple[str, str]]:
    """What adding and searching take of processors in both, and how far they find the same.

    Milvus Lite works in this process, so its time is counted whole.
    """
    count = size // SENTENCES
    folder = made.home.parent
    archives: dict[str, Archive] = {
        "embedded": EmbeddedArchive(folder / f"embedded-{size}"),
        "Milvus Lite": MilvusArchive(str(folder / f"milvus-{size}.db"), dimensions=asked.shape[1]),
    }
    for name, archive in archives.items():
        there = len(archive.keys())
        groups = (list(made.stories(start, min(start + _GROUP, count))) for start in range(there, count, _GROUP))
        took = [_seconds(partial(archive.add, group)) for group in groups]
        yield f"{name}: adding {count - there:,} stories", f"{sum(took):.1f} s"
        archive.compact()
    found: dict[str, list[set[tuple[str, int]]]] = {name: [] for name in archives}
    for name, archive in archives.items():
        searches = {
            "by vectors": [partial(archive.nearest, vector, _K) for vector in asked[:_ASKED]],
            "by vectors, of an eighth": [partial(archive.nearest, vector, _K, _SINCE) for vector in asked[:_ASKED]],
            "by words": [partial(archive.with_words, question, _K) for question in questions[:_ASKED]],
        }
        for what, acts in searches.items():
            took = [_seconds(act) for act in acts]
            yield f"{name}: {what}, p50", f"{1000 * float(np.median(took)):.1f} ms"
        found[name] = [{(hit.story, hit.sentence) for hit in archive.nearest(v, 10)} for v in asked[:_ASKED]]
    shared = [len(one & other) / 10 for one, other in zip(*found.values(), strict=True)]
    yield "of the ten nearest, found by both", f"{np.mean(shared):.3f}"


def _seconds(act: Callable[[], object]) -> float:
    started = time.process_time()
    act()
    return time.process_time() - started
