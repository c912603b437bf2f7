"""What is kept of a conversation is deleted: when its time is over, or at once when a reader says so."""

from bot.telegram.conversations import ChatKey, Conversations
from bot.telegram.database import Database
from bot.telegram.editions import Editions
from bot.telegram.own import OwnStories
from bot.telegram.readings import Readings
from bot.telegram.shown import ShownAnswers

__all__ = ["Forgetting"]


class Forgetting:
    """Deletes from everything that keeps something of readers."""

    def __init__(
        self,
        database: Database,
        *,
        conversations: Conversations,
        shown: ShownAnswers,
        editions: Editions,
        own: OwnStories,
        readings: Readings,
    ) -> None:
        self._database = database
        self._conversations = conversations
        self._shown = shown
        self._editions = editions
        self._own = own
        self._readings = readings

    async def forget_story(self, story_id: str) -> None:
        """Delete a story that a reader brought, with all that was shown of it; its reading, if it goes on, is ended."""
        await self._readings.stop(story_id)
        self._own.remove(story_id)
        self._editions.close(story_id)
        self._database.tidy()

    async def forget(self, key: ChatKey) -> None:
        """Delete everything that is kept of the conversation under `key`, on disk too."""
        self._conversations.forget(key)
        self._shown.forget_all(key)
        if not key.member:  # in a group, the choice is everybody's
            self._editions.forget(key.chat)
            for story in self._own.of(key.chat):
                await self.forget_story(story.id)
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

    async def forget_old(self) -> None:
        """Delete what was kept long enough. Raises sqlite3.Error, and OSError for a file that cannot be deleted."""
        self._conversations.forget_idle()
        self._shown.forget_old()
        try:
            for story in self._own.old():
                await self.forget_story(story.id)
            self._own.sweep()
        finally:
            self._database.tidy()
