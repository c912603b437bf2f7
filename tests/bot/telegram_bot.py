"""The real channel, run against the Bot API server of the tests."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.telegram import Asker, TelegramSettings, serve
from tests.bot.telegram_server import BotServer
from tests.bot.telegram_story import SmallAsker


@asynccontextmanager
async def running_bot(asker: Asker | None = None, *, server: BotServer | None = None) -> AsyncIterator[BotServer]:
    """Run the bot until the block ends; gives the server. Checks that the bot broke no rule."""
    server = server or BotServer()
    if not server.url:
        await server.start()
    stop = asyncio.Event()
    settings = TelegramSettings(token=server.token, api_url=server.url)
    serving = asyncio.create_task(serve(asker or SmallAsker(), settings, stop=stop))
    try:
        yield server
    finally:
        stop.set()
        await serving
        await server.close()
    assert server.violations == []
