"""Whether words that a user quotes stand in the story: word for word, altered, or not at all.

Case, quotation marks, other punctuation, ellipses and trimmed ends are no alterations.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from rapidfuzz import fuzz

from corpus.story import Span

__all__ = ["QuotationCheck", "check_quotation", "places_of", "quoted_words"]

_QUOTED = re.compile(r"“([^”]+)”|\"([^\"]+)\"|«([^»]+)»|(?<!\w)[‘']([^’']+(?:[’']\w[^’']*)*)[’'](?!\w)")
_WORD = re.compile(r"\w+(?:['’]\w+)*")
_ELLIPSIS = re.compile(r"…|\.\.\.|\[…\]|\[\.\.\.\]")
_LIKE = 75.0  # rapidfuzz score, of 100, from which a passage counts as the one that was quoted, altered
_LEAST_ALTERED = 5  # words; fewer are too few to tell an altered quotation from another one


@dataclass(frozen=True, slots=True)
class QuotationCheck:
    """Where quoted words stand in the story.

    `changes` has, for each difference, the span of the story's words and the user's words; either may be empty.
    """

    span: Span
    changes: tuple[tuple[Span, str], ...] = ()

    @property
    def exact(self) -> bool:
        """Whether the words stand there word for word."""
        return not self.changes


def quoted_words(message: str) -> str | None:
    """The longest text between quotation marks in a message, if it has two words or more."""
    found = [next(filter(None, match.groups())) for match in _QUOTED.finditer(message)]
    best = max(found, key=len, default="")
    return best if len(_WORD.findall(best)) > 1 else None


def check_quotation(quotation: str, text: str) -> QuotationCheck | None:
    """Find a quotation in a story's text; None where nothing there is like it."""
    words = [match.span() for match in _WORD.finditer(text)]
    story = [_folded(text[a:b]) for a, b in words]
    pieces = [[_folded(w) for w in _WORD.findall(piece)] for piece in _ELLIPSIS.split(quotation)]
    exact = next(_in_order([piece for piece in pieces if piece], story), None)
    if exact:
        return QuotationCheck(_span(words, *exact))
    return _altered([word for piece in pieces for word in piece], story, words, text)


def places_of(quotation: str, text: str) -> list[Span]:
    """Every place where a quotation stands in a story's text word for word, in order."""
    words = [match.span() for match in _WORD.finditer(text)]
    pieces = [[_folded(w) for w in _WORD.findall(piece)] for piece in _ELLIPSIS.split(quotation)]
    found = _in_order([piece for piece in pieces if piece], [_folded(text[a:b]) for a, b in words])
    return [_span(words, first, last) for first, last in found]


def _in_order(pieces: list[list[str]], story: list[str]) -> Iterator[tuple[int, int]]:
    """The word ranges that hold all pieces, each unbroken, one after another."""
    if not pieces:
        return
    for start in _places(pieces[0], story, 0):
        end = start + len(pieces[0])
        for piece in pieces[1:]:
            place = next(_places(piece, story, end), None)
            if place is None:
                break
            end = place + len(piece)
        else:
            yield start, end


def _places(piece: list[str], story: list[str], after: int) -> Iterator[int]:
    return (i for i in range(after, len(story) - len(piece) + 1) if story[i : i + len(piece)] == piece)


def _altered(quoted: list[str], story: list[str], words: list[tuple[int, int]], text: str) -> QuotationCheck | None:
    if len(quoted) < _LEAST_ALTERED:
        return None
    joined = " ".join(story)
    found = fuzz.partial_ratio_alignment(" ".join(quoted), joined, score_cutoff=_LIKE)
    if found is None:
        return None
    first = joined.count(" ", 0, found.dest_start + 1)
    last = joined.count(" ", 0, max(found.dest_end - 1, 0))
    rows, first, last = _differences(quoted, story, first, last + 1)
    changes = tuple((_span(words, a, b), " ".join(quoted[c:d])) for a, b, c, d in rows)
    return QuotationCheck(_span(words, first, last), changes) if changes else None


def _span(words: list[tuple[int, int]], first: int, last: int) -> Span:
    """The span of words[first:last]; where there are none, the empty one before words[first]."""
    return Span(words[first][0], words[last - 1][1]) if last > first else Span(words[first - 1][1], words[first - 1][1])


def _differences(
    quoted: list[str], story: list[str], first: int, last: int
) -> tuple[list[tuple[int, int, int, int]], int, int]:
    """Where story[first:last], its ends first trimmed to the quotation's, and `quoted` differ, as pairs of ranges."""
    blocks = [
        b for b in SequenceMatcher(None, story[first:last], quoted, autojunk=False).get_matching_blocks() if b.size
    ]
    if not blocks:
        return [], first, last
    lead, tail = blocks[0].b, len(quoted) - blocks[-1].b - blocks[-1].size
    start = max(first + blocks[0].a - lead, 0)
    end = min(first + blocks[-1].a + blocks[-1].size + tail, len(story))
    rows = SequenceMatcher(None, story[start:end], quoted, autojunk=False).get_opcodes()
    return [(start + a, start + b, c, d) for tag, a, b, c, d in rows if tag != "equal"], start, end


def _folded(word: str) -> str:
    return word.casefold().replace("’", "'")
