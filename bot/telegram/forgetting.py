"""What is kept of a conversation is deleted: when its time is over, or at once when a reader says so."""

from bot.telegram.conversations import ChatKey, Conversations
from bot.telegram.database import Database
from bot.telegram.editions import Editions
from bot.telegram.shown import ShownAnswers

__all__ = ["Forgetting"]


class Forgetting:
    """Deletes from everything that keeps something of readers."""

    def __init__(
        self, database: Database, *, conversations: Conversations, shown: ShownAnswers, editions: Editions
    ) -> None:
        self._database = database
        self._conversations = conversations
        self._shown = shown
        self._editions = editions

    def forget(self, key: ChatKey) -> None:
        """Delete everything that is kept of the conversation under `key`, on disk too."""
        self._conversations.forget(key)
        self._shown.forget_all(key)
        if not key.member:  # in a group, the choice is everybody's
            self._editions.forget(key.chat)
        with self._database.transaction():
            self._database.rows(
                "DELETE FROM set_aside WHERE chat = ? AND member = coalesce(nullif(?, 0), member)", *key
            )
        self._database.tidy()

    def move(self, old: int, new: int) -> None:
        """Take what is kept of the chat `old` over to `new`. Messages have other numbers there."""
        with self._database.transaction():
            self._database.rows("UPDATE OR IGNORE conversations SET chat = ? WHERE chat = ?", new, old)
            self._database.rows("UPDATE OR IGNORE choices SET chat = ? WHERE chat = ?", new, old)
            self._database.rows("UPDATE set_aside SET chat = ? WHERE chat = ?", new, old)

    def forget_old(self) -> None:
        """Delete what was kept long enough."""
        self._conversations.forget_idle()
        self._shown.forget_old()
        self._database.tidy()
