"""The article in an HTML page: its body, title, day, author, site and language; the rest of the page left out."""

import contextlib
import re
from datetime import date

import lxml.html
from lxml.etree import LxmlError
from trafilatura import bare_extraction
from trafilatura.settings import Document as Extract

from corpus.document import Document, fact, page_slug, slug
from corpus.documents.decoding import decoded
from corpus.errors import DocumentError

__all__ = ["fragment_text", "read_html"]

_ENDS = re.compile(r"[.!?…。！？]['\"”’»)]*$")
_LABEL = 60  # characters
_LOGIN_WORDS = 250  # a page with a password field and more words than this is an article with a login beside it


def read_html(data: bytes, *, name: str = "", url: str | None = None, charset: str | None = None) -> Document:
    """The document in a page. Raises DocumentError, also for a page that asks for a login."""
    text = decoded(data, charset=charset, markup=True)
    tree = _tree(text)
    extract = bare_extraction(tree, url=url, with_metadata=True, include_comments=False)
    words = _paragraphs(extract)
    if tree.xpath("//input[@type='password']") and len(words.split()) < _LOGIN_WORDS:
        raise DocumentError("the page asks for a login instead of showing a story")
    if not isinstance(extract, Extract) or not _is_prose(words.split("\n\n"), extract.title):
        raise DocumentError("the page has no article text")
    address = url or fact(extract.url)
    return Document(
        id=page_slug(address, extract.title) if url else slug(name, extract.title),
        text=words,
        title=fact(extract.title),
        published=_day(extract.date),
        source=fact(extract.sitename or extract.hostname),
        author=fact(extract.author),
        url=address,
        language=_language(tree),
    )


def fragment_text(markup: str) -> str:
    """The text of a piece of HTML that stands in a feed or a mail, a blank line between paragraphs."""
    if not markup.strip():
        return ""
    if "<" not in markup:
        return str(lxml.html.fromstring(f"<p>{markup}</p>").text_content()).strip()
    tree = _tree(f"<html><body><article>{markup}</article></body></html>")
    found = _paragraphs(bare_extraction(tree, include_comments=False, favor_recall=True))
    plain = "\n\n".join(line for part in tree.text_content().splitlines() if (line := " ".join(part.split())))
    return found if len(found) * 2 > len(plain) else plain


def _paragraphs(extract: object) -> str:
    lines = (extract.text or "").split("\n") if isinstance(extract, Extract) else []
    return "\n\n".join(line.strip() for line in lines if line.strip())


def _is_prose(paragraphs: list[str], title: str | None) -> bool:
    """Whether anything but links, labels and the title is among the paragraphs."""
    return any(part != title and (len(part) > _LABEL or _ENDS.search(part)) for part in paragraphs)


def _tree(text: str) -> lxml.html.HtmlElement:
    if not text.strip():
        raise DocumentError("the page is empty")
    try:
        parser = lxml.html.HTMLParser(encoding="utf-8", remove_comments=True)
        return lxml.html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (LxmlError, ValueError) as error:
        raise DocumentError("the page is not HTML that can be read") from error


def _day(value: str | None) -> date | None:
    with contextlib.suppress(ValueError):
        return date.fromisoformat(value or "")
    return None


def _language(tree: lxml.html.HtmlElement) -> str | None:
    named = fact(tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang"))
    return named.partition("-")[0].lower()[:8] if named else None
