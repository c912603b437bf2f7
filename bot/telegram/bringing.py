"""A reader brings a story: whether it is taken, and what they are told at once."""

from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime

from telegram import Message
from telegram.error import BadRequest, Forbidden, TelegramError

from bot.telegram import texts
from bot.telegram.albums import Albums
from bot.telegram.brought import Kind, Material, is_link_alone, material_of, may_go_on, sent_at
from bot.telegram.database import storable
from bot.telegram.own import UNSAID, OwnStories, OwnStory, State
from bot.telegram.readings import Readings
from bot.telegram.replying import reply
from bot.telegram.settings import TelegramSettings
from corpus.documents.dates import day_of
from corpus.errors import DocumentError

__all__ = ["Bringing"]

WAITING = 20  # stories of all chats together
WAITING_IN_CHAT = 5
TEXT_BYTES = 100_000  # of a text that is pasted in parts; a longer one has to come as a file
PART_SECONDS = 2.0  # in which the next part comes of a text that the sender's client has cut


class Bringing:
    """Takes on stories that readers bring to their private chats, where the operator allows it."""

    def __init__(self, own: OwnStories, readings: Readings, settings: TelegramSettings) -> None:
        self._own = own
        self._readings = readings
        self._settings = settings
        self._refused = Albums()

    @property
    def help(self) -> str:
        """How to bring a story, for /help; empty where none may be brought."""
        if not self._settings.own_stories:
            return ""
        return texts.HELP_OWN.format(link=texts.HELP_OWN_LINK if self._settings.links else "")

    @property
    def privacy(self) -> str:
        """What is kept of readers, as it is set."""
        return texts.PRIVACY.format(days=texts.days(self._settings.own_story_days))

    def brought(self, message: Message) -> Material | None:
        """What `message` brings that may be brought; None if it is to be dealt with otherwise."""
        if not self._settings.own_stories or message.chat.type != message.chat.PRIVATE:
            return None
        material = material_of(message)
        if material is not None and material.kind is Kind.LINK and not self._settings.links:
            return material if is_link_alone(message) else None
        return material

    async def went_on(self, message: Message, *, within_quota: Callable[[], Awaitable[bool]]) -> bool:
        """Take `message` for the next part of a pasted text if it is one; so too where it was that before a crash.

        Parts of a text that is too long are left out, which is told once, and count as questions.
        """
        known = self._own.brought_by(message.chat.id, message.message_id)
        if known is not None:
            await self._announced(message, known)
            return True
        before = next(iter(self._own.of(message.chat.id)[-1:]), None)
        if before is None or not self._goes_on(message, before):
            return False
        text, told = message.text or "", before.brought.cut
        fits = not told and len(before.brought.text.encode()) + len(storable(text).encode()) < TEXT_BYTES
        if not fits and not await within_quota():
            return True
        wait = PART_SECONDS if may_go_on(text) else 0.0
        self._own.extend(before, message.message_id, text if fits else None, sent=sent_at(message), wait=wait)
        self._readings.wake()
        if not fits and not told:
            await reply(message, [texts.OWN_TEXT_CUT.format(kilobytes=TEXT_BYTES // 1000)])
        return True

    async def take(self, message: Message, material: Material) -> None:
        """Take a story on, to be read, or say why not: once for an album."""
        refusal = self._refusal(message.chat.id, material)
        if refusal is not None:
            if not self._refused.note(message):
                await reply(message, [refusal])
            return
        wait = PART_SECONDS if material.kind is Kind.TEXT and may_go_on(material.text) else 0.0
        await self._announced(message, self._own.bring(message.chat.id, message.message_id, material, wait=wait))

    def read_from(self, message: Message) -> str | None:
        """The id of the story that was read from what `message` brought, if one was."""
        story = self._own.brought_by(message.chat.id, message.message_id)
        return story.id if story and story.state is not State.WAITING else None

    async def redate(self, message: Message, story_id: str, words: str) -> None:
        """Have the chat's own story be of the day that `words` give, or say what they have to be."""
        story = next((story for story in self._own.of(message.chat.id) if story.id == story_id), None)
        if story is None:
            await reply(message, [texts.OWN_DATE_OF_OTHERS])
        elif not story.status:  # the bot was stopped before it could say so
            await self._announced(message, story)
        elif (day := _day(words)) is None:
            await reply(message, [texts.OWN_DATE_HOW])
        elif story.state is not State.TOLD:
            await reply(message, [texts.OWN_STILL_READING])
        elif (refusal := self._crowded(message.chat.id)) is not None:
            await reply(message, [refusal])
        else:
            await self._announced(message, self._own.redate(story, day), before=story.status)

    def _refusal(self, chat: int, material: Material) -> str | None:
        settings, own = self._settings, self._own.of(chat)
        if material.kind is Kind.LINK and not settings.links:
            return texts.OWN_NO_LINKS
        if material.size > settings.own_story_bytes:
            return texts.OWN_TOO_LARGE.format(megabytes=settings.own_story_megabytes)
        if len(own) >= settings.own_stories_per_chat:
            return texts.OWN_TOO_MANY.format(limit=settings.own_stories_per_chat)
        return self._crowded(chat)

    def _crowded(self, chat: int) -> str | None:
        """What to say where too much waits already; None if one more story may be read."""
        waiting = [story for story in self._own.of(chat) if story.state is State.WAITING]
        if sum(story.brought.kind is not Kind.ENTRY for story in waiting) >= WAITING_IN_CHAT:
            return texts.OWN_BUSY
        return texts.OWN_FULL if self._own.count_waiting() >= WAITING else None

    def _goes_on(self, message: Message, before: OwnStory) -> bool:
        """Whether `message` is pasted so soon after a part of `before` that it is the next part."""
        waits = before.state is State.WAITING and self._own.clock() < before.due
        soon = sent_at(message) - before.brought.sent <= PART_SECONDS  # however late both come to the bot
        plain = bool(message.text) and message.forward_origin is None and before.brought.kind is Kind.TEXT
        return waits and soon and plain and not self._readings.is_reading(before)

    async def _announced(self, message: Message, story: OwnStory, *, before: int = UNSAID) -> None:
        """Say that the story is taken, if that was not said, and have it read.

        Where that cannot be said, a story that was read is kept as it is, with `before` the message about it; another
        is read all the same, unless the chat takes no messages: then it is deleted.
        """
        if not story.status:
            try:
                status = (await reply(message, [texts.OWN_READING]))[0].message_id
            except TelegramError as error:
                if story.brought.kind is Kind.KEPT:
                    self._own.keep(story, status=before)
                    raise
                if isinstance(error, Forbidden | BadRequest):  # blocked meanwhile, or gone
                    self._own.remove(story.id)
                    raise
                status = UNSAID
            self._own.announced(story, status)
        self._readings.wake()


def _day(words: str) -> date | None:
    """The day that a reader wrote, which is not in the future; None if it is none."""
    try:
        day = day_of(words)
    except DocumentError:
        return None
    return day if day and day <= datetime.now(UTC).date() else None
