"""Plain text and Markdown, with or without front matter."""

import frontmatter
import yaml

from corpus.document import Document, fact, slug
from corpus.documents.dates import day_of
from corpus.documents.decoding import decoded
from corpus.errors import DocumentError
from corpus.source import FRONT_MATTER

__all__ = ["read_text"]


def read_text(data: bytes, *, name: str = "", url: str | None = None, charset: str | None = None) -> Document:
    """The document in a text file. Its text is what follows the front matter, as it stands. Raises DocumentError."""
    text = decoded(data, charset=charset)
    found = FRONT_MATTER.match(text)
    meta = _meta(found.group()) if found else {}
    return Document(
        id=slug(name, fact(meta.get("title")), text[:60]),
        text=text[found.end() :] if found else text,
        title=fact(meta.get("title")),
        published=day_of(meta.get("published") or meta.get("date")),
        source=fact(meta.get("source")),
        author=fact(meta.get("author")),
        url=fact(meta.get("url")) or url,
        language=fact(meta.get("language")),
    )


def _meta(block: str) -> dict[str, object]:
    try:
        return dict(frontmatter.parse(block)[0])
    except (yaml.YAMLError, ValueError) as error:
        raise DocumentError("its front matter is not valid YAML") from error
