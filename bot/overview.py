"""A story at a glance: who is quoted, and what was said day by day."""

from collections import defaultdict
from dataclasses import dataclass

from corpus.statement import Reading, Speaker, SpeakerKind, Statement
from index.lexical import words

__all__ = ["QuotedSpeaker", "TimelineDay", "quoted", "quoted_as", "timeline"]

_BODIES = frozenset(words("organisation organization group agency company firm outlet newspaper body"))


@dataclass(frozen=True, slots=True)
class QuotedSpeaker:
    """Somebody who speaks in the story, and all that they say there, in the order of the text."""

    speaker: Speaker
    statements: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class TimelineDay:
    """What was said on one day (an ISO value, or None where the story does not fix it), in the order of the text."""

    day: str | None
    statements: tuple[Statement, ...]


def quoted(reading: Reading) -> tuple[QuotedSpeaker, ...]:
    """Everybody with a statement, the most quoted first, then in the order of the text."""
    said: dict[int, list[Statement]] = defaultdict(list)
    for statement in reading.statements:
        if statement.speaker is not None:
            said[statement.speaker].append(statement)
    rows = [QuotedSpeaker(reading.speakers[who], tuple(what)) for who, what in said.items()]
    return tuple(sorted(rows, key=lambda row: -len(row.statements)))


def quoted_as(role: str, reading: Reading) -> tuple[QuotedSpeaker, ...]:
    """Those quoted who may be what `role` says: all organisations where it is a word for one, else all people.

    Descriptions seldom have the word itself ("officials" for an ambassador), so they are not compared.
    """
    body = not _BODIES.isdisjoint(words(role)[-1:])
    return tuple(row for row in quoted(reading) if (row.speaker.kind is not SpeakerKind.PERSON) is body)


def timeline(reading: Reading) -> tuple[TimelineDay, ...]:
    """The statements by the day they were said, earliest first; those without a day last."""
    days: dict[str | None, list[Statement]] = defaultdict(list)
    for statement in reading.statements:
        days[statement.said_on.value if statement.said_on else None].append(statement)
    order = sorted(days, key=lambda day: (day is None, day or ""))
    return tuple(TimelineDay(day, tuple(days[day])) for day in order)
