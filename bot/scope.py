"""Which stories and sentences a question is about, by its own words: "in March", "since 8 March", "in the Guardian"."""

import calendar
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from index.archive.contract import Where

__all__ = ["Scope", "scope_of"]

_MONTHS = tuple(name.lower() for name in calendar.month_name[1:])
_MONTH = "|".join(_MONTHS)
_SAYING = (
    r"sa(?:y|id|ys)|t(?:ell|old)|sp(?:eak|oke)|talk(?:ed)?|claim(?:ed)?|announced?|promised?|warn(?:ed)?|state[ds]?"
)
_WHEN = re.compile(
    rf"""(?P<before>^(?:and\s|so\s)?|\b(?:{_SAYING})\s)?
    \b(?P<how>in|during|on|since|after|from|until|till|by|before)\s(?:the\s)?
    (?:(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s(?:of\s)?(?P<month>{_MONTH})(?:,?\s(?P<year>\d{{4}}))?
      |(?P<month2>{_MONTH})\s(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?\b(?:,?\s(?P<year2>\d{{4}}))?
      |(?P<month3>{_MONTH})(?:,?\s(?P<year3>\d{{4}}))?
      |(?P<year4>(?:19|20)\d\d))\b""",
    re.VERBOSE | re.IGNORECASE,
)
_YEARS_BACK = 8
_Period = tuple[str | None, str | None]
_OUTLET = re.compile(r"\b(?:in|by|from|according to|on)\s(?:the\s)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Scope:
    """What a question's words narrow the search to, the likeliest first; empty if to nothing.

    `firm` if they leave no doubt, so that nothing else answers it.
    """

    wheres: tuple[Where, ...] = ()
    firm: bool = False


def scope_of(question: str, sources: Sequence[str], latest: date | None) -> Scope:
    """Read the period and the publisher that `question` names. `sources` are the publishers that there are.

    A day or month without a year is the last one of that name that began by `latest`, the day of the newest story; or
    else the one of an earlier year. A period
    is firm if it opens the question or stands next to the word of speaking: "What did he say in March about taxes?";
    elsewhere it may be part of what is asked about: "… about the elections in March?".
    """
    match = next((m for m in _WHEN.finditer(question) if _is_usable(m)), None) if latest else None
    periods = list(dict.fromkeys(_periods(match, latest))) if match and latest else []
    source = _publisher(question, sources)
    wheres = tuple(Where(since=since, until=until, source=source) for since, until in periods)
    firm = bool(periods) and match is not None and match["before"] is not None
    return Scope(wheres or ((Where(source=source),) if source else ()), firm)


def _periods(match: re.Match[str], latest: date) -> Iterator[_Period]:
    """The periods that a phrase may mean, the latest first; open ones, such as "since March", are one."""
    for back in range(min(_YEARS_BACK, latest.year)):
        period = _period(match, latest.replace(day=1, year=latest.year - back))
        if period != (None, None):
            yield period
        if not (period[0] and period[1]):
            return


def _is_usable(match: re.Match[str]) -> bool:
    """Whether the day is one that a month has."""
    day = int(match["day"] or match["day2"] or 1)
    return 1 <= day <= 31


def _period(match: re.Match[str], latest: date) -> _Period:
    """The first and the last day that a phrase allows, as ISO days; None where it sets no bound."""
    name = (match["month"] or match["month2"] or match["month3"] or "").lower()
    month = _MONTHS.index(name) + 1 if name else None
    day = int(match["day"] or match["day2"] or 0)
    given = match["year"] or match["year2"] or match["year3"] or match["year4"]
    year = int(given) if given else latest.year - (month is not None and month > latest.month)
    try:
        first = date(year, month or 1, day or 1)
        last = first if day else date(year, month or 12, calendar.monthrange(year, month or 12)[1])
        return _bounds(match["how"].lower(), first, last)
    except (ValueError, OverflowError):  # no such day
        return None, None


def _bounds(how: str, first: date, last: date) -> _Period:
    """What "since", "before" and the like allow of the period from `first` to `last`. Raises OverflowError."""
    if how in ("since", "from"):
        return first.isoformat(), None
    if how == "after":
        return (last + timedelta(days=1)).isoformat(), None
    if how in ("until", "till", "by"):
        return None, last.isoformat()
    if how == "before":
        return None, (first - timedelta(days=1)).isoformat()
    return first.isoformat(), last.isoformat()


def _publisher(question: str, sources: Sequence[str]) -> str | None:
    """The publisher that the question names after "in", "by" or "from", the longest name first."""
    asked = question.casefold()
    for source in sorted(sources, key=len, reverse=True):
        name = re.sub(r"^the\s", "", source.strip(), flags=re.IGNORECASE)
        if not name or name.casefold() not in asked:
            continue
        if re.search(rf"{_OUTLET.pattern}{re.escape(name)}\b", question, re.IGNORECASE):
            return source
    return None
