"""A home with an archive of generated stories, which grows to any size: what `bench.scale` measures.

Encoding a million sentences takes hours, so only some are really encoded (`Encoded`); the vectors of the others are
mixes of two of those, which keeps them among the vectors that sentences have. The readings of stories are written when
a question finds them.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bench.generated import SENTENCES, Made, made_story
from bot.answerer import Answerer
from bot.desk import Desk
from bot.holdings import Holdings
from corpus.document import Document
from corpus.library import Library
from corpus.paragraphs import find_paragraphs
from corpus.sentences import find_sentences
from corpus.source import StorySource
from index.archive.contract import ArchivedStory, StoryCard
from index.archive.entry import lines_of
from index.careful import CarefulReader
from index.encoder import Encoder, Vectors
from index.store import keep_read, key_of, open_encoder, reading_rules

__all__ = ["ArchiveHome", "Encoded", "number_of", "row_of"]

_MIXED = (0.15, 0.5)  # how much of a mix its second sentence is


@dataclass(frozen=True, slots=True)
class Encoded:
    """Vectors of sentences that were really encoded, (rows, 384), in groups of neighbours, such as one story's."""

    rows: Vectors
    groups: NDArray[np.int64]

    @classmethod
    def of(cls, encoder: Encoder, count: int, texts: Path | None, cache: Path) -> "Encoded":
        """Encode `count` sentences of the files under `texts`, or else generated ones; once, for they are cached."""
        if not cache.is_file():
            grouped = [pair for pair, _ in zip(_sentences(texts), range(count), strict=False)]
            rows = encoder.encode([text for _, text in grouped])
            np.savez(cache, rows=rows, groups=np.array([group for group, _ in grouped], np.int64))
        with np.load(cache) as arrays:
            return cls(arrays["rows"], arrays["groups"])

    def vectors(self, number: int) -> Vectors:
        """The vectors of a story of `SENTENCES` sentences, float32: mixes of neighbours with others."""
        draw = np.random.default_rng(number)
        group = self.groups[draw.integers(len(self.groups))]
        near = draw.choice(np.flatnonzero(self.groups == group), SENTENCES)
        far = draw.integers(len(self.rows), size=SENTENCES)
        share = draw.uniform(*_MIXED, (SENTENCES, 1)).astype(np.float32)
        mixed = (1 - share) * self.rows[near] + share * self.rows[far]
        found: Vectors = mixed / np.linalg.norm(mixed, axis=1, keepdims=True)
        return found


def _sentences(texts: Path | None) -> Iterator[tuple[int, str]]:
    """Sentences with the number of their group."""
    if texts is None:
        for number in range(10**6):
            story = made_story(number).reading.story
            yield from ((number, sentence.span.of(story.text)) for sentence in story.sentences)
    else:
        for number, path in enumerate(sorted(texts.glob("*.txt"))):
            text = path.read_text(encoding="utf-8")
            found = find_sentences(text, find_paragraphs(text, None))
            yield from ((number, sentence.span.of(text)) for sentence in found)


class _ReadWhenFound(Holdings):
    """Holdings that write the reading of a generated story when it is opened for the first time."""

    encoded: Encoded

    def _open(self, key: str) -> Answerer:
        number = int(found[1]) if (found := re.match(r"made-(\d+)-", key)) else None
        if number is not None and not (self._home / "stories" / key / "reading.json").is_file():
            keep_read(self._home / "stories" / key, made_story(number).reading, self.encoded.vectors(number))
        return super()._open(key)


class ArchiveHome:
    """A home under `folder` with a library and an archive of the first so many generated stories."""

    def __init__(self, folder: Path, *, base: int, texts: Path | None) -> None:
        """Open or make the home; `base` sentences, of the files under `texts`, are really encoded."""
        self.home = folder / "home"
        self.library = Library(self.home / "library")
        desk = Desk(self.home, notice=print)
        desk.answerer()  # exports the encoder
        self.encoder = open_encoder(self.home)
        self.encoded = Encoded.of(self.encoder, base, texts, folder / "encoded.npz")
        self.reader = CarefulReader.load()
        self.holdings = _ReadWhenFound(self.home, self.library, lambda: self.reader, print)
        self.holdings.encoded = self.encoded
        self._rules = reading_rules()

    def stories(self, start: int, end: int) -> Iterator[ArchivedStory]:
        """The generated stories from number `start` up to `end`, put into the library as they come."""
        for number in range(start, end):
            made = made_story(number)
            source = self._shelved(made)
            card = StoryCard(
                id=source.id,
                key=key_of(source, self._rules),
                title=source.title or "",
                source=source.source,
                published=source.published.isoformat() if source.published else None,
            )
            yield ArchivedStory(card, lines_of(made.reading), self.encoded.vectors(number))

    @contextmanager
    def one_more(self, number: int) -> Iterator[None]:
        """Have one more story in the library, read, that the archive does not know yet; and take it out again."""
        made = made_story(number)
        source = self._shelved(made)
        key = key_of(source, self._rules)
        keep_read(self.home / "stories" / key, made.reading, self.encoded.vectors(number))
        yield
        self.library.remove(source.id)
        self.holdings.keep_up()

    def fresh_holdings(self) -> Holdings:
        """The holdings as another process has them, which has looked at nothing yet."""
        return Holdings(self.home, self.library, lambda: self.reader, print)

    def vectors(self, end: int) -> Iterator[Vectors]:
        """The vectors of the stories before number `end`, a story at a time."""
        return (self.encoded.vectors(number) for number in range(end))

    def _shelved(self, made: Made) -> StorySource:
        source = made.source
        document = Document(
            id=source.id, text=source.text, title=source.title, published=source.published, source=source.source
        )
        return self.library.add(document).source


def number_of(row: int) -> tuple[str, int]:
    """The story and the place of a sentence that is in row `row` of all vectors."""
    return f"made-{row // SENTENCES:07}", row % SENTENCES


def row_of(story: str, sentence: int) -> int | None:
    """The reverse; None for stories that were not generated."""
    return int(story.removeprefix("made-")) * SENTENCES + sentence if story.startswith("made-") else None
