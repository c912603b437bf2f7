"""Days and periods, arithmetic on them, and their TimeML values.

Values follow TimeML's TIMEX3 (Saurí et al. 2006, *TimeML Annotation Guidelines 1.2.1*, section 2.2.1): ISO 8601
dates and weeks, with Q, H, SP, SU, FA, WI, WE for quarters, halves, seasons and weekends, three digits for a decade
and two for a century.
"""

import calendar
import re
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import IntEnum

from dateutil.relativedelta import relativedelta

__all__ = ["SEASON_MONTHS", "Grain", "Point", "first_day", "month_day", "period", "shifted"]


class Grain(IntEnum):
    """How long a period is, in rising order."""

    DAY = 1
    WEEKEND = 2
    WEEK = 3
    MONTH = 4
    QUARTER = 5
    SEASON = 6
    HALF = 7
    YEAR = 8
    DECADE = 9
    CENTURY = 10


SEASON_MONTHS = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}
_SEASON_OF_MONTH = {month: name for name, month in SEASON_MONTHS.items()}
_STEP = {
    Grain.DAY: relativedelta(days=1),
    Grain.WEEKEND: relativedelta(weeks=1),
    Grain.WEEK: relativedelta(weeks=1),
    Grain.MONTH: relativedelta(months=1),
    Grain.QUARTER: relativedelta(months=3),
    Grain.SEASON: relativedelta(years=1),
    Grain.HALF: relativedelta(months=6),
    Grain.YEAR: relativedelta(years=1),
    Grain.DECADE: relativedelta(years=10),
    Grain.CENTURY: relativedelta(years=100),
}


@dataclass(frozen=True, slots=True)
class Point:
    """A day or period: its length, its first day, and a time of day such as `TNI` or `T17:00` or nothing."""

    grain: Grain
    start: date
    clock: str = ""

    @property
    def value(self) -> str:
        """The TimeML value at the period's own precision."""
        return self._period_value() + self.clock

    @property
    def end(self) -> date:
        """The period's last day."""
        if self.grain is Grain.WEEKEND:
            return self.start + timedelta(days=1)
        if self.grain is Grain.SEASON:
            return self.start + relativedelta(months=3, days=-1)
        try:
            return self.start + _STEP[self.grain] - timedelta(days=1)
        except (OverflowError, ValueError):
            return date.max

    def _period_value(self) -> str:
        year = f"{self.start.year:04d}"
        match self.grain:
            case Grain.DAY:
                return self.start.isoformat()
            case Grain.WEEK | Grain.WEEKEND:
                iso = self.start.isocalendar()
                return f"{iso.year:04d}-W{iso.week:02d}" + ("-WE" if self.grain is Grain.WEEKEND else "")
            case Grain.MONTH:
                return f"{year}-{self.start.month:02d}"
            case Grain.QUARTER:
                return f"{year}-Q{(self.start.month + 2) // 3}"
            case Grain.SEASON:
                return f"{year}-{_SEASON_OF_MONTH[self.start.month]}"
            case Grain.HALF:
                return f"{year}-H{(self.start.month + 5) // 6}"
            case Grain.YEAR:
                return year
            case Grain.DECADE:
                return year[:3]
            case Grain.CENTURY:
                return year[:2]


def period(grain: Grain, day: date) -> Point:
    """The period of length `grain` that `day` lies in; of a season, the one that began last or begins in its month."""
    match grain:
        case Grain.DAY:
            return Point(grain, day)
        case Grain.WEEK:
            return Point(grain, day - timedelta(days=day.weekday()) if day.toordinal() > 7 else day)
        case Grain.WEEKEND:
            return Point(grain, day + timedelta(days=5 - day.weekday()) if day < date(9999, 12, 24) else day)
        case Grain.MONTH:
            return Point(grain, day.replace(day=1))
        case Grain.QUARTER:
            return Point(grain, date(day.year, 3 * ((day.month - 1) // 3) + 1, 1))
        case Grain.SEASON:
            return Point(grain, date(day.year, max(3, 3 * (day.month // 3)), 1))
        case Grain.HALF:
            return Point(grain, date(day.year, 1 if day.month <= 6 else 7, 1))
        case Grain.YEAR:
            return Point(grain, date(day.year, 1, 1))
        case Grain.DECADE:
            return Point(grain, date(max(1, day.year // 10 * 10), 1, 1))
        case Grain.CENTURY:
            return Point(grain, date(max(1, day.year // 100 * 100), 1, 1))


def shifted(point: Point, count: int, grain: Grain | None = None) -> Point | None:
    """`point` moved by `count` times `grain` (its own length by default), or None past the calendar's ends.

    The moved point keeps its length, so that a year before 2016-Q3 is 2015-Q3.
    """
    step = _STEP[grain or point.grain]
    try:
        moved = point.start + step * count
    except (OverflowError, ValueError):
        return None
    if point.grain in {Grain.WEEK, Grain.WEEKEND} and grain not in {None, Grain.WEEK, Grain.WEEKEND}:
        moved = period(point.grain, moved).start
    return replace(point, start=moved)


def month_day(year: int, month: int, day: int) -> date | None:
    """The day, or None if there is none, as 30 February or the year 0."""
    if not 1 <= year <= 9999 or not 1 <= day <= calendar.monthrange(max(1, min(year, 9999)), month)[1]:
        return None
    return date(year, month, day)


_VALUE = re.compile(
    r"(?P<year>\d{4})(?:-(?:W(?P<week>\d\d)(?:-WE)?|(?P<month>\d\d)(?:-(?P<day>\d\d))?|Q(?P<quarter>\d)|H(?P<half>\d)"
    r"|(?P<season>SP|SU|FA|WI)))?(?:T.*)?"
)


def first_day(value: str) -> date | None:
    """The first day of the period that a TimeML value stands for; None for a decade, a century and what is no date."""
    found = _VALUE.fullmatch(value)
    if found is None:
        return None
    year = int(found["year"])
    try:
        if found["week"]:
            return date.fromisocalendar(year, int(found["week"]), 6 if "-WE" in value else 1)
        if found["month"]:
            return date(year, int(found["month"]), int(found["day"] or 1))
    except ValueError:
        return None
    if found["quarter"] or found["half"]:
        month = 3 * int(found["quarter"]) - 2 if found["quarter"] else 6 * int(found["half"]) - 5
        return month_day(year, min(12, max(1, month)), 1)
    return month_day(year, SEASON_MONTHS[found["season"]] if found["season"] else 1, 1)
