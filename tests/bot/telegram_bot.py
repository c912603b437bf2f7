"""The real channel, run against the Bot API server of the tests."""

import asyncio
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from bot.telegram import Asker, Shelf, TelegramSettings, serve
from bot.telegram.flood import FloodLimits, Pace
from corpus.web import Policy
from tests.bot.telegram_server import BotServer
from tests.bot.telegram_story import SmallAsker, SmallShelf

_FAST = Pace(10_000.0, 10_000)


@asynccontextmanager
async def running_bot(
    asker: Asker | None = None,
    *,
    shelf: Shelf | None = None,
    server: BotServer | None = None,
    home: Path | None = None,
    limits: FloodLimits | None = None,
    policy: Policy | None = None,
    **settings: Any,
) -> AsyncIterator[BotServer]:
    """Run the bot, with one story or a `shelf`, until the block ends; gives the server, and checks its `violations`."""
    server = server or BotServer()
    if not server.url:
        await server.start()
    stop = asyncio.Event()
    with tempfile.TemporaryDirectory() as folder:
        chosen = TelegramSettings(token=server.token, api_url=server.url, home=home or Path(folder), **settings)
        pace = limits or FloodLimits(chat=_FAST, group=_FAST, overall=_FAST)
        stories = shelf or SmallShelf(asker or SmallAsker())
        serving = asyncio.create_task(serve(stories, chosen, stop=stop, limits=pace, policy=policy))
        try:
            yield server
        finally:
            stop.set()
            await serving
            await server.close()
    assert server.violations == [], server.violations
