"""Holidays and other days with a name, and the day they fall on in a year.

Most come from the `holidays` library. What it lacks stands in a small table of international days after the United
Nations' list (https://www.un.org/en/observances/list-days-weeks), and of fixed Christian and folk days.
"""

import re
from datetime import date
from functools import cache

import holidays

__all__ = ["NAMED_DAY", "day_in_year", "named_day"]

# the name as news writes it: (the `holidays` country or market, its name there); "'" stands for any apostrophe
_LIBRARY = {
    "new year's eve": ("US", "New Year's Eve"),
    "new year's day": ("US", "New Year's Day"),
    "martin luther king jr. day": ("US", "Martin Luther King Jr. Day"),
    "martin luther king day": ("US", "Martin Luther King Jr. Day"),
    "mlk day": ("US", "Martin Luther King Jr. Day"),
    "groundhog day": ("US", "Groundhog Day"),
    "valentine's day": ("US", "Valentine's Day"),
    "presidents' day": ("US", "Washington's Birthday"),
    "president's day": ("US", "Washington's Birthday"),
    "presidents day": ("US", "Washington's Birthday"),
    "st. patrick's day": ("US", "Saint Patrick's Day"),
    "good friday": ("US", "Good Friday"),
    "easter sunday": ("US", "Easter Sunday"),
    "easter": ("US", "Easter Sunday"),
    "easter monday": ("GB-ENG", "Easter Monday"),
    "mother's day": ("US", "Mother's Day"),
    "memorial day": ("US", "Memorial Day"),
    "father's day": ("US", "Father's Day"),
    "independence day": ("US", "Independence Day"),
    "labor day": ("US", "Labor Day"),
    "columbus day": ("US", "Columbus Day"),
    "halloween": ("US", "Halloween"),
    "election day": ("US", "Election Day"),
    "veterans day": ("US", "Veterans Day"),
    "veterans' day": ("US", "Veterans Day"),
    "thanksgiving day": ("US", "Thanksgiving Day"),
    "thanksgiving": ("US", "Thanksgiving Day"),
    "christmas eve": ("US", "Christmas Eve"),
    "christmas day": ("US", "Christmas Day"),
    "christmas": ("US", "Christmas Day"),
    "boxing day": ("GB-ENG", "Boxing Day"),
    "bastille day": ("FR", "National Day"),
    "anzac day": ("AU", "ANZAC Day"),
    "canada day": ("CA", "Canada Day"),
    "yom kippur": ("IL", "Yom Kippur"),
    "rosh hashanah": ("IL", "Rosh Hashanah"),
    "rosh hashana": ("IL", "Rosh Hashanah"),
}
_FIXED = {
    "international women's day": (3, 8),
    "women's day": (3, 8),
    "april fools' day": (4, 1),
    "april fool's day": (4, 1),
    "earth day": (4, 22),
    "world press freedom day": (5, 3),
    "may day": (5, 1),
    "cinco de mayo": (5, 5),
    "victory day": (5, 9),
    "world environment day": (6, 5),
    "juneteenth": (6, 19),
    "world refugee day": (6, 20),
    "bonfire night": (11, 5),
    "guy fawkes night": (11, 5),
    "armistice day": (11, 11),
    "all saints' day": (11, 1),
    "day of the dead": (11, 2),
    "world aids day": (12, 1),
    "human rights day": (12, 10),
    "international human rights day": (12, 10),
    "the fourth of july": (7, 4),
    "fourth of july": (7, 4),
    "july fourth": (7, 4),
}
_AFTER = {"black friday": ("thanksgiving", 1), "cyber monday": ("thanksgiving", 4)}
_BEFORE_EASTER = {
    "ash wednesday": -46,
    "palm sunday": -7,
    "maundy thursday": -3,
    "holy thursday": -3,
    "pentecost": 49,
}
_NAMES = sorted({*_LIBRARY, *_FIXED, *_AFTER, *_BEFORE_EASTER}, key=len, reverse=True)
NAMED_DAY = "(?i:" + "|".join(re.escape(name).replace(r"\ ", " ").replace("'", "['’]") for name in _NAMES) + ")"


def named_day(words: str) -> str | None:
    """The table's name for a named day as it stands in a text; None where it isn't written as a name."""
    name = " ".join(words.lower().replace("’", "'").split())
    return name if (name in _NAMES and words[:1].isupper()) or name.startswith("the ") else None


def day_in_year(name: str, year: int) -> date | None:
    """The day that the named day falls on in `year`, or None where it isn't known for that year."""
    if name in _FIXED:
        return date(year, *_FIXED[name])
    if name in _AFTER:
        anchor, days = _AFTER[name]
        return _moved(day_in_year(anchor, year), days)
    if name in _BEFORE_EASTER:
        return _moved(day_in_year("easter", year), _BEFORE_EASTER[name])
    country, title = _LIBRARY[name]
    return _calendar(country, year).get(title)


def _moved(day: date | None, days: int) -> date | None:
    return None if day is None else date.fromordinal(day.toordinal() + days)


@cache
def _calendar(country: str, year: int) -> dict[str, date]:
    code, _, subdivision = country.partition("-")
    supported = holidays.country_holidays(code).supported_categories
    days = holidays.country_holidays(
        code, subdiv=subdivision or None, years=year, expand=False, categories=supported, language="en_US"
    )
    return {name: day for day in sorted(days, reverse=True) for name in days.get_list(day)}
