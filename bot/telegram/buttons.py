"""What happens when a reader taps a button. Every tap gets a reply: what was asked for, or a plain notice."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress

from telegram import CallbackQuery, Message, Update
from telegram.error import BadRequest, TelegramError

from bot.answer import Answer
from bot.telegram import texts
from bot.telegram.addressing import key_of
from bot.telegram.answering import Answering
from bot.telegram.editions import Editions
from bot.telegram.feedback import Feedback
from bot.telegram.forgetting import Forgetting
from bot.telegram.keyboards import Action, back_keyboard
from bot.telegram.markup import escaped
from bot.telegram.overviews import SAID
from bot.telegram.rendering import example_questions
from bot.telegram.repeats import Repeats
from bot.telegram.replying import change, reply
from bot.telegram.shown import Shown, ShownAnswers
from bot.telegram.stories import Stories
from bot.telegram.views import in_context, more_statements, the_day, the_speaker

__all__ = ["Buttons"]

ANSWERED_WITHIN_SECONDS = 2.0
_REPLIES = frozenset(
    (Action.WHEN, Action.WHO, Action.MORE, Action.EXAMPLE, Action.SAID, Action.CHART, Action.FORGET)
)  # buttons that make a message; two taps in a row are one
Tap = Callable[[CallbackQuery, Message, list[str]], Awaitable[str | None]]


class Buttons:
    """Handles taps. A tap's handler gives a notice for the reader, or None where the chat shows what it did."""

    def __init__(
        self,
        answering: Answering,
        *,
        shown: ShownAnswers,
        editions: Editions,
        stories: Stories,
        feedback: Feedback,
        forgetting: Forgetting,
    ) -> None:
        self._answering = answering
        self._shown = shown
        self._editions = editions
        self._stories = stories
        self._feedback = feedback
        self._forgetting = forgetting
        self._repeats = Repeats()
        self._taps: dict[str, Tap] = {
            Action.CONTEXT: self._context,
            Action.BACK: self._back,
            Action.WHEN: self._about,
            Action.WHO: self._about,
            Action.MORE: self._about,
            Action.GOOD: self._opinion,
            Action.BAD: self._opinion,
            Action.EXAMPLE: self._example,
            Action.OVERVIEW: self._overview,
            Action.SAID: self._said,
            Action.CHART: self._chart,
            Action.LIST: self._list,
            Action.CHOOSE: self._choose,
            Action.DELETE: self._delete,
            Action.FORGET: self._forget,
        }

    async def tapped(self, update: Update, context: object) -> None:
        """Do what the button says. The reader's client stops waiting within seconds, also where that takes longer."""
        query = update.callback_query
        if query is None:
            return
        doing = asyncio.ensure_future(self._done(query))
        try:
            await asyncio.wait([doing], timeout=ANSWERED_WITHIN_SECONDS)
            in_time = doing.done()
            notice = doing.result() if in_time and not doing.exception() else None
            with suppress(TelegramError):  # Telegram forgets a tap after a while
                await query.answer(notice)
            late = await doing
            if late and not in_time and isinstance(query.message, Message):
                await reply(query.message, [escaped(late)])
        finally:
            doing.cancel()

    async def _done(self, query: CallbackQuery) -> str | None:
        action, *arguments = (query.data or "").split(":")
        tap = self._taps.get(action)
        if tap is None or not isinstance(query.message, Message):
            return texts.OUTDATED
        if action in _REPLIES and self._repeats.is_repeated(query):
            return None
        try:
            return await tap(query, query.message, [action, *arguments])
        except (ValueError, IndexError, BadRequest):  # the data of another version of the bot; a message that is gone
            return texts.OUTDATED
        finally:
            self._repeats.note(query)

    async def _context(self, query: CallbackQuery, message: Message, data: list[str]) -> str | None:
        shown = await self._at(message)
        if shown is None:
            return texts.OUTDATED
        page = in_context(shown.answer.citations[int(data[1])])
        await change(message, message.message_id, page, back_keyboard())
        return None

    async def _back(self, query: CallbackQuery, message: Message, data: list[str]) -> str | None:
        shown = await self._at(message)
        if shown is None:
            return texts.OUTDATED
        await self._answering.restore(message, shown)
        return None

    async def _about(self, query: CallbackQuery, message: Message, data: list[str]) -> str | None:
        shown = await self._at(message)
        if shown is None:
            return texts.OUTDATED
        question, answer = self._asked(data[0], shown)
        if answer is None:
            return texts.NO_MORE
        await self._answering.follow(message, question, answer, shown, key_of(message, query.from_user))
        return None

    def _asked(self, action: str, shown: Shown) -> tuple[str, Answer | None]:
        """What a button asks in words, and its answer."""
        citation = shown.answer.citations[0]
        name = citation.speaker or ""
        if action == Action.WHEN:
            return texts.ASKED_WHEN.format(name=name), the_day(citation)
        if action == Action.WHO:
            return texts.ASKED_WHO.format(name=name), the_speaker(citation)
        return texts.ASKED_MORE.format(name=name), more_statements(citation, set(shown.told))

    async def _opinion(self, query: CallbackQuery, message: Message, data: list[str]) -> str | None:
        shown = await self._at(message)
        if shown is None:
            return texts.OUTDATED
        self._feedback.give(shown, query.from_user.id, data[0])
        return texts.THANKS

    async def _example(self, query: CallbackQuery, message: Message, data: list[str]) -> str | None:
        edition = await self._editions.marked(data[1], message.chat.id)
        if edition is None:
            return texts.OUTDATED
        question = example_questions(edition.reading)[int(data[2])]
        if await self._answering.within_quota(message, query.from_user.id):
            key = key_of(message, query.from_user)
            await self._answering.answer(message, question, key, edition=edition, asked=True)
        return None

    async def _overview(self, query: CallbackQuery, message: Message, data: list[str]) -> str | None:
        _, fingerprint, name, argument, number = data
        edition = await self._editions.marked(fingerprint, message.chat.id)
        turned = edition and await edition.overviews.turn(query, name, int(argument), int(number))
        return None if turned else texts.OUTDATED

    async def _said(self, query: CallbackQuery, message: Message, data: list[str]) -> str | None:
        edition = await self._editions.marked(data[1], message.chat.id)
        shown = edition and await edition.overviews.show(message, SAID, int(data[2]))
        return None if shown else texts.OUTDATED

    async def _chart(self, query: CallbackQuery, message: Message, data: list[str]) -> str | None:
        edition = await self._editions.marked(data[1], message.chat.id)
        drawn = edition and await edition.overviews.show_chart(message)
        return None if drawn else texts.OUTDATED

    async def _list(self, query: CallbackQuery, message: Message, data: list[str]) -> str | None:
        await self._stories.turn(message, int(data[1]))
        return None

    async def _choose(self, query: CallbackQuery, message: Message, data: list[str]) -> str | None:
        return None if await self._stories.choose(message, data[1]) else texts.STORY_GONE

    async def _delete(self, query: CallbackQuery, message: Message, data: list[str]) -> str | None:
        """Delete a story of the chat's own: in the list, which then shows page data[2], or in the story's message."""
        _, story_id, *page = data
        if story_id not in [story.id for story in self._stories.own(message.chat.id)]:
            return texts.STORY_GONE
        await self._forgetting.forget_story(story_id)
        if page:
            await self._stories.turn(message, int(page[0]))
        else:
            await change(message, message.message_id, texts.OWN_DELETED)
        return texts.OWN_DELETED

    async def _forget(self, query: CallbackQuery, message: Message, data: list[str]) -> str | None:
        await self._forgetting.forget(key_of(message, query.from_user))
        await reply(message, [texts.FORGOTTEN])
        return None

    async def _at(self, message: Message) -> Shown | None:
        return await self._shown.at(message.chat.id, message.message_id)
