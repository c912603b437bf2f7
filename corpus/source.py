"""A story as it comes: a text file, decoded and checked, with what its front matter tells."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from importlib import resources
from pathlib import Path

import frontmatter
import yaml

from corpus.errors import StoryFileError
from corpus.paragraphs import find_paragraphs, looks_like_headline
from corpus.story import Span

__all__ = ["FRONT_MATTER", "MAX_BYTES", "StorySource", "load_source", "shipped_sources"]

MAX_BYTES = 500_000  # some hundred articles in one; reading them takes minutes
FRONT_MATTER = re.compile(r"\A---[^\S\n]*\n.*?^---[^\S\n]*\n", re.DOTALL | re.MULTILINE)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")


@dataclass(frozen=True, slots=True, kw_only=True)
class StorySource:
    """A story's text before it is read. `body` is the part of `text` that is story: all but front matter."""

    id: str
    text: str
    body: Span
    title: str | None = None
    published: date | None = None
    source: str | None = None
    author: str | None = None
    url: str | None = None
    language: str | None = None

    def heading(self, paragraphs: tuple[Span, ...] | None = None) -> str:
        """The title; else the headline that the text begins with; else the id. Looks for `paragraphs` if not given."""
        if self.title:
            return self.title
        first, *others = paragraphs or find_paragraphs(self.text, self.body) or (Span(0, 0),)
        headline = first.of(self.text)
        return headline.removesuffix(".") if others and looks_like_headline(headline) else self.id


def load_source(path: Path, *, published: date | None = None, whole: bool = True) -> StorySource:
    """Load the story file at `path`; its id is the file's stem.

    With `whole`, the text is the file's text exactly as it stands, decoded as UTF-8, and front matter lies before
    `body`. Without, the text starts after the front matter. `published` overrides the front matter's date.
    Raises StoryFileError if the file is missing, unreadable, empty, not UTF-8 text, or over `MAX_BYTES`.
    """
    text = _decode(path, _read(path))
    found = FRONT_MATTER.match(text)
    meta = _front_matter(path, found.group()) if found else {}
    cut = found.end() if found else 0
    if not text[cut:].strip():
        raise StoryFileError(path, "the file has no text")
    text, body = (text, Span(cut, len(text))) if whole else (text[cut:], Span(0, len(text) - cut))
    return StorySource(
        id=path.stem,
        text=text,
        body=body,
        title=_optional(meta, "title"),
        published=published or _day(path, meta.get("published")),
        source=_optional(meta, "source"),
        author=_optional(meta, "author"),
        url=_optional(meta, "url"),
        language=_optional(meta, "language"),
    )


def shipped_sources() -> list[StorySource]:
    """The stories that come with the package, by file name."""
    with resources.as_file(resources.files("corpus.stories")) as folder:
        return [load_source(path, whole=False) for path in sorted(folder.glob("*.txt"))]


def _read(path: Path) -> bytes:
    try:
        if path.is_dir():
            raise StoryFileError(path, "this is a folder, not a story file")
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise StoryFileError(path, f"the file has {size:,} bytes; a story may have {MAX_BYTES:,}")
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)  # a pipe or a device has no honest size
    except OSError as error:
        raise StoryFileError(path, error.strerror or "the file cannot be read") from error
    if len(data) > MAX_BYTES:
        raise StoryFileError(path, f"the file has more than {MAX_BYTES:,} bytes, which is the limit for a story")
    return data


def _decode(path: Path, data: bytes) -> str:
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise StoryFileError(path, f"the file is not UTF-8 text (byte {error.start:,})") from error
    if len(_CONTROL.findall(text)) * 100 > len(text):
        raise StoryFileError(path, "the file is binary, not text")
    if not text.strip("\ufeff\x00 \t\r\n"):
        raise StoryFileError(path, "the file is empty")
    return text


def _front_matter(path: Path, block: str) -> dict[str, object]:
    try:
        return dict(frontmatter.parse(block)[0])
    except (yaml.YAMLError, ValueError) as error:
        raise StoryFileError(path, "the front matter is not valid YAML") from error


def _optional(meta: dict[str, object], key: str) -> str | None:
    value = meta.get(key)
    return str(value) if value is not None else None


def _day(path: Path, value: object) -> date | None:
    if value is None:
        return None
    try:
        day = value.date() if isinstance(value, datetime) else date.fromisoformat(str(value))
    except ValueError as error:
        raise StoryFileError(path, f"published: {value!r} is not a day as YYYY-MM-DD") from error
    return day
