"""Questions are asked in threads, and what comes of them is shown and remembered."""

import asyncio
import logging
import sqlite3
from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import replace
from math import ceil
from time import monotonic

from telegram import InlineKeyboardMarkup, Message
from telegram.error import BadRequest

from bot.answer import Answer
from bot.conversation import Conversation
from bot.desk import shared_crowd
from bot.errors import BotError
from bot.telegram import texts
from bot.telegram.conversations import ChatKey, Conversations
from bot.telegram.edition import Asked, Edition
from bot.telegram.editions import Editions
from bot.telegram.keyboards import answer_keyboard
from bot.telegram.metrics import Metrics
from bot.telegram.quota import Quota
from bot.telegram.records import told_in
from bot.telegram.rendering import answer_messages
from bot.telegram.replying import change, remove, reply
from bot.telegram.shown import Shown, ShownAnswers
from bot.telegram.typing import while_typing

__all__ = ["Answering"]

_LOGGER = logging.getLogger(__name__)


class Answering:
    """Answers questions about stories, each after the conversation that it belongs to."""

    def __init__(
        self,
        editions: Editions,
        *,
        conversations: Conversations,
        shown: ShownAnswers,
        quota: Quota,
        metrics: Metrics,
        executor: Executor,
        feedback: bool,
    ) -> None:
        """Ask `editions`, in the threads of `executor`; with `feedback`, readers are asked what they think."""
        self._editions = editions
        self._conversations = conversations
        self._shown = shown
        self._quota = quota
        self._metrics = metrics
        self._executor = executor
        self._feedback = feedback

    async def ask(self, edition: Asked, question: str, conversation: Conversation) -> Answer:
        """The answer to `question`, worked out off the event loop."""
        loop = asyncio.get_running_loop()
        with shared_crowd().asking():
            return await loop.run_in_executor(self._executor, edition.asker.ask, question, conversation)

    async def told_of_last(self, key: ChatKey, chosen: Asked) -> Edition | None:
        """The story that is asked about, or where all are, that of the last answer; None if there is none."""
        if isinstance(chosen, Edition):
            return chosen
        turns = (await self._conversations.get(key, chosen.records)).turns
        told = [citation.story.id for turn in turns for citation in turn.answer.citations[:1]]
        try:
            return await self._editions.of(told[-1]) if told else None
        except BotError:
            return None

    async def answer(
        self, message: Message, question: str, key: ChatKey, *, edition: Asked | None = None, asked: bool = False
    ) -> None:
        """Answer `question` as a reply to `message`, from `edition` or else from what the chat chose.

        With `asked`, repeat the question, which nobody wrote.
        """
        start = monotonic()
        if edition is None:
            edition = await while_typing(message, self._editions.chosen(message.chat.id))
        conversation = await self._conversations.get(key, edition.records)
        answer = await while_typing(message, self.ask(edition, question, conversation))
        heading, told = question if asked else "", told_in(answer)
        pages = _pages(answer, edition, asked=heading)
        sent = await reply(message, pages, self._keyboard(answer, told, edition))
        shown = Shown(
            key=_at(key, sent),
            edition=edition,
            messages=_ids(sent),
            replies_to=message.message_id,
            question=question,
            heading=heading,
            answer=answer,
            told=told,
        )
        self._remember(shown, conversation)
        self._counted(answer, start)

    async def answer_again(self, message: Message, question: str, before: Shown) -> None:
        """Show the answer to an edited question where that to the unedited one stands."""
        start = monotonic()
        edition = before.edition
        conversation = await self._conversations.get(before.key, edition.records)
        if conversation.turns and conversation.turns[-1].question == before.question:
            conversation = Conversation(conversation.turns[:-1])
        answer = await while_typing(message, self.ask(edition, question, conversation))
        told = told_in(answer)
        keyboard = self._keyboard(answer, told, edition)
        key = before.key
        try:
            messages = await _changed(message, before.messages, _pages(answer, edition), keyboard)
        except BadRequest:  # somebody deleted it, or it is too old
            sent = await reply(message, _pages(answer, edition), keyboard)
            key, messages = _at(key, sent), _ids(sent)
        self._shown.forget(before)
        after = replace(before, key=key, messages=messages, question=question, heading="", answer=answer, told=told)
        self._remember(after, conversation)
        self._counted(answer, start)

    async def follow(self, message: Message, question: str, answer: Answer, before: Shown, key: ChatKey) -> None:
        """Show what a button under `message` asked for, as a turn of the conversation under `key`."""
        told = (*before.told, *told_in(answer))
        sent = await reply(message, _pages(answer, before.edition), self._keyboard(answer, told, before.edition))
        shown = Shown(
            key=_at(key, sent),
            edition=before.edition,
            messages=_ids(sent),
            replies_to=message.message_id,
            question=question,
            answer=answer,
            told=told,
        )
        self._remember(shown, await self._conversations.get(key, before.edition.records))

    async def restore(self, message: Message, shown: Shown) -> None:
        """Make `message` show its answer again, after something else."""
        page = _pages(shown.answer, shown.edition, asked=shown.heading)[-1]
        await change(message, message.message_id, page, self._keyboard(shown.answer, shown.told, shown.edition))

    async def within_quota(self, message: Message, user: int) -> bool:
        """Whether `user` may ask one more question; if not, they are told once, as a reply to `message`."""
        wait = self._quota.take(user)
        if wait and self._quota.tell(user):
            await reply(message, [texts.TOO_MANY.format(limit=self._quota.limit, seconds=ceil(wait))])
        return not wait

    def _remember(self, shown: Shown, conversation: Conversation) -> None:
        """Keep what was shown, and `conversation` with it as the latest turn; a full disk spoils no answer.

        Of a story that its reader has deleted meanwhile, nothing is kept.
        """
        if shown.edition.private and not self._editions.may_ask(shown.key.chat, shown.edition.id):
            return
        after = conversation.then(shown.question, shown.answer)
        try:
            self._conversations.put(shown.key, after, shown.edition.records)
            self._shown.put(shown)
        except sqlite3.Error as error:
            _LOGGER.error("An answer could not be kept for its buttons: %s", type(error).__name__)

    def _keyboard(self, answer: Answer, told: Sequence[int], edition: Asked) -> InlineKeyboardMarkup | None:
        """The buttons under an answer; opinions, which the operator keeps, are not asked for on a private story."""
        return answer_keyboard(answer, told, feedback=self._feedback and not edition.private)

    def _counted(self, answer: Answer, start: float) -> None:
        seconds = monotonic() - start
        self._metrics.questions.labels(answer.outcome.value).inc()
        self._metrics.seconds.observe(seconds)
        fields = {"outcome": answer.outcome.value, "ms": round(seconds * 1000)}
        _LOGGER.info("Answered.", extra={"fields": fields})


def _pages(answer: Answer, edition: Asked, *, asked: str = "") -> list[str]:
    return answer_messages(answer, asked=asked, titled=edition.is_all)


async def _changed(
    message: Message, old: Sequence[int], pages: list[str], keyboard: InlineKeyboardMarkup | None
) -> tuple[int, ...]:
    """Show an answer's `pages` in the messages `old`, with more of them or fewer as it takes; gives their ids."""
    last = min(len(pages), len(old)) - 1
    for number, (id_, page) in enumerate(zip(old, pages, strict=False)):
        await change(message, id_, page, keyboard if number == last and len(pages) <= len(old) else None)
    for id_ in old[len(pages) :]:
        await remove(message, id_)
    further = await reply(message, pages[len(old) :], keyboard)
    return (*old[: len(pages)], *_ids(further))


def _ids(sent: Sequence[Message]) -> tuple[int, ...]:
    return tuple(message.message_id for message in sent)


def _at(key: ChatKey, sent: Sequence[Message]) -> ChatKey:
    """`key` in the chat that messages were sent to: a group may have become a supergroup, which is another one."""
    return key._replace(chat=sent[-1].chat.id)
