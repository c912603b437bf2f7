"""What the channel asks: anything that answers questions about stories, and whatever such things are taken from."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from bot.answer import Answer
from bot.conversation import Conversation
from corpus.statement import Reading

__all__ = ["Asker", "Listed", "Searcher", "Shelf"]


class Asker(Protocol):
    """Answers questions about one story, from any thread, and never raises for what a user wrote."""

    @property
    def reading(self) -> Reading:
        """What was read of the story."""

    def ask(self, question: str, conversation: Conversation) -> Answer:
        """Answer `question`, asked after the turns of `conversation`."""


class Searcher(Protocol):
    """Answers questions from all stories of a shelf, likewise."""

    def ask(self, question: str, conversation: Conversation) -> Answer:
        """Answer `question`, asked after the turns of `conversation`, from the stories that tell most of it."""

    def reading(self, story_id: str) -> Reading | None:
        """What was read of the story with this id; None if there is none, or it cannot be opened."""


@dataclass(frozen=True, slots=True)
class Listed:
    """What a list of stories says of one."""

    id: str
    title: str
    published: date | None = None


class Shelf(Protocol):
    """The stories that readers choose among; more may come, and some may go, while the bot runs.

    Its methods are called in threads, several at a time.
    """

    def listed(self, chat: int) -> Sequence[Listed]:
        """The stories that `chat` may ask about, the first one first. Never empty."""

    def first(self, chat: int) -> str:
        """The id of the first story, which `chat` asks about until it chooses, or all. At once, as `allows`."""

    def searched(self) -> Searcher | None:
        """What answers from all stories at once; None where there is but one. Its stories are everybody's."""

    @property
    def begins_with_all(self) -> bool:
        """Whether chats ask all stories, where there are several, until they choose one."""

    def allows(self, chat: int, story_id: str) -> bool:
        """Whether `chat` may ask about the story with this id, if there is one. At once, for it holds up the others."""

    def open(self, story_id: str) -> Asker:
        """What answers about a story, which may have to be read first. Raises BotError if that cannot be done."""

    def close(self) -> None:
        """Stop what is going on: whoever waits for a story gets a BotError."""
