"""The bot's own small web server: the webhook, the health of the process, and its metrics."""

import hmac
import json
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from urllib.parse import urlsplit

from aiohttp import web
from telegram import Bot, Update

from bot.telegram.decoding import update_id_of, update_of
from bot.telegram.errors import SettingError
from bot.telegram.metrics import Metrics
from bot.telegram.settings import Address, TelegramSettings

__all__ = ["WebServer"]

LARGEST_UPDATE = 1_000_000  # bytes; Telegram's are a few thousand
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
_LOGGER = logging.getLogger(__name__)
Put = Callable[[Sequence[Update]], Awaitable[object]]


class WebServer:
    """Answers `/healthz`, `/metrics` and, with a webhook, Telegram.

    An update is confirmed (200) once `put` has it on disk. Until `ready` was called Telegram is told to come later.
    """

    def __init__(self, settings: TelegramSettings, metrics: Metrics, *, healthy: Callable[[], bool]) -> None:
        self._metrics = metrics
        self._healthy = healthy
        self._secret = (settings.webhook_secret or "").encode()
        self._bot: Bot | None = None
        self._put: Put | None = None
        self._app = web.Application(client_max_size=LARGEST_UPDATE)
        self._app.router.add_get("/healthz", self._health)
        self._app.router.add_get("/metrics", self._metrics_text)
        if settings.webhook:
            self._app.router.add_post(urlsplit(settings.webhook).path, self._update)

    @asynccontextmanager
    async def listening(self, address: Address | None) -> AsyncIterator[None]:
        """Listen at `address`, if any, within the block. Raises SettingError if it is taken or not ours."""
        if address is None:
            yield
            return
        runner = web.AppRunner(self._app, access_log=None, shutdown_timeout=1)
        await runner.setup()
        try:
            await web.TCPSite(runner, address.host, address.port).start()
        except OSError as error:
            await runner.cleanup()
            raise SettingError("--listen", f"is {address}, where the bot cannot listen ({error.strerror})") from error
        _LOGGER.info("Listening at %s.", ", ".join(f"{host}:{port}" for host, port, *_ in runner.addresses))
        try:
            yield
        finally:
            await runner.cleanup()

    def ready(self, bot: Bot, put: Put) -> None:
        """Take updates for `bot` from now on, and `put` them."""
        self._bot, self._put = bot, put

    def closed(self) -> None:
        """Take no more updates."""
        self._put = None

    async def _update(self, request: web.Request) -> web.Response:
        secret = request.headers.get(SECRET_HEADER, "").encode("utf-8", "surrogateescape")
        if not hmac.compare_digest(secret, self._secret):
            return web.Response(status=403)
        body = await request.read()
        if self._put is None:
            return web.Response(status=503)
        raw = _json(body)
        update = update_of(raw, self._bot)
        if update is None:  # what has a number would come again and again if it were refused
            return web.Response(status=400 if update_id_of(raw) is None else 200)
        try:
            await self._put([update])
        except OSError:
            _LOGGER.error("An update could not be stored; Telegram will send it again.")
            return web.Response(status=503)
        return web.Response()

    async def _health(self, request: web.Request) -> web.Response:
        healthy = self._healthy()
        return web.json_response({"status": "ok" if healthy else "unavailable"}, status=200 if healthy else 503)

    async def _metrics_text(self, request: web.Request) -> web.Response:
        return web.Response(body=self._metrics.text(), headers={"Content-Type": "text/plain; version=0.0.4"})


def _json(body: bytes) -> object:
    """What `body` holds, or None if that is not JSON."""
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None
