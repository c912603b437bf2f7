"""The library as a shelf: the stories that the readers of a running bot choose among."""

import logging
from collections.abc import Sequence
from pathlib import Path

from bot.across import Across
from bot.answerer import Answerer
from bot.desk import Desk, shared_reader
from bot.errors import BotError
from bot.keeping import Keeping
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
        self.begins_with_all = first is None
        self._across: Across | None = None
        self._keeping = Keeping(home, self._desk.holdings, _LOGGER.info)
        self._known: dict[tuple[str, str], Listed | None] = {}  # by the id and what changes with the file

    def first(self, chat: int) -> str:
        """The same for every chat."""
        del chat
        return self._first.id

    def searched(self) -> Across | None:
        """What answers from all stories of the library, where there are several.

        What is not in its archive yet is read and put in beside; the first call waits for that.
        """
        if not self._desk.holdings.has_several():
            return None
        going_on = self._keeping.begin()
        if self._across is None:
            if going_on:
                going_on.join()
            self._across = Across(self._desk.holdings, shared_reader())
        return self._across

    def listed(self, chat: int) -> Sequence[Listed]:
        """The stories of the library, the same for every chat, the first one first; it alone if none can be listed.

        Only those files are opened that are new or were changed since the last list.
        """
        del chat
        try:
            stamps = self._desk.library.stamps()
        except CorpusError as error:
            _LOGGER.error("The library cannot be read: %s", error)
            stamps = {}
        ids = dict.fromkeys((self._first.id, *stamps))
        known = self._known
        self._known = {id_: known.get(id_) or self._row(id_) for id_ in ((one, stamps.get(one, "")) for one in ids)}
        return [row for row in self._known.values() if row is not None]

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
        self._keeping.close()

    def _row(self, stamped: tuple[str, str]) -> Listed | None:
        """What a list says of a story; None for a file that is no story."""
        story_id, _ = stamped
        try:
            source = self._desk.library.source(story_id)
        except CorpusError as error:
            _LOGGER.error("A story is left out: %s", error)
            return _listed(self._first) if story_id == self._first.id else None
        return _listed(source)


def _listed(source: StorySource) -> Listed:
    return Listed(source.id, source.heading(), source.published)
