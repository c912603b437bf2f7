"""The stories that are open in the channel, and which of them each chat asks about."""

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Sequence
from concurrent.futures import Executor

from bot.errors import BotError
from bot.telegram import texts
from bot.telegram.asker import Listed, Shelf
from bot.telegram.database import Database
from bot.telegram.edition import ALL, Asked, Edition, Everything
from bot.telegram.own import OwnStories, is_own

__all__ = ["Editions"]

KEPT_OPEN = 24
_LOGGER = logging.getLogger(__name__)


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
        self._everything: Everything | None = None

    async def listed(self, chat: int) -> Sequence[Listed]:
        """What `chat` may choose among: all stories, where there are several, the first one, its own, the others."""
        loop = asyncio.get_running_loop()
        first, *others = await loop.run_in_executor(self._executor, self._shelf.listed, chat)
        every = [Listed(ALL, texts.ALL_STORIES)] if await self.everything() else []
        return [*every, first, *self._own.listed(chat), *others]

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

    async def chosen(self, chat: int, *, own: bool = True) -> Asked:
        """What `chat` asks: the story that it chose, or all; where it chose none, or one that is gone, the default.

        Without `own`, not one of its own.
        """
        choice = self.choice(chat)
        if choice not in (None, ALL) and (own or not is_own(choice)) and self.may_ask(chat, choice):
            try:
                return await self.of(choice)
            except BotError:
                _LOGGER.warning("A story that was chosen cannot be opened any more; the default takes its place.")
        everything = await self.everything() if choice == ALL or self._shelf.begins_with_all else None
        return everything or await self.of(self._shelf.first(chat))

    async def everything(self) -> Everything | None:
        """All stories, to be asked at once; None where there is but one."""
        searcher = await asyncio.to_thread(self._shelf.searched)
        if searcher is None:
            return None
        if self._everything is None or self._everything.asker is not searcher:
            self._everything = Everything(searcher, await self.of(self._shelf.first(0)))
        return self._everything

    async def shown_in(self, fingerprint: str, chat: int) -> Asked | None:
        """What was asked for answers with `fingerprint`, likewise."""
        return await self.everything() if fingerprint == ALL else await self.marked(fingerprint, chat)

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
