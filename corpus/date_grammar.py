"""Finds the date phrases of a text by the rules of `corpus.date_rules`.

Rules run over the whole text, and where two phrases overlap the one that starts first, then the longer one, then the
earlier rule's, is kept. Whether a word such as "May" or "second" is a date at all where the words alone cannot tell is
decided by `corpus.dates`, which has the parse.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import zip_longest

from corpus.date_phrase import Kind, Phrase
from corpus.date_rules import RULES
from corpus.date_words import pattern
from corpus.story import Span

__all__ = ["find_phrases"]


def find_phrases(text: str) -> list[Phrase]:
    """All date phrases of `text`, in order and apart from each other. Takes time linear in the text's length."""
    found = [
        (start, -end, place, phrase)
        for place, (regex, reader) in enumerate(RULES)
        for match in regex.finditer(text)
        if (phrase := reader(match)) is not None
        for start, end in [_span(match)]
    ]
    found.sort(key=lambda item: item[:3])
    kept: list[Phrase] = []
    for start, minus_end, _, phrase in found:
        if not kept or start >= kept[-1].span.end:
            kept.append(replace(phrase, span=Span(start, -minus_end)))
    return [phrase for first in _share_years(text, kept) for phrase in _with_range(text, first)]


_RANGE_LINK = re.compile(r"\s*(?:-|–|—|\bto\b|\bthrough\b|\buntil\b|\band\b)\s*")


def _share_years(text: str, phrases: list[Phrase]) -> Iterator[Phrase]:
    """The phrases, the first of "from June to August 2015" with the year of the second."""
    for phrase, following in zip_longest(phrases, phrases[1:]):
        if (
            following is not None
            and phrase.kind in {Kind.MONTH, Kind.DAY}
            and following.kind is phrase.kind
            and phrase.year is phrase.year_shift is phrase.which is None
            and following.year is not None
            and (phrase.month or 0) <= (following.month or 0)
            and _RANGE_LINK.fullmatch(text, phrase.span.end, following.span.start)
        ):
            yield replace(phrase, year=following.year)
        else:
            yield phrase


def _span(match: re.Match[str]) -> tuple[int, int]:
    return match.span("span") if "span" in match.re.groupindex else match.span()


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
