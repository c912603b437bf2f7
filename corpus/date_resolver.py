"""Resolves date phrases in the order of a text, against the publication date and the dates named before."""

from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from spacy.tokens import Doc, Token

from corpus.date_phrase import Base, Kind, Phrase, Which
from corpus.date_tense import Tense, hangs_loosely_ahead, modifies_noun, names_vote, tense_of
from corpus.date_values import SEASON_MONTHS, Grain, Point, month_day, period, shifted
from corpus.date_words import word_set
from corpus.named_days import day_in_year
from corpus.statement import WhenHow
from corpus.story import Span

__all__ = ["Resolved", "Resolver"]

_STALE, _NEAR = 300, 60  # days; nobody means a day ten months off without its year if the nearest is weeks off
_OPEN_PREPOSITIONS = word_set("through until till by to")


@dataclass(frozen=True, slots=True)
class Resolved:
    """What a phrase comes to, and how it was resolved."""

    point: Point
    how: WhenHow


@dataclass
class Resolver:
    """Resolves the phrases of one text, which are to be given in its order; remembers what has been named.

    `named` holds the dates that the text is about, not those that it only compares them with ("a year earlier").
    """

    doc: Doc
    published: date | None
    named: list[Point] = field(default_factory=list)
    _starts: list[int] = field(init=False)

    def __post_init__(self) -> None:
        self._starts = [token.idx for token in self.doc]

    def tokens(self, span: Span) -> list[Token]:
        """The tokens that `span` touches."""
        if not self._starts:
            return []
        first = max(0, bisect_right(self._starts, span.start) - 1)
        last = max(first, bisect_right(self._starts, span.end - 1) - 1)
        return [self.doc[i] for i in range(first, last + 1)]

    def resolve(self, phrase: Phrase) -> Resolved | None:
        """What `phrase` comes to, or None where the text and the publication date don't fix it."""
        try:
            found = _RESOLVERS[phrase.kind](self, phrase)
        except (OverflowError, ValueError):
            return None  # past either end of the calendar
        if found is None:
            return None
        if phrase.clock and found.point.grain is Grain.DAY:
            found = replace(found, point=replace(found.point, clock=phrase.clock))
        if not phrase.compared:
            self.named.append(found.point)
        return found

    def note(self, phrase: Phrase) -> None:
        """Remember from a duration what the text is about: after "the nine months", "a year ago" is no quarter."""
        if self.published and phrase.value in {"P9M", "P1Y", "P6M"}:
            self.named.append(period(Grain.YEAR, self.published))

    def _tense(self, phrase: Phrase) -> Tense:
        return tense_of(self._root(phrase))

    def _root(self, phrase: Phrase) -> Token:
        tokens = self.tokens(phrase.span)
        inside = {token.i for token in tokens}
        return next((token for token in reversed(tokens) if token.head.i not in inside), tokens[0])

    def _last_named(self, longest: Grain, shortest: Grain = Grain.DAY) -> Point | None:
        return next((point for point in reversed(self.named) if shortest <= point.grain <= longest), None)

    def _day(self, phrase: Phrase) -> Resolved | None:
        month, number = phrase.month or 1, phrase.day or 1
        if phrase.year is not None:
            day = month_day(phrase.year, month, number)
            return Resolved(period(phrase.within or Grain.DAY, day), WhenHow.EXPLICIT) if day else None
        if self.published is None:
            return None
        now = self.published.year
        years = range(now - 4, now + 5) if phrase.year_shift is None else [now + phrase.year_shift]
        days = [day for year in years if (day := month_day(year, month, number))]
        if phrase.weekday is not None:
            days = [day for day in days if day.weekday() == phrase.weekday] or days
        chosen = self._chosen(days, phrase)
        return Resolved(period(phrase.within or Grain.DAY, chosen), WhenHow.EXPLICIT) if chosen else None

    def _chosen(self, days: list[date], phrase: Phrase) -> date | None:
        """Of the days, the one next to the publication date on the side that the tense names."""
        now = self.published
        if now is None or not days:
            return None
        nearest = min(days, key=lambda day: abs(day - now))
        if phrase.weekday is not None or self._root(phrase).head.lower_ in _OPEN_PREPOSITIONS:
            return nearest
        tense = Tense.PAST if self._root(phrase).head.lower_ == "since" else self._tense(phrase)
        if tense is Tense.PAST:
            before = max((day for day in days if day <= now), default=nearest)
            return nearest if (now - before).days > _STALE and (nearest - now).days < _NEAR else before
        if tense is Tense.FUTURE:
            after = min((day for day in days if day >= now), default=nearest)
            return nearest if (after - now).days > _STALE and (now - nearest).days < _NEAR else after
        return nearest

    def _weekday(self, phrase: Phrase) -> Resolved | None:
        day = self._weekday_day(phrase)
        return Resolved(Point(Grain.DAY, day), WhenHow.RELATIVE) if day else None

    def _weekday_day(self, phrase: Phrase) -> date | None:
        if self.published is None or phrase.weekday is None:
            return None
        now = self.published
        back = (now.weekday() - phrase.weekday) % 7
        match phrase.which:
            case Which.LAST:
                return now - timedelta(days=back or 7)
            case Which.NEXT:
                return now + timedelta(days=7 - back)
            case Which.THIS:
                return now - timedelta(days=now.weekday() - phrase.weekday)
            case Which.PREVIOUS | Which.FOLLOWING:
                return self._weekday_around(phrase.weekday, phrase.which)
        ahead = back and self._tense(phrase) is Tense.FUTURE
        if ahead and not (back == 1 and hangs_loosely_ahead(self._root(phrase))):
            return now + timedelta(days=7 - back)
        return now - timedelta(days=back)

    def _weekday_around(self, weekday: int, which: Which) -> date | None:
        """The weekday before or after the day that the story named last."""
        named = self._last_named(Grain.DAY)
        base = named.start if named else self.published
        if base is None:
            return None
        days = (base.weekday() - weekday) % 7 or 7
        return base - timedelta(days=days) if which is Which.PREVIOUS else base + timedelta(days=7 - days or 7)

    def _named_day(self, phrase: Phrase) -> Resolved | None:
        year = phrase.year
        if year is None and self.published is None:
            return None
        if year is None and self.published and phrase.year_shift is not None:
            year = self.published.year + phrase.year_shift
        if year is not None:
            day = day_in_year(phrase.name, year)
        else:
            now = self.published.year if self.published else 0
            days = [day for near in (now - 1, now, now + 1) if (day := day_in_year(phrase.name, near))]
            day = self._chosen(days, phrase)
        return Resolved(Point(Grain.DAY, day), WhenHow.NAMED_DAY) if day else None

    def _month(self, phrase: Phrase) -> Resolved | None:
        month = phrase.month or 1
        if phrase.year is not None:
            return Resolved(Point(Grain.MONTH, date(phrase.year, month, 1)), WhenHow.EXPLICIT)
        if self.published is None:
            return None
        year = self.published.year
        if phrase.year_shift is not None:
            return Resolved(Point(Grain.MONTH, date(year + phrase.year_shift, month, 1)), WhenHow.RELATIVE)
        starts = [date(near, month, 1) for near in (year - 1, year, year + 1)]
        return Resolved(Point(Grain.MONTH, self._chosen_month(starts, phrase)), WhenHow.RELATIVE)

    def _chosen_month(self, starts: list[date], phrase: Phrase) -> date:
        this = period(Grain.MONTH, self.published or date.max).start
        before = period(Grain.MONTH, this - timedelta(days=1)).start
        match phrase.which:
            case Which.LAST | Which.PREVIOUS:  # last month's name is never said with "last"
                return max(start for start in starts if start < before)
            case Which.NEXT | Which.FOLLOWING:
                return min(start for start in starts if start > this)
            case Which.THIS:
                return starts[1]
        root = self._root(phrase)
        tense = self._tense(phrase)
        loose = root.head.lower_ in _OPEN_PREPOSITIONS and tense is Tense.PAST
        if loose or (modifies_noun(root) and not names_vote(root.head)):
            tense = Tense.OPEN
        if tense is Tense.FUTURE:
            return min(start for start in starts if start >= this)
        if tense is Tense.PAST:
            return max(start for start in starts if start <= this)
        return min(starts, key=lambda start: (this - start).days if start <= this else 1.5 * (start - this).days)

    def _season(self, phrase: Phrase) -> Resolved | None:
        month = SEASON_MONTHS[phrase.name]
        if phrase.year is not None:
            return Resolved(Point(Grain.SEASON, date(phrase.year, month, 1)), WhenHow.EXPLICIT)
        if self.published is None:
            return None
        now = self.published
        year = now.year + (phrase.year_shift or 0)
        if phrase.which is Which.LAST and month + 2 >= now.month:
            year -= 1
        elif phrase.which is Which.NEXT and month <= now.month:
            year += 1
        elif phrase.which is None and phrase.year_shift is None:
            tense = self._tense(phrase)
            if tense is Tense.FUTURE and month + 2 < now.month:
                year += 1
            elif (
                month > now.month and (tense is Tense.PAST or month - now.month > 6) and not self._after(phrase, "into")
            ):
                year -= 1
        return Resolved(Point(Grain.SEASON, date(year, month, 1)), WhenHow.RELATIVE)

    def _after(self, phrase: Phrase, word: str) -> bool:
        """Whether `word` stands right before the phrase."""
        first = self.tokens(phrase.span)[0]
        return first.i > 0 and self.doc[first.i - 1].lower_ == word

    def _part_of_year(self, phrase: Phrase) -> Resolved | None:
        months, grain = (3, Grain.QUARTER) if phrase.kind is Kind.QUARTER else (6, Grain.HALF)
        month = months * ((phrase.ordinal or 1) - 1) + 1
        if phrase.year is not None:
            return Resolved(Point(grain, date(phrase.year, month, 1)), WhenHow.EXPLICIT)
        if self.published is None:
            return None
        start = date(self.published.year + (phrase.year_shift or 0), month, 1)
        ahead = (start - self.published).days
        if phrase.year_shift is None and ahead > 120 and self._tense(phrase) is not Tense.FUTURE:
            start = start.replace(year=start.year - 1)
        elif phrase.year_shift is None and ahead < -300 and self._tense(phrase) is Tense.FUTURE:
            start = start.replace(year=start.year + 1)
        return Resolved(Point(grain, start), WhenHow.RELATIVE)

    def _year(self, phrase: Phrase) -> Resolved | None:
        grain = {Kind.YEAR: Grain.YEAR, Kind.DECADE: Grain.DECADE, Kind.CENTURY: Grain.CENTURY}[phrase.kind]
        return Resolved(period(grain, date(max(1, phrase.year or 1), 1, 1)), WhenHow.EXPLICIT)

    def _shift(self, phrase: Phrase) -> Resolved | None:
        how = WhenHow.ANAPHORIC if phrase.base is Base.STORY else WhenHow.RELATIVE
        if phrase.compared and (quarter := self._reported_quarter()):
            before = shifted(quarter, phrase.shift, Grain.YEAR)
            return Resolved(before, how) if before else None
        base = self._base(phrase)
        if base is None:
            return None
        if phrase.grain is Grain.WEEKEND and phrase.base is Base.PUBLISHED and phrase.shift == 0:
            return Resolved(self._weekend(phrase), how)
        moved = shifted(replace(base, clock=""), phrase.shift, phrase.grain)
        if moved is None:
            return None
        if phrase.base is Base.WEEKDAY or (phrase.exact and phrase.grain is Grain.WEEK and base.grain is Grain.DAY):
            return Resolved(moved, how)
        return Resolved(period(phrase.within or phrase.grain, moved.start), how)

    def _reported_quarter(self) -> Point | None:
        """The quarter that the text reports on, if that is what it last spoke of."""
        point = self._last_named(Grain.YEAR, Grain.QUARTER)
        return point if point and point.grain is Grain.QUARTER else None

    def _base(self, phrase: Phrase) -> Point | None:
        if phrase.base is Base.WEEKDAY:
            day = self._weekday_day(phrase)
            return Point(Grain.DAY, day) if day else None
        now = Point(Grain.DAY, self.published) if self.published else None
        if phrase.base is Base.PUBLISHED:
            return now
        named = self._last_named(phrase.grain)
        return named or (now if phrase.shift else None)

    def _weekend(self, phrase: Phrase) -> Point:
        """The weekend: the one that is on or was last, unless the tense says the coming one."""
        now = self.published or date.max
        coming = period(Grain.WEEKEND, now)
        if now >= coming.start or self._tense(phrase) is Tense.FUTURE:
            return coming
        return shifted(coming, -1) or coming

    def _same(self, phrase: Phrase) -> Resolved | None:
        """The quarter, the year-ago period: what the text reports on, moved to the year that is meant."""
        if phrase.grain is Grain.CENTURY:
            return Resolved(self.named[-1], WhenHow.ANAPHORIC) if self.named else None
        base = self._reported(phrase)
        if base is None:
            return None
        shift = phrase.year - base.start.year if phrase.year is not None else phrase.year_shift or 0
        moved = shifted(base, shift, Grain.YEAR)
        return Resolved(moved, WhenHow.ANAPHORIC) if moved else None

    def _reported(self, phrase: Phrase) -> Point | None:
        exact = phrase.grain is not Grain.DAY
        longest, shortest = (phrase.grain, phrase.grain) if exact else (Grain.YEAR, Grain.QUARTER)
        named = (p for p in reversed(self.named) if shortest <= p.grain <= longest)
        now = self.published
        if phrase.latest and now:
            named = (p for p in named if p.grain is Grain.YEAR or p.start < period(Grain.QUARTER, now).start)
        found = next(named, None)
        if found is not None or now is None:
            return found
        grain = phrase.grain if exact else Grain.QUARTER
        return shifted(period(grain, now), -1) if grain is Grain.QUARTER else period(grain, now)

    def _clock_time(self, phrase: Phrase) -> Resolved | None:
        day = self._last_named(Grain.DAY) or (Point(Grain.DAY, self.published) if self.published else None)
        return Resolved(replace(day, clock=phrase.clock), WhenHow.ANAPHORIC) if day else None


_RESOLVERS: dict[Kind, Callable[[Resolver, Phrase], Resolved | None]] = {
    Kind.DAY: Resolver._day,
    Kind.WEEKDAY: Resolver._weekday,
    Kind.NAMED_DAY: Resolver._named_day,
    Kind.MONTH: Resolver._month,
    Kind.QUARTER: Resolver._part_of_year,
    Kind.HALF: Resolver._part_of_year,
    Kind.SEASON: Resolver._season,
    Kind.YEAR: Resolver._year,
    Kind.DECADE: Resolver._year,
    Kind.CENTURY: Resolver._year,
    Kind.SHIFT: Resolver._shift,
    Kind.SAME: Resolver._same,
    Kind.CLOCK: Resolver._clock_time,
}
