"""Telegram's HTML: escaping, lengths as Telegram counts them, and messages that keep within its limits.

Telegram counts a message's length in UTF-16 code units, after taking out the tags and resolving the entities:
https://core.telegram.org/bots/api#formatting-options. No piece made here is ever cut by `pages`; only
`blockquotes` divides, and only what no single message could hold.
"""

import html
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from telegram.constants import MessageLimit

from bot.days import in_words

__all__ = ["Piece", "blockquotes", "day", "escaped", "lines", "pages", "quoted_under", "units", "without_days"]

MAX_UNITS = int(MessageLimit.MAX_TEXT_LENGTH)
MAX_ENTITIES = int(MessageLimit.MESSAGE_ENTITIES)
_SHOWN_LINES = 3
_LINE_CHARACTERS = 48  # about what a phone shows in one line of a quotation
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_TIME = re.compile(r"</?tg-time[^<>]*>")
_TAG = re.compile(r"<(/?)[a-z][^<>]*>")


@dataclass(frozen=True, slots=True)
class Piece:
    """Some HTML that stands or falls together; tags are closed within it."""

    html: str

    @property
    def units(self) -> int:
        """The length that Telegram counts."""
        return units(html.unescape(_TAG.sub("", self.html)))

    @property
    def entities(self) -> int:
        """How many formatting entities Telegram makes of it, at most."""
        return sum(1 for match in _TAG.finditer(self.html) if not match[1])


def units(text: str) -> int:
    """The length of `text` in UTF-16 code units: characters outside the Basic Multilingual Plane count two.

    >>> units("né"), units("🎙")
    (2, 2)
    """
    return len(text) + sum(1 for character in text if character > "\uffff")


def escaped(text: str) -> str:
    """`text` as HTML that shows it; characters that Telegram refuses (control, surrogates) are replaced."""
    return html.escape(_SURROGATE.sub("\ufffd", _CONTROL.sub(" ", text)), quote=False)


def day(value: str) -> str:
    """An ISO day (or month, or year) in words, as HTML; a day within `date_time`, which readers can tap.

    The entity has no format, so that the words stand as they are, also where a client does not know it. Its time
    is noon in UTC, the same day nearly everywhere. Telegram takes times from 1970 on.
    """
    words = escaped(in_words(value))
    try:
        noon = datetime.combine(date.fromisoformat(value), time(12), UTC)
    except ValueError:
        return words
    if not 1970 <= noon.year <= date.today().year:
        return words
    return f'<tg-time unix="{noon.timestamp():.0f}">{words}</tg-time>'


def without_days(page: str) -> str:
    """`page` for a server that does not know `date_time`: the words alone."""
    return _TIME.sub("", page)


def blockquotes(passage: str) -> list[Piece]:
    """`passage` as one blockquote, expandable where it would fill more than three lines.

    A passage that no message can hold is divided, between words where it has any, into as few as it takes.
    """
    return [Piece(_blockquote(part)) for part in _divided(passage)]


def quoted_under(label: str, passage: str) -> list[Piece]:
    """`passage` as a blockquote under `label` (HTML), in one piece wherever a message can hold the two."""
    quotes = blockquotes(passage)
    together = Piece(f"{label}\n{quotes[0].html}")
    if len(quotes) == 1 and _fits([together]):
        return [together]
    return [Piece(label), *quotes]


def lines(text: str) -> list[Piece]:
    """Plain `text` as a piece a line; a line that no message can hold is divided between words."""
    return [Piece(escaped(part)) for line in text.split("\n") for part in _divided(line)]


def pages(pieces: Iterable[Piece]) -> list[str]:
    """The pieces as the HTML of as few messages as keep their order and the limits, a line for each piece.

    No message starts with an empty line, so none is blank.
    """
    done: list[str] = []
    held: list[Piece] = []
    for piece in pieces:
        if held and not _fits([*held, piece]):
            done.append(_joined(held))
            held = []
        if held or piece.html.strip():
            held.append(piece)
    return [*done, _joined(held)] if held else done


def _fits(pieces: list[Piece]) -> bool:
    length = sum(piece.units + 1 for piece in pieces) - 1
    return length <= MAX_UNITS and sum(piece.entities for piece in pieces) <= MAX_ENTITIES


def _joined(pieces: list[Piece]) -> str:
    return "\n".join(piece.html for piece in pieces).strip()


def _blockquote(text: str) -> str:
    lines = sum(-(-len(line) // _LINE_CHARACTERS) or 1 for line in text.split("\n"))
    return f"<blockquote{' expandable' if lines > _SHOWN_LINES else ''}>{escaped(text)}</blockquote>"


def _divided(text: str) -> list[str]:
    """`text` in parts of at most `MAX_UNITS`; the white space at a division is left out."""
    parts = []
    rest = text.strip()
    while units(rest) > MAX_UNITS:
        cut = _last_fit(rest)
        space = max(rest.rfind(" ", 0, cut + 1), rest.rfind("\n", 0, cut + 1))
        cut = space if space > 0 else cut
        parts.append(rest[:cut].rstrip())
        rest = rest[cut:].lstrip()
    return [*parts, rest]


def _last_fit(text: str) -> int:
    """How many of the first characters fit in one message."""
    length = 0
    for place, character in enumerate(text):
        length += 2 if character > "\uffff" else 1
        if length > MAX_UNITS:
            return place
    return len(text)
