"""Infers when a story without a publication date was published, from what its own text supports.

Three things support a day: a line that is nothing but a full date, or a full date after "Published"; a dateline
("FLINT, Mich., Oct. 4, 2016 (UPI) —"); and a sentence that equates a day seen from the story ("the day before",
"yesterday", "today") with a day of the calendar ("International Women's Day", "March 8"). Where the year is missing, a
weekday of the story must fall on the inferred day; the latest year that does it is taken.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from spacy.tokens import Doc

from corpus.date_grammar import find_phrases
from corpus.date_phrase import Base, Kind, Phrase
from corpus.date_values import Grain, month_day
from corpus.date_words import WEEKDAYS
from corpus.named_days import day_in_year

__all__ = ["infer_published"]

_HEAD = 600  # characters at the start of a story where its own date may stand
_YEARS_BACK = 28  # after which the calendar repeats itself
_PUBLISHED = re.compile(r"(?:published|posted|updated|date)\s*(?:on|:|at)?\s*(?:on\s+)?[\w.,]{0,12}\s*$", re.IGNORECASE)
_DATELINE_END = re.compile(r"\s*(?:\([\w/ ]{2,20}\)\s*)?(?:—|–|--|-|_)\s")
_DATELINE_START = re.compile(r"\s*[A-Z][A-Z .'’-]{2,30}(?:,? [\w. ]{2,20})?,?\s*(?:\([\w/ ]{2,20}\),?\s*)?")
_WEEKDAY = re.compile(r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b", re.IGNORECASE)
_CLOCK = re.compile(r"(?:\bat\b\s*)?\d{1,2}[:.]\d\d\s*(?:[ap]\.?m\.?)?\s*[A-Z]{0,4}\b", re.IGNORECASE)


def infer_published(doc: Doc, *, today: date | None = None) -> tuple[date, str] | None:
    """The day of publication that the text of `doc` supports, and why, in one sentence; None where it supports none.

    `today` (the current day by default) bounds what a missing year can be.
    """
    last = today or date.today()
    phrases = find_phrases(doc.text)
    for found in (_own_date(doc, phrases), _equated(doc, phrases, last)):
        if found is not None and found[0] <= last:
            return found
    return None


def _own_date(doc: Doc, phrases: Sequence[Phrase]) -> tuple[date, str] | None:
    """The full date at the head of a story that is its own."""
    sentences = [(sentence.start_char, sentence.end_char) for sentence in doc.sents if sentence.start_char <= _HEAD]
    for phrase in phrases:
        if phrase.span.start > _HEAD:
            return None
        if phrase.kind is not Kind.DAY or phrase.year is None or phrase.month is None or phrase.day is None:
            continue
        day = month_day(phrase.year, phrase.month, phrase.day)
        start, end = next((s for s in sentences if s[0] <= phrase.span.start < s[1]), (0, 0))
        why = _stands_apart(doc.text[start : phrase.span.start], doc.text[phrase.span.end : end])
        if day and why:
            return day, f"the story {why} “{_plain(doc.text, phrase)}”"
    return None


def _stands_apart(before: str, after: str) -> str | None:
    """How a date stands in its sentence if it is the story's own: alone, after "Published", or in a dateline."""
    if _PUBLISHED.search(before):
        return "says that it was published on"
    if _DATELINE_END.match(after) and _DATELINE_START.fullmatch(before):
        return "has the dateline"
    alone = not re.search(r"\w", _WEEKDAY.sub("", before) + _CLOCK.sub("", after))
    return "has a line with nothing but" if alone else None


def _equated(doc: Doc, phrases: Sequence[Phrase], last: date) -> tuple[date, str] | None:
    """The day that a sentence equates with one of the calendar: "The day before, … on International Women's Day"."""
    weekdays = _weekdays(phrases)
    for seen, named in _pairs(doc, phrases):
        for year in [named.year] if named.year else range(last.year, last.year - _YEARS_BACK, -1):
            day = _calendar_day(named, year)
            story_day = day - timedelta(days=seen.shift) if day else None
            if story_day is None or story_day > last or not (named.year or story_day.weekday() in weekdays):
                continue
            return story_day, _reason(doc.text, seen, named, story_day, known=named.year is not None)
    return None


def _weekdays(phrases: Sequence[Phrase]) -> set[int]:
    """The weekdays that the story names by themselves."""
    return {p.weekday for p in phrases if p.kind is Kind.WEEKDAY and p.weekday is not None and p.which is None}


def _pairs(doc: Doc, phrases: Sequence[Phrase]) -> Iterator[tuple[Phrase, Phrase]]:
    """A day seen from the story and a day of the calendar that stand in one sentence, with no other date."""
    ends = [sentence.end_char for sentence in doc.sents]
    place = 0
    for end in ends:
        inside = []
        while place < len(phrases) and phrases[place].span.start < end:
            inside.append(phrases[place])
            place += 1
        days = [p for p in inside if p.kind not in {Kind.DURATION, Kind.SET}]
        seen = [p for p in days if p.kind is Kind.SHIFT and p.grain is Grain.DAY and p.base is not Base.WEEKDAY]
        named = [p for p in days if p.kind in {Kind.DAY, Kind.NAMED_DAY}]
        if len(days) == 2 and len(seen) == len(named) == 1:
            yield seen[0], named[0]
        if any(p.base is Base.STORY or p.kind is Kind.DAY for p in days):
            return  # from here on, "the day before" may count from another date of the story


def _calendar_day(named: Phrase, year: int | None) -> date | None:
    if year is None:
        return None
    if named.kind is Kind.NAMED_DAY:
        return day_in_year(named.name, year)
    return month_day(year, named.month or 1, named.day or 1)


def _reason(text: str, seen: Phrase, named: Phrase, day: date, *, known: bool) -> str:
    fixed = f"“{_plain(text, seen)}” is {_plain(text, named)}, so the story's day is {day.day} {day:%B}"
    if known:
        return f"{fixed} {day.year}"
    weekday = WEEKDAYS[day.weekday()].title()
    return f"{fixed}; it names {weekday}, and {day.year} is the latest year in which that day is one"


def _plain(text: str, phrase: Phrase) -> str:
    return " ".join(phrase.span.of(text).split())
