"""A cited answer, the same for every channel."""

from dataclasses import dataclass
from enum import StrEnum

from corpus.statement import Reading, Statement
from corpus.story import Sentence, Span, Story

__all__ = ["Answer", "Citation", "Outcome"]


class Outcome(StrEnum):
    """What came of a question."""

    ANSWER = "answer"
    NOT_IN_STORY = "not_in_story"
    CHAT = "chat"


@dataclass(frozen=True, slots=True)
class Citation:
    """A passage of a story. Its text is the story's slice by construction, so it can't be anything else.

    `statement` is the statement that the passage is cited for, where there is one.
    """

    reading: Reading
    sentence: Sentence
    span: Span
    statement: Statement | None = None

    def __post_init__(self) -> None:
        """Raise ValueError if the span is empty or runs out of the text."""
        if not 0 <= self.span.start < self.span.end <= len(self.reading.story.text):
            raise ValueError(f"{self.span} is not a span of story {self.reading.story.id!r}")

    @property
    def story(self) -> Story:
        """The story that is cited."""
        return self.reading.story

    @property
    def text(self) -> str:
        """The cited words, exactly as they stand in the story."""
        return self.span.of(self.story.text)

    @property
    def speaker(self) -> str | None:
        """The name of whoever speaks in the passage, where a statement is cited."""
        speaker = self.reading.speaker_of(self.statement) if self.statement else None
        return speaker.name if speaker else None

    @property
    def said_on(self) -> str | None:
        """The ISO day (or month, or year) on which it was said, where the story gives it."""
        return self.statement.said_on.value if self.statement and self.statement.said_on else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A reply. `citations` are best first; where `outcome` is `NOT_IN_STORY` they are the nearest passages, no answer.

    `confidence` lies in [0, 1]. A `hurried` answer was given while many asked: the next time, it may be a better one.
    """

    outcome: Outcome
    text: str
    citations: tuple[Citation, ...] = ()
    confidence: float = 0.0
    hurried: bool = False

    @property
    def statements(self) -> tuple[Statement, ...]:
        """The statements behind the answer, in the order of the citations."""
        return tuple(c.statement for c in self.citations if c.statement)
