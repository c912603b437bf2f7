"""A file or a fetched page read as documents, whatever its format."""

from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from corpus.document import Document
from corpus.documents.apart import read_apart
from corpus.documents.documents import Fault
from corpus.documents.formats import Format, format_of
from corpus.documents.lines import read_lines
from corpus.documents.text import read_text
from corpus.errors import DocumentError

__all__ = ["MAX_FILE", "read_bytes", "read_file", "read_stream"]

MAX_FILE = 20_000_000  # bytes; an archive of JSON lines may have more, for it is read line by line


def read_file(path: Path) -> Iterator[Document | Fault]:
    """The documents in a file, each or what is wrong with it, in order. Raises DocumentError for the whole file."""
    try:
        if path.is_dir():
            raise DocumentError("this is a folder, not a file")
        with path.open("rb") as file:
            yield from read_stream(file, name=path.name)
    except (OSError, ValueError) as error:
        raise DocumentError((getattr(error, "strerror", None) or "it cannot be read").lower()) from error


def read_stream(file: BinaryIO, *, name: str = "") -> Iterator[Document | Fault]:
    """The documents in a file that is open, such as stdin, as `read_file` gives them."""
    first = file.readline(MAX_FILE + 1)
    if format_of(name, first) is Format.LINES:
        yield from read_lines(_chained(first, file))
        return
    data = first + file.read(MAX_FILE + 1 - len(first))
    yield from read_bytes(data, name=name)


def read_bytes(
    data: bytes, *, name: str = "", url: str | None = None, content_type: str | None = None, charset: str | None = None
) -> Iterator[Document | Fault]:
    """The documents in `data`, that a file called `name` or a page at `url` had, as `read_file` gives them."""
    if len(data) > MAX_FILE:
        raise DocumentError(f"it has more than {MAX_FILE:,} bytes, which is the limit")
    if not data.strip(b"\x00 \t\r\n"):
        raise DocumentError("it is empty")
    form = format_of(name, data[:4096], content_type)
    stem = Path(name).stem
    if form is Format.TEXT:
        yield read_text(data, name=stem, url=url, charset=charset)
    elif form is Format.LINES:
        yield from read_lines(data.splitlines())
    else:
        read = read_apart(form, data, name=stem, url=url, charset=charset)
        yield from read.documents
        yield from read.faults


def _chained(first: bytes, file: BinaryIO) -> Iterator[bytes]:
    yield first
    while line := file.readline(MAX_FILE):
        yield line
