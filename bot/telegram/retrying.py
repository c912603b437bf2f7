"""How long to wait before something is tried again."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress

from telegram.error import InvalidToken, RetryAfter, TelegramError

__all__ = ["backoff_seconds", "seconds_to_wait", "stopped_within", "until_done"]

LONGEST_PAUSE_SECONDS = 30.0
_LOGGER = logging.getLogger(__name__)


def backoff_seconds(failures: int) -> float:
    """How long to wait after so many failures in a row: 0.5 s, then twice as long each time, 30 s at most."""
    return min(LONGEST_PAUSE_SECONDS, 0.5 * 2.0 ** min(failures - 1, 10))


def seconds_to_wait(error: RetryAfter) -> float:
    """How long the server asks to wait."""
    after = error.retry_after  # a timedelta one day
    return float(after) if isinstance(after, int | float) else after.total_seconds()


async def stopped_within(seconds: float, stop: asyncio.Event) -> bool:
    """Whether `stop` was set before `seconds` were over; returns at once when it is."""
    with suppress(TimeoutError):
        await asyncio.wait_for(stop.wait(), seconds)
    return stop.is_set()


async def until_done(action: Callable[[], Awaitable[object]], name: str, stop: asyncio.Event) -> bool:
    """Do `action`, again after each TelegramError, until it succeeds; False if `stop` was set first.

    Raises InvalidToken, which no waiting helps.
    """
    failures = 0
    while not stop.is_set():
        try:
            await action()
        except InvalidToken:
            raise
        except TelegramError as error:
            failures += 1
            if failures == 1:
                _LOGGER.warning("%s failed (%s); trying again.", name, type(error).__name__)
            pause = seconds_to_wait(error) if isinstance(error, RetryAfter) else backoff_seconds(failures)
            await stopped_within(pause, stop)
        else:
            return True
    return False
