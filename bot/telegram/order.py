"""Updates of one chat are answered in order, those of different chats at once."""

import asyncio
from collections.abc import Awaitable
from typing import Any

from telegram import Update
from telegram.ext import BaseUpdateProcessor

__all__ = ["InOrder"]


class InOrder(BaseUpdateProcessor):
    """Runs the updates of one chat one after another, in the order they came."""

    def __init__(self, max_concurrent_updates: int) -> None:
        """Run at most `max_concurrent_updates` at once, those that wait for their chat included."""
        super().__init__(max_concurrent_updates)
        self._last: dict[int, asyncio.Event] = {}

    async def initialize(self) -> None:
        """Nothing is needed."""

    async def shutdown(self) -> None:
        """Nothing is held."""

    async def do_process_update(self, update: object, coroutine: Awaitable[Any]) -> None:
        """Await `coroutine` once the chat's update before it is done."""
        chat = update.effective_chat if isinstance(update, Update) else None
        if chat is None:
            await coroutine
            return
        before, done = self._last.get(chat.id), asyncio.Event()
        self._last[chat.id] = done
        try:
            if before is not None:
                await before.wait()
            await coroutine
        finally:
            done.set()
            if self._last.get(chat.id) is done:
                del self._last[chat.id]
