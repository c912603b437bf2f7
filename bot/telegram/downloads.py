"""Files that readers send, fetched from the Bot API server."""

import asyncio

from telegram import Bot
from telegram.error import BadRequest, NetworkError

from bot.errors import BringingError
from bot.telegram.requests import Requests, TooLargeError
from bot.telegram.retrying import backoff_seconds

__all__ = ["Downloads"]

TRIES = 5


class Downloads:
    """Fetches files of at most `most` bytes."""

    def __init__(self, bot: Bot, requests: Requests, *, files: str, most: int) -> None:
        """`files` is the address that all files lie under, up to the token's end."""
        self._bot = bot
        self._requests = requests
        self._files = files
        self._most = most

    async def file(self, file_id: str) -> bytes:
        """What is in a file. Raises BringingError if it is too large or not to be had, TelegramError in an outage."""
        failures = 0
        while True:
            address = await self._address(file_id)  # which holds for an hour
            try:
                return await self._requests.download(address, self._most)
            except TooLargeError as error:
                raise BringingError(f"it has more than {self._most:,} bytes, which is the limit") from error
            except NetworkError:
                failures += 1
                if failures >= TRIES:
                    raise
                await asyncio.sleep(backoff_seconds(failures))

    async def _address(self, file_id: str) -> str:
        try:
            address = (await self._bot.get_file(file_id)).file_path or ""
        except BadRequest as error:
            raise BringingError("Telegram does not hand it out") from error
        if not address.startswith(f"{self._files}/"):  # a path on the disk of a server of one's own
            raise BringingError("the server does not hand it out")
        return address
