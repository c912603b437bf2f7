"""How long to wait before something is tried again."""

import asyncio
from contextlib import suppress

from telegram.error import RetryAfter

__all__ = ["backoff_seconds", "seconds_to_wait", "stopped_within"]

LONGEST_PAUSE_SECONDS = 30.0


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
