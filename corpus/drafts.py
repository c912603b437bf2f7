"""From the tagger's frames to the spans of attributions: cue, source and the parts of the content.

The tagger judges token by token; here its judgement meets what is certain about the text: a quotation is said as a
whole or not at all, a word is never cut, and a quotation that goes on behind its cue is one statement with two parts.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from corpus.quotations import Quotation
from corpus.story import Span
from corpus.tagger import Frame

__all__ = ["Draft", "draft", "words_in"]

_CONTENT = 0.5
_SOURCE = 0.4
_WORD = re.compile(r"\w+")
_GAP_CHARACTERS = 12  # a gap this short inside a content is the tagger's slip
_LEAD = " \t\r\n,;:.)]}–—-”»"
_TAIL = " \t\r\n,;:([{–—-“«"


@dataclass(frozen=True, slots=True)
class Draft:
    """One attribution before speakers are known. `parts` are in order and do not overlap."""

    cue: Span
    source: Span | None
    parts: tuple[Span, ...]
    score: float


def draft(text: str, frames: Iterable[Frame], quotations: Sequence[Quotation]) -> list[Draft]:
    """The drafts of all frames that have a content, in the order of their contents."""
    drafts = []
    for frame in frames:
        parts = tuple(_parts(text, frame, quotations))
        if parts:
            cue = _whole_words(text, frame.cue)
            drafts.append(Draft(cue, _source(text, frame), parts, frame.score))
    return sorted(drafts, key=lambda one: one.parts)


def words_in(text: str, span: Span) -> int:
    """How many words a span holds."""
    return len(_WORD.findall(text, span.start, span.end))


def _parts(text: str, frame: Frame, quotations: Sequence[Quotation]) -> list[Span]:
    runs = _runs(frame, frame.content > _CONTENT)
    runs = _joined(text, [_whole_words(text, run) for run in runs], _GAP_CHARACTERS)
    snapped = _snapped(text, runs, frame.cue, quotations)
    trimmed = [_trimmed(text, run, quotations) for run in _joined(text, snapped, 0)]
    kept = [run for run in trimmed if run.start < run.end and words_in(text, run)]
    longest = max((words_in(text, run) for run in kept), default=0)
    return [run for run in kept if words_in(text, run) > 1 or longest < 4]


def _runs(frame: Frame, mask: np.ndarray) -> list[Span]:
    places = np.flatnonzero(mask)
    if not len(places):
        return []
    groups = np.split(places, np.flatnonzero(np.diff(places) > 1) + 1)
    return [Span(int(frame.offsets[g[0], 0]), int(frame.offsets[g[-1], 1])) for g in groups]


def _joined(text: str, runs: Sequence[Span], gap: int) -> list[Span]:
    """Runs in order, joined where nothing but marks, or at most `gap` characters in one paragraph, lies between."""
    joined: list[Span] = []
    for run in sorted(runs):
        between = text[joined[-1].end : run.start] if joined else ""
        near = len(between) <= gap and "\n\n" not in between and not re.search(r"[\"“”]", between)
        if joined and (run.start <= joined[-1].end or ((near or not _WORD.search(between)) and "\n" not in between)):
            joined[-1] = Span(joined[-1].start, max(joined[-1].end, run.end))
        else:
            joined.append(run)
    return joined


def _snapped(text: str, runs: Sequence[Span], cue: Span, quotations: Sequence[Quotation]) -> list[Span]:
    """Runs with each quotation taken in whole or left out, by its greater part."""
    snapped = list(runs)
    for quotation in quotations:
        if quotation.span.overlaps(cue) or not any(quotation.span.overlaps(run) for run in runs):
            continue
        shared = sum(words_in(text, part) for part in _shared(quotation.inner, runs))
        if 2 * shared >= words_in(text, quotation.inner) or _introduced(quotation, runs, cue, shared):
            snapped.append(quotation.span)
        elif shared <= 2 and not quotation.single:
            snapped = [piece for run in snapped for piece in _without(run, quotation.span)]
    return snapped


def _introduced(quotation: Quotation, runs: Sequence[Span], cue: Span, shared: int) -> bool:
    """Whether a run holds the end of a quotation that the cue stands next to: “… I don’t buy that,” she said."""
    beside = quotation.span.end <= cue.start < quotation.span.end + 60
    before = cue.end <= quotation.span.start < cue.end + 40
    touched = [run for run in runs if run.overlaps(quotation.span)]
    ends = any(run.end >= quotation.inner.end - 2 for run in touched)
    starts = any(run.start <= quotation.inner.start + 2 for run in touched)
    return shared > 2 and ((beside and ends) or (before and starts))


def _shared(span: Span, runs: Iterable[Span]) -> Iterator[Span]:
    for run in runs:
        if run.overlaps(span):
            yield Span(max(run.start, span.start), min(run.end, span.end))


def _without(run: Span, hole: Span) -> list[Span]:
    if not run.overlaps(hole):
        return [run]
    pieces = [Span(run.start, min(run.end, hole.start)), Span(max(run.start, hole.end), run.end)]
    return [piece for piece in pieces if piece.start < piece.end]


def _source(text: str, frame: Frame) -> Span | None:
    runs = _joined(text, [_whole_words(text, run) for run in _runs(frame, frame.source > _SOURCE)], 3)
    if not runs:
        return None

    def weight(run: Span) -> float:
        inside = (frame.offsets[:, 0] >= run.start) & (frame.offsets[:, 1] <= run.end)
        return float(frame.source[inside].sum())

    best = max(runs, key=weight)
    start, end = best
    while start < end and text[start] in _LEAD:
        start += 1
    while end > start and text[end - 1] in _TAIL:
        end -= 1
    if text[end - 2 : end] in ("'s", "’s") and words_in(text, Span(start, end)) > 1:
        end -= 2
    return Span(start, end) if start < end else None


def _whole_words(text: str, span: Span) -> Span:
    start, end = span
    while start > 0 and text[start].isalnum() and text[start - 1].isalnum():
        start -= 1
    while end < len(text) and text[end].isalnum() and text[end - 1].isalnum():
        end += 1
    return Span(start, end)


def _trimmed(text: str, run: Span, quotations: Sequence[Quotation]) -> Span:
    """A run without blanks and stops at its edges, with the marks of the quotations that it holds."""
    start, end = run
    spans = [quotation.span for quotation in quotations if quotation.span.overlaps(run)]
    while start < end and text[start] in _LEAD and not any(span.start == start for span in spans):
        start += 1
    while end > start and text[end - 1] in _TAIL + "." and not any(span.end == end for span in spans):
        end -= 1
    for span in spans:
        if start == span.start + 1 or (start == span.start + 2 and text[span.start] in "'`"):
            start = span.start
    return Span(start, end)
