"""The stories at hand: those that come with the package, and those that the operator has added."""

import os
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from itertools import count, takewhile
from pathlib import Path

import frontmatter
from filelock import FileLock

from corpus.document import Document, digest, slug
from corpus.errors import ShippedStoryError, StoryFileError, UnknownStoryError
from corpus.source import StorySource, load_source, shipped_sources

__all__ = ["Added", "AddedHow", "Library"]

_ID = re.compile(r"(?P<first>\w[\w.-]*)(?:@(?P<version>[1-9]\d{0,5}))?")
_ID_BYTES = 240  # of a file name, with its ending
_FACTS = ("title", "published", "source", "author", "url", "language")


class AddedHow(StrEnum):
    """What adding a story came to."""

    NEW = "added"
    VERSION = "new version"
    FACTS = "changed"
    KNOWN = "already there"


@dataclass(frozen=True, slots=True)
class Added:
    """A story as the library has it now, and how that came."""

    source: StorySource
    how: AddedHow


class Library:
    """Stories by id. Added ones lie as text files with front matter in `folder`, and win over shipped ones.

    The text under an id never changes, so that citations of it stay valid: a story that is added with another text
    gets a version beside it, `ID@2`. Several processes may add to a folder at the same time.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def sources(self) -> dict[str, StorySource]:
        """Every story by its id, in its last version: the shipped ones first, then the added ones by name."""
        found = {}
        for story_id in self.stamps():
            with suppress(UnknownStoryError):  # it was removed just now
                found[story_id] = self.source(story_id)
        return found

    def stamps(self) -> dict[str, str]:
        """What changes with a story's file, by its id, in the order of `sources`. No added story is opened.

        Raises StoryFileError if the folder cannot be listed.
        """
        last: dict[str, tuple[int, str]] = {}
        files = self._files()
        for name in sorted(files):
            first, version = ("@" in name and _parted(name)) or (name, 1)
            last[first] = max(last.get(first, (0, name)), (version, name))
        shipped = {one.id: f"shipped {digest(repr(one))}" for one in _shipped().values() if one.id not in last}
        return shipped | {name: files[name] for _, name in last.values()}

    def source(self, story_id: str | None = None) -> StorySource:
        """The story with this id, in any version; by default the first shipped one. Raises UnknownStoryError."""
        if story_id is None:
            return self.source(next(iter(self.stamps())))
        if (_parted(story_id) or story_id in self._files()) and (path := self._path(story_id)).is_file():
            return load_source(path, whole=False)
        if story_id in (shipped := _shipped()):
            return shipped[story_id]
        raise self._unknown(story_id)

    def versions(self, story_id: str) -> list[str]:
        """The ids of all versions of the story that the id is of, the first one first; empty if there is none."""
        first, _ = _parted(story_id) or ("", 1)
        found = list(takewhile(lambda version: self._path(version).is_file(), (_joined(first, n) for n in count(2))))
        return [first, *found] if first in _shipped() or (first and self._path(first).is_file()) else []

    def add(self, document: Document) -> Added:
        """Keep `document`, whole or not at all.

        A text that is there already is not added twice; facts that it lacked or that have changed are taken over.
        Raises StoryFileError if it cannot be written.
        """
        with self._writing():
            first = self._first_id(document)
            versions = self.versions(first)
            if not versions:
                return Added(self._write(first, document, None), AddedHow.NEW)
            last = self.source(versions[-1])
            if last.text != document.text:
                following = _joined(first, (_parted(last.id) or (first, 1))[1] + 1)
                return Added(self._write(following, document, last), AddedHow.VERSION)
            if all(getattr(document, fact) in (None, getattr(last, fact)) for fact in _FACTS):
                return Added(last, AddedHow.KNOWN)
            return Added(self._write(last.id, document, last), AddedHow.FACTS)

    def remove(self, story_id: str) -> list[str]:
        """Take an added story out, in all its versions; gives their ids.

        Raises UnknownStoryError, or ShippedStoryError for a story that comes with the package.
        """
        with self._writing():
            kept = [version for version in self.versions(story_id) if self._path(version).is_file()]
            if not kept:
                raise ShippedStoryError(story_id) if story_id in _shipped() else self._unknown(story_id)
            for version in reversed(kept):  # the first one last, so that a cut leaves no gap
                self._path(version).unlink(missing_ok=True)
        return kept

    def _unknown(self, story_id: str) -> UnknownStoryError:
        return UnknownStoryError(story_id, list(self.stamps()))

    def _first_id(self, document: Document) -> str:
        """The id of the document's first version: its own, or another one where a story from elsewhere has that."""
        story_id = slug(document.id)
        taken = self._path(story_id)
        if document.url and taken.is_file() and load_source(taken, whole=False).url not in (None, document.url):
            return f"{story_id}-{digest(document.url)}"
        return story_id

    def _files(self) -> dict[str, str]:
        """When each story file was changed, and its size, by its name without the ending."""
        try:
            with os.scandir(self._folder) as entries:
                files = [(entry.name, entry.stat()) for entry in entries if entry.name.endswith(".txt")]
        except (FileNotFoundError, NotADirectoryError):
            return {}
        except OSError as error:
            raise StoryFileError(self._folder, error.strerror or "the stories cannot be listed") from error
        return {name.removesuffix(".txt"): f"{facts.st_mtime_ns} {facts.st_size}" for name, facts in files}

    def _path(self, story_id: str) -> Path:
        return self._folder / f"{story_id}.txt"

    def _write(self, story_id: str, document: Document, last: StorySource | None) -> StorySource:
        facts = {fact: getattr(document, fact) or (last and getattr(last, fact)) for fact in _FACTS}
        post = frontmatter.Post("")
        post.metadata.update({fact: value for fact, value in facts.items() if value is not None})
        target = self._path(story_id)
        _write_whole(target, frontmatter.dumps(post).rstrip("\n") + "\n" + document.text)
        return load_source(target, whole=False)

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """Hold the folder against other writers."""
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            lock = FileLock(self._folder / ".lock")
            lock.acquire()
        except OSError as error:
            raise StoryFileError(self._folder, error.strerror or "stories cannot be kept here") from error
        try:
            yield
        finally:
            lock.release()


@cache
def _shipped() -> dict[str, StorySource]:
    return {source.id: source for source in shipped_sources()}


def _parted(story_id: str) -> tuple[str, int] | None:
    """An id without its version, and that; None if it is no id.

    >>> _parted("mayor@2"), _parted("mayor"), _parted("../mayor")
    (('mayor', 2), ('mayor', 1), None)
    """
    found = _ID.fullmatch(story_id) if len(story_id.encode(errors="replace")) <= _ID_BYTES else None
    return (found["first"], int(found["version"] or 1)) if found else None


def _joined(first: str, version: int) -> str:
    return first if version == 1 else f"{first}@{version}"


def _write_whole(target: Path, text: str) -> None:
    try:
        handle, name = tempfile.mkstemp(dir=target.parent, suffix=".part")
        try:
            with os.fdopen(handle, "w", encoding="utf-8", newline="", errors="replace") as file:
                file.write(text)
            Path(name).replace(target)
        finally:
            Path(name).unlink(missing_ok=True)
    except OSError as error:
        raise StoryFileError(target, error.strerror or "the story cannot be written") from error
