"""A sign of life while something takes long."""

import asyncio
from collections.abc import Awaitable
from contextlib import suppress
from typing import TypeVar

from telegram import Message
from telegram.constants import ChatAction
from telegram.error import TelegramError

from bot.telegram.replying import thread_of

__all__ = ["while_typing"]

TYPING_AFTER_SECONDS = 0.5  # an answer that comes sooner needs no sign of life
TYPING_LASTS_SECONDS = 4.5  # Telegram shows the sign for five seconds
Result = TypeVar("Result")


async def while_typing(message: Message, work: Awaitable[Result]) -> Result:
    """What `work` gives, with the chat of `message` shown that the bot is typing from `TYPING_AFTER_SECONDS` on."""
    working = asyncio.ensure_future(work)
    await asyncio.wait([working], timeout=TYPING_AFTER_SECONDS)
    while not working.done():
        with suppress(TelegramError):
            await message.get_bot().send_chat_action(
                message.chat.id, ChatAction.TYPING, message_thread_id=thread_of(message)
            )
        await asyncio.wait([working], timeout=TYPING_LASTS_SECONDS)
    return await working
