"""What was read of a story, as an archive searches it."""

import re
from calendar import monthrange

import numpy as np
from numpy.typing import NDArray

from corpus.statement import Reading, Statement
from index.archive.contract import ArchivedStory, Line, StoryCard, Where
from index.search import StoryIndex

__all__ = ["archived", "last_name", "lines_of", "meets"]

_DAY = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?(?![\d-])")


def archived(index: StoryIndex, key: str) -> ArchivedStory:
    """The story of an index, read as `key`."""
    story = index.reading.story
    day = story.published.isoformat() if story.published else None
    card = StoryCard(id=story.id, key=key, title=story.title, source=story.source, published=day)
    return ArchivedStory(card, lines_of(index.reading), index.vectors())


def lines_of(reading: Reading) -> list[Line]:
    """The sentences of a story with the days and the speakers of what is said in them."""
    story = reading.story
    published = story.published.isoformat() if story.published else None
    said: list[list[Statement]] = [[] for _ in story.sentences]
    for statement in reading.statements:
        for part in statement.parts:
            for sentence in story.sentences:
                if part.overlaps(sentence.span) and statement not in said[sentence.index]:
                    said[sentence.index].append(statement)
    return [
        Line(
            sentence.span.of(story.text), *_days(said[sentence.index], published), _names(reading, said[sentence.index])
        )
        for sentence in story.sentences
    ]


def meets(reading: Reading, where: Where) -> NDArray[np.bool_]:
    """Which sentences of a story meet the conditions, but for who published it."""
    return np.array([_is_met(line, where) for line in lines_of(reading)], np.bool_)


def last_name(name: str) -> str:
    """The word by which an archive finds a speaker, which for people is the surname: the last one, in lower case.

    >>> last_name("Vladimir Putin"), last_name("Martin Luther King, Jr.")
    ('putin', 'king')
    """
    words = [word for word in re.findall(r"[\w'’-]+", name.casefold()) if word not in ("jr", "sr", "ii", "iii")]
    return re.sub(r"['’]s?$", "", words[-1]) if words else ""


def _is_met(line: Line, where: Where) -> bool:
    return (
        (where.since is None or (line.until is not None and line.until >= where.since))
        and (where.until is None or (line.since is not None and line.since <= where.until))
        and (where.name is None or where.name in line.names)
    )


def _days(said: list[Statement], published: str | None) -> tuple[str | None, str | None]:
    spans = [span for s in said if s.said_on and (span := _span(s.said_on.value))]
    if not spans:
        return published, published
    return min(first for first, _ in spans), max(last for _, last in spans)


def _span(value: str) -> tuple[str, str] | None:
    """The first and the last day of an ISO day, month or year; None for values of other forms."""
    match = _DAY.match(value)
    if not match:
        return None
    year, month, day = match.groups()
    if day:
        return f"{year}-{month}-{day}", f"{year}-{month}-{day}"
    if month and 1 <= int(month) <= 12 and int(year):
        return f"{year}-{month}-01", f"{year}-{month}-{monthrange(int(year), int(month))[1]:02}"
    return f"{year}-01-01", f"{year}-12-31"


def _names(reading: Reading, said: list[Statement]) -> tuple[str, ...]:
    names = (last_name(speaker.name) for s in said if (speaker := reading.speaker_of(s)))
    return tuple(dict.fromkeys(name for name in names if name))
