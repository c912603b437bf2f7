"""The library as a shelf: the stories that the readers of a running bot choose among."""

import logging
from collections.abc import Sequence
from pathlib import Path

from bot.answerer import Answerer
from bot.desk import Desk
from bot.errors import BotError
from bot.telegram.asker import Listed
from corpus.errors import CorpusError
from corpus.source import StorySource
from index.apart import Apart
from index.errors import IndexingError

__all__ = ["LibraryShelf"]

_LOGGER = logging.getLogger(__name__)


class LibraryShelf:
    """Every story of the library under a home. A story that is added while the bot runs is there at once.

    Stories are read by processes of their own, when they are first asked for.
    """

    def __init__(self, home: Path, *, first: str | None = None) -> None:
        """Put the story `first` first, by default the first shipped one. Raises UnknownStoryError."""
        self._apart = Apart(_LOGGER.info)
        self._desk = Desk(home, notice=_LOGGER.info, apart=self._apart)
        self._first = self._desk.library.source(first)

    def listed(self, chat: int) -> Sequence[Listed]:
        """The stories of the library, the same for every chat."""
        del chat
        return [_listed(source) for source in self._sources().values()]

    def allows(self, chat: int, story_id: str) -> bool:
        """Every story of the library, in every version, is everybody's."""
        del chat, story_id
        return True

    def open(self, story_id: str) -> Answerer:
        """The answerer for the story with this id, as it is in the library now. Raises BotError."""
        try:
            return self._desk.open(self._desk.library.source(story_id))
        except (CorpusError, IndexingError) as error:
            raise BotError(str(error)) from error

    def close(self) -> None:
        """End the processes that read."""
        self._apart.close()

    def _sources(self) -> dict[str, StorySource]:
        """The stories by id, the first one first; it alone if the library cannot be read."""
        try:
            sources = self._desk.library.sources()
        except CorpusError as error:
            _LOGGER.error("The library cannot be read: %s", error)
            sources = {}
        return {self._first.id: sources.pop(self._first.id, self._first)} | sources


def _listed(source: StorySource) -> Listed:
    return Listed(source.id, source.title or source.id, source.published)
