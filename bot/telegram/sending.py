"""Every request to the Bot API goes out through here: in time with the flood limits, and again where it failed."""

import asyncio
import logging
from collections.abc import Callable, Coroutine
from typing import Any

from telegram.error import BadRequest, ChatMigrated, InvalidToken, NetworkError, RetryAfter
from telegram.ext import BaseRateLimiter

from bot.telegram.flood import FloodLimits
from bot.telegram.markup import without_days
from bot.telegram.metrics import Metrics
from bot.telegram.requests import NEVER_SENT
from bot.telegram.retrying import backoff_seconds, seconds_to_wait

__all__ = ["Sending"]

TRIES = 12  # some four minutes, with the pauses between
_PACED = ("send", "edit", "delete", "copy", "forward")
_ONCE = (
    "getMe",
    "sendChatAction",
    "sendMessageDraft",
    "setMyCommands",
    "setWebhook",
    "deleteWebhook",
)  # whoever calls these tries again, or need not
_LOGGER = logging.getLogger(__name__)


class Sending(BaseRateLimiter[Any]):
    """Paces requests by chat and over all, and repeats those that failed on the way.

    A 429 holds up its own chat alone, for as long as the server says. A timeout, a cut connection or a 5xx is tried
    again with growing pauses, `TRIES` times; a request that never reached the server, for as long as it takes. One
    whose token was not taken is repeated too: polling finds out whether it is refused for good, and the update waits
    for that. What the server refused (`BadRequest`, which python-telegram-bot counts among the network errors, or
    `Forbidden`) is not tried again.
    """

    def __init__(self, limits: FloodLimits, metrics: Metrics) -> None:
        self._limits = limits
        self._metrics = metrics
        self._plain = False

    async def initialize(self) -> None:
        """Nothing is needed."""

    async def shutdown(self) -> None:
        """Nothing is held."""

    async def process_request(
        self,
        callback: Callable[..., Coroutine[Any, Any, Any]],
        args: Any,  # noqa: ANN401  # the base class says so
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: object,
    ) -> Any:  # noqa: ANN401  # likewise
        """Make the request in its turn, as often as it takes. Raises TelegramError."""
        if endpoint in _ONCE:
            return await callback(*args, **kwargs)
        chat = data.get("chat_id") if endpoint.startswith(_PACED) else None
        if self._plain:
            self._made_plain(data)
        failures = 0
        while True:
            await self._turn(chat)
            try:
                return await callback(*args, **kwargs)
            except RetryAfter as error:
                await self._wait_as_told(error, chat)
            except ChatMigrated as error:
                data["chat_id"] = chat = error.new_chat_id
            except BadRequest as error:
                if "parse entities" not in str(error) or not self._made_plain(data):
                    raise
            except (NetworkError, InvalidToken) as error:
                failures += 1
                self._metrics.retries.labels(type(error).__name__).inc()
                if failures >= TRIES and not isinstance(error.__cause__, NEVER_SENT):
                    raise
                if failures == 1:
                    _LOGGER.warning("%s failed (%s); trying again.", endpoint, type(error).__name__)
                await asyncio.sleep(backoff_seconds(failures))

    def _made_plain(self, data: dict[str, Any]) -> bool:
        """Take the days' entities out of a message that was refused, and out of all later ones; False if it has none.

        A Bot API server of one's own may be older than Bot API 9.5, which brought them.
        """
        text = data.get("text")
        if not isinstance(text, str) or without_days(text) == text:
            return False
        data["text"] = without_days(text)
        self._plain = True
        return True

    async def _turn(self, chat: object) -> None:
        if isinstance(chat, int):
            await asyncio.sleep(self._limits.chat_turn(chat))
            await asyncio.sleep(self._limits.overall_turn())

    async def _wait_as_told(self, error: RetryAfter, chat: object) -> None:
        seconds = seconds_to_wait(error)
        self._metrics.retries.labels(type(error).__name__).inc()
        _LOGGER.warning("The server asks to wait for %s s.", seconds)
        if isinstance(chat, int):
            self._limits.hold(chat, seconds)
        else:
            await asyncio.sleep(seconds)
