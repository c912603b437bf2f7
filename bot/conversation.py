"""What a chat has asked and been told, as far as a follow-up needs it."""

from dataclasses import dataclass, replace

from bot.answer import Answer

__all__ = ["Conversation", "Turn"]

KEPT_TURNS = 6


@dataclass(frozen=True, slots=True)
class Turn:
    """One question and the answer that it got."""

    question: str
    answer: Answer


@dataclass(frozen=True, slots=True)
class Conversation:
    """The last few turns of one chat, oldest first. A new one is empty."""

    turns: tuple[Turn, ...] = ()

    def then(self, question: str, answer: Answer) -> "Conversation":
        """This conversation with one more turn; the oldest is forgotten past `KEPT_TURNS`."""
        return replace(self, turns=(*self.turns, Turn(question, answer))[-KEPT_TURNS:])
