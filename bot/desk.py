"""Opens the story that a question is about, reading it first where that has not been done."""

import os
from collections.abc import Callable, Sequence
from functools import cache, cached_property
from pathlib import Path

from bot.across import Across, Narrowing
from bot.answerer import Answerer
from bot.holdings import Holdings
from bot.progress import progress_line
from corpus.library import Library
from corpus.source import StorySource
from index.apart import Apart
from index.careful import CarefulReader
from index.crowd import Crowd
from index.search import StoryIndex
from index.store import forget_read, key_of, open_kept, open_story, reading_rules

__all__ = ["Desk", "model_name", "shared_crowd", "shared_reader"]

KEPT_OPEN = 24


@cache
def shared_reader() -> CarefulReader:
    """The readers, loaded once a process."""
    return CarefulReader.load(shared_crowd())


@cache
def shared_crowd() -> Crowd:
    """Who asks this process, one a process."""
    return Crowd()


def model_name() -> str | None:
    """The encoder that the operator names instead of the shipped one, if they do."""
    return os.environ.get("ON_THE_RECORD_MODEL") or None


class Desk:
    """The stories at hand and the answerers that were opened for them, the last `KEPT_OPEN` kept open."""

    def __init__(self, home: Path, notice: Callable[[str], None], *, apart: Apart | None = None) -> None:
        """Keep the library and the indexes under `home`; say what the operator should know through `notice`.

        Stories are read in this process, or by `apart`.
        """
        self._home = home
        self._notice = notice
        self._apart = apart
        self._opened: dict[StorySource, Answerer] = {}
        self.library = Library(home / "library")
        self.holdings = Holdings(home, self.library, shared_reader, notice, model=model_name())

    def answerer(self, story_id: str | None = None) -> Answerer:
        """The answerer for the story with this id, by default the first shipped one. Raises UnknownStoryError."""
        return self.open(self.library.source(story_id))

    def asked(self, story_id: str | None = None, narrowing: Narrowing | None = None) -> Answerer | Across:
        """Who answers a question about the story with this id; without one, about all stories, if there are several.

        With `narrowing`, all stories are searched even if there is but one. Raises UnknownStoryError.
        """
        if story_id is None and (narrowing or self.holdings.has_several()):
            self.holdings.keep_up()
            return Across(self.holdings, shared_reader(), narrowing)
        return self.answerer(story_id)

    def read(self, story_ids: Sequence[str]) -> None:
        """Read these stories, if they were not, and put them into the archive. Raises UnknownStoryError."""
        for story_id in story_ids:
            self._read(self.library.source(story_id))
        self.holdings.keep_up(at_least=frozenset(story_ids))

    def at_hand(self, source: StorySource) -> StoryIndex | None:
        """The index of a story, if it was read before."""
        return open_kept(key_of(source, self._rules), home=self._home, model=model_name())

    def open(self, source: StorySource, *, rebuild: bool = False) -> Answerer:
        """The answerer for `source`. The story is read and indexed first if it was not, or with `rebuild`."""
        if rebuild or source not in self._opened:
            apart = None if rebuild else self._apart
            index = (
                apart.open(source, home=self._home, model=model_name())
                if apart
                else self._read(source, rebuild=rebuild)
            )
            self._opened[source] = Answerer(index, shared_reader())
        answerer = self._opened[source]
        for oldest in list(self._opened)[:-KEPT_OPEN]:
            self._opened.pop(oldest, None)
        return answerer

    def remove(self, story_id: str) -> list[str]:
        """Take a story out of the library and the archive, and what was read of it off the disk.

        Gives the ids that are gone. Raises UnknownStoryError, or ShippedStoryError.
        """
        gone = self.library.remove(story_id)
        self.holdings.forget(gone)
        for gone_id in gone:
            forget_read(gone_id, home=self._home)
        for source in [source for source in self._opened if source.id in gone]:
            self._opened.pop(source, None)
        return gone

    @cached_property
    def _rules(self) -> str:
        return reading_rules(model_name())

    def _read(self, source: StorySource, *, rebuild: bool = False) -> StoryIndex:
        with progress_line(f"Reading “{source.title or source.id}”") as progress:
            return open_story(
                source, home=self._home, model=model_name(), notice=self._notice, progress=progress, rebuild=rebuild
            )
