"""Questions are asked in threads, and what comes of them is shown and remembered."""

import asyncio
import logging
from collections.abc import Sequence
from concurrent.futures import Executor
from contextlib import suppress
from math import ceil
from time import monotonic

from telegram import InlineKeyboardMarkup, Message
from telegram.constants import ChatAction
from telegram.error import BadRequest, TelegramError

from bot.answer import Answer
from bot.conversation import Conversation
from bot.telegram import texts
from bot.telegram.asker import Asker
from bot.telegram.conversations import ChatKey, Conversations
from bot.telegram.keyboards import answer_keyboard
from bot.telegram.metrics import Metrics
from bot.telegram.quota import Quota
from bot.telegram.rendering import answer_messages
from bot.telegram.replying import change, remove, reply, thread_of
from bot.telegram.shown import Shown, ShownAnswers
from corpus.statement import Reading

__all__ = ["Answering"]

TYPING_AFTER_SECONDS = 0.5  # an answer that comes sooner needs no sign of life
TYPING_LASTS_SECONDS = 4.5  # Telegram shows the sign for five seconds
_LOGGER = logging.getLogger(__name__)


class Answering:
    """Answers questions about the story, each after the conversation that it belongs to."""

    def __init__(
        self,
        asker: Asker,
        *,
        conversations: Conversations,
        shown: ShownAnswers,
        quota: Quota,
        metrics: Metrics,
        executor: Executor,
        feedback: bool,
    ) -> None:
        """Ask `asker`, in the threads of `executor`; with `feedback`, readers are asked what they think."""
        self._asker = asker
        self._conversations = conversations
        self._shown = shown
        self._quota = quota
        self._metrics = metrics
        self._executor = executor
        self._feedback = feedback
        self._places = {id(statement): place for place, statement in enumerate(asker.reading.statements)}

    @property
    def reading(self) -> Reading:
        """What was read of the story."""
        return self._asker.reading

    async def ask(self, question: str, conversation: Conversation) -> Answer:
        """The answer to `question`, worked out off the event loop."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._executor, self._asker.ask, question, conversation)

    async def answer(self, message: Message, question: str, key: ChatKey, *, asked: bool = False) -> None:
        """Answer `question` as a reply to `message`; with `asked`, repeat the question, which nobody wrote."""
        start = monotonic()
        conversation = self._conversations.get(key)
        answer = await self._while_typing(message, question, conversation)
        pages = answer_messages(answer, asked=question if asked else "")
        sent = await reply(message, pages, self._keyboard(answer, self._told(answer)))
        self._remember(key, conversation, question, answer, sent, message.message_id)
        self._counted(answer, start)

    async def answer_again(self, message: Message, question: str, before: Shown) -> None:
        """Show the answer to an edited question where that to the unedited one stands."""
        start = monotonic()
        conversation = self._conversations.get(before.key)
        if conversation.turns and conversation.turns[-1].question == before.question:
            conversation = Conversation(conversation.turns[:-1])
        answer = await self._while_typing(message, question, conversation)
        try:
            sent = await self._changed(message, before.messages, answer)
        except BadRequest:  # somebody deleted it, or it is too old
            sent = await reply(message, answer_messages(answer), self._keyboard(answer, self._told(answer)))
        self._shown.forget(before)
        self._remember(before.key, conversation, question, answer, sent, before.replies_to)
        self._counted(answer, start)

    async def follow(self, message: Message, question: str, answer: Answer, before: Shown, key: ChatKey) -> None:
        """Show what a button under `message` asked for, as a turn of the conversation under `key`."""
        told = (*before.told, *self._told(answer))
        sent = await reply(message, answer_messages(answer), self._keyboard(answer, told))
        self._remember(key, self._conversations.get(key), question, answer, sent, message.message_id, told)

    async def restore(self, message: Message, shown: Shown) -> None:
        """Make `message` show its answer again, after something else."""
        page = answer_messages(shown.answer)[-1]
        await change(message, message.message_id, page, self._keyboard(shown.answer, shown.told))

    async def within_quota(self, message: Message, user: int) -> bool:
        """Whether `user` may ask one more question; if not, they are told once, as a reply to `message`."""
        wait = self._quota.take(user)
        if wait and self._quota.tell(user):
            await reply(message, [texts.TOO_MANY.format(limit=self._quota.limit, seconds=ceil(wait))])
        return not wait

    async def _changed(self, message: Message, old: Sequence[int], answer: Answer) -> list[int]:
        """Show `answer` in the messages `old`, with more of them or fewer as it takes; gives their ids."""
        pages = answer_messages(answer)
        keyboard = self._keyboard(answer, self._told(answer))
        last = min(len(pages), len(old)) - 1
        for number, (id_, page) in enumerate(zip(old, pages, strict=False)):
            await change(message, id_, page, keyboard if number == last and len(pages) <= len(old) else None)
        for id_ in old[len(pages) :]:
            await remove(message, id_)
        further = await reply(message, pages[len(old) :], keyboard)
        return [*old[: len(pages)], *further]

    def _remember(
        self,
        key: ChatKey,
        conversation: Conversation,
        question: str,
        answer: Answer,
        sent: Sequence[int],
        replies_to: int,
        told: tuple[int, ...] | None = None,
    ) -> None:
        self._conversations.put(key, conversation.then(question, answer))
        shown = Shown(
            key=key,
            messages=tuple(sent),
            replies_to=replies_to,
            question=question,
            answer=answer,
            told=self._told(answer) if told is None else told,
        )
        self._shown.put(shown)

    def _keyboard(self, answer: Answer, told: Sequence[int]) -> InlineKeyboardMarkup | None:
        return answer_keyboard(answer, told, feedback=self._feedback)

    def _told(self, answer: Answer) -> tuple[int, ...]:
        """The places of the statements that an answer cites."""
        return tuple(self._places[id(s)] for s in answer.statements if id(s) in self._places)

    def _counted(self, answer: Answer, start: float) -> None:
        seconds = monotonic() - start
        self._metrics.questions.labels(answer.outcome.value).inc()
        self._metrics.seconds.observe(seconds)
        fields = {"outcome": answer.outcome.value, "ms": round(seconds * 1000)}
        _LOGGER.info("Answered.", extra={"fields": fields})

    async def _while_typing(self, message: Message, question: str, conversation: Conversation) -> Answer:
        """`ask`, with the chat shown that the bot is typing from `TYPING_AFTER_SECONDS` on."""
        asking = asyncio.ensure_future(self.ask(question, conversation))
        await asyncio.wait([asking], timeout=TYPING_AFTER_SECONDS)
        while not asking.done():
            with suppress(TelegramError):
                await message.get_bot().send_chat_action(
                    message.chat.id, ChatAction.TYPING, message_thread_id=thread_of(message)
                )
            await asyncio.wait([asking], timeout=TYPING_LASTS_SECONDS)
        return await asking
