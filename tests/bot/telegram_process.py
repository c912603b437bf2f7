"""The bot as a process of its own, which tests can kill; a question with "crash" in it ends the process."""

import asyncio
import os
import signal
import sys
from pathlib import Path

from bot.answer import Answer
from bot.conversation import Conversation
from bot.telegram import TelegramSettings, run
from tests.bot.telegram_server import BotServer
from tests.bot.telegram_story import SmallAsker, SmallShelf

__all__ = ["BotProcess"]


class BotProcess:
    """A bot that runs in a process, with its state in `home`."""

    def __init__(self, server: BotServer, home: Path) -> None:
        self._environment = {
            **os.environ,
            "TELEGRAM_BOT_TOKEN": server.token,
            "TELEGRAM_API_URL": server.url,
            "ON_THE_RECORD_HOME": str(home),
        }
        self._process: asyncio.subprocess.Process

    async def start(self) -> None:
        """Start a process."""
        self._process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", __name__, env=self._environment, stderr=asyncio.subprocess.PIPE
        )

    async def kill(self) -> None:
        """End it as kill -9 does."""
        self._process.kill()
        await self._process.communicate()

    async def ended(self) -> int:
        """Wait for it to end by itself; gives the exit code."""
        await self._process.communicate()
        return self._process.returncode or 0

    async def stop(self) -> tuple[int, str]:
        """End it as a service manager does; gives the exit code and what it wrote to stderr."""
        self._process.send_signal(signal.SIGTERM)
        _, errors = await self._process.communicate()
        return self._process.returncode or 0, errors.decode()


class _CrashingAsker(SmallAsker):
    """Ends the process at a question with "crash" in it."""

    def ask(self, question: str, conversation: Conversation) -> Answer:
        if "crash" in question:
            os.kill(os.getpid(), signal.SIGKILL)
        return super().ask(question, conversation)


if __name__ == "__main__":
    run(SmallShelf(_CrashingAsker()), TelegramSettings.from_environment())
