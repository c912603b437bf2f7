"""The text of a PDF, its lines joined to paragraphs, page numbers and running heads left out."""

import io
import logging
import re
from collections import Counter
from statistics import quantiles

from pypdf import PdfReader
from pypdf.errors import PyPdfError

from corpus.document import Document, fact, slug
from corpus.errors import DocumentError

__all__ = ["read_pdf"]

_PAGES = 300
_SCANNED = 20  # letters a page; fewer are no text
_ENDS = re.compile(r"[.!?…:]['\"”’»)\]]*$")
_NUMBER = re.compile(r"(?:page\s*)?\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?", re.IGNORECASE)
_EDGE_LINES = 2


def read_pdf(data: bytes, *, name: str = "", url: str | None = None) -> Document:
    """The document in a PDF. When it was made is not when it was published, so it has no day. Raises DocumentError."""
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise DocumentError("the PDF is locked with a password")
        if len(reader.pages) > _PAGES:
            raise DocumentError(f"the PDF has {len(reader.pages):,} pages; {_PAGES} are the limit")
        pages = [page.extract_text() for page in reader.pages]
        meta = reader.metadata
        title, author = (fact(meta.title), fact(meta.author)) if meta else (None, None)
    except DocumentError:
        raise
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, OSError) as error:
        raise DocumentError("the PDF is damaged") from error
    if sum(map(len, re.findall(r"\w+", " ".join(pages)))) < _SCANNED * max(1, len(pages)):
        raise DocumentError("the PDF has no text; its pages seem to be pictures (a scan)")
    text = _text([[line.strip() for line in page.splitlines()] for page in pages])
    shown = title if title and title.lower() in " ".join(pages[0].split()).lower() else None
    return Document(id=slug(name, title), text=text, title=shown, author=author if shown else None, url=url)


def _text(pages: list[list[str]]) -> str:
    running = _running(pages)
    lines = [
        line
        for page in pages
        for number, line in enumerate(page)
        if not (_is_edge(number, page) and (line in running or _NUMBER.fullmatch(line)))
    ]
    lengths = [len(line) for line in lines if line]
    full = quantiles(lengths, n=4)[2] * 0.8 if len(lengths) > 1 else 0
    paragraphs: list[list[str]] = [[]]
    for line in lines:
        if line:
            paragraphs[-1].append(line)
        if not line or (len(line) < full and _ENDS.search(line)):
            paragraphs.append([])
    return "\n\n".join(" ".join(lines) for lines in paragraphs if lines)


def _running(pages: list[list[str]]) -> set[str]:
    """The lines that stand at the head or foot of three pages or more."""
    edges = Counter(line for page in pages for line in {*page[:_EDGE_LINES], *page[-_EDGE_LINES:]} if line)
    return {line for line, count in edges.items() if count >= 3}


def _is_edge(number: int, page: list[str]) -> bool:
    return number < _EDGE_LINES or number >= len(page) - _EDGE_LINES
