"""Quoted runs: where quotation marks open and close, whatever marks a story uses, balanced or not.

Marks known are “ ” „ ‟ « » ＂ ", the `` and '' of wire copy, and, where no double marks enclose them, single ‘ ’ and '.
One odd mark never costs more than its own paragraph: an unclosed run ends with the paragraph, which is also right for
speech over several paragraphs, where each is opened and only the last is closed (Chicago Manual of Style, 13.30).
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from corpus.story import Span

__all__ = ["Quotation", "find_quotations", "with_plain_marks"]

_MARK = re.compile(r"''|``|[\"“”„‟«»＂]")
_SINGLE_OPEN = re.compile(r"(?<![\w'’‘.,!?…])[‘'](?=[\w\[(“$…])(?!(?:em|til|tis|twas|cause|n|bout|\d0s)\b)")
_SINGLE_CLOSE = re.compile(r"(?<=[^\s(\[])[’'](?!\w)")
_OPENERS = "“„‟«``"
_CLOSERS = "”»"
_BEFORE_OPENING = "([{—–―-/'‘’:"


@dataclass(frozen=True, slots=True)
class Quotation:
    """A quoted run. `span` takes in its marks; `inner` leaves them out.

    `closed` is False where the paragraph ended first; `single` is True for ‘…’.
    """

    span: Span
    inner: Span
    closed: bool = True
    single: bool = False


def find_quotations(text: str, paragraphs: Iterable[Span]) -> tuple[Quotation, ...]:
    """The outermost quoted runs of each paragraph, in order; they never overlap."""
    found: list[Quotation] = []
    for paragraph in paragraphs:
        doubles = _doubles(text, paragraph)
        found += sorted([*doubles, *_singles(text, paragraph, doubles)], key=lambda quotation: quotation.span)
    return tuple(found)


def with_plain_marks(text: str, quotations: Iterable[Quotation]) -> str:
    """A copy of `text`, of the same length, whose quoted runs all stand between “ and ”.

    A mark of two characters ('') becomes the curly mark and a blank, so that every offset stays.
    """
    parts, at = [], 0
    for quotation in quotations:
        (start, end), inner = quotation.span, quotation.inner
        parts += [text[at:start], _padded("“", inner.start - start), text[inner.start : inner.end]]
        parts.append(_padded("”", end - inner.end, right=True))
        at = end
    return "".join([*parts, text[at:]])


def _padded(mark: str, length: int, *, right: bool = False) -> str:
    return "" if length == 0 else mark.rjust(length) if right else mark.ljust(length)


def _doubles(text: str, paragraph: Span) -> list[Quotation]:
    found: list[Quotation] = []
    opened: re.Match[str] | None = None
    for mark in _MARK.finditer(text, *paragraph):
        opens, closes = _sides(text, paragraph, mark)
        if opened is None:
            opened = mark if opens or not closes else None
        elif mark.group() in _OPENERS and (opens or not closes):
            continue  # a quotation inside, or one opened again before it was closed
        elif closes or not opens:
            found.append(_run(opened, mark))
            opened = None
        else:
            opened = mark  # surely opens: the last one was stray
    if opened is not None and opened.end() < paragraph.end:
        span = Span(opened.start(), paragraph.end)
        found.append(Quotation(span, Span(opened.end(), paragraph.end), closed=False))
    return found


def _sides(text: str, paragraph: Span, mark: re.Match[str]) -> tuple[bool, bool]:
    before = text[mark.start() - 1] if mark.start() > paragraph.start else " "
    after = text[mark.end()] if mark.end() < paragraph.end else " "
    if mark.group() in _CLOSERS:
        return False, True
    opens = not after.isspace() and (before.isspace() or before in _BEFORE_OPENING)
    return mark.group() in _OPENERS or opens, not before.isspace()


def _run(opened: re.Match[str], mark: re.Match[str]) -> Quotation:
    return Quotation(Span(opened.start(), mark.end()), Span(opened.end(), mark.start()))


def _singles(text: str, paragraph: Span, doubles: list[Quotation]) -> list[Quotation]:
    found: list[Quotation] = []
    for gap in _gaps(paragraph, doubles):
        at = gap.start
        while opened := _SINGLE_OPEN.search(text, at, gap.end):
            closed = _single_close(text, opened.end(), gap.end)
            at = closed or opened.end()
            if closed:
                span = Span(opened.start(), closed)
                found.append(Quotation(span, Span(opened.end(), closed - 1), single=True))
    return found


def _single_close(text: str, start: int, end: int) -> int | None:
    """Where the mark ends that closes a single quotation: an apostrophe after an s may be a plural's."""
    candidates = [found.end() for found in _SINGLE_CLOSE.finditer(text, start, end)]
    sure = next((at for at in candidates if text[at - 2] not in "sS"), None)
    return sure or next(iter(candidates), None)


def _gaps(paragraph: Span, quotations: list[Quotation]) -> list[Span]:
    edges = [paragraph.start, *(edge for quotation in quotations for edge in quotation.span), paragraph.end]
    return [Span(start, end) for start, end in zip(edges[::2], edges[1::2], strict=True) if start < end]
