"""Stories that readers brought are read, a few at a time, while the bot answers; and their chats are told.

What is to be read stands in the bot's state, so a reading that a stop or a crash of the bot cut off is taken up again.
"""

import asyncio
import logging
from functools import partial
from time import monotonic

import msgspec
from telegram import Bot, InlineKeyboardMarkup
from telegram.error import BadRequest, TelegramError

from bot.bringing import Brought, read_brought
from bot.errors import BotError, BringingError
from bot.telegram import texts
from bot.telegram.brought import Kind, page_name
from bot.telegram.downloads import Downloads
from bot.telegram.editions import Editions
from bot.telegram.keyboards import own_keyboard
from bot.telegram.markup import escaped
from bot.telegram.metrics import Metrics
from bot.telegram.own import UNSAID, OwnStories, OwnStory, State, new_id
from bot.telegram.rendering import example_questions, own_message
from bot.telegram.replying import change_in, send
from corpus.errors import FetchError
from corpus.web import Policy, fetch
from index.processors import processors

__all__ = ["Readings"]

MOST_AT_ONCE = 4  # one for each chat; each takes up to 1 GB for some seconds
TRIES = 3
PAUSE_SECONDS = 10.0  # after an error of our own
_LOGGER = logging.getLogger(__name__)


class Readings:
    """Reads what waits, in the order in which it is due, one story of a chat at a time."""

    def __init__(
        self,
        own: OwnStories,
        editions: Editions,
        *,
        bot: Bot,
        downloads: Downloads,
        policy: Policy,
        metrics: Metrics,
        most: int,
    ) -> None:
        """Take files through `downloads`, and pages that `policy` allows. A chat may have `most` stories."""
        self._most = most
        self._own = own
        self._editions = editions
        self._bot = bot
        self._downloads = downloads
        self._policy = policy
        self._metrics = metrics
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._news = asyncio.Event()
        self._closed = False

    def wake(self) -> None:
        """Begin with what may be read now."""
        loop = asyncio.get_running_loop()
        waiting = [] if self._closed else self._own.waiting()
        busy = {story.chat for story in waiting if story.id in self._tasks}
        for story in waiting:
            if len(self._tasks) >= min(processors(), MOST_AT_ONCE):
                break
            if story.chat in busy:
                continue
            busy.add(story.chat)
            if (wait := story.due - self._own.clock()) > 0:
                loop.call_later(wait, self.wake)
                continue
            self._tasks[story.id] = task = loop.create_task(self._done(story))
            task.add_done_callback(partial(self._over, story))

    def is_reading(self, story: OwnStory) -> bool:
        """Whether the story is being read now."""
        return story.id in self._tasks

    async def finished(self, chat: int, seconds: float) -> bool:
        """Wait until `chat` knows of what it brought, without what came with that; False after `seconds`."""
        end = monotonic() + seconds
        while any(_keeps_waiting(story) for story in self._own.of(chat)):
            try:
                await asyncio.wait_for(self._news.wait(), end - monotonic())
            except TimeoutError:
                return False
        return True

    async def stop(self, story_id: str) -> None:
        """End the reading of a story, where it goes on."""
        task = self._tasks.get(story_id)
        if task is not None:
            task.cancel()
            await asyncio.wait([task])

    async def close(self) -> None:
        """End all readings; what they were at is read at the next start."""
        self._closed = True
        for story_id in list(self._tasks):
            await self.stop(story_id)

    def _over(self, story: OwnStory, task: "asyncio.Task[None]") -> None:
        del self._tasks[story.id]
        if not task.cancelled() and (error := task.exception()) is not None:
            self._metrics.errors.labels(type(error).__name__).inc()
            _LOGGER.error("A story that a reader brought could not be dealt with: %s", type(error).__name__)
            asyncio.get_running_loop().call_later(PAUSE_SECONDS, self.wake)
        else:
            self.wake()
        self._news.set()
        self._news = asyncio.Event()

    async def _done(self, story: OwnStory) -> None:
        """Read a story and tell its chat, or tell it why not. Being cancelled leaves it for another time."""
        self._own.try_(story, 1)
        try:
            if story.tries >= TRIES:
                raise BringingError(texts.OWN_CRASHED)
            if story.state is State.WAITING:
                await self._read(story)
            await self._tell(story)
        except BringingError as error:
            await self._refuse(story, error)
        except asyncio.CancelledError:
            self._own.try_(story, 0)
            raise

    async def _read(self, story: OwnStory) -> None:
        start = monotonic()
        brought, data = await self._fetched(story)
        room = 0 if brought.kept else max(0, self._most - len(self._own.of(story.chat)))
        brought = msgspec.structs.replace(brought, further=tuple(new_id() for _ in range(room)))
        further = await read_brought(brought, data)
        try:
            reading = (await self._editions.of(story.id, anew=True)).reading
        except BotError as error:
            raise BringingError(texts.OWN_FAILED, ours=True) from error
        self._own.bring_with(story, further.titles)
        self._own.read(story, reading.story.title, reading.story.published, left_out=further.left_out)
        self._metrics.stories.labels("added").inc()
        _LOGGER.info("Read a reader's own story.", extra={"fields": {"ms": round(1000 * (monotonic() - start))}})

    async def _fetched(self, story: OwnStory) -> tuple[Brought, bytes]:
        """What a story is made of. Raises BringingError."""
        material = story.brought
        brought = Brought(
            id=story.id,
            home=str(self._own.home),
            name=material.name,
            source=material.source,
            published=material.published,
        )
        if material.kind in (Kind.KEPT, Kind.ENTRY):
            return msgspec.structs.replace(brought, kept=True), b""
        if material.kind is Kind.TEXT:
            return brought, material.text.encode()
        if material.kind is Kind.LINK:
            return await self._page(brought, material.link)
        try:
            return brought, await self._downloads.file(material.file)
        except TelegramError as error:
            raise BringingError(texts.OWN_UNREACHABLE, ours=True) from error

    async def _page(self, brought: Brought, link: str) -> tuple[Brought, bytes]:
        try:
            page = await fetch(link, self._policy)
        except FetchError as error:
            raise BringingError(error.reason) from error
        facts = {"url": page.url, "content_type": page.content_type, "charset": page.charset}
        return msgspec.structs.replace(brought, name=page_name(page.url), **facts), page.data

    async def _tell(self, story: OwnStory) -> None:
        """Have the chat ask about the story from now on, and show it what to ask.

        A story that came with another one is not told of: /stories lists it.
        """
        if story.brought.kind is Kind.ENTRY:
            self._own.told(story)
            return
        try:
            edition = await self._editions.of(story.id)
        except BotError as error:
            raise BringingError(texts.OWN_FAILED, ours=True) from error
        self._editions.choose(story.chat, story.id)
        more, left_out = self._own.came_with(story), self._own.get(story.id).brought.left_out
        page = own_message(edition.reading, self._own.last_day(story), more=more, left_out=left_out)
        await self._show(story, page, own_keyboard(edition.fingerprint, example_questions(edition.reading), story.id))
        self._own.told(story)

    async def _refuse(self, story: OwnStory, error: BringingError) -> None:
        self._metrics.stories.labels("failed" if error.ours else "refused").inc()
        if error.ours:
            _LOGGER.error("A reader's own story could not be read.")
        reason = escaped(str(error))
        if story.brought.kind is Kind.KEPT:
            self._own.keep(story, status=story.status)
            await self._show(story, texts.OWN_DATE_REFUSED.format(reason=reason))
        else:
            refusal = texts.OWN_ENTRY_REFUSED if story.brought.kind is Kind.ENTRY else texts.OWN_REFUSED
            await self._show(story, refusal.format(reason=reason, title=escaped(story.title)))
            self._own.remove(story.id)

    async def _show(self, story: OwnStory, page: str, keyboard: InlineKeyboardMarkup | None = None) -> None:
        """Change the message that tells of the story, or send another where that is gone. A chat may be gone too."""
        try:
            try:
                if story.status == UNSAID:
                    await send(self._bot, story.chat, page, keyboard)
                    return
                await change_in(self._bot, story.chat, story.status, page, keyboard)
            except BadRequest:
                await send(self._bot, story.chat, page, keyboard)
        except TelegramError as error:
            _LOGGER.warning("A chat could not be told of its story: %s", type(error).__name__)


def _keeps_waiting(story: OwnStory) -> bool:
    """Whether a chat knows that a story is being read, and waits for it."""
    return story.state is not State.TOLD and story.status != 0 and story.brought.kind is not Kind.ENTRY
