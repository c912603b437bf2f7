"""Stories brought by the operator: from a file or from stdin, into the library."""

import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from corpus.document import Document
from corpus.documents.documents import Fault
from corpus.documents.reading import read_file, read_stream
from corpus.errors import DocumentError, StoryFileError
from corpus.library import Added, Library

__all__ = ["Overrides", "add_from"]


@dataclass(frozen=True, slots=True)
class Overrides:
    """What the operator knows better than the file."""

    title: str | None = None
    published: date | None = None
    source: str | None = None

    def over(self, document: Document) -> Document:
        """The document with these facts instead of its own. Raises DocumentError."""
        return replace(
            document,
            title=self.title or document.title,
            published=self.published or document.published,
            source=self.source or document.source,
        )


def add_from(place: str, library: Library, overrides: Overrides) -> Iterator[Added | Fault]:
    """Add every story at `place`, a file's path or "-" for stdin, one at a time; a part that is none is a fault.

    Raises StoryFileError if nothing can be read there, or the library cannot be written.
    """
    try:
        for part in _parts(place):
            yield library.add(overrides.over(part)) if isinstance(part, Document) else part
    except DocumentError as error:
        raise StoryFileError(place, str(error)) from error


def _parts(place: str) -> Iterator[Document | Fault]:
    if place == "-":
        return read_stream(sys.stdin.buffer)
    return read_file(Path(place))
