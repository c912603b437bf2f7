"""Which format a file has, by what it says of itself and by how it begins."""

import re
from enum import StrEnum
from pathlib import PurePosixPath

__all__ = ["Format", "format_of"]


class Format(StrEnum):
    """The formats that stories are read from."""

    TEXT = "text"
    HTML = "html"
    PDF = "pdf"
    DOCX = "docx"
    MAIL = "mail"
    FEED = "feed"
    LINES = "lines"


_BY_ENDING = {
    ".txt": Format.TEXT,
    ".md": Format.TEXT,
    ".markdown": Format.TEXT,
    ".html": Format.HTML,
    ".htm": Format.HTML,
    ".xhtml": Format.HTML,
    ".pdf": Format.PDF,
    ".docx": Format.DOCX,
    ".eml": Format.MAIL,
    ".rss": Format.FEED,
    ".atom": Format.FEED,
    ".jsonl": Format.LINES,
    ".ndjson": Format.LINES,
}
_BY_TYPE = {
    "text/html": Format.HTML,
    "application/xhtml+xml": Format.HTML,
    "application/pdf": Format.PDF,
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": Format.DOCX,
    "message/rfc822": Format.MAIL,
    "application/rss+xml": Format.FEED,
    "application/atom+xml": Format.FEED,
    "application/x-ndjson": Format.LINES,
    "application/jsonl": Format.LINES,
}
# XML's declaration and comments. Possessive, since a row of comments can be parted in more ways than can be tried.
_PROLOGUE = rb"(?:<\?xml[^>]*+>\s*+|(?><!--.*?-->)\s*+)*+"
_BEGINNINGS = (
    (re.compile(rb"%PDF-"), Format.PDF),
    (re.compile(rb"PK\x03\x04"), Format.DOCX),
    (re.compile(_PROLOGUE + rb"<(?:rss|feed|rdf:RDF)\b", re.I | re.S), Format.FEED),
    (re.compile(_PROLOGUE + rb"<(?:!doctype html|html|head|body)\b", re.I | re.S), Format.HTML),
    (re.compile(rb"""\{\s*"(?:title|text|url|published|id)"\s*:"""), Format.LINES),
    (re.compile(rb"(?:(?:Return-Path|Received|Message-ID|MIME-Version|Delivered-To): )", re.I), Format.MAIL),
)


def format_of(name: str, start: bytes, content_type: str | None = None) -> Format:
    """The format of a file from its name, its first bytes and the type it was sent as, if any.

    What only one format begins with counts most: a server's type and a file's ending may be wrong.
    """
    beginning = start.lstrip(b"\xef\xbb\xbf \t\r\n")[:4096]
    for pattern, found in _BEGINNINGS:
        if pattern.match(beginning):
            return found
    kind = (content_type or "").partition(";")[0].strip().lower()
    ending = PurePosixPath(name).suffix.lower()
    return _BY_TYPE.get(kind) or _BY_ENDING.get(ending, Format.TEXT)
