"""A date phrase as it stands in a text, before anything is resolved."""

from dataclasses import dataclass
from enum import Enum, auto

from corpus.date_values import Grain
from corpus.story import Span

__all__ = ["Base", "Kind", "Phrase", "Which"]


class Kind(Enum):
    """What a phrase names."""

    DAY = auto()  # a month and day
    WEEKDAY = auto()
    NAMED_DAY = auto()
    MONTH = auto()
    QUARTER = auto()
    HALF = auto()
    SEASON = auto()
    YEAR = auto()
    DECADE = auto()
    CENTURY = auto()
    SHIFT = auto()  # so many periods from a base: "yesterday", "last month", "two days later"
    SAME = auto()  # a period of a length only the context knows: "the quarter", "the year-ago period"
    CLOCK = auto()
    DURATION = auto()
    SET = auto()


class Base(Enum):
    """What a shift counts from."""

    PUBLISHED = auto()
    STORY = auto()  # a date that the story has named before
    WEEKDAY = auto()  # a weekday in the phrase itself: "a week ago Monday"


class Which(Enum):
    """Which one of the weekdays, months or seasons of that name."""

    LAST = auto()
    NEXT = auto()
    THIS = auto()
    PREVIOUS = auto()  # counted from another date in the story
    FOLLOWING = auto()


_NOWHERE = Span(0, 0)  # until the phrase is placed


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """A date phrase as it stands, unresolved. `year_shift` counts from the published year: -1 is "last year's"."""

    kind: Kind
    span: Span = _NOWHERE
    grain: Grain = Grain.DAY
    base: Base = Base.PUBLISHED
    shift: int = 0
    which: Which | None = None
    year: int | None = None
    year_shift: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    ordinal: int | None = None
    name: str = ""
    clock: str = ""
    value: str = ""
    within: Grain | None = None  # the period of that length around the day: "ten years ago this month"
    exact: bool = False  # a count of weeks that leads to a day, from another day
    fiscal: bool = False
    compared: bool = False  # named beside what the text is about: nothing counts from it
    latest: bool = False
