"""What the channel asks: anything that answers questions about a story."""

from typing import Protocol

from bot.answer import Answer
from bot.conversation import Conversation
from corpus.statement import Reading

__all__ = ["Asker"]


class Asker(Protocol):
    """Answers questions about one story, from any thread, and never raises for what a user wrote."""

    @property
    def reading(self) -> Reading:
        """What was read of the story."""

    def ask(self, question: str, conversation: Conversation) -> Answer:
        """Answer `question`, asked after the turns of `conversation`."""
