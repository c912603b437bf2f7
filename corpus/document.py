"""A document: a story as some format gives it, before it is kept under an id."""

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from corpus.errors import DocumentError
from corpus.source import MAX_BYTES

__all__ = ["Document", "digest", "fact", "page_slug", "slug"]

_MAX_BYTES = MAX_BYTES - 10_000  # room for the facts
_FACT = 300  # characters of a title
_SLUG_BYTES = 120  # with a version and a suffix still a file name everywhere
_TIME_ZONES = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A story's text, and what its format tells about it. `id` is what it is kept under, unless another story is.

    Raises DocumentError if the text is empty, not text or too long, or `published` lies in the future.
    """

    id: str
    text: str
    title: str | None = None
    published: date | None = None
    source: str | None = None
    author: str | None = None
    url: str | None = None
    language: str | None = None

    def __post_init__(self) -> None:
        if (size := len(self.text.encode(errors="replace"))) > _MAX_BYTES:
            raise DocumentError(f"its text has {size:,} bytes; a story may have {_MAX_BYTES:,}")
        if re.search(r"[\ud800-\udfff]", self.text):
            raise DocumentError("its text has half a character (a surrogate), which no file can hold")
        if len(re.findall(r"[\x00-\x08\x0e-\x1f\ufffd]", self.text)) * 100 > len(self.text):
            raise DocumentError("its text is not readable; the encoding is wrong")
        if not re.search(r"\w", self.text):
            raise DocumentError("it has no text")
        if self.published and self.published > (datetime.now(UTC) + _TIME_ZONES).date():
            raise DocumentError(f"it is dated {self.published}, which is in the future")


def slug(*names: str | None) -> str:
    """The first of `names` that has letters or digits, made an id: one harmless file name. Else "story".

    >>> slug(None, "../../etc/Who said what?")
    'etc-Who-said-what'
    """
    for name in names:
        plain = re.sub(r"[^\w.-]+", "-", unicodedata.normalize("NFC", name or ""))
        short = plain.encode()[:_SLUG_BYTES].decode(errors="ignore").strip("-._")
        short = re.sub(r"\.{2,}", ".", short).lstrip("-._")
        if short:
            return short
    return "story"


def page_slug(url: str | None, title: str | None) -> str:
    """The id of a story from an address: what the address is called, and a digest, so that no two share it."""
    last = (url or "").partition("?")[0].rstrip("/").rpartition("/")[2].removesuffix(".html")
    return f"{slug(last if not last.isdigit() else None, title)[:60].rstrip('-._')}-{digest(url)}"


def fact(value: object) -> str | None:
    """A title, a name or the like as one line of reasonable length; None where nothing is left, or it is a list.

    (YAML writes lists of lists in a few bytes that fill the memory once they are spelt out.)
    """
    if isinstance(value, list | dict | set | tuple):
        return None
    line = " ".join(re.sub(r"[\x00-\x1f\x7f\ud800-\udfff]", " ", str(value or "")).split())
    return line[:_FACT] or None


def digest(*facts: object) -> str:
    """Eight characters that tell one story from another by `facts`, such as its address."""
    return hashlib.sha256("\n".join(map(str, facts)).encode(errors="surrogatepass")).hexdigest()[:8]
