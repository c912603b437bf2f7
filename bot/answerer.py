"""Answers questions about one story. Everything about the story was worked out before."""

from bot.answer import Answer
from bot.conversation import Conversation
from corpus.statement import Reading
from index.story_index import StoryIndex

__all__ = ["Answerer"]


class Answerer:
    """Answers questions about one story; holds no conversation, so one serves every chat and thread."""

    def __init__(self, index: StoryIndex) -> None:
        """Answer from `index`."""
        self._index = index

    @property
    def reading(self) -> Reading:
        """What was read of the story."""
        return self._index.reading

    def ask(self, question: str, conversation: Conversation) -> Answer:
        """Answer `question`, asked after the turns of `conversation`.

        Never raises for what a user wrote: an empty or unusable question gets an answer that says so.
        """
        raise NotImplementedError
