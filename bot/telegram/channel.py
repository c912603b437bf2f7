"""What the bot does with each kind of update: read it, ask, reply."""

import asyncio
import logging
from collections.abc import Callable, Coroutine
from concurrent.futures import Executor
from contextlib import suppress
from math import ceil
from time import monotonic
from typing import Any

from telegram import BotCommand, LinkPreviewOptions, Message, ReplyParameters, Update
from telegram.constants import ChatAction, ParseMode
from telegram.error import TelegramError
from telegram.ext import Application, CallbackContext, CommandHandler, MessageHandler, TypeHandler, filters

from bot.answer import Answer
from bot.telegram import texts
from bot.telegram.asker import Asker
from bot.telegram.conversations import ChatKey, Conversations
from bot.telegram.inbox import SetAside
from bot.telegram.metrics import Metrics
from bot.telegram.quota import Quota
from bot.telegram.rendering import (
    answer_messages,
    help_messages,
    odd_message,
    start_messages,
    timeline_messages,
    who_messages,
)
from corpus.statement import Reading

__all__ = ["AnyApplication", "Channel", "Context"]

AnyApplication = Application[Any, Any, Any, Any, Any, Any]
Context = CallbackContext[Any, Any, Any, Any]
Handler = Callable[[Update, Context], Coroutine[Any, Any, None]]

TYPING_AFTER_SECONDS = 0.5  # an answer that comes sooner needs no sign of life
TYPING_LASTS_SECONDS = 4.5  # Telegram shows the sign for five seconds
_LOGGER = logging.getLogger(__name__)
_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
_NEW = filters.UpdateType.MESSAGE & ~filters.StatusUpdate.ALL & ~filters.VIA_BOT


class Channel:
    """Replies to the updates of one bot."""

    def __init__(
        self, asker: Asker, *, conversations: Conversations, quota: Quota, metrics: Metrics, executor: Executor
    ) -> None:
        """Answer by `asker`, in the threads of `executor`, following each of `conversations`, within `quota`."""
        self._asker = asker
        self._quota = quota
        self._metrics = metrics
        self._conversations = conversations
        self._executor = executor

    def register(self, application: AnyApplication) -> None:
        """Take on the updates of `application`."""
        overviews = {
            "start": start_messages,
            "help": help_messages,
            "who": who_messages,
            "timeline": timeline_messages,
        }
        for command, render in overviews.items():
            application.add_handler(CommandHandler(command, self._overview(render), filters=_NEW))
        application.add_handler(MessageHandler(_NEW & filters.COMMAND, self._unknown_command))
        application.add_handler(MessageHandler(_NEW, self._question))
        application.add_handler(TypeHandler(SetAside, self._set_aside))
        application.add_error_handler(self._failed)

    async def announce(self, application: AnyApplication) -> None:
        """Put the commands in the menu; without it the bot works as well, so a failure is only logged."""
        try:
            await application.bot.set_my_commands([BotCommand(*item) for item in texts.COMMANDS.items()])
        except TelegramError as error:
            _LOGGER.warning("The menu of commands could not be set: %s", type(error).__name__)

    def _overview(self, render: Callable[[Reading], list[str]]) -> Handler:
        async def reply(update: Update, context: Context) -> None:
            if (message := update.effective_message) is not None:
                await _reply(message, render(self._asker.reading))

        return reply

    async def _question(self, update: Update, context: Context) -> None:
        message = update.effective_message
        if message is None:
            return
        question = (message.text or message.caption or "").strip()
        if not any(character.isalnum() for character in question):
            await _reply(message, [odd_message(self._asker.reading)])
        elif await self._within_quota(message):
            await self._answer(message, question)

    async def _answer(self, message: Message, question: str) -> None:
        """Answer `question`, which is worked out in a thread, while the chat sees that the bot is typing."""
        start = monotonic()
        key = _key(message)
        conversation = self._conversations.get(key)
        loop = asyncio.get_running_loop()
        asking = loop.run_in_executor(self._executor, self._asker.ask, question, conversation)
        await _typing_until(asking, message)
        answer = await asking
        await _reply(message, answer_messages(answer))
        self._conversations.put(key, conversation.then(question, answer))
        self._metrics.questions.labels(answer.outcome.value).inc()
        self._metrics.seconds.observe(monotonic() - start)

    async def _within_quota(self, message: Message) -> bool:
        """Whether one more question may be answered; if not, its user is told once."""
        user = message.from_user.id if message.from_user else message.chat.id
        wait = self._quota.take(user)
        if wait and self._quota.tell(user):
            text = texts.TOO_MANY.format(limit=self._quota.limit, seconds=ceil(wait))
            await _reply(message, [text])
        return not wait

    async def _set_aside(self, item: SetAside, context: Context) -> None:
        if (message := item.update.effective_message) is not None:
            await _reply(message, [texts.SET_ASIDE])

    async def _unknown_command(self, update: Update, context: Context) -> None:
        if (message := update.effective_message) is not None:
            await _reply(message, [texts.UNKNOWN_COMMAND])

    async def _failed(self, update: object, context: Context) -> None:
        """Log the error's type alone, since its message may hold what a user wrote, and say so plainly."""
        kind = type(context.error).__name__
        self._metrics.errors.labels(kind).inc()
        _LOGGER.error("An update failed: %s", kind)
        message = update.effective_message if isinstance(update, Update) else None
        if message is not None and not isinstance(context.error, TelegramError):
            with suppress(TelegramError):
                await _reply(message, [texts.FAILED])


def _key(message: Message) -> ChatKey:
    in_private = message.chat.type == message.chat.PRIVATE
    return ChatKey(message.chat.id, 0 if in_private or message.from_user is None else message.from_user.id)


async def _reply(message: Message, pages: list[str]) -> None:
    """Send `pages` in order, each as a reply to `message`, or without the quotation where that is gone."""
    for page in pages:
        await message.get_bot().send_message(
            message.chat.id,
            page,
            parse_mode=ParseMode.HTML,
            link_preview_options=_NO_PREVIEW,
            reply_parameters=ReplyParameters(message.message_id, allow_sending_without_reply=True),
            message_thread_id=message.message_thread_id if message.is_topic_message else None,
        )


async def _typing_until(asking: "asyncio.Future[Answer]", message: Message) -> None:
    """Wait for `asking`, showing the bot at work from `TYPING_AFTER_SECONDS` on."""
    await asyncio.wait([asking], timeout=TYPING_AFTER_SECONDS)
    while not asking.done():
        with suppress(TelegramError):
            await message.get_bot().send_chat_action(
                message.chat.id,
                ChatAction.TYPING,
                message_thread_id=message.message_thread_id if message.is_topic_message else None,
            )
        await asyncio.wait([asking], timeout=TYPING_LASTS_SECONDS)
