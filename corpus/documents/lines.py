"""An archive of stories as JSON lines: `{"title", "published", "url", "text"}`, one story a line."""

from collections.abc import Iterable, Iterator

import msgspec

from corpus.document import Document, digest, fact, page_slug, slug
from corpus.documents.dates import day_of
from corpus.documents.documents import Fault
from corpus.errors import DocumentError

__all__ = ["read_lines"]

_LINE = 2_000_000  # bytes


class _Line(msgspec.Struct, frozen=True):
    text: str
    title: str | None = None
    published: str | None = None
    url: str | None = None
    source: str | None = None
    author: str | None = None
    language: str | None = None


def read_lines(lines: Iterable[bytes]) -> Iterator[Document | Fault]:
    """A document or a fault for every line that is not blank, one at a time: an archive may be larger than memory."""
    decoder = msgspec.json.Decoder(_Line)
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            yield _document(line, decoder)
        except DocumentError as error:
            yield f"line {number:,}: {error}"


def _document(line: bytes, decoder: "msgspec.json.Decoder[_Line]") -> Document:
    if len(line) > _LINE:
        raise DocumentError(f"it has {len(line):,} bytes; a line may have {_LINE:,}")
    try:
        given = decoder.decode(line.removeprefix(b"\xef\xbb\xbf"))
    except msgspec.ValidationError as error:
        raise DocumentError(f'it is not a story {{"title", "published", "url", "text"}}: {_said(error)}') from error
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise DocumentError("it is not JSON in UTF-8") from error
    title, url = fact(given.title), fact(given.url)
    named = slug(title, given.text[:60])[:60].rstrip("-._")
    return Document(
        id=page_slug(url, title) if url else f"{named}-{digest(title or given.text, given.published)}",
        text=given.text,
        title=title,
        published=day_of(given.published),
        source=fact(given.source),
        author=fact(given.author),
        url=url,
        language=fact(given.language),
    )


def _said(error: msgspec.ValidationError) -> str:
    """What is wrong, in msgspec's words, which name fields but quote nothing of the line."""
    return str(error)[:1].lower() + str(error)[1:200]
