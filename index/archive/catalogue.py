"""Stories, sentences and their words in SQLite: all of an embedded archive but the vectors.

Sentences are numbered once and for all; those of a story, and those of a segment of vectors, follow one another. A
number is never used again. SQLite's FTS5 tells which sentences have a word.
"""

import math
import sqlite3
import threading
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.archive.contract import ArchivedStory, Hit, Line, StoryCard, Where
from index.errors import HomeError
from index.lexical import words

__all__ = ["Catalogue", "SegmentRow"]

SegmentRow = tuple[str, int, int]
"""A segment of vectors: its folder's name, the number of its first sentence, and how many it has."""

_SCHEMA = """
create table if not exists stories (
  id text primary key, key text not null, title text not null, source text, published text,
  first integer not null, count integer not null
) without rowid;
create index if not exists stories_by_first on stories (first);
create index if not exists stories_by_day on stories (published);
create index if not exists stories_by_source on stories (source collate nocase);
create table if not exists sentences (
  no integer primary key, since text, until text, source text collate nocase, words integer not null
);
create index if not exists sentences_by_source on sentences (source);
create index if not exists sentences_by_day on sentences (since, until);
create index if not exists sentences_of_spans on sentences (until, since) where since <> until;
create table if not exists speaking (name text, sentence integer, primary key (name, sentence)) without rowid;
create table if not exists segments (name text primary key, first integer not null, count integer not null);
create table if not exists numbers (next integer not null, words integer not null);
insert into numbers select 0, 0 where not exists (select 1 from numbers);
create virtual table if not exists words using fts5 (
  text, content='', detail=none, tokenize="unicode61 remove_diacritics 0 tokenchars '_'"
);
create table if not exists word_counts (word text primary key, sentences integer not null) without rowid;
"""
_COUNT = "insert into word_counts values (?, ?) on conflict do update set sentences = sentences + excluded.sentences"
_PATIENCE = 60.0  # seconds that a writer waits for another one
_COMMON = 5_000  # sentences; words that are in more of them are looked for beside rarer ones only
_TOO_COMMON = 50_000  # sentences; words that are in more of them are not looked for
_RANKED = 1_000  # sentences with the most telling words, of which the length is looked up
_FEW = 20_000  # sentences that meet the conditions; so many are looked for among those with the words
_K1, _B = 1.2, 0.75  # of BM25


class Catalogue:
    """The tables. Every thread has a connection of its own."""

    def __init__(self, path: Path) -> None:
        """Open the tables at `path`, made if they are not there. Raises HomeError."""
        self._path = path
        self._own = threading.local()
        self._all: list[sqlite3.Connection] = []
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with self.change():
                pass
        except (OSError, sqlite3.Error) as error:
            raise HomeError(path, str(error).lower()) from error

    def close(self) -> None:
        """Close every thread's connection."""
        for connection in self._all:
            connection.close()

    @contextmanager
    def change(self) -> Iterator[None]:
        """Changes that come about together or not at all; one process at a time."""
        self._connection.execute("begin immediate")
        try:
            yield
        except BaseException:
            self._connection.execute("rollback")
            raise
        self._connection.execute("commit")

    def number(self, count: int) -> int:
        """Take `count` new numbers, within a change; returns the first."""
        (first,) = self._connection.execute("select next from numbers").fetchone()
        self._connection.execute("update numbers set next = next + ?", (count,))
        return int(first)

    def insert(self, story: ArchivedStory, first: int) -> None:
        """Put a story's rows in, its sentences numbered from `first`, in the place of an older one's."""
        card, run = story.card, self._connection
        self.delete(card.id)
        facts = (card.id, card.key, card.title, card.source, card.published, first, len(story.lines))
        run.execute("insert into stories values (?, ?, ?, ?, ?, ?, ?)", facts)
        rows = list(enumerate(story.lines, first))
        tokens = [[_token(word) for word in words(line.text)] for line in story.lines]
        dated = [(no, line.since, line.until, card.source, len(tokens[no - first])) for no, line in rows]
        run.executemany("insert into sentences values (?, ?, ?, ?, ?)", dated)
        run.executemany("insert or ignore into speaking values (?, ?)", _speaking(rows))
        texts = [(no, " ".join(said)) for no, said in enumerate(tokens, first)]
        run.executemany("insert into words (rowid, text) values (?, ?)", texts)
        run.executemany(_COUNT, Counter(word for said in tokens for word in set(said)).items())
        run.execute("update numbers set words = words + ?", (sum(map(len, tokens)),))

    def delete(self, story_id: str) -> None:
        """Take a story's rows out. Its words stay behind, and lead to no sentence."""
        run = self._connection
        row = run.execute("select first, first + count from stories where id = ?", (story_id,)).fetchone()
        if row:
            run.execute("delete from speaking where sentence >= ? and sentence < ?", row)
            run.execute("delete from sentences where no >= ? and no < ?", row)
            run.execute("delete from stories where id = ?", (story_id,))

    def segments(self) -> list[SegmentRow]:
        """The segments of vectors, in the order of their sentences."""
        return list(self._connection.execute("select name, first, count from segments order by first"))

    def replace_segments(self, old: Iterable[str], new: SegmentRow) -> None:
        """Put one segment in the place of others, or of none, within a change."""
        self._connection.executemany("delete from segments where name = ?", [(name,) for name in old])
        self._connection.execute("insert into segments values (?, ?, ?)", new)

    def matching(self, where: Where, limit: int) -> list[int] | None:
        """The numbers of the sentences that meet the conditions, in order; None if there are more than `limit`."""
        condition, values = _condition(where)
        query = f"select s.no from sentences s where {condition} limit ?"
        rows = self._connection.execute(query, (*values, limit + 1)).fetchall()
        return None if len(rows) > limit else sorted(no for (no,) in rows)

    def meeting(self, numbers: Iterable[int], where: Where) -> set[int]:
        """Those of some sentences that are there and meet the conditions."""
        condition, values = _condition(where)
        listed = ",".join(str(int(no)) for no in numbers)
        query = f"select s.no from sentences s where s.no in ({listed}) and {condition}"
        return {no for (no,) in self._connection.execute(query, values)}

    def hits(self, found: Iterable[tuple[int, float]]) -> list[Hit]:
        """Sentences by story and place, for numbers and scores."""
        query = "select id, first from stories where first <= ? and count > 0 order by first desc limit 1"
        rows = ((no, score, self._connection.execute(query, (no,)).fetchone()) for no, score in found)
        return [Hit(row[0], no - row[1], score) for no, score, row in rows]

    def with_words(self, question: str, k: int, where: Where) -> list[tuple[int, float]]:
        """The numbers and BM25 scores of the best sentences, best first, of equals the earlier.

        Of sentences that have equally telling words, and are more than can be ranked, the shortest may be missed.
        """
        numbers, weights = self._sharing(self._telling(question))
        if where != Where() and (few := self.matching(where, _FEW)) is not None:
            there = np.isin(numbers, np.asarray(few, np.int64))
            numbers, weights = numbers[there], weights[there]
        order = np.argsort(-weights, kind="stable")
        found: list[tuple[int, float]] = []
        for start in range(0, len(order), _RANKED):
            part = order[start : start + _RANKED]
            found += self._ranked(numbers[part].tolist(), weights[part].tolist(), where)
            if len(found) >= k:
                break
        return sorted(found, key=lambda hit: (-hit[1], hit[0]))[: max(k, 0)]

    def keys(self) -> dict[str, str]:
        """The key of every story, by id."""
        return dict(self._connection.execute("select id, key from stories"))

    def cards(self, story_ids: Iterable[str]) -> dict[str, StoryCard]:
        """What is known of these stories, by id."""
        query = "select id, key, title, source, published from stories where id = ?"
        rows = (self._connection.execute(query, (story_id,)).fetchone() for story_id in story_ids)
        return {row[0]: StoryCard(**dict(zip(StoryCard.__slots__, row, strict=True))) for row in rows if row}

    def sources(self) -> list[str]:
        """Everyone who published a story; each is found by the index, however many stories there are."""
        query = "select min(source collate nocase) from stories where source > ? collate nocase"
        found: list[str] = []
        while (row := self._connection.execute(query, (found[-1] if found else "",)).fetchone()) and row[0]:
            found.append(row[0])
        return found

    def latest(self) -> str | None:
        """The newest day on which a story was published."""
        (day,) = self._connection.execute("select max(published) from stories").fetchone()
        return str(day) if day else None

    def count(self) -> int:
        """How many sentences there are."""
        (count,) = self._connection.execute("select coalesce(sum(count), 0) from stories").fetchone()
        return int(count)

    def _telling(self, question: str) -> list[tuple[str, int]]:
        """The words of a question that are worth looking for, with how many sentences have them, the rarest first."""
        query = "select word, sentences from word_counts where word = ? and sentences <= ?"
        asked = dict.fromkeys(_token(word) for word in words(question))
        rows = (self._connection.execute(query, (word, _TOO_COMMON)).fetchone() for word in asked)
        return sorted(((word, count) for word, count in filter(None, rows)), key=lambda row: (row[1], row[0]))

    def _sharing(self, telling: Sequence[tuple[str, int]]) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """The sentences that have some of these words, in order, and how much the words that they have tell.

        Sentences that have none but common words count if they have the two rarest of these.
        """
        total, _ = self._connection.execute("select next, words from numbers").fetchone()
        rare = [word for word, count in telling if count <= _COMMON]
        pair = [word for word, _ in telling[:2]]
        among = " OR ".join(f'"{word}"' for word in rare) or " AND ".join(f'"{word}"' for word in pair)
        parts = [
            (self._having(f'"{word}"' if count <= _COMMON else f'({among}) AND "{word}"'), _telling_of(count, total))
            for word, count in telling
        ]
        if not parts:
            return np.empty(0, np.int64), np.empty(0)
        numbers, places = np.unique(np.concatenate([found for found, _ in parts]), return_inverse=True)
        told = np.concatenate([np.full(len(found), weight) for found, weight in parts])
        return numbers, np.bincount(places, told, len(numbers)).astype(np.float64)

    def _having(self, match: str) -> NDArray[np.int64]:
        rows = self._connection.execute("select rowid from words where words match ?", (match,))
        return np.fromiter((no for (no,) in rows), np.int64)

    def _ranked(self, numbers: list[int], weights: list[float], where: Where) -> list[tuple[int, float]]:
        """Those of some sentences that are there and meet the conditions, with what their words tell by BM25."""
        condition, values = _condition(where)
        listed = ",".join(map(str, numbers))
        query = f"select s.no, s.words from sentences s where s.no in ({listed}) and {condition}"
        lengths = dict(self._connection.execute(query, values))
        total, said = self._connection.execute("select next, words from numbers").fetchone()
        usual = max(said, 1) / max(total, 1)
        return [
            (no, weight * (_K1 + 1) / (1 + _K1 * (1 - _B + _B * lengths[no] / usual)))
            for no, weight in zip(numbers, weights, strict=True)
            if no in lengths
        ]

    @property
    def _connection(self) -> sqlite3.Connection:
        if not hasattr(self._own, "connection"):
            self._own.connection = self._opened()
            self._all.append(self._own.connection)
        connection: sqlite3.Connection = self._own.connection
        return connection

    def _opened(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self._path, timeout=_PATIENCE, isolation_level=None, check_same_thread=False)
        connection.execute("pragma journal_mode = wal")  # searching goes on while something is added
        connection.execute("pragma synchronous = normal")
        connection.execute("pragma mmap_size = 4000000000")
        connection.executescript(_SCHEMA)
        return connection


def _token(word: str) -> str:
    """A word as FTS5 keeps it whole: it knows the letters of an older Unicode than Python does."""
    return word if word.isascii() else f"_{word.encode(errors='surrogatepass').hex()}"


def _telling_of(count: int, total: int) -> float:
    """The inverse document frequency of BM25, never below 0: of a word that is in `count` of `total` sentences."""
    return math.log(1 + (total - count + 0.5) / (count + 0.5))


def _speaking(rows: Iterable[tuple[int, Line]]) -> list[tuple[str, int]]:
    return [(name, no) for no, line in rows for name in line.names]


def _condition(where: Where) -> tuple[str, tuple[str, ...]]:
    """The conditions on a sentence `s` in SQL, and their values.

    Nearly every sentence has one day, so those of several days, which may begin before the first, are an index of their
    own; otherwise half of all sentences would be gone through.
    """
    since, until = where.since, where.until
    span = "s.since < ? and s.until >= ? and s.since <> s.until"
    conditions: list[tuple[str, tuple[str, ...]]] = []
    if since and until:
        both = f"(s.since >= ? and s.since <= ? or {span} and +s.since <= ?)"
        conditions.append((both, (since, until, since, since, until)))
    elif since:
        conditions.append((f"(s.since >= ? or {span})", (since, since, since)))
    elif until:
        conditions.append(("s.since <= ?", (until,)))
    if where.name is not None:
        conditions.append(("s.no in (select sentence from speaking where name = ?)", (where.name,)))
    if where.source is not None:
        conditions.append(("s.source = ?", (where.source,)))
    used = " and ".join(["true", *(condition for condition, _ in conditions)])
    return used, tuple(value for _, values in conditions for value in values)
