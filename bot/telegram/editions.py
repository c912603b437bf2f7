"""The stories that are open in the channel, and which of them each chat asks about."""

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Sequence
from concurrent.futures import Executor

from bot.errors import BotError
from bot.telegram.asker import Asker, Listed, Shelf
from bot.telegram.database import Database
from bot.telegram.overviews import Overviews
from bot.telegram.own import OwnStories, is_own
from bot.telegram.records import Records
from bot.telegram.remembering import Remembering
from corpus.statement import Reading

__all__ = ["Edition", "Editions"]

KEPT_OPEN = 24
_LOGGER = logging.getLogger(__name__)


class Edition:
    """A story as it was read, open to be asked about and shown. Buttons know it by its `fingerprint`."""

    def __init__(self, asker: Asker, *, private: bool = False) -> None:
        """A `private` story is one chat's own."""
        self.private = private
        self.source = asker
        self.asker = Remembering(asker)
        self.records = Records(asker.reading)
        self.overviews = Overviews(asker.reading, self.records.fingerprint)

    @property
    def reading(self) -> Reading:
        """What was read of the story."""
        return self.source.reading

    @property
    def fingerprint(self) -> str:
        """What tells it from other stories and other readings, short enough for a button."""
        return self.records.fingerprint


class Editions:
    """Opens stories of a shelf as they are asked for, keeps the last `kept` open, and knows what each chat chose.

    What stands on disk: the choices, and the story of each fingerprint, so that older buttons find theirs.
    """

    def __init__(
        self, shelf: Shelf, database: Database, executor: Executor, *, own: OwnStories, kept: int = KEPT_OPEN
    ) -> None:
        """Open stories in the threads of `executor`, which may be busy with it for a while."""
        self._shelf = shelf
        self._own = own
        self._database = database
        self._executor = executor
        self._kept = kept
        self._open: OrderedDict[str, asyncio.Task[Edition]] = OrderedDict()

    async def listed(self, chat: int) -> Sequence[Listed]:
        """The stories that `chat` may choose among: the first one, its own, the others."""
        loop = asyncio.get_running_loop()
        first, *others = await loop.run_in_executor(self._executor, self._shelf.listed, chat)
        return [first, *self._own.listed(chat), *others]

    def own(self, chat: int) -> Sequence[Listed]:
        """The stories that `chat` brought itself."""
        return self._own.listed(chat)

    def may_ask(self, chat: int, story_id: str) -> bool:
        """Whether `chat` may ask about the story with this id, if there is one."""
        return self._own.belongs(chat, story_id) if is_own(story_id) else self._shelf.allows(chat, story_id)

    async def of(self, story_id: str, *, anew: bool = False) -> Edition:
        """The story with this id, opened now if it is not open; with `anew`, as the shelf has it now.

        Raises BotError if it cannot be opened.
        """
        opening = None if anew else self._open.get(story_id)
        if opening is None:
            opening = asyncio.create_task(self._opened(story_id))
            opening.add_done_callback(lambda task: self._drop_failed(story_id, task))
            self._open[story_id] = opening
        self._open.move_to_end(story_id)
        if len(self._open) > self._kept:
            self._open.popitem(last=False)
        return await asyncio.shield(opening)  # others may wait for it too

    async def chosen(self, chat: int, *, own: bool = True) -> Edition:
        """The story that `chat` asks about: the one it chose, or where that is none or gone, the first it may.

        Without `own`, not one of its own.
        """
        choice = self.choice(chat)
        if choice is not None and (own or not is_own(choice)) and self.may_ask(chat, choice):
            try:
                return await self.of(choice)
            except BotError:
                _LOGGER.warning("A story that was chosen cannot be opened any more; the first one takes its place.")
        return await self.of(self._shelf.first(chat))

    async def marked(self, fingerprint: str, chat: int) -> Edition | None:
        """The story that buttons with `fingerprint` belong to; None if it is gone, or was read anew and differently.

        None too if it is not one that `chat`, which has the buttons, may ask about.
        """
        rows = self._database.rows("SELECT story FROM editions WHERE fingerprint = ?", fingerprint)
        if not rows or not self.may_ask(chat, str(rows[0][0])):
            return None
        try:
            edition = await self.of(str(rows[0][0]))
        except BotError:
            return None
        return edition if edition.fingerprint == fingerprint else None

    def choice(self, chat: int) -> str | None:
        """The id of the story that `chat` chose, if it did."""
        rows = self._database.rows("SELECT story FROM choices WHERE chat = ?", chat)
        return str(rows[0][0]) if rows else None

    def choose(self, chat: int, story_id: str) -> None:
        """Have `chat` ask about the story with this id from now on."""
        with self._database.transaction():
            self._database.rows("INSERT OR REPLACE INTO choices VALUES (?, ?)", chat, story_id)

    def forget(self, chat: int) -> None:
        """Forget what `chat` chose."""
        with self._database.transaction():
            self._database.rows("DELETE FROM choices WHERE chat = ?", chat)

    def close(self, story_id: str) -> None:
        """Keep the story with this id open no more."""
        self._open.pop(story_id, None)

    async def _opened(self, story_id: str) -> Edition:
        edition = await asyncio.get_running_loop().run_in_executor(self._executor, self._made, story_id)
        with self._database.transaction():
            self._database.rows("INSERT OR REPLACE INTO editions VALUES (?, ?)", edition.fingerprint, story_id)
        return edition

    def _drop_failed(self, story_id: str, opening: asyncio.Task[Edition]) -> None:
        """Have the next one who asks for a story that could not be opened try again."""
        failed = opening.cancelled() or opening.exception() is not None
        if failed and self._open.get(story_id) is opening:
            del self._open[story_id]

    def _made(self, story_id: str) -> Edition:
        private = is_own(story_id)
        return Edition(self._own.open(story_id) if private else self._shelf.open(story_id), private=private)
