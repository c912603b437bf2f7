"""Which updates are being processed: the inbox hears of each that is done, and a stop leaves the others."""

import asyncio
from collections.abc import Awaitable
from typing import Any

from telegram.ext import BaseUpdateProcessor

from bot.telegram.inbox import Inbox

__all__ = ["Finishing"]


class Finishing(BaseUpdateProcessor):
    """Tells the inbox of each update that was dealt with, one way or another."""

    def __init__(self, inbox: Inbox, at_once: int) -> None:
        super().__init__(at_once)
        self._inbox = inbox
        self._tasks: set[asyncio.Task[Any]] = set()

    async def initialize(self) -> None:
        """Nothing is needed."""

    async def shutdown(self) -> None:
        """Nothing is held."""

    async def do_process_update(self, update: object, coroutine: Awaitable[Any]) -> None:
        """Await `coroutine`, whose errors go to the error handler; only being cancelled leaves it unfinished."""
        if (task := asyncio.current_task()) is not None:
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        await coroutine
        self._inbox.finished(update)

    async def cancel(self) -> None:
        """Leave unfinished what is in hand."""
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
