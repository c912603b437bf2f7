"""The bot from its start to its end: connects, polls, answers, and stops cleanly on a signal."""

import asyncio
import logging
import signal
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

from telegram import Update
from telegram.error import InvalidToken, TelegramError
from telegram.ext import ApplicationBuilder

from bot.telegram.asker import Asker
from bot.telegram.channel import AnyApplication, Channel
from bot.telegram.conversations import Conversations
from bot.telegram.errors import TokenRefusedError
from bot.telegram.logs import set_up_logging
from bot.telegram.order import InOrder
from bot.telegram.polling import backoff_seconds, poll, stopped_within
from bot.telegram.settings import TelegramSettings

__all__ = ["run", "serve"]

ANSWERING_THREADS = 4
CONCURRENT_UPDATES = 256
CONNECTIONS = 64
POOL_WAIT_SECONDS = 60
DRAIN_SECONDS = 10
_LOGGER = logging.getLogger(__name__)


def run(asker: Asker, settings: TelegramSettings) -> None:
    """Run the bot until SIGINT or SIGTERM. Raises TokenRefusedError if the server does not know the token."""
    set_up_logging(settings.token)
    asyncio.run(_until_signalled(asker, settings))


async def serve(asker: Asker, settings: TelegramSettings, *, stop: asyncio.Event) -> None:
    """Run the bot until `stop` is set. Raises TokenRefusedError if the server does not know the token."""
    with ThreadPoolExecutor(ANSWERING_THREADS, thread_name_prefix="answer") as executor:
        channel = Channel(asker, conversations=Conversations(), executor=executor)
        application = _application(settings)
        channel.register(application)
        try:
            await _answer_updates(application, channel, stop)
        except InvalidToken:
            raise TokenRefusedError(settings.api_url) from None  # its message has the token in it
        finally:
            await _shut_down(application)


async def _until_signalled(asker: Asker, settings: TelegramSettings) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    await serve(asker, settings, stop=stop)


def _application(settings: TelegramSettings) -> AnyApplication:
    builder = ApplicationBuilder().token(settings.token).base_url(f"{settings.api_url}/bot").updater(None)
    builder = builder.connection_pool_size(CONNECTIONS).pool_timeout(POOL_WAIT_SECONDS)
    return builder.concurrent_updates(InOrder(CONCURRENT_UPDATES)).build()


async def _answer_updates(application: AnyApplication, channel: Channel, stop: asyncio.Event) -> None:
    if not await _connected(application, stop):
        return
    _LOGGER.info("Answering as @%s.", application.bot.username)
    await application.start()
    await channel.announce(application)

    async def put(updates: Sequence[Update]) -> None:
        for update in updates:
            await application.update_queue.put(update)

    await poll(application.bot, put, stop=stop)


async def _connected(application: AnyApplication, stop: asyncio.Event) -> bool:
    """Connect, for as long as an outage lasts; False if `stop` was set first. Raises InvalidToken."""
    failures = 0
    while not stop.is_set():
        try:
            await application.initialize()
        except InvalidToken:
            raise
        except TelegramError as error:
            failures += 1
            if failures == 1:
                _LOGGER.warning("The Bot API server cannot be reached (%s); trying again.", type(error).__name__)
            await stopped_within(backoff_seconds(failures), stop)
        else:
            return True
    return False


async def _shut_down(application: AnyApplication) -> None:
    """Answer what was taken over, within `DRAIN_SECONDS`, and close the connections."""
    if application.running:
        try:
            await asyncio.wait_for(application.stop(), DRAIN_SECONDS)
        except TimeoutError:
            _LOGGER.warning("Stopped before everything was answered.")
    await application.shutdown()
    await application.bot.shutdown()
