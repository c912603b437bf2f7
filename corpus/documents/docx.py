"""The paragraphs of a DOCX file."""

import io
import zipfile

import docx
from docx.opc.exceptions import OpcError
from lxml.etree import LxmlError

from corpus.document import Document, fact, slug
from corpus.errors import DocumentError

__all__ = ["read_docx"]

_UNPACKED = 60_000_000  # bytes
_PARTS = 3_000


def read_docx(data: bytes, *, name: str = "", url: str | None = None) -> Document:
    """The document in a DOCX file. When it was made is not when it was published. Raises DocumentError."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            _check(packed)
        opened = docx.Document(io.BytesIO(data))
        paragraphs = [text for paragraph in opened.paragraphs if (text := " ".join(paragraph.text.split()))]
        title, author = fact(opened.core_properties.title), fact(opened.core_properties.author)
    except (zipfile.BadZipFile, OpcError, LxmlError, KeyError, ValueError, OSError, NotImplementedError) as error:
        raise DocumentError("it is not a DOCX file, or a damaged one") from error
    if not paragraphs:
        raise DocumentError("the DOCX file has no text")
    return Document(id=slug(name, title), text="\n\n".join(paragraphs), title=title, author=author, url=url)


def _check(packed: zipfile.ZipFile) -> None:
    """Refuse what would unpack to more than a story can be. Zip files that lie about it fail when they are unpacked."""
    parts = packed.infolist()
    if len(parts) > _PARTS or sum(part.file_size for part in parts) > _UNPACKED:
        raise DocumentError(f"the DOCX file would unpack to more than {_UNPACKED:,} bytes")
