"""A sign of life while something takes long."""

import asyncio
from collections.abc import Awaitable
from contextlib import suppress
from typing import TypeVar

from telegram import Message
from telegram.constants import ChatAction
from telegram.error import TelegramError

from bot.telegram import texts
from bot.telegram.replying import thread_of

__all__ = ["while_typing"]

TYPING_AFTER_SECONDS = 0.5  # an answer that comes sooner needs no sign of life
TYPING_LASTS_SECONDS = 4.5  # Telegram shows the sign for five seconds
DRAFT_LASTS_SECONDS = 25.0  # and a draft for thirty
Result = TypeVar("Result")


async def while_typing(message: Message, work: Awaitable[Result]) -> Result:
    """What `work` gives, with a sign of life for the chat of `message` from `TYPING_AFTER_SECONDS` on."""
    working = asyncio.ensure_future(work)
    try:
        await asyncio.wait([working], timeout=TYPING_AFTER_SECONDS)
        while not working.done():
            await asyncio.wait([working], timeout=await _shown(message))
        return await working
    finally:
        working.cancel()


async def _shown(message: Message) -> float:
    """Show that the bot is at work: with a draft where the chat and the server allow it; gives how long that lasts."""
    bot, thread = message.get_bot(), thread_of(message)
    if message.chat.type == message.chat.PRIVATE:
        with suppress(TelegramError):  # servers before Bot API 9.5 know no drafts
            await bot.send_message_draft(message.chat.id, message.message_id, texts.WORKING, message_thread_id=thread)
            return DRAFT_LASTS_SECONDS
    with suppress(TelegramError):
        await bot.send_chat_action(message.chat.id, ChatAction.TYPING, message_thread_id=thread)
    return TYPING_LASTS_SECONDS
