"""A story: its canonical text, and where its paragraphs and sentences stand in it."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple

__all__ = ["PublishedHow", "Sentence", "Span", "Story"]


class Span(NamedTuple):
    """A half-open range of Unicode code points in a story's text.

    >>> Span(0, 2).of("News")
    'Ne'
    """

    start: int
    end: int

    def of(self, text: str) -> str:
        """The slice of `text` that the span covers."""
        return text[self.start : self.end]

    def overlaps(self, other: "Span") -> bool:
        """Whether the two spans share at least one code point."""
        return self.start < other.end and other.start < self.end


class PublishedHow(StrEnum):
    """How a story's publication date is known."""

    GIVEN = "given"
    INFERRED = "inferred"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence: its place among the story's sentences, its span, and its paragraph's place, all from 0."""

    index: int
    start: int
    end: int
    paragraph: int

    @property
    def span(self) -> Span:
        """Where the sentence stands in the story's text."""
        return Span(self.start, self.end)


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """A news story. `text` is canonical: every offset in the project counts its code points.

    `published_why` says what in the text an inferred publication date rests on. `paragraphs` and `sentences` leave
    page furniture out, so not all of `text` lies in one of them.
    """

    id: str
    title: str
    text: str
    published: date | None = None
    published_how: PublishedHow = PublishedHow.UNKNOWN
    published_why: str | None = None
    source: str | None = None
    url: str | None = None
    language: str = "en"
    paragraphs: tuple[Span, ...] = ()
    sentences: tuple[Sentence, ...] = ()

    def sentence_at(self, offset: int) -> Sentence | None:
        """The sentence that `offset` lies in, or None between sentences and in furniture."""
        return next((s for s in self.sentences if s.start <= offset < s.end), None)
