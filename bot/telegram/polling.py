"""Long polling: fetches updates, and confirms them to Telegram only once they were taken over.

python-telegram-bot's own `Updater` does not tell its application that the token was revoked while it ran, and
its loop ends if an update cannot be put away (a full disk).
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from time import monotonic

from telegram import Bot, Update
from telegram.error import Conflict, EndPointNotFound, InvalidToken, RetryAfter, TelegramError

from bot.telegram.decoding import RawUpdate, update_id_of, update_of
from bot.telegram.retrying import backoff_seconds, seconds_to_wait, stopped_within

__all__ = ["poll"]

POLL_SECONDS = 30
CONFIRMING_SECONDS = 5  # with an offset, which updates that are numbered anew may lie below
READ_SECONDS = 10  # beyond those, for the answer to arrive
QUICK_SECONDS = 0.1
_LOGGER = logging.getLogger(__name__)


async def poll(
    bot: Bot,
    put: Callable[[Sequence[Update]], Awaitable[object]],
    allowed_updates: Sequence[str],
    *,
    stop: asyncio.Event,
) -> None:
    """Fetch updates of the `allowed_updates` kinds and `put` them until `stop` is set.

    Telegram forgets updates once a later `getUpdates` names a higher offset, which happens only after `put`
    returned. Outages, a second poller, and a `put` that raises OSError are waited out. Raises InvalidToken once the
    server has refused the token twice.

    When nothing came, the next `getUpdates` names no offset: all that came before is confirmed, and after a quiet week
    Telegram numbers updates anew, perhaps from a lower number than the offset.
    """
    offset: int | None = None
    failures = 0
    while not stop.is_set():
        try:
            if offset is None:
                await bot.delete_webhook(drop_pending_updates=False)
                offset = 0
            asked = monotonic()
            fetched = await _fetched(bot, offset, allowed_updates, stop)
            await put([update for raw in fetched if (update := update_of(raw, bot))])
        except (TelegramError, OSError) as error:
            if isinstance(error, InvalidToken | EndPointNotFound) and await _is_refused(bot):
                raise InvalidToken from error
            if isinstance(error, Conflict) and "webhook" in str(error).lower():
                offset = None  # somebody has set one
            failures += 1
            _report(error, failures)
            await stopped_within(_pause_after(error, failures), stop)
        else:
            failures = 0
            offset = max((number + 1 for raw in fetched if (number := update_id_of(raw)) is not None), default=0)
            if not fetched and monotonic() - asked < QUICK_SECONDS:
                await stopped_within(QUICK_SECONDS, stop)  # a server that does not hold requests is not to be pressed
    if offset:
        await _confirm(bot, offset, allowed_updates)


async def _fetched(bot: Bot, offset: int, allowed_updates: Sequence[str], stop: asyncio.Event) -> Sequence[RawUpdate]:
    """The next updates, or none if `stop` is set first."""
    timeout = CONFIRMING_SECONDS if offset else POLL_SECONDS
    parameters = {"offset": offset, "timeout": timeout, "allowed_updates": list(allowed_updates)}
    request = bot.do_api_request("getUpdates", parameters, read_timeout=POLL_SECONDS + READ_SECONDS)
    fetching = asyncio.ensure_future(request)
    stopping = asyncio.ensure_future(stop.wait())
    try:
        await asyncio.wait([fetching, stopping], return_when=asyncio.FIRST_COMPLETED)
        found = fetching.result() if fetching.done() else []
        if not isinstance(found, list):
            raise TelegramError("getUpdates gave no list")
        return found
    finally:
        for task in (fetching, stopping):
            task.cancel()
        await asyncio.gather(fetching, stopping, return_exceptions=True)


async def _is_refused(bot: Bot) -> bool:
    """Whether the server does not know the token: one refusal may be a slip of something in between."""
    try:
        await bot.get_me()
    except InvalidToken:
        return True
    except TelegramError:
        return False
    return False


async def _confirm(bot: Bot, offset: int, allowed_updates: Sequence[str]) -> None:
    """Tell Telegram which updates were taken over, so that they do not come again at the next start."""
    parameters = {"offset": offset, "timeout": 0, "limit": 1, "allowed_updates": list(allowed_updates)}
    with suppress(TelegramError):
        await bot.do_api_request("getUpdates", parameters, read_timeout=2)


def _pause_after(error: Exception, failures: int) -> float:
    return seconds_to_wait(error) if isinstance(error, RetryAfter) else backoff_seconds(failures)


def _report(error: Exception, failures: int) -> None:
    """Say what happened, once for each row of failures."""
    if failures > 1:
        return
    if isinstance(error, Conflict):
        _LOGGER.warning("Another program fetches this bot's updates with the same token (409); waiting until it stops.")
    else:
        _LOGGER.warning("Fetching updates failed (%s); trying again.", type(error).__name__)
