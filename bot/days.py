"""ISO days, months and years in words."""

import re
from datetime import date

__all__ = ["in_words", "on_day"]

_MONTHS = """
    January February March April May June July August September October November December
    """.split()
_WEEKDAYS = """
    Monday Tuesday Wednesday Thursday Friday Saturday Sunday
    """.split()
_DAYPARTS = {
    "MO": "morning",
    "MI": "midday",
    "AF": "afternoon",
    "EV": "evening",
    "NI": "night",
    "DT": "daytime",
}
_SEASONS = {"SP": "spring", "SU": "summer", "FA": "autumn", "WI": "winter"}


def in_words(value: str) -> str:
    """An ISO (or TimeML) value in words, no finer than it is; a value of another form comes back as it is.

    >>> in_words("2022-03-09"), in_words("2022-03"), in_words("2016-Q3"), in_words("199")
    ('Wednesday, 9 March 2022', 'March 2022', 'the third quarter of 2016', 'the 1990s')
    """
    if match := re.fullmatch(r"(\d{4}-\d\d-\d\d)(?:T(.*))?", value):
        return _day_in_words(match[1]) + _time_in_words(match[2] or "")
    if match := re.fullmatch(r"(\d{4})-(0[1-9]|1[0-2])", value):
        return f"{_MONTHS[int(match[2]) - 1]} {match[1]}"
    if match := re.fullmatch(r"(\d{4})-Q([1-4])", value):
        return f"the {('first', 'second', 'third', 'fourth')[int(match[2]) - 1]} quarter of {match[1]}"
    if match := re.fullmatch(r"(\d{4})-(SP|SU|FA|WI)", value):
        return f"{_SEASONS[match[2]]} {match[1]}"
    if match := re.fullmatch(r"(\d{4})-W(\d\d)(-WE)?", value):
        return _week_in_words(int(match[1]), int(match[2]), weekend=bool(match[3])) or value
    if match := re.fullmatch(r"(\d{3})X?", value):
        return f"the {match[1]}0s"
    return value


def on_day(value: str) -> str:
    """`in_words` with its preposition: "on Wednesday, 9 March 2022", "in March 2022"."""
    words = in_words(value)
    return f"{'on' if re.match(r'[0-9]{4}-[0-9]{2}-[0-9]{2}', value) else 'in'} {words}"


def _day_in_words(day: str) -> str:
    try:
        when = date.fromisoformat(day)
    except ValueError:
        return day
    return f"{_WEEKDAYS[when.weekday()]}, {when.day} {_MONTHS[when.month - 1]} {when.year}"


def _time_in_words(time: str) -> str:
    if time in _DAYPARTS:
        return f" ({_DAYPARTS[time]})"
    match = re.match(r"(\d\d):(\d\d)", time)
    return f" at {match[1]}:{match[2]}" if match else ""


def _week_in_words(year: int, week: int, *, weekend: bool) -> str | None:
    try:
        start = date.fromisocalendar(year, week, 6 if weekend else 1)
    except ValueError:
        return None
    return f"the {'weekend' if weekend else 'week'} of {start.day} {_MONTHS[start.month - 1]} {year}"
