"""The stories at hand: those that come with the package, and those that the operator has added."""

import os
import re
import tempfile
from datetime import date
from pathlib import Path

import frontmatter

from corpus.errors import StoryFileError, UnknownStoryError
from corpus.source import StorySource, load_source, shipped_sources

__all__ = ["Library"]


class Library:
    """Stories by id. Added ones lie as text files with front matter in `folder`, and win over shipped ones."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def sources(self) -> dict[str, StorySource]:
        """Every story by its id: the shipped ones first, then the added ones by name."""
        added = [load_source(path, whole=False) for path in sorted(self._folder.glob("*.txt"))]
        return {source.id: source for source in [*shipped_sources(), *added]}

    def source(self, story_id: str | None = None) -> StorySource:
        """The story with this id, by default the first shipped one. Raises UnknownStoryError."""
        sources = self.sources()
        if story_id is None:
            return next(iter(sources.values()))
        if story_id not in sources:
            raise UnknownStoryError(story_id, list(sources))
        return sources[story_id]

    def add(
        self,
        path: Path,
        *,
        title: str | None = None,
        published: date | None = None,
        source: str | None = None,
    ) -> StorySource:
        """Keep a copy of the text or Markdown file at `path`; the options override its front matter.

        The copy is written whole or not at all; adding a file again replaces the story of that name.
        Raises StoryFileError if the file cannot be used or the copy cannot be written.
        """
        loaded = load_source(path, published=published, whole=False)
        story_id = re.sub(r"[^\w.-]+", "-", loaded.id).strip("-.") or "story"
        given = {
            "title": title or loaded.title,
            "published": loaded.published,
            "source": source or loaded.source,
            "url": loaded.url,
        }
        post = frontmatter.Post("")
        post.metadata.update({key: value for key, value in given.items() if value is not None})
        target = self._folder / f"{story_id}.txt"
        _write_whole(target, frontmatter.dumps(post).rstrip("\n") + "\n" + loaded.text)
        return load_source(target, whole=False)


def _write_whole(target: Path, text: str) -> None:
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=target.parent, suffix=".part")
        try:
            with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
                file.write(text)
            Path(name).replace(target)
        finally:
            Path(name).unlink(missing_ok=True)
    except OSError as error:
        raise StoryFileError(target, error.strerror or "the story cannot be written") from error
