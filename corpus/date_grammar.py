"""The grammar of English date phrases: what stands in the text, before anything is resolved.

Each rule is a regular expression and a reader of its match; rules run over the whole text, and where two phrases
overlap the one that starts first, then the longer one, then the earlier rule, is kept. Whether a word such as "May" or
"second" is a date at all where the words alone cannot tell is decided by `corpus.dates`, which has the parse.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum, auto

from corpus.date_values import Grain
from corpus.date_words import (
    CLOCK,
    DAY_NUMBER,
    DAY_PARTS,
    DAY_WORD,
    MONTH,
    NUMBER,
    ORDINAL,
    SEASON,
    SEASONS,
    UNIT,
    UNITS,
    WEEKDAY,
    YEAR,
    YEAR_WORDS,
    clock_value,
    month_number,
    number_of,
    ordinal_of,
    pattern,
    weekday_number,
    year_of,
)
from corpus.named_days import NAMED_DAY, named_day
from corpus.story import Span

__all__ = ["Base", "Kind", "Phrase", "Which", "find_phrases"]


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """A date phrase as it stands, unresolved. `year_shift` counts from the published year: -1 is "last year's"."""

    kind: Kind
    span: Span = Span(0, 0)
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
    fiscal: bool = False
    compared: bool = False  # named only to be compared with the period that the text is about
    latest: bool = False


_Reader = Callable[[re.Match[str]], Phrase | None]

_WHICH = {
    "last": Which.LAST,
    "past": Which.LAST,
    "this past": Which.LAST,
    "next": Which.NEXT,
    "this coming": Which.NEXT,
    "the coming": Which.NEXT,
    "coming": Which.NEXT,
    "the upcoming": Which.NEXT,
    "this": Which.THIS,
    "that": Which.PREVIOUS,
    "the previous": Which.PREVIOUS,
    "the preceding": Which.PREVIOUS,
    "the prior": Which.PREVIOUS,
    "the following": Which.FOLLOWING,
    "the next": Which.FOLLOWING,
}
_GRAINS = {
    "day": Grain.DAY,
    "night": Grain.DAY,
    "week": Grain.WEEK,
    "weekend": Grain.WEEKEND,
    "month": Grain.MONTH,
    "quarter": Grain.QUARTER,
    "half": Grain.HALF,
    "season": Grain.SEASON,
    "year": Grain.YEAR,
    "decade": Grain.DECADE,
    "century": Grain.CENTURY,
    "centurie": Grain.CENTURY,
}

_ABOUT = r"(?:(?i:about|around|approximately|roughly|nearly|almost|just over|more than|over|less than|just|only|at least|some|up to) )?"
_EDGE = (
    r"(?:(?i:early(?: on| in)?|late(?: on| in)?|earlier|later|mid|sometime|the (?:beginning|start|middle|end|close|rest|remainder"
    r"|latter part|last half|first half|second half|eve)(?: of)?|end of|beginning of|the (?:early|late|mid-?)|in mid)(?: on| in)?(?: |-))?"
)
_CLOCK_LEAD = (
    r"(?:,? (?i:at|by|until|around|about|from|after|before|starting at|beginning at) (?:about |around )?|,? )"
)
_PART = r"(?P<part>(?i:mid-?)?(?i:morning|afternoon|evening|night|overnight)\b)"
_WHICH_RE = r"(?P<which>(?i:last|this past|past|next|this coming|the coming|coming|the upcoming|this|the previous|the preceding|the following|the next))"
_YEAR = rf"(?:{YEAR}|{YEAR_WORDS})"
_YEAR_OF = r"(?i:this|last|next|that|the following|the previous) year"
_AFTER_MONTH = (
    rf"(?:,? (?:of )?(?:(?P<year>{YEAR})|(?P<year_words>{YEAR_WORDS})|(?P<year_of>{_YEAR_OF}))(?!\w))?"
)
_MONTH_DAY = (
    rf"(?:(?P<month>{MONTH}) (?:the )?(?:(?P<day>{DAY_NUMBER})|(?P<day_word>{DAY_WORD}))\b"
    rf"(?:,? (?:of )?(?:(?P<year>{YEAR})|(?P<year_of>{_YEAR_OF}))(?!\w))?"
    rf"|(?:the )?(?P<day2>{DAY_NUMBER})(?: of)? (?P<month2>{MONTH})\b(?:,? (?P<year2>{YEAR})(?!\w))?)"
)
_WEEKDAY_LINK = r"(?:,? (?:the |on )?| \()"


def find_phrases(text: str) -> list[Phrase]:
    """All date phrases of `text`, in order and apart from each other. Takes time linear in the text's length."""
    found = [
        (start, -end, place, phrase)
        for place, (regex, reader) in enumerate(_RULES)
        for match in regex.finditer(text)
        if (phrase := reader(match)) is not None
        for start, end in [_span(match)]
    ]
    found.sort(key=lambda item: item[:3])
    kept: list[Phrase] = []
    for start, minus_end, _, phrase in found:
        if not kept or start >= kept[-1].span.end:
            kept.append(_placed(phrase, start, -minus_end))
    return [phrase for first in kept for phrase in _with_range(text, first)]


def _span(match: re.Match[str]) -> tuple[int, int]:
    return match.span("span") if "span" in match.re.groupindex else match.span()


def _placed(phrase: Phrase, start: int, end: int) -> Phrase:
    fields = {name: getattr(phrase, name) for name in Phrase.__dataclass_fields__}
    return Phrase(**{**fields, "span": Span(start, end)})


_RANGE_END = pattern(
    r"(?:-|–|—| to | through | and | or )(?P<day>\d{1,2})",
    prefix="",
    suffix=r"(?![\w:%-]|[.,/]\d| [a-z]+s\b)",
)


def _with_range(text: str, phrase: Phrase) -> Iterator[Phrase]:
    """The phrase, and the second day of "March 5-7", which borrows the first one's month."""
    yield phrase
    if phrase.kind is not Kind.DAY or phrase.month is None or not text[phrase.span.end - 1].isdigit():
        return
    found = _RANGE_END.match(text, phrase.span.end)
    if found and phrase.day is not None and phrase.day < int(found["day"]) <= 31 and phrase.year is None:
        yield Phrase(kind=Kind.DAY, month=phrase.month, day=int(found["day"]), span=Span(*found.span("day")))


def _get(match: re.Match[str], *names: str) -> str | None:
    groups = match.groupdict()
    return next((groups[name] for name in names if groups.get(name)), None)


def _words(text: str | None) -> str:
    return " ".join((text or "").lower().split())


def _year(match: re.Match[str]) -> int | None:
    found = _get(match, "year", "year2", "year_words")
    return year_of(found) if found else None


def _year_shift(match: re.Match[str]) -> int | None:
    words = _words(_get(match, "year_of"))
    return {"this": 0, "last": -1, "next": 1}.get(words.split()[0]) if words else None


def _clock(match: re.Match[str]) -> str:
    found = _get(match, "clock", "clock2")
    if found and (value := clock_value(found)):
        return value
    part = _get(match, "part", "part2")
    return DAY_PARTS[part.lower().replace(" ", "-")] if part else ""


def _read_day(match: re.Match[str]) -> Phrase | None:
    """A weekday, a month and day, or both, with the time of day around them."""
    month, weekday, word = _get(match, "month", "month2"), _get(match, "weekday"), _get(match, "day_word")
    day = _get(match, "day", "day2")
    number = ordinal_of(word) if word else int(re.sub(r"\D", "", day)) if day else None
    shift = _year_shift(match)
    return Phrase(
        kind=Kind.DAY if month else Kind.WEEKDAY,
        month=month_number(month) if month else None,
        day=number,
        weekday=weekday_number(weekday) if weekday else None,
        which=_WHICH.get(_words(_get(match, "which"))),
        year=_year(match),
        year_shift=shift,
        clock=_clock(match),
    )


def _read_numeric(match: re.Match[str]) -> Phrase | None:
    """A day in figures: 2016-10-12, or 10/12/2016 month first unless only day first makes a date."""
    year, first, second = (int(part) for part in (match["year"], match["first"], match["second"]))
    if len(match["year"]) == 2:
        year += 2000 if year < 70 else 1900
    month, day = (first, second) if first <= 12 else (second, first)
    return Phrase(kind=Kind.DAY, year=year, month=month, day=day) if 1 <= month <= 12 else None


def _read_attacks(match: re.Match[str]) -> Phrase:
    """The day in 2001 that news names without its year."""
    return Phrase(kind=Kind.DAY, year=2001, month=9, day=11)


def _read_iso(match: re.Match[str]) -> Phrase | None:
    month = int(match["month"])
    if not 1 <= month <= 12:
        return None
    return Phrase(kind=Kind.DAY, year=int(match["year"]), month=month, day=int(match["day"]))


_DEICTIC = {
    "yesterday": (-1, ""),
    "today": (0, ""),
    "tomorrow": (1, ""),
    "tonight": (0, "TNI"),
    "tonite": (0, "TNI"),
}


def _read_deictic(match: re.Match[str]) -> Phrase:
    shift, clock = _DEICTIC[match["word"].lower()]
    return Phrase(kind=Kind.SHIFT, shift=shift, clock=_clock(match) or clock)


def _read_day_part(match: re.Match[str]) -> Phrase:
    """This morning, last night, that evening, the next afternoon."""
    which = _words(match["which"])
    shift = {"last": -1, "the previous": -1, "the preceding": -1, "the next": 1, "the following": 1}.get(
        which, 0
    )
    base = Base.PUBLISHED if which in {"this", "last", "later this", "earlier this"} else Base.STORY
    return Phrase(kind=Kind.SHIFT, base=base, shift=shift, clock=_clock(match))


_SPAN_BEFORE = re.compile(r"\b(?:within|over|during|for|through|throughout|in)\s+$", re.IGNORECASE)


def _read_part_alone(match: re.Match[str]) -> Phrase:
    return Phrase(kind=Kind.SHIFT, clock=_clock(match))


def _read_then(match: re.Match[str]) -> Phrase:
    return Phrase(kind=Kind.SAME, grain=Grain.CENTURY, name="then")


def _read_year_end(match: re.Match[str]) -> Phrase:
    return Phrase(kind=Kind.DAY, month=12, day=31)


def _read_period(match: re.Match[str]) -> Phrase | None:
    """This week, last month, the following year, that decade."""
    which, unit = _words(match["which"]), _words(match["unit"])
    if match["unit"][0].isupper() and not match["unit"].isupper():
        return None  # a title: "This Week With David Brinkley"
    if which in {"the next", "the coming"} and _SPAN_BEFORE.search(
        match.string, max(0, match.start() - 12), match.start()
    ):
        return _duration("a", unit)  # "within the next month"
    shift = {"last": -1, "the last": -1, "next": 1}.get(which, 0)
    base = Base.PUBLISHED
    if any(word in which for word in ("previous", "preceding", "prior", "before")):
        base, shift = Base.STORY, -1
    elif "following" in which or which == "the next":
        base, shift = Base.STORY, 1
    elif which in {"that", "that same", "the same", "that very"}:
        base = Base.STORY
    elif "past" in which:
        shift = -1
    elif "coming" in which:
        shift = 1
    clock = "TNI" if unit == "night" else ""
    return Phrase(kind=Kind.SHIFT, base=base, shift=shift, grain=_GRAINS[unit], clock=clock)


def _read_plain_period(match: re.Match[str]) -> Phrase:
    grain = _GRAINS[_words(match["unit"])]
    return Phrase(kind=Kind.SHIFT, grain=grain, base=Base.STORY if grain is Grain.DAY else Base.PUBLISHED)


def _unit_and_grain(unit: str) -> tuple[str, Grain | None]:
    unit = unit.lower().removesuffix("s")
    return unit, _GRAINS.get(unit)


def _read_ago(match: re.Match[str]) -> Phrase | None:
    """Two days ago, a year earlier, three weeks later, a week from Monday."""
    count, (unit, grain) = number_of(match["number"]), _unit_and_grain(match["unit"])
    direction = _words(match["direction"])
    if direction in _OPEN_ENDED and not _ends_phrase(match):
        return _duration(match["number"], match["unit"])
    if unit == "fortnight":
        count, grain = (count or 0) * 2, Grain.WEEK
    if grain is None or count is None or count != int(count):
        return _duration(match["number"], match["unit"])
    sign = -1 if direction in {"ago", "earlier", "before", "prior", "previously", "back"} else 1
    deictic = direction in {"ago", "from now", "hence", "back"}
    weekday = _get(match, "weekday")
    return Phrase(
        kind=Kind.SHIFT,
        base=Base.WEEKDAY if weekday else Base.PUBLISHED if deictic else Base.STORY,
        shift=sign * int(count),
        grain=grain,
        weekday=weekday_number(weekday) if weekday else None,
        clock=_clock(match) or ("TNI" if unit == "night" else ""),
        compared=grain is Grain.YEAR and sign * count == -1,
    )


_OPEN_ENDED = frozenset({"before", "after", "from", "prior", "afterwards", "afterward"})
_ENDING = re.compile(r"\s*(?:[¶.,;:!?)\]”\"—–-]|\n|$|''|and\b|but\b|in\b|at\b)")


def _ends_phrase(match: re.Match[str]) -> bool:
    """Whether nothing follows that "two days after" could be counted from: "two days after the vote" names no date."""
    return bool(match.groupdict().get("weekday")) or bool(_ENDING.match(match.string, match.end()))


def _read_neighbour(match: re.Match[str]) -> Phrase | None:
    """The day before, the night after."""
    if not _ends_phrase(match):
        return None
    unit, grain = _unit_and_grain(match["unit"])
    before = _words(match["direction"]) in {"before", "prior", "earlier", "previous", "preceding"}
    return Phrase(
        kind=Kind.SHIFT,
        base=Base.STORY,
        shift=-1 if before else 1,
        grain=grain or Grain.DAY,
        clock=DAY_PARTS.get(unit, ""),
    )


def _read_month(match: re.Match[str]) -> Phrase:
    return Phrase(
        kind=Kind.MONTH,
        month=month_number(match["month"]),
        year=_year(match),
        year_shift=_year_shift(match),
        which=_WHICH.get(_words(_get(match, "which"))),
    )


def _read_season(match: re.Match[str]) -> Phrase:
    return Phrase(
        kind=Kind.SEASON,
        name=SEASONS[match["season"].lower()],
        year=_year(match),
        year_shift=_year_shift(match),
        which=_WHICH.get(_words(_get(match, "which"))),
    )


def _read_quarter(match: re.Match[str]) -> Phrase | None:
    last = match["ordinal"].lower() == "last"
    ordinal = 2 if last else ordinal_of(match["ordinal"])
    if last and _words(match["unit"]) != "half":
        return None
    kind = Kind.HALF if _words(match["unit"]) in {"half", "two quarters"} else Kind.QUARTER
    if ordinal > (2 if kind is Kind.HALF else 4):
        return None
    words, shift = _words(match["lead"]), _year_shift(match)
    if kind is Kind.HALF and shift is None and not words and not _year(match):
        return None  # of a game or a month, as likely as of a year
    if shift is None and words:
        lead = {"last year's": -1, "this year's": 0, "next year's": 1, "year-ago": -1, "year-earlier": -1}
        shift = next((n for key, n in lead.items() if key in words.replace("’", "'")), None)
    return Phrase(
        kind=kind, ordinal=ordinal, year=_year(match), year_shift=shift, fiscal="fiscal" in _words(match[0])
    )


def _read_numbered_quarter(match: re.Match[str]) -> Phrase:
    return Phrase(kind=Kind.QUARTER, ordinal=int(_get(match, "ordinal", "ordinal2") or 1), year=_year(match))


def _read_year(match: re.Match[str]) -> Phrase:
    return Phrase(kind=Kind.YEAR, year=_year(match), fiscal="fiscal" in _words(match[0]))


def _read_spelt_year(match: re.Match[str]) -> Phrase | None:
    plain_number = match["year_words"].lower().startswith("two")
    return _read_year(match) if match["lead"] or not plain_number else None


def _read_short_year(match: re.Match[str]) -> Phrase:
    short = int(match["short"])
    return Phrase(kind=Kind.YEAR, year=short + (1900 if short >= 30 else 2000))


_DECADE_WORDS = ["twenties", "thirties", "forties", "fifties", "sixties", "seventies", "eighties", "nineties"]


def _read_decade(match: re.Match[str]) -> Phrase:
    if word := _get(match, "word"):
        return Phrase(kind=Kind.DECADE, year=1920 + 10 * _DECADE_WORDS.index(word.lower()))
    if full := _get(match, "full"):
        return Phrase(kind=Kind.DECADE, year=int(full))
    return Phrase(kind=Kind.DECADE, year=1900 + int(match["short"]))


def _read_century(match: re.Match[str]) -> Phrase | None:
    ordinal = ordinal_of(match["ordinal"])
    return Phrase(kind=Kind.CENTURY, year=100 * (ordinal - 1)) if 1 <= ordinal <= 21 else None


def _read_named(match: re.Match[str]) -> Phrase | None:
    name = named_day(match["name"])
    if name is None:
        return None
    return Phrase(
        kind=Kind.NAMED_DAY,
        name=name,
        year=_year(match),
        year_shift=_year_shift(match),
        which=_WHICH.get(_words(_get(match, "which"))),
        clock=_clock(match),
    )


def _read_clock(match: re.Match[str]) -> Phrase | None:
    value = clock_value(match["clock"])
    return Phrase(kind=Kind.CLOCK, clock=value) if value else None


def _read_same(match: re.Match[str]) -> Phrase:
    """The quarter, the latest period, the year-ago quarter, the 1988 period."""
    lead, unit = _words(match["lead"]), _words(_get(match, "unit"))
    grain = _GRAINS.get(unit, Grain.DAY)
    whole = _words(match[0]).replace("’", "'")
    ago = any(words in whole for words in ("year-ago", "year-earlier", "prior-year", "last year", "a year"))
    return Phrase(
        kind=Kind.SAME,
        grain=grain,
        year=_year(match),
        year_shift=-1 if ago else None,
        compared=ago or _year(match) is not None,
        latest="latest" in lead or "recent" in lead,
    )


def _read_reported_year(match: re.Match[str]) -> Phrase:
    """The year, the fiscal year: a duration where its end is named ("the year ended March 31"), else the current one."""
    if match["end"]:
        return Phrase(
            kind=Kind.DURATION,
            value="P1Y" if match["unit"] == "year" else "P3M",
            grain=_GRAINS[match["unit"]],
        )
    return Phrase(kind=Kind.SHIFT, grain=_GRAINS[match["unit"]])


_NUMBER = re.compile(NUMBER)


def _duration(number: str, unit: str) -> Phrase:
    count, code = number_of(number), UNITS[unit.lower().removesuffix("s")]
    if code == "2W":
        count, code = (count * 2 if count else count), "W"
    time = "T" if unit.lower().startswith(("sec", "min", "hour")) else ""
    amount = "X" if count is None else str(int(count)) if count == int(count) else str(count)
    return Phrase(kind=Kind.DURATION, value=f"P{time}{amount}{code}")


def _read_duration(match: re.Match[str]) -> Phrase | None:
    if not _NUMBER.fullmatch(match["number"].lower()):
        return None
    return _duration(match["number"], match["unit"])


def _read_set(match: re.Match[str]) -> Phrase:
    weekday, unit, month = _get(match, "weekday"), _get(match, "unit"), _get(match, "month")
    part = DAY_PARTS.get(_words(_get(match, "part")).removesuffix("s"), "")
    if weekday:
        value = f"XXXX-WXX-{weekday_number(weekday) + 1}{part}"
    elif month:
        value = f"XXXX-{month_number(month):02d}"
    elif unit:
        return Phrase(kind=Kind.SET, value=_duration(_get(match, "number") or "a", unit).value)
    else:
        value = f"XXXX-XX-XX{part}"
    return Phrase(kind=Kind.SET, value=value)


_EVERY = r"(?i:every(?: other)?|each)"
_LEAD_QUARTER = (
    r"(?:(?i:the|its|their|a|that|this) )?(?P<lead>(?:(?i:last|this|next) year['’]s |(?i:latest|current|comparable|seasonally \w+|flat|strong|weak)"
    r" |(?i:year-ago|year-earlier) )*)"
)
_AGO_UNIT = r"(?P<unit>(?i:days?|nights?|weeks?|fortnights?|months?|quarters?|years?|decades?|centur(?:y|ies)|hours?|minutes?|seconds?))"
_PLAIN_THE = (
    "(?:"
    + "|".join(rf"(?<=\b(?i:{word})\s)" for word in ["in", "for", "over", "during", "throughout", "into"])
    + ")"
)

_RULES: list[tuple[re.Pattern[str], _Reader]] = [
    (
        pattern(r"(?P<span>Sept(?:ember|\.)? 11)(?:th)?,? (?:terror\w*,? )?(?:attacks|hijack\w+)"),
        _read_attacks,
    ),
    (pattern(r"(?:9/11|Sept(?:ember|\.)? 11th)(?! ?/)"), _read_attacks),
    # a day: "10 p.m. Wednesday", "Friday, Oct. 13, 2016", "early Tuesday at 9 a.m. EST", "the 5th of March"
    (
        pattern(
            rf"(?:(?P<clock>{CLOCK}),? (?:on )?)?{_EDGE}(?:{_WHICH_RE} )?"
            rf"(?:(?P<weekday>{WEEKDAY})(?:['’]s)?(?: {_PART})?(?:{_WEEKDAY_LINK}{_MONTH_DAY})?)"
            rf"(?:{_CLOCK_LEAD}(?P<clock2>{CLOCK}))?"
        ),
        _read_day,
    ),
    (
        pattern(
            rf"(?:(?P<clock>{CLOCK}),? (?:on )?)?{_EDGE}{_ABOUT}(?:{_WHICH_RE} )?"
            rf"{_MONTH_DAY}(?: {_PART})?(?:{_CLOCK_LEAD}(?P<clock2>{CLOCK}))?"
        ),
        _read_day,
    ),
    (pattern(r"(?P<year>\d{4})[-/](?P<month>\d{2})[-/](?P<day>\d{2})"), _read_iso),
    (
        pattern(r"(?P<first>\d{1,2})(?P<sep>[-/.])(?P<second>\d{1,2})(?P=sep)(?P<year>\d{4}|\d\d)(?![/-])"),
        _read_numeric,
    ),
    # a day or part of one, seen from now or from another date
    (
        pattern(
            rf"(?:(?P<clock>{CLOCK}) )?{_EDGE}(?:(?P<part2>mid-?(?:morning|afternoon)) )?(?P<word>(?i:yesterday|today|tomorrow|tonight))"
            rf"(?: {_PART})?(?:{_CLOCK_LEAD}(?P<clock2>{CLOCK}))?"
        ),
        _read_deictic,
    ),
    (
        pattern(
            rf"(?:(?i:late|early) )?(?P<which>(?i:later this|earlier this|this|last|that same|that|the same|the next|the following|the previous|the preceding))"
            rf" (?:early |late )?{_PART}"
        ),
        _read_day_part,
    ),
    (
        pattern(
            rf"{_EDGE}(?P<which>(?i:this past|this coming|this|last|next|the next|the past|the last|the current|current|the coming|the upcoming"
            rf"|the previous|the preceding|the prior|the following|that same|that very|that|the same|following|previous)) (?:fiscal |calendar |very |same )?"
            rf"(?P<unit>(?i:day|week|weekend|month|quarter|year|decade|century))(?! (?:and a half|olds?\b))"
            rf"(?: or so)?"
        ),
        _read_period,
    ),
    (
        pattern(
            rf"{_ABOUT}(?P<number>(?i:{NUMBER}))[ -]{_AGO_UNIT}(?: or (?:so|more))?(?: |-)"
            rf"(?P<direction>(?i:ago|earlier|later|before|prior|afterwards?|after|from now|from|hence|previously|back))"
            rf"(?: (?P<weekday>{WEEKDAY}))?(?: {_PART})?"
        ),
        _read_ago,
    ),
    (
        pattern(
            r"(?:(?i:the|a|one) )(?P<unit>(?i:day|night|morning|afternoon|evening|week|weekend|month|year)) (?P<direction>(?i:before|after|prior|earlier|later))"
        ),
        _read_neighbour,
    ),
    # named days
    (
        pattern(
            rf"{_EDGE}(?:{_WHICH_RE} )?(?P<name>{NAMED_DAY})(?: {_PART})?(?:,? (?:(?P<year>{YEAR})|(?P<year_of>{_YEAR_OF}))(?!\w))?"
        ),
        _read_named,
    ),
    # months, seasons, quarters, halves
    (
        pattern(rf"{_EDGE}(?:{_WHICH_RE} )?(?P<month>{MONTH}){_AFTER_MONTH}"),
        _read_month,
    ),
    (
        pattern(
            rf"{_EDGE}(?:the )?(?:{_WHICH_RE} |(?:early|late|mid)[ -])?(?P<season>(?i:{SEASON}))"
            rf"(?:,? (?:of )?(?:(?P<year>{YEAR})|(?P<year_words>{YEAR_WORDS})|(?P<year_of>{_YEAR_OF})))(?!\w)"
        ),
        _read_season,
    ),
    (pattern(rf"{_EDGE}{_WHICH_RE} (?:early |late )?(?P<season>(?i:{SEASON}))"), _read_season),
    (pattern(rf"the (?:early|late) (?P<season>(?i:{SEASON}))"), _read_season),
    (pattern(r"(?P<part>(?i:mid[ -](?:morning|afternoon)))"), _read_part_alone),
    (
        pattern(
            rf"(?<=\b(?:in|by)\s)(?:the )?(?:early |late )?(?P<season>(?i:spring|summer|fall|autumn|winter))"
            rf"|(?<=(?i:over|into)\s)the (?P<season2>(?i:{SEASON}))",
            prefix="",
        ),
        lambda match: Phrase(kind=Kind.SEASON, name=SEASONS[(match["season"] or match["season2"]).lower()]),
    ),
    (
        pattern(
            rf"{_EDGE}{_LEAD_QUARTER}(?:(?P<year>{YEAR})(?:['’]s)? )?(?:fiscal[ -])?(?P<ordinal>(?i:first|second|third|fourth|final|last|1st|2nd|3rd|4th))"
            rf"[ -](?:fiscal[ -])?(?P<unit>(?i:quarter|half|two quarters))(?:,? (?:of )?(?:fiscal )?(?:(?P<year2>{YEAR})|(?P<year_of>{_YEAR_OF})))?"
        ),
        _read_quarter,
    ),
    (
        pattern(rf"(?:Q(?P<ordinal>[1-4])|(?P<ordinal2>[1-4])Q)(?:,? (?:of )?(?P<year>{YEAR}))?"),
        _read_numbered_quarter,
    ),
    # years, decades, centuries
    (
        pattern(
            rf"{_EDGE}(?:(?i:about|around) )?(?:(?:the )?fiscal(?: year)? |the year |year )?(?P<year>{YEAR})(?: or (?:later|earlier)| and beyond)?(?!['’]?s\b)"
        ),
        _read_year,
    ),
    (
        pattern(rf"(?P<lead>(?i:the year|in|by|since|until) )?(?P<span>(?P<year_words>{YEAR_WORDS}))"),
        _read_spelt_year,
    ),
    (
        pattern(r"(?:(?<=\bin\s)|(?<=\bof\s)|(?<=\bsince\s))['’‘](?P<short>\d\d)(?!['’]?s)", prefix=""),
        _read_short_year,
    ),
    (
        pattern(
            rf"{_EDGE}(?:the )?(?:(?:early|late|mid)[ -])?(?:(?P<full>(?:1[5-9]|20)\d0)['’]?s|['’‘](?P<short>[2-9]0)['’]?s"
            rf"|(?<=the\s)(?P<word>(?i:{'|'.join(_DECADE_WORDS)})))"
        ),
        _read_decade,
    ),
    (
        pattern(rf"(?:the )?(?:(?:early|late|mid)[ -])?(?P<ordinal>(?i:{ORDINAL}))[ -](?i:century)"),
        _read_century,
    ),
    # a period that the context has to give
    (
        pattern(
            rf"(?:(?:the|The|a|that|That) )?(?P<lead>(?:(?i:latest|comparable|corresponding|same|seasonally slow) )*(?:(?i:year-ago|year-earlier|prior-year)|(?P<year>{YEAR})))"
            rf"(?: (?P<unit>(?i:quarter|period|half)))?(?:,? last year)?"
        ),
        lambda match: None if match["year"] and not match["unit"] else _read_same(match),
    ),
    (
        pattern(
            r"(?i:the) (?P<lead>(?:(?i:latest|recent|most recent) )?)(?P<unit>(?i:quarter|period))(?= |[,.;'’])"
        ),
        lambda match: None if match["unit"].lower() == "period" and not match["lead"] else _read_same(match),
    ),
    (
        pattern(r"(?:the )?(?:year-ago|year-earlier|latest) (?P<number>\w+) (?P<unit>months|weeks)"),
        _read_duration,
    ),
    (
        pattern(
            r"(?i:the) (?P<lead>corresponding|comparable|same) (?P<unit>quarter|period)(?: last year| a year ago| a year earlier)?"
        ),
        _read_same,
    ),
    (pattern(r"(?P<lead>(?i:last|the previous) year['’]s) (?P<unit>quarter|period)"), _read_same),
    (pattern(r"(?i:the) (?P<unit>quarter)(?P<lead>) (?:a year ago|a year earlier|last year)"), _read_same),
    (
        pattern(r"(?i:year)(?:-| |)end"),
        _read_year_end,
    ),
    (pattern(r"(?:the )?(?P<unit>(?i:year))['’]s end"), _read_plain_period),
    (
        pattern(
            r"(?:(?<=(?i:until) )|(?<=(?i:since) )|(?<=(?i:by) )|(?<=(?i:before) ))(?P<unit>then)".replace(
                ") )", r")\s)"
            )
        ),
        _read_then,
    ),
    (
        pattern(
            r"(?i:the (?:beginning|start|middle|end|close|rest|remainder) of|end of|later in|earlier in|late in|early in) the (?P<unit>(?i:week|weekend|month|quarter|year|decade|day))"
        ),
        _read_plain_period,
    ),
    (pattern(r"(?i:the) (?P<unit>(?i:weekend))"), _read_plain_period),
    (
        pattern(
            rf"{_PLAIN_THE}the (?:full |whole |latest |current )?(?:fiscal )?(?P<unit>year)(?P<end> end(?:ed|ing)\b)?(?= |[,.;'’])",
            prefix="",
        ),
        _read_reported_year,
    ),
    # what is no day: a clock time alone, durations, sets
    (pattern(rf"(?P<clock>{CLOCK})"), _read_clock),
    (
        pattern(
            rf"{_EVERY} (?:(?P<weekday>{WEEKDAY})|(?P<month>{MONTH})|(?:(?P<number>(?i:{NUMBER})) )?(?P<unit>(?i:{UNIT}))|(?P<part>(?i:morning|afternoon|evening)))"
        ),
        _read_set,
    ),
    (
        pattern(rf"(?P<weekday>{WEEKDAY})s(?: (?P<part>(?i:mornings?|afternoons?|evenings?|nights?)))?"),
        _read_set,
    ),
    (pattern(rf"(?P<weekday>{WEEKDAY}) (?P<part>(?i:mornings|afternoons|evenings|nights))"), _read_set),
    (
        pattern(
            rf"(?:(?i:the|these|those|a) )?(?:(?i:past|last|next|first|coming|previous|following|final|recent) )?{_ABOUT}(?P<number>(?i:{NUMBER}))"
            rf"(?:-| (?:more |full |trading |calendar |consecutive |straight )?)(?P<unit>(?i:{UNIT}))(?:-old)?"
        ),
        _read_duration,
    ),
]
