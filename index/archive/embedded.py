"""An archive in a folder: vectors in FAISS segments, the rest in SQLite. The default; it needs no server.

What is added becomes a segment of its own, written beside the others before the catalogue names it; so a process that
is killed leaves at most a folder that nothing names, and one that searches sees the new segment with its next
question. Small segments are merged as they pile up, as in a log-structured merge tree (O'Neil et al. 1996). A story
that was taken out leaves its vectors behind until a merge, which blanks them.
"""

import shutil
import uuid
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from pathlib import Path

import numpy as np

from index.archive.catalogue import Catalogue, SegmentRow
from index.archive.contract import ArchivedStory, Hit, StoryCard, Where
from index.archive.segments import BLOCK, LARGE, Segment, write_segment
from index.encoder import Vectors
from index.folder import Notice, locked

__all__ = ["LAYOUT", "EmbeddedArchive"]

LAYOUT = 2
"""Of the catalogue's tables. An archive of another layout is left as it is, and one of this is made beside it."""

_TOGETHER = 256  # stories that become one segment, and come about together
_FEW = 20_000  # sentences; so many that meet the conditions are all compared
_GROWTH = 4  # a segment is merged with the next one if it is not so many times as long
_SPARE = 16  # sentences fetched beyond those wanted, for some may have been taken out
_EVERYTHING = Where()


class EmbeddedArchive:
    """An archive under a folder of its own; see `index.archive.contract.Archive`."""

    def __init__(self, folder: Path, *, large: int = LARGE, notice: Notice = lambda line: None) -> None:
        """Open the archive in `folder`, an empty one if there is none. Raises HomeError.

        `large` is the number of sentences from which a segment has lists. `notice` hears of a wait for another writer.
        """
        self._folder = folder
        self._large = large
        self._notice = notice
        self._catalogue = Catalogue(folder / f"catalogue-{LAYOUT}.sqlite")
        self._open: dict[str, Segment] = {}

    def add(self, stories: Iterable[ArchivedStory]) -> None:
        """See `Archive`. Stories come about in groups, so that a long addition that is cut off keeps what it did."""
        waiting = iter(stories)
        while group := list(islice(waiting, _TOGETHER)):
            with locked(self._folder, self._notice):
                self._sweep()
                self._add(group)
                self._merge(self._tail())

    def remove(self, story_id: str) -> None:
        """See `Archive`."""
        with self._catalogue.change():
            self._catalogue.delete(story_id)

    def compact(self) -> None:
        """Merge everything into one segment, or what came since into a second one, if that is little beside the first.

        Minutes for a million sentences.
        """
        with locked(self._folder, self._notice):
            self._sweep()
            self._merge(self._scattered())

    def nearest(self, vector: Vectors, k: int, where: Where = _EVERYTHING) -> list[Hit]:
        """See `Archive`."""
        if k <= 0:
            return []
        segments = self._segments()
        few = None if where.is_everything else self._catalogue.matching(where, _FEW)
        found = self._searched(segments, vector, k, where) if few is None else _among(segments, vector, few, k)
        return self._catalogue.hits(found[:k])

    def with_words(self, question: str, k: int, where: Where = _EVERYTHING) -> list[Hit]:
        """See `Archive`."""
        return self._catalogue.hits(self._catalogue.with_words(question, k, where))

    def keys(self) -> dict[str, str]:
        """See `Archive`."""
        return self._catalogue.keys()

    def cards(self, story_ids: Iterable[str]) -> dict[str, StoryCard]:
        """See `Archive`."""
        return self._catalogue.cards(story_ids)

    def sources(self) -> list[str]:
        """See `Archive`."""
        return self._catalogue.sources()

    def latest(self) -> str | None:
        """See `Archive`."""
        return self._catalogue.latest()

    def __len__(self) -> int:
        """See `Archive`."""
        return self._catalogue.count()

    def close(self) -> None:
        """See `Archive`."""
        self._open = {}
        self._catalogue.close()

    def _add(self, stories: Sequence[ArchivedStory]) -> None:
        name = self._write([story.vectors for story in stories])
        with self._catalogue.change():
            first = number = self._catalogue.number(sum(len(story.lines) for story in stories))
            for story in stories:
                self._catalogue.insert(story, number)
                number += len(story.lines)
            if name:
                self._catalogue.replace_segments([], (name, first, number - first))

    def _tail(self) -> list[SegmentRow]:
        """The newest segments that should become one: each at most a few times as long as those after it."""
        tail: list[SegmentRow] = []
        total = 0
        for row in reversed(self._catalogue.segments()):
            if tail and (row[2] > _GROWTH * total or row[2] + total >= self._large):
                break
            tail.insert(0, row)
            total += row[2]
        return tail if len(tail) > 1 else []

    def _scattered(self) -> list[SegmentRow]:
        """The segments that should become one: all, or all but the first, if they are short beside it."""
        rows = self._catalogue.segments()
        if rows and rows[0][2] > _GROWTH * sum(row[2] for row in rows[1:]):
            rows = rows[1:]
        return rows if len(rows) > 1 else []

    def _merge(self, rows: Sequence[SegmentRow]) -> None:
        if not rows:
            return
        name = self._write(part for row in rows for part in self._kept(self._opened(row)))
        first, count = rows[0][1], rows[-1][1] + rows[-1][2] - rows[0][1]
        with self._catalogue.change():
            self._catalogue.replace_segments([row[0] for row in rows], (name, first, count))
        self._sweep()

    def _kept(self, segment: Segment) -> Iterator[Vectors]:
        """A segment's vectors, a block at a time, those of sentences that are gone blank."""
        for start in range(0, len(segment), BLOCK):
            rows = np.arange(start, min(start + BLOCK, len(segment)))
            vectors = segment.vectors(rows)
            there = self._catalogue.meeting((rows + segment.first).tolist(), _EVERYTHING)
            vectors[[row - start for row in rows.tolist() if row + segment.first not in there]] = 0
            yield vectors

    def _write(self, vectors: Iterable[Vectors]) -> str:
        """Write a segment that nothing names yet; returns its name, which is empty if there are no vectors."""
        parts = (part for part in vectors if len(part))
        first = next(parts, None)
        if first is None:
            return ""
        name = uuid.uuid4().hex
        folder = self._folder / "segments" / name
        folder.mkdir(parents=True)
        write_segment(folder, chain([first], parts), large=self._large)
        return name

    def _sweep(self) -> None:
        """Delete the segments that nothing names: merged ones, and those of a writer that was killed."""
        named = {name for name, _, _ in self._catalogue.segments()}
        for folder in (self._folder / "segments").glob("*"):
            if folder.name not in named:
                shutil.rmtree(folder, ignore_errors=True)

    def _segments(self) -> list[Segment]:
        """The segments that the catalogue names now. One that is merged meanwhile is looked up again."""
        while True:
            rows = self._catalogue.segments()
            try:
                opened = {row[0]: self._opened(row) for row in rows}
            except OSError:
                if rows == self._catalogue.segments():
                    raise
            else:
                self._open = opened
                return list(opened.values())

    def _opened(self, row: SegmentRow) -> Segment:
        return self._open.get(row[0]) or Segment(self._folder / "segments" / row[0], row[1])

    def _searched(self, segments: Sequence[Segment], vector: Vectors, k: int, where: Where) -> list[tuple[int, float]]:
        """The best sentences that meet the conditions: as many are fetched as it takes."""
        total = sum(len(segment) for segment in segments)
        wanted = k + _SPARE
        while True:
            found = _best(segment.nearest(vector, wanted) for segment in segments)
            there = self._catalogue.meeting((number for number, _ in found), where)
            kept = [hit for hit in found if hit[0] in there]
            if len(kept) >= k or wanted >= total:
                return kept
            wanted = min(4 * wanted, total)


def _among(segments: Sequence[Segment], vector: Vectors, numbers: Sequence[int], k: int) -> list[tuple[int, float]]:
    """Of some sentences, the `k` nearest of each segment, best first."""
    asked = np.asarray(numbers, np.int64)
    return _best(
        segment.among(vector, part, k)
        for segment in segments
        if len(part := asked[(asked >= segment.first) & (asked < segment.first + len(segment))])
    )


def _best(found: Iterable[Sequence[tuple[int, float]]]) -> list[tuple[int, float]]:
    """Everything found, best first, of equals the earlier."""
    return sorted(_flat(found), key=lambda hit: (-hit[1], hit[0]))


def _flat(found: Iterable[Sequence[tuple[int, float]]]) -> Iterator[tuple[int, float]]:
    return (hit for part in found for hit in part)
