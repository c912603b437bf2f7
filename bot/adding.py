"""Stories brought by the operator: from a file, an address or stdin, into the library."""

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from corpus.document import Document, fact
from corpus.documents.documents import Fault
from corpus.documents.reading import read_bytes, read_file, read_stream
from corpus.errors import DocumentError, StoryFileError
from corpus.library import Added, Library

if TYPE_CHECKING:
    from corpus.web import Policy

__all__ = ["Overrides", "add_from"]

_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*://", re.IGNORECASE)


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
            title=fact(self.title) or document.title,
            published=self.published or document.published,
            source=fact(self.source) or document.source,
        )


def add_from(
    place: str, library: Library, overrides: Overrides, *, policy: "Policy | None" = None
) -> Iterator[Added | Fault]:
    """Add every story at `place`, one at a time; a part that is none is a fault.

    `place` is a file's path, an address, from which is fetched what `policy` allows, or "-" for stdin. Raises
    StoryFileError or FetchError if nothing can be read there, or the library cannot be written.
    """
    try:
        for part in _parts(place, policy):
            yield library.add(overrides.over(part)) if isinstance(part, Document) else part
    except DocumentError as error:
        raise StoryFileError(place, str(error)) from error


def _parts(place: str, policy: "Policy | None") -> Iterator[Document | Fault]:
    if place == "-":
        return read_stream(sys.stdin.buffer)
    if _ADDRESS.match(place):
        return _fetched(place, policy)
    return read_file(Path(place))


def _fetched(url: str, policy: "Policy | None") -> Iterator[Document | Fault]:
    from corpus.web import fetch_page  # imports aiohttp, which files do not need

    page = fetch_page(url, policy)
    name = PurePosixPath(unquote(urlsplit(page.url).path)).name
    return read_bytes(page.data, name=name, url=page.url, content_type=page.content_type, charset=page.charset)
