"""Readers of the rules' matches: from the groups of a regular expression to an unresolved date phrase.

A reader gives None where the match is no date after all. The groups' names are those of `corpus.date_rules`.
"""

import re

from corpus.date_phrase import Base, Kind, Phrase, Which
from corpus.date_values import Grain
from corpus.date_words import (
    DAY_PARTS,
    NUMBER,
    SEASONS,
    UNITS,
    clock_value,
    month_number,
    number_of,
    ordinal_of,
    weekday_number,
    year_of,
)
from corpus.named_days import named_day

__all__ = [
    "DECADE_WORDS",
    "read_ago",
    "read_attacks",
    "read_century",
    "read_clock",
    "read_compared_period",
    "read_day",
    "read_day_over",
    "read_day_part",
    "read_decade",
    "read_deictic",
    "read_duration",
    "read_iso",
    "read_latest_period",
    "read_month",
    "read_months_quarter",
    "read_named",
    "read_neighbour",
    "read_numbered_day",
    "read_numbered_quarter",
    "read_numeric",
    "read_open_season",
    "read_overnight",
    "read_part_alone",
    "read_part_of_named",
    "read_period",
    "read_plain_period",
    "read_quarter",
    "read_reported_year",
    "read_same",
    "read_season",
    "read_set",
    "read_short_year",
    "read_spelt_year",
    "read_then",
    "read_year",
    "read_year_end",
]

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
        return _in_half(value, match) if _no_half(found) else value
    if hour := _get(match, "hour"):
        return _in_half(f"T{int(hour):02d}:{_get(match, 'minute') or '00'}", match)
    part = _get(match, "part", "part2", "part3")
    return DAY_PARTS[part.lower().replace(" ", "-")] if part else ""


_HALVED = re.compile(r"[ap]\.?m|noon|midnight|gmt|utc", re.IGNORECASE)


def _no_half(clock: str) -> bool:
    """Whether a clock time leaves it to the part of the day which half it is of: "4:30", "8 o'clock"."""
    return not _HALVED.search(clock)


def _in_half(clock: str, match: re.Match[str]) -> str:
    """A clock time in the half of the day that the phrase names: 4:30 of an afternoon is 16:30."""
    part, hour = _words(_get(match, "part", "part2", "part3", "word")), int(clock[1:3])
    late = part in {"afternoon", "evening", "night", "tonight"} and 1 <= hour < 12
    return f"T{hour + 12:02d}{clock[3:]}" if late else clock


def read_day(match: re.Match[str]) -> Phrase | None:
    """A weekday, a month and day, or both, with the time of day around them."""
    month, weekday, word = _get(match, "month", "month2"), _get(match, "weekday"), _get(match, "day_word", "day_word2")
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
        within=Grain.WEEK if _get(match, "within") else None,
    )


def read_numeric(match: re.Match[str]) -> Phrase | None:
    """A day in figures: 2016-10-12, or 10/12/2016 month first unless only day first makes a date."""
    year, first, second = (int(part) for part in (match["year"], match["first"], match["second"]))
    if len(match["year"]) == 2:
        year += 2000 if year < 70 else 1900
    month, day = (first, second) if first <= 12 else (second, first)
    return Phrase(kind=Kind.DAY, year=year, month=month, day=day) if 1 <= month <= 12 else None


def read_attacks(match: re.Match[str]) -> Phrase:
    """The day in 2001 that news names without its year."""
    return Phrase(kind=Kind.DAY, year=2001, month=9, day=11, compared=True)


def read_iso(match: re.Match[str]) -> Phrase | None:
    """A day as ISO 8601 writes it: 2016-10-12."""
    month = int(match["month"])
    if not 1 <= month <= 12:
        return None
    return Phrase(
        kind=Kind.DAY,
        year=int(match["year"]),
        month=month,
        day=int(match["day"]),
        clock=clock_value(match["clock"] or "") or "",
    )


_DEICTIC = {
    "yesterday": (-1, ""),
    "today": (0, ""),
    "tomorrow": (1, ""),
    "tonight": (0, "TNI"),
    "tonite": (0, "TNI"),
}


def read_deictic(match: re.Match[str]) -> Phrase:
    """Yesterday, today, tomorrow, tonight."""
    shift, clock = _DEICTIC[match["word"].lower()]
    return Phrase(kind=Kind.SHIFT, shift=shift, clock=_clock(match) or clock)


def read_day_part(match: re.Match[str]) -> Phrase:
    """This morning, last night, that evening, the next afternoon."""
    which = _words(match["which"])
    shift = {"last": -1, "the previous": -1, "the preceding": -1, "the next": 1, "the following": 1}.get(which, 0)
    base = Base.PUBLISHED if which in {"this", "last", "later this", "earlier this"} else Base.STORY
    return Phrase(kind=Kind.SHIFT, base=base, shift=shift, clock=_clock(match))


_SPAN_BEFORE = re.compile(r"\b(?:within|over|during|for|through|throughout|in)\s+$", re.IGNORECASE)


def read_part_alone(match: re.Match[str]) -> Phrase:
    """Mid-afternoon: of the day of publication."""
    return Phrase(kind=Kind.SHIFT, clock=_clock(match))


def read_overnight(match: re.Match[str]) -> Phrase:
    """Overnight: the night before the day that the story tells of."""
    return Phrase(kind=Kind.SHIFT, base=Base.STORY, shift=-1, clock=_clock(match))


def read_part_of_named(match: re.Match[str]) -> Phrase:
    """In the morning: of the day that the story named last."""
    return Phrase(kind=Kind.SHIFT, base=Base.STORY, clock=_clock(match))


def read_numbered_day(_match: re.Match[str]) -> Phrase:
    """The third day, after "it is": the day of publication."""
    return Phrase(kind=Kind.SHIFT)


def read_day_over(match: re.Match[str]) -> Phrase:
    """The day after tomorrow, the day before yesterday, the night before last."""
    clock = "TNI" if match["direction"].endswith("last") else ""
    return Phrase(kind=Kind.SHIFT, shift=2 if "tomorrow" in match["direction"] else -2, clock=clock)


def read_then(match: re.Match[str]) -> Phrase:
    """ "Then", after "until" or "since": the date named last."""
    return Phrase(kind=Kind.SAME, grain=Grain.CENTURY, name="then")


def read_year_end(match: re.Match[str]) -> Phrase:
    """Year-end: the last day of the year."""
    return Phrase(kind=Kind.DAY, month=12, day=31)


_HALF_OF = re.compile(r"\b(first|second)\s+half\b")


def read_period(match: re.Match[str]) -> Phrase | None:
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
    half = _HALF_OF.search(match[0])
    if half and unit == "year" and base is Base.PUBLISHED:
        return Phrase(kind=Kind.HALF, ordinal=2 if half[1] == "second" else 1, year_shift=shift)
    clock = "TNI" if unit == "night" else ""
    return Phrase(kind=Kind.SHIFT, base=base, shift=shift, grain=_GRAINS[unit], clock=clock)


def read_plain_period(match: re.Match[str]) -> Phrase:
    """The weekend, the end of the month, later in the day."""
    grain = _GRAINS[_words(match["unit"])]
    return Phrase(kind=Kind.SHIFT, grain=grain, base=Base.STORY if grain is Grain.DAY else Base.PUBLISHED)


def _unit_and_grain(unit: str) -> tuple[str, Grain | None]:
    unit = unit.lower().removesuffix("s")
    return unit, _GRAINS.get(unit)


def read_ago(match: re.Match[str]) -> Phrase | None:
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
    deictic = direction in {"ago", "from now", "from today", "hence", "back"}
    weekday = _get(match, "weekday")
    return Phrase(
        kind=Kind.SHIFT,
        base=Base.WEEKDAY if weekday else Base.PUBLISHED if deictic else Base.STORY,
        shift=sign * int(count),
        grain=grain,
        weekday=weekday_number(weekday) if weekday else None,
        clock=_clock(match) or ("TNI" if unit == "night" else ""),
        compared=grain is Grain.YEAR and sign * count == -1 and not match["within"],
        within=_GRAINS[match["within"]] if match["within"] else None,
        exact=direction == "from today" or not deictic,
    )


_OPEN_ENDED = frozenset({"before", "after", "from", "prior", "afterwards", "afterward"})
_ENDING = re.compile(r"\s*(?:[¶.,;:!?)\]”\"—–-]|\n|$|''|and\b|but\b|in\b|at\b)")


def _ends_phrase(match: re.Match[str]) -> bool:
    """Whether nothing follows that "two days after" could be counted from: "two days after the vote" names no date."""
    return bool(match.groupdict().get("weekday")) or bool(_ENDING.match(match.string, match.end()))


def read_neighbour(match: re.Match[str]) -> Phrase | None:
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


def read_month(match: re.Match[str]) -> Phrase:
    """A month, with its year, with "last" or "next", or alone."""
    return Phrase(
        kind=Kind.MONTH,
        month=month_number(match["month"]),
        year=_year(match),
        year_shift=_year_shift(match),
        which=_WHICH.get(_words(_get(match, "which"))),
    )


def read_season(match: re.Match[str]) -> Phrase:
    """A season with its year or with "last", "this", "next"."""
    return Phrase(
        kind=Kind.SEASON,
        name=SEASONS[match["season"].lower()],
        year=_year(match),
        year_shift=_year_shift(match),
        which=_WHICH.get(_words(_get(match, "which"))),
    )


def read_quarter(match: re.Match[str]) -> Phrase | None:
    """A quarter or half of a year."""
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
    return Phrase(kind=kind, ordinal=ordinal, year=_year(match), year_shift=shift, fiscal="fiscal" in _words(match[0]))


def read_months_quarter(match: re.Match[str]) -> Phrase | None:
    """The January-March quarter."""
    first, last = month_number(match["month"]), month_number(match["month2"])
    return Phrase(kind=Kind.QUARTER, ordinal=(first + 2) // 3) if first % 3 == 1 and last == first + 2 else None


def read_numbered_quarter(match: re.Match[str]) -> Phrase:
    """Q3, 3Q, Q3 2016, H1 2016."""
    kind = Kind.HALF if match["half"] else Kind.QUARTER
    return Phrase(kind=kind, ordinal=int(_get(match, "half", "ordinal", "ordinal2") or 1), year=_year(match))


def read_year(match: re.Match[str]) -> Phrase:
    """A year in figures."""
    return Phrase(kind=Kind.YEAR, year=_year(match), fiscal="fiscal" in _words(match[0]))


def read_spelt_year(match: re.Match[str]) -> Phrase | None:
    """A year in words; "two thousand" is a plain number unless "in" or "the year" leads to it."""
    plain_number = match["year_words"].lower().startswith("two")
    return read_year(match) if match["lead"] or not plain_number else None


def read_short_year(match: re.Match[str]) -> Phrase:
    """'88: of the last or of this century, whichever is nearer to news."""
    short = int(match["short"] or match["fiscal"])
    return Phrase(kind=Kind.YEAR, year=short + (1900 if short >= 30 else 2000))


DECADE_WORDS = ["twenties", "thirties", "forties", "fifties", "sixties", "seventies", "eighties", "nineties"]


def read_decade(match: re.Match[str]) -> Phrase:
    """The 1970s, the '80s, the nineties."""
    if word := _get(match, "word"):
        return Phrase(kind=Kind.DECADE, year=1920 + 10 * DECADE_WORDS.index(word.lower()))
    if full := _get(match, "full"):
        whole = full.endswith("00") and full < "2000"  # the 1800s are a century
        return Phrase(kind=Kind.CENTURY if whole else Kind.DECADE, year=int(full))
    return Phrase(kind=Kind.DECADE, year=1900 + int(match["short"]))


def read_century(match: re.Match[str]) -> Phrase | None:
    """The 19th century, which its value gives as the first two figures of its years."""
    ordinal = ordinal_of(match["ordinal"])
    return Phrase(kind=Kind.CENTURY, year=100 * (ordinal - 1)) if 1 <= ordinal <= 21 else None


def read_named(match: re.Match[str]) -> Phrase | None:
    """A holiday or other day with a name."""
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


def read_clock(match: re.Match[str]) -> Phrase | None:
    """A clock time without its day."""
    value = clock_value(match["clock"])
    return Phrase(kind=Kind.CLOCK, clock=value) if value else None


def read_same(match: re.Match[str]) -> Phrase:
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


def read_reported_year(match: re.Match[str]) -> Phrase:
    """The year, the fiscal year: a duration where its end is named ("the year ended March 31"), else this one."""
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


def read_duration(match: re.Match[str]) -> Phrase | None:
    """Six months, the past two weeks, a 10-year plan."""
    if not _NUMBER.fullmatch(match["number"].lower()):
        return None
    return _duration(match["number"], match["unit"])


def read_set(match: re.Match[str]) -> Phrase:
    """Every Tuesday, each year, Sundays."""
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


def read_open_season(match: re.Match[str]) -> Phrase:
    """A season without a year: "in the fall", "over the summer"."""
    return Phrase(kind=Kind.SEASON, name=SEASONS[(_get(match, "season", "season2") or "").lower()])


def read_compared_period(match: re.Match[str]) -> Phrase | None:
    """The year-ago quarter, the 1988 period; a year alone is no such period."""
    return None if match["year"] and not match["unit"] else read_same(match)


def read_latest_period(match: re.Match[str]) -> Phrase | None:
    """The quarter, the latest period; "the period" alone may be any."""
    return None if match["unit"].lower() == "period" and not match["lead"] else read_same(match)
