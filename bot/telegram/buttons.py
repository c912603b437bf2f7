"""What happens when a reader taps a button. Every tap gets a reply: what was asked for, or a plain notice."""

from collections.abc import Awaitable, Callable
from contextlib import suppress

from telegram import CallbackQuery, Message, Update
from telegram.error import BadRequest

from bot.answer import Answer
from bot.telegram import texts
from bot.telegram.addressing import key_of
from bot.telegram.answering import Answering
from bot.telegram.feedback import Feedback
from bot.telegram.forgetting import Forgetting
from bot.telegram.keyboards import Action, back_keyboard
from bot.telegram.overviews import SAID, Overviews
from bot.telegram.rendering import example_questions
from bot.telegram.replying import change, reply
from bot.telegram.shown import Shown, ShownAnswers
from bot.telegram.views import in_context, more_statements, the_day, the_speaker

__all__ = ["Buttons"]

Tap = Callable[[CallbackQuery, Message, list[str]], Awaitable[str | None]]


class Buttons:
    """Handles taps. A tap's handler gives a notice for the reader, or None where the chat shows what it did."""

    def __init__(
        self,
        answering: Answering,
        *,
        shown: ShownAnswers,
        overviews: Overviews,
        feedback: Feedback,
        forgetting: Forgetting,
        fingerprint: str,
    ) -> None:
        self._answering = answering
        self._shown = shown
        self._overviews = overviews
        self._feedback = feedback
        self._forgetting = forgetting
        self._fingerprint = fingerprint
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
            Action.FORGET: self._forget,
        }

    async def tapped(self, update: Update, context: object) -> None:
        """Do what the button says."""
        query = update.callback_query
        if query is None:
            return
        notice = None
        try:
            notice = await self._done(query)
        finally:
            with suppress(BadRequest):  # Telegram forgets a tap after a while
                await query.answer(notice)

    async def _done(self, query: CallbackQuery) -> str | None:
        action, *arguments = (query.data or "").split(":")
        tap = self._taps.get(action)
        if tap is None or not isinstance(query.message, Message):
            return texts.OUTDATED
        try:
            return await tap(query, query.message, [action, *arguments])
        except (ValueError, IndexError):  # the data of another version of the bot
            return texts.OUTDATED

    async def _context(self, query: CallbackQuery, message: Message, data: list[str]) -> str | None:
        shown = self._at(message)
        if shown is None:
            return texts.OUTDATED
        page = in_context(shown.answer.citations[int(data[1])])
        await change(message, message.message_id, page, back_keyboard())
        return None

    async def _back(self, query: CallbackQuery, message: Message, data: list[str]) -> str | None:
        shown = self._at(message)
        if shown is None:
            return texts.OUTDATED
        await self._answering.restore(message, shown)
        return None

    async def _about(self, query: CallbackQuery, message: Message, data: list[str]) -> str | None:
        shown = self._at(message)
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
        shown = self._at(message)
        if shown is None:
            return texts.OUTDATED
        self._feedback.give(shown, query.from_user.id, data[0], self._answering.reading.story.id)
        return texts.THANKS

    async def _example(self, query: CallbackQuery, message: Message, data: list[str]) -> str | None:
        questions = example_questions(self._answering.reading)
        if data[1] != self._fingerprint:
            return texts.OUTDATED
        if await self._answering.within_quota(message, query.from_user.id):
            key = key_of(message, query.from_user)
            await self._answering.answer(message, questions[int(data[2])], key, asked=True)
        return None

    async def _overview(self, query: CallbackQuery, message: Message, data: list[str]) -> str | None:
        _, fingerprint, name, argument, number = data
        turned = fingerprint == self._fingerprint and await self._overviews.turn(
            query, name, int(argument), int(number)
        )
        return None if turned else texts.OUTDATED

    async def _said(self, query: CallbackQuery, message: Message, data: list[str]) -> str | None:
        if data[1] != self._fingerprint:
            return texts.OUTDATED
        await self._overviews.show(message, SAID, int(data[2]))
        return None

    async def _chart(self, query: CallbackQuery, message: Message, data: list[str]) -> str | None:
        drawn = data[1] == self._fingerprint and await self._overviews.show_chart(message)
        return None if drawn else texts.OUTDATED

    async def _forget(self, query: CallbackQuery, message: Message, data: list[str]) -> str | None:
        self._forgetting.forget(key_of(message, query.from_user))
        await reply(message, [texts.FORGOTTEN])
        return None

    def _at(self, message: Message) -> Shown | None:
        return self._shown.at(message.chat.id, message.message_id)
