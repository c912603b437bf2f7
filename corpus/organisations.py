"""The names of organisations, for short forms: "the IMF" and "the fund" stand for International Monetary Fund."""

import re
from bisect import bisect_right
from collections.abc import Iterable

from corpus.circumstances import is_outlet
from corpus.story import Span

__all__ = ["Organisations"]

_WORD = r"[A-Z][\w&’'-]*(?:\.[A-Z])*"
_SMALL = r"(?:of|for|on|and|the|to|in|against|de|du)"
_NAME = re.compile(rf"{_WORD}(?:[^\S\n]+(?:{_SMALL}[^\S\n]+){{0,2}}{_WORD})+")
_SMALL_WORDS = frozenset("of for on and the to in against de du".split())
_LEAD = re.compile(
    r"(?:(?:The|A|An|In|On|At|By|For|But|And|As|When|While|If|Since|Though|Although|Because|Before|After|Under|From|With"
    r"|According|to|the|Mr|Mrs|Ms|Sen|Gov|Rep|Dr)\b\.?\s+)+"
)
_POSSESSIVE = re.compile(r"[’']s?$")


class Organisations:
    """Capitalised names of two words or more, outside headings, by which short forms are filled out."""

    def __init__(self, text: str, paragraphs: Iterable[Span], people: Iterable[Span]) -> None:
        self._text = text
        taken = {offset for person in people for offset in range(*person)}
        self._names = [
            span
            for paragraph in paragraphs
            for found in _NAME.finditer(text, *paragraph)
            for span in _cut(text, Span(*found.span()))
            if taken.isdisjoint(range(*span))
        ]
        self._starts = [span.start for span in self._names]

    def fullest(self, name: Span) -> Span:
        """The name that `name` is the acronym of, the first in the story; else `name`."""
        letters = re.sub(r"[^A-Za-z]", "", _POSSESSIVE.sub("", name.of(self._text)))
        if not 2 <= len(letters) <= 6 or not letters.isupper():
            return name
        return next((full for full in self._names if _initials(full.of(self._text)) == letters), name)

    def called(self, noun: str, before: int) -> Span | None:
        """The name that "the NOUN" takes up: one that ends, or begins, with that word; the last before `before`."""
        fitting = [span for span in self._names if noun in self._ends(span)]
        earlier = [span for span in fitting if span.start < before]
        return earlier[-1] if earlier else (fitting[0] if fitting else None)

    def shortened(self, name: Span) -> Span:
        """The one earlier outlet that a single word takes up: "the Times" after "The New York Times".

        Where an earlier name has the word elsewhere, as in "the Times of London", it stays as it is.
        """
        word = _POSSESSIVE.sub("", name.of(self._text))
        if " " in word or not is_outlet(self._text, name):
            return name
        earlier = (span for span in self._names if span.start < name.start)
        fitting = {span.of(self._text): span for span in earlier if word in span.of(self._text).split()}
        full = next(iter(fitting.values())) if len(fitting) == 1 else name
        return full if full.of(self._text).endswith(word) else name

    def around(self, offset: int) -> Span | None:
        """The name that stands at `offset`."""
        place = bisect_right(self._starts, offset) - 1
        return self._names[place] if place >= 0 and offset < self._names[place].end else None

    def _ends(self, span: Span) -> tuple[str, str]:
        words = _POSSESSIVE.sub("", span.of(self._text)).lower().split()
        return words[0], words[-1]


def _initials(name: str) -> str:
    return "".join(word[0] for word in name.split() if word not in _SMALL_WORDS)


def _cut(text: str, span: Span) -> list[Span]:
    """A run of capitals without a determiner at its start and a possessive's end, cut where a possessive stands."""
    pieces, start = [], span.start
    for found in re.finditer(r"[’']s\s+", span.of(text)):
        pieces.append(Span(start, span.start + found.start()))
        start = span.start + found.end()
    pieces.append(Span(start, span.end))
    return [trimmed for piece in pieces if len((trimmed := _trimmed(text, piece)).of(text).split()) > 1]


def _trimmed(text: str, span: Span) -> Span:
    start, end = span
    lead = _LEAD.match(text, start, end)
    start = lead.end() if lead else start
    tail = re.search(r"(?:\s+(?:of|for|on|and|the|to|in|against|de|du))+$|[’'.-]+$", text[start:end])
    return Span(start, start + tail.start() if tail else end)
