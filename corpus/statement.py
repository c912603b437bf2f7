"""Who said what, and when: the records that reading a story leaves.

The terms are those of the attribution literature (Pareti 2015, *Attribution: a computational approach*): a
*speaker* (source), the *cue* that reports the speaking, and the *content* that is said.
"""

from dataclasses import dataclass
from enum import StrEnum

from corpus.story import Span, Story

__all__ = [
    "DateMention",
    "DateType",
    "Reading",
    "Speaker",
    "SpeakerKind",
    "Statement",
    "StatementKind",
    "When",
    "WhenHow",
]


class StatementKind(StrEnum):
    """Whether the content is quoted word for word, reported, or reported with some words quoted."""

    DIRECT = "direct"
    INDIRECT = "indirect"
    MIXED = "mixed"


class SpeakerKind(StrEnum):
    """What kind of source speaks."""

    PERSON = "person"
    ORGANISATION = "organisation"
    GROUP = "unnamed group"
    DOCUMENT = "document"


class WhenHow(StrEnum):
    """How a date was read out of the text."""

    EXPLICIT = "explicit"
    RELATIVE = "relative"  # to the publication date: "on Wednesday"
    ANAPHORIC = "anaphoric"  # to another date in the story: "the day before"
    NAMED_DAY = "named-day"  # "International Women's Day"
    CARRIED = "carried"  # from the statement that this one continues
    PUBLISHED = "published"  # nothing but the publication date


class DateType(StrEnum):
    """TimeML's types of time expression (TIMEX3)."""

    DATE = "DATE"
    TIME = "TIME"
    DURATION = "DURATION"
    SET = "SET"


@dataclass(frozen=True, slots=True)
class When:
    """A day or period: an ISO value at the precision that the text supports, where it was read, and how.

    `span` is None only where `how` is `PUBLISHED`.
    """

    value: str
    span: Span | None
    how: WhenHow


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date or time phrase in the text, with its TimeML value resolved against the publication date."""

    span: Span
    value: str
    type: DateType
    how: WhenHow


@dataclass(frozen=True, slots=True)
class Speaker:
    """Somebody or something that speaks in a story.

    `name` is the fullest name (or, where there is none, description) that the story gives, as it stands there.
    `descriptions` and `mentions` are spans of the text, in order; mentions include the pronouns resolved to the
    speaker.
    """

    name: str
    kind: SpeakerKind
    descriptions: tuple[Span, ...] = ()
    mentions: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One thing said. Spans are of the story's text; `speaker` is an index into `Reading.speakers`.

    `parts` has one span of content or more (a quotation may be interrupted by its cue), in order, each with its
    quotation marks where it is quoted. `speaker` is None where the text does not support one. `mention` is how the
    speaker is named here: "he", "the Russian president".
    """

    kind: StatementKind
    parts: tuple[Span, ...]
    cue: Span | None = None
    speaker: int | None = None
    mention: Span | None = None
    said_on: When | None = None
    reported_by: Span | None = None
    setting: Span | None = None

    @property
    def start(self) -> int:
        """Where the first part starts."""
        return self.parts[0].start

    @property
    def end(self) -> int:
        """Where the last part ends."""
        return self.parts[-1].end


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """Everything that was worked out about one story, in the order of the text."""

    story: Story
    speakers: tuple[Speaker, ...] = ()
    statements: tuple[Statement, ...] = ()
    dates: tuple[DateMention, ...] = ()

    def speaker_of(self, statement: Statement) -> Speaker | None:
        """The speaker of `statement`, or None where it is unknown."""
        return None if statement.speaker is None else self.speakers[statement.speaker]
