"""Every entry of an RSS or Atom feed as a document."""

import io
from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from typing import Any

import feedparser

from corpus.document import Document, fact, page_slug, slug
from corpus.documents.documents import Documents, gathered
from corpus.documents.html import fragment_text
from corpus.errors import DocumentError

__all__ = ["read_feed"]

_ENTRIES = 2_000


def read_feed(data: bytes) -> Documents:
    """The documents of a feed's entries; of a feed whose XML breaks off, those before. Raises DocumentError."""
    feed = feedparser.parse(io.BytesIO(data))  # a file: a string could be taken for an address, and fetched
    entries = feed.entries[:_ENTRIES]
    if not entries:
        raise DocumentError("the feed's XML is broken" if feed.bozo else "the feed has no entries")
    site, language = fact(feed.feed.get("title")), fact(feed.feed.get("language"))
    parts: list[tuple[str, Callable[[], Document]]] = [
        (f"entry {number}", partial(_document, entry, site, language)) for number, entry in enumerate(entries, 1)
    ]
    read = gathered(parts)
    broken = bool(feed.bozo) and not isinstance(feed.bozo_exception, feedparser.CharacterEncodingOverride)
    faults = [*read.faults, *(["the feed's XML is broken; what follows its last entry is lost"] if broken else [])]
    if len(feed.entries) > _ENTRIES:
        faults.append(f"the feed has {len(feed.entries):,} entries; the first {_ENTRIES:,} were read")
    return Documents(read.documents, tuple(faults))


def _document(entry: Mapping[str, Any], site: str | None, language: str | None) -> Document:
    bodies = [content.get("value", "") for content in entry.get("content", [])] or [entry.get("summary", "")]
    text = "\n\n".join(filter(None, map(fragment_text, bodies)))
    title, link = fact(fragment_text(entry.get("title", ""))), fact(entry.get("link"))
    if not text:
        raise DocumentError(f"“{title or link or 'untitled'}” has no text")
    when = entry.get("published_parsed") or entry.get("updated_parsed")
    return Document(
        id=page_slug(link or entry.get("id"), title) if link or entry.get("id") else slug(title, text[:60]),
        text=text,
        title=title,
        published=date(*when[:3]) if when else None,
        source=site,
        author=fact(entry.get("author")),
        url=link,
        language=language.partition("-")[0].lower()[:8] if language else None,
    )
