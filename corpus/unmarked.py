"""Attributions by layout, which no verb marks: quotations that go on without a cue, signed quotations, transcripts."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from corpus.drafts import Draft, words_in
from corpus.quotations import Quotation
from corpus.story import Span, Story

__all__ = ["SPEECH_WORDS", "signed", "transcribed", "with_continued"]

SPEECH_WORDS = 4  # a quotation with fewer words and no cue is a scare quote or a title
_SIGNATURE = re.compile(
    r"(?P<cue>[—―–-]{1,2})\s*(?P<name>[A-Z][\w.’'-]+(?:\s+[\w.’'&-]+){0,5})(?P<rest>,[^\n]{0,120})?\.?\s*$"
)
_LABEL = re.compile(r"[\"“']{0,2}(?P<name>(?:[A-Z][A-Z.’'-]+\s?){1,4}(?:\s?\([^)]{1,30}\))?|Q|A)(?P<cue>:)\s+(?=\S)")
_LEAST_LABELS = 2
_CERTAIN = 1.0


def with_continued(story: Story, drafts: Sequence[Draft], quotations: Sequence[Quotation]) -> list[Draft]:
    """Give every quotation that no draft holds to the draft that it goes on from, or leads up to, if there is one."""
    drafts = list(drafts)
    for quotation in quotations:
        if _free(story.text, quotation, drafts):
            _add(drafts, _continued(story, drafts, quotation, quotations), quotation)
    for quotation, following in reversed(list(pairwise(quotations))):
        adjoining = not story.text[quotation.span.end : following.span.start].strip()
        if adjoining and not quotation.closed and _free(story.text, quotation, drafts):
            holder = (p for p, one in enumerate(drafts) if any(part.overlaps(following.inner) for part in one.parts))
            _add(drafts, next(holder, None), quotation)
    return drafts


def _free(text: str, quotation: Quotation, drafts: Sequence[Draft]) -> bool:
    """Whether a quotation is long enough for speech, and nobody's yet."""
    if quotation.single or words_in(text, quotation.inner) < SPEECH_WORDS:
        return False
    return not any(part.overlaps(quotation.inner) for one in drafts for part in one.parts)


def _add(drafts: list[Draft], place: int | None, quotation: Quotation) -> None:
    if place is not None:
        drafts[place] = replace(drafts[place], parts=tuple(sorted((*drafts[place].parts, quotation.span))))


def signed(story: Story, quotations: Sequence[Quotation]) -> list[Draft]:
    """Quoted paragraphs that a dash and a name sign: “…” and then — Ana Diaz, a teacher."""
    found = []
    for before, paragraph in pairwise(story.paragraphs):
        signature = _SIGNATURE.match(story.text, *paragraph)
        if signature and (quotation := _whole(story.text, before, quotations)):
            found.append(_draft(signature, quotation.span))
    for quotation in quotations:
        paragraph = next((p for p in story.paragraphs if p.overlaps(quotation.span)), quotation.span)
        gap = re.compile(r"\s*").match(story.text, quotation.span.end, paragraph.end)
        signature = _SIGNATURE.match(story.text, gap.end() if gap else paragraph.end, paragraph.end)
        if signature and quotation.span.start == paragraph.start and quotation.closed:
            found.append(_draft(signature, quotation.span))
    return found


def transcribed(story: Story) -> list[Draft]:
    """Turns of a transcript: paragraphs that a name in capitals and a colon open, where a story has several."""
    turns = [(label, paragraph) for paragraph in story.paragraphs if (label := _LABEL.match(story.text, *paragraph))]
    if len(turns) < _LEAST_LABELS:
        return []
    return [_draft(label, Span(label.end(), paragraph.end)) for label, paragraph in turns]


def _draft(found: re.Match[str], content: Span) -> Draft:
    return Draft(Span(*found.span("cue")), Span(*found.span("name")), (content,), _CERTAIN)


def _whole(text: str, paragraph: Span, quotations: Sequence[Quotation]) -> Quotation | None:
    """The quotation that makes up all of a paragraph but a few words."""
    for quotation in quotations:
        if paragraph.start <= quotation.span.start <= paragraph.start + 1 and quotation.span.end <= paragraph.end:
            rest = Span(quotation.span.end, paragraph.end)
            return quotation if words_in(text, rest) == 0 else None
    return None


def _continued(
    story: Story, drafts: Sequence[Draft], quotation: Quotation, quotations: Sequence[Quotation]
) -> int | None:
    """The place of the draft that `quotation` goes on from: a quoted one that ends before it with no words between.

    In the paragraph before, it must end that paragraph, and `quotation` must fill its own or go on an open one.
    """
    before = [place for place, one in enumerate(drafts) if _reach(one) <= quotation.span.start]
    if not before:
        return None
    place = max(before, key=lambda p: _reach(drafts[p]))
    last = drafts[place]
    if not any(q.span.overlaps(part) for q in quotations for part in last.parts):
        return None
    paragraph = next((p for p in story.paragraphs if p.overlaps(quotation.span)), quotation.span)
    sentence = story.sentence_at(_reach(last) - 1)
    loose = Span(max(_reach(last), sentence.end if sentence else 0), quotation.span.start)
    if loose.start < loose.end and words_in(story.text, loose):
        return None
    if _reach(last) > paragraph.start:
        return place
    open_before = any(not q.closed and q.span.overlaps(part) for q in quotations for part in last.parts)
    return place if open_before or _whole(story.text, paragraph, quotations) else None


def _reach(one: Draft) -> int:
    return max(one.parts[-1].end, one.cue.end, one.source.end if one.source else 0)
