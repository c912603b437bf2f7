"""Bytes decoded as text: strictly, for a wrong guess would put words into somebody's mouth."""

import codecs
import re

from corpus.errors import DocumentError

__all__ = ["decoded"]

_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_DECLARED = re.compile(
    rb"""<(?:meta[^>]{0,200}?charset|\?xml[^>]{0,200}?encoding)\s*=\s*["']?\s*([\w.:-]{1,40})""", re.I
)


def decoded(data: bytes, *, charset: str | None = None, markup: bool = False) -> str:
    """`data` as text: by its byte order mark, else as UTF-8, else as `charset`, else, in `markup`, as it declares.

    Raises DocumentError if nothing of that fits.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _as(data, encoding)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        found = _DECLARED.search(data[:4096]) if markup else None
        named = charset or (found[1].decode("ascii", "replace") if found else None)
        if named is None or named.lower().replace("-", "") == "utf8":
            raise DocumentError(f"it is not UTF-8 text (byte {error.start:,}), and names no other encoding") from error
        return _as(data, named)


def _as(data: bytes, encoding: str) -> str:
    try:
        return data.decode("windows-1252" if encoding.lower() in ("iso-8859-1", "latin-1", "latin1") else encoding)
    except (LookupError, UnicodeError) as error:
        raise DocumentError(f"it is not text in the encoding that it names, {encoding}") from error
