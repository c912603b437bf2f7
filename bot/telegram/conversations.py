"""The conversations that follow-up questions need: a bounded number, on disk, each forgotten after a while."""

import asyncio
import time
from collections.abc import Callable
from typing import NamedTuple

from bot.conversation import Conversation
from bot.telegram.database import Database
from bot.telegram.records import Records

__all__ = ["ChatKey", "Conversations"]


class ChatKey(NamedTuple):
    """A chat and, in a group, the one of its members whose conversation it is; 0 in a private chat."""

    chat: int
    member: int = 0


class Conversations:
    """A conversation for each key, also after a restart; forgotten after `idle_seconds` unused.

    At most `kept` are held; the longest unused go first.
    """

    def __init__(
        self,
        database: Database,
        *,
        kept: int = 2_000,
        idle_seconds: float = 1_800,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._database = database
        self._kept = kept
        self._idle_seconds = idle_seconds
        self._clock = clock

    async def get(self, key: ChatKey, records: Records) -> Conversation:
        """The conversation under `key`, as far as it is about what `records` can find; or a new one."""
        rows = self._database.rows(
            "SELECT turns FROM conversations WHERE chat = ? AND member = ? AND used >= ?", *key, self._oldest()
        )
        return await asyncio.to_thread(records.conversation, str(rows[0][0])) if rows else Conversation()

    def put(self, key: ChatKey, conversation: Conversation, records: Records) -> None:
        """Hold `conversation` under `key`, and forget what is over the bounds."""
        turns = records.of_conversation(conversation)
        with self._database.transaction():
            self._database.rows("INSERT OR REPLACE INTO conversations VALUES (?, ?, ?, ?)", *key, self._clock(), turns)
            self._database.rows("DELETE FROM conversations WHERE used < ?", self._oldest())
            self._database.rows(
                "DELETE FROM conversations WHERE rowid IN"
                " (SELECT rowid FROM conversations ORDER BY used DESC LIMIT -1 OFFSET ?)",
                self._kept,
            )

    def forget(self, key: ChatKey) -> None:
        """Forget the conversation under `key`."""
        with self._database.transaction():
            self._database.rows("DELETE FROM conversations WHERE chat = ? AND member = ?", *key)

    def forget_idle(self) -> None:
        """Forget what nobody goes on with."""
        with self._database.transaction():
            self._database.rows("DELETE FROM conversations WHERE used < ?", self._oldest())

    def _oldest(self) -> float:
        return self._clock() - self._idle_seconds
