"""The bot from its start to its end: connects, polls, answers, and stops cleanly on a signal."""

import asyncio
import logging
import signal
import sqlite3
import sys
import warnings
from collections.abc import AsyncIterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, closing, suppress
from time import monotonic

from filelock import FileLock, Timeout
from telegram import Update
from telegram.error import InvalidToken
from telegram.ext import ApplicationBuilder
from telegram.warnings import PTBDeprecationWarning, PTBUserWarning

from bot.desk import shared_crowd
from bot.telegram.answering import Answering
from bot.telegram.asker import Shelf
from bot.telegram.bringing import Bringing
from bot.telegram.buttons import Buttons
from bot.telegram.channel import ALLOWED_UPDATES, AnyApplication, Channel, announce
from bot.telegram.conversations import Conversations
from bot.telegram.database import Database, open_database
from bot.telegram.downloads import Downloads
from bot.telegram.editions import Editions
from bot.telegram.errors import TokenRefusedError
from bot.telegram.feedback import Feedback
from bot.telegram.finishing import Finishing
from bot.telegram.flood import FloodLimits
from bot.telegram.forgetting import Forgetting
from bot.telegram.inbox import Inbox
from bot.telegram.inline import Inline
from bot.telegram.logs import set_up_logging
from bot.telegram.memory import keep_few_pools
from bot.telegram.metrics import Metrics
from bot.telegram.own import OwnStories
from bot.telegram.polling import poll
from bot.telegram.quota import Quota
from bot.telegram.readings import Readings
from bot.telegram.requests import Requests
from bot.telegram.retrying import stopped_within, until_done
from bot.telegram.sending import Sending
from bot.telegram.settings import TelegramSettings
from bot.telegram.shown import ShownAnswers
from bot.telegram.stories import Stories
from bot.telegram.web import WebServer
from corpus.web import Policy

__all__ = ["run", "serve"]

UPDATES_AT_ONCE = 256
OPENED_AT_ONCE = 8
INLINE_FOR_ONE = 3  # inline queries that count as one question: clients send one at every pause in typing
DRAIN_SECONDS = 8
STOP_SECONDS = 1
TIDY_SECONDS = 60
SILENCE_SECONDS = 90  # without a successful poll; each lasts 30 s at most
_LOGGER = logging.getLogger(__name__)


def run(shelf: Shelf, settings: TelegramSettings) -> None:
    """Run the bot until SIGINT or SIGTERM, with the first story of `shelf` read before anybody asks, and other ones.

    Raises BotError if that cannot be done, TokenRefusedError if the server does not know the token, StateError if the
    state cannot be kept, SettingError if the bot cannot listen where it should.
    """
    set_up_logging(settings.token, settings.log_format)
    keep_few_pools()
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit())  # until the loop runs and stops in order
    try:
        shelf.open(shelf.first(0))
        shelf.searched()
    except BaseException:
        shelf.close()
        raise
    asyncio.run(_until_signalled(shelf, settings))


async def serve(
    shelf: Shelf,
    settings: TelegramSettings,
    *,
    stop: asyncio.Event,
    limits: FloodLimits | None = None,
    policy: Policy | None = None,
) -> None:
    """Run the bot until `stop` is set, within `limits`, by default Telegram's. Raises as `run` does.

    `policy` says which links may be fetched, by default those of the public internet.
    """
    # RetryAfter warns as it is made that its seconds will be a timedelta one day; `seconds_to_wait` takes both.
    warnings.filterwarnings("ignore", ".*attribute `retry_after`", PTBDeprecationWarning)
    # Updates are fetched as they come, for `update_of` to read; python-telegram-bot would rather read them itself.
    warnings.filterwarnings("ignore", "Please use 'Bot.getUpdates'", PTBUserWarning)
    path = settings.state_path
    with closing(open_database(path)) as database:
        async with _alone(FileLock(f"{path}.lock"), stop):
            try:
                await _Service(shelf, settings, database, limits or FloodLimits(), policy).run(stop)
            except InvalidToken:
                raise TokenRefusedError(settings.api_url) from None  # its message has the token in it


async def _until_signalled(shelf: Shelf, settings: TelegramSettings) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    await serve(shelf, settings, stop=stop)


@asynccontextmanager
async def _alone(lock: FileLock, stop: asyncio.Event) -> AsyncIterator[None]:
    """Hold `lock`, once whoever holds it now lets go, so that two processes never answer the same updates."""
    waiting = False
    while not stop.is_set():
        with suppress(Timeout):
            lock.acquire(timeout=0)
            break
        if not waiting:
            _LOGGER.warning("Another process of this bot runs on the same state; waiting until it stops.")
            waiting = True
        await stopped_within(0.5, stop)
    try:
        yield
    finally:
        lock.release()


class _Service:
    """The parts of a running bot."""

    def __init__(
        self,
        shelf: Shelf,
        settings: TelegramSettings,
        database: Database,
        limits: FloodLimits,
        policy: Policy | None,
    ) -> None:
        self._shelf = shelf
        self._settings = settings
        self._database = database
        self._inbox = Inbox(database, at_once=UPDATES_AT_ONCE)
        self._metrics = Metrics(unfinished=lambda: self._inbox.unfinished, hurried=lambda: shared_crowd().hurried)
        self._web = WebServer(settings, self._metrics, healthy=self._healthy)
        self._last_contact = float("-inf")
        self._executor = ThreadPoolExecutor(settings.threads, thread_name_prefix="answer")
        self._opener = ThreadPoolExecutor(OPENED_AT_ONCE, thread_name_prefix="open")
        self._finishing = Finishing(self._inbox, UPDATES_AT_ONCE)
        self._requests = Requests(UPDATES_AT_ONCE)
        self._application = self._built(limits)
        self._own = OwnStories(database, settings.own_home, settings.home, days=settings.own_story_days)
        self._editions = Editions(shelf, database, self._opener, own=self._own)
        self._readings = self._reading(policy)
        self._forgetting = self._set_up()

    async def run(self, stop: asyncio.Event) -> None:
        """Answer until `stop` is set, then what was taken over, within seconds. Raises InvalidToken, SettingError."""
        tidying = asyncio.create_task(self._tidy())
        async with self._web.listening(self._settings.listen):
            try:
                if await until_done(self._application.initialize, "Connecting", stop):
                    await self._answer_updates(stop)
            finally:
                tidying.cancel()
                self._web.closed()
                await self._shut_down()

    def _set_up(self) -> Forgetting:
        """Put together what takes on updates; gives what has to be done about old ones."""
        database, editions = self._database, self._editions
        conversations, shown, stories = Conversations(database), ShownAnswers(database, editions), Stories(editions)
        forgetting = Forgetting(
            database,
            conversations=conversations,
            shown=shown,
            editions=editions,
            own=self._own,
            readings=self._readings,
        )
        answering = Answering(
            editions,
            conversations=conversations,
            shown=shown,
            quota=Quota(self._settings.questions_per_minute),
            metrics=self._metrics,
            executor=self._executor,
            feedback=self._settings.feedback,
        )
        buttons = Buttons(
            answering,
            shown=shown,
            editions=editions,
            stories=stories,
            feedback=Feedback(database),
            forgetting=forgetting,
        )
        channel = Channel(
            answering,
            bringing=Bringing(self._own, self._readings, self._settings),
            readings=self._readings,
            buttons=buttons,
            inline=Inline(answering, editions, Quota(INLINE_FOR_ONE * self._settings.questions_per_minute)),
            editions=editions,
            stories=stories,
            shown=shown,
            forgetting=forgetting,
            metrics=self._metrics,
        )
        channel.register(self._application)
        return forgetting

    def _reading(self, policy: Policy | None) -> Readings:
        """What reads the stories that readers bring."""
        settings, most = self._settings, self._settings.own_story_bytes
        files = f"{settings.api_url}/file/bot{settings.token}"
        return Readings(
            self._own,
            self._editions,
            bot=self._application.bot,
            downloads=Downloads(self._application.bot, self._requests, files=files, most=most),
            policy=policy or Policy(max_bytes=most),
            metrics=self._metrics,
            most=settings.own_stories_per_chat,
        )

    def _built(self, limits: FloodLimits) -> AnyApplication:
        settings = self._settings
        builder = ApplicationBuilder().token(settings.token).base_url(f"{settings.api_url}/bot").updater(None)
        builder = builder.update_queue(self._inbox).rate_limiter(Sending(limits, self._metrics))
        builder = builder.base_file_url(f"{settings.api_url}/file/bot")
        builder = builder.request(self._requests).get_updates_request(Requests(1))
        return builder.concurrent_updates(self._finishing).build()

    async def _answer_updates(self, stop: asyncio.Event) -> None:
        bot = self._application.bot
        _LOGGER.info("Answering as @%s.", bot.username)
        await self._application.start()
        await self._forget_old()
        self._inbox.restore(bot)
        self._readings.wake()
        announcing = asyncio.create_task(announce(bot, stop, own_stories=self._settings.own_stories))
        if self._settings.webhook:
            await self._take_webhook(stop)
        else:
            await poll(bot, self._put, ALLOWED_UPDATES, stop=stop)
        announcing.cancel()

    async def _take_webhook(self, stop: asyncio.Event) -> None:
        """Have Telegram send updates to the webhook until `stop` is set. Raises InvalidToken."""
        settings, bot = self._settings, self._application.bot

        async def set_webhook() -> None:
            await bot.set_webhook(
                settings.webhook or "", allowed_updates=ALLOWED_UPDATES, secret_token=settings.webhook_secret
            )

        self._web.ready(bot, self._put)
        if await until_done(set_webhook, "Setting the webhook", stop):
            self._last_contact = float("inf")  # from here on Telegram comes to us
            await stop.wait()

    async def _put(self, updates: Sequence[Update]) -> None:
        self._metrics.updates.inc(await self._inbox.store(updates))
        self._last_contact = max(self._last_contact, monotonic())

    def _healthy(self) -> bool:
        return self._application.running and monotonic() - self._last_contact < SILENCE_SECONDS

    async def _tidy(self) -> None:
        while True:
            await asyncio.sleep(TIDY_SECONDS)
            await self._forget_old()

    async def _forget_old(self) -> None:
        """Delete what was kept long enough; what cannot be deleted now is tried again in a minute."""
        try:
            await self._forgetting.forget_old()
        except (sqlite3.Error, OSError) as error:
            _LOGGER.error("What is old could not be deleted: %s", type(error).__name__)

    async def _shut_down(self) -> None:
        """Answer what was taken over, as far as the time goes, and close everything. The rest is kept for later."""
        await self._readings.close()
        if self._application.running:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._inbox.idle(), DRAIN_SECONDS)
            with suppress(TimeoutError):
                await asyncio.wait_for(self._application.stop(), STOP_SECONDS)
            await self._finishing.cancel()
            if self._inbox.unfinished:
                _LOGGER.warning("%s updates are left for the next start.", self._inbox.unfinished)
        await self._application.shutdown()
        await self._application.bot.shutdown()
        self._shelf.close()
        self._own.close()
        for pool in (self._executor, self._opener):
            pool.shutdown(wait=False, cancel_futures=True)
        self._inbox.close()
