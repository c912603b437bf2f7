"""Statements: who says what, before the speakers are resolved.

The tagger finds the attributions; this module completes them with what it cannot see: quotations that go on without a
cue of their own, the outlet that reports somebody else's words, and the setting.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice

from spacy.tokens import Doc

from corpus.circumstances import is_outlet, reporter_of, setting_of
from corpus.contents import without_addressee
from corpus.cues import is_speech
from corpus.drafts import Draft, draft, words_in
from corpus.quotations import Quotation, find_quotations
from corpus.sources import whole_source
from corpus.statement import Statement, StatementKind
from corpus.story import Sentence, Span, Story
from corpus.tagger import tag
from corpus.unmarked import SPEECH_WORDS, signed, transcribed, with_continued

__all__ = ["find_statements"]

_SECTION = 20_000  # characters
_LEAST_SPEECH, _LEAST_CLAUSE, _LEAST_OTHER = 0.4, 0.5, 0.8  # scores of a cue to be believed, by PolNeAR's dev
_CLAUSE = re.compile(r"(?:\w+\s+)?that\b", re.IGNORECASE)


def find_statements(story: Story, doc: Doc) -> tuple[Statement, ...]:
    """Every statement of the story in order; speakers are not resolved yet, only mentions are given."""
    found = [statement for section in _sections(story) for statement in _in_section(section, doc)]
    return tuple(sorted(found, key=lambda statement: (statement.parts, statement.cue or statement.parts[0])))


def _sections(story: Story) -> Iterator[Story]:
    """The story in stretches of whole paragraphs, so that reading takes time in proportion to its length."""
    paragraphs: list[Span] = []
    sentences = iter(story.sentences)
    for paragraph in story.paragraphs:
        if paragraphs and paragraph.end - paragraphs[0].start > _SECTION:
            yield _section(story, paragraphs, sentences)
            paragraphs = []
        paragraphs.append(paragraph)
    if paragraphs:
        yield _section(story, paragraphs, sentences)


def _section(story: Story, paragraphs: list[Span], sentences: Iterator[Sentence]) -> Story:
    """One stretch; `sentences` is left where the next one starts."""
    count = sum(1 for sentence in story.sentences if paragraphs[0].start <= sentence.start < paragraphs[-1].end)
    return replace(story, paragraphs=tuple(paragraphs), sentences=tuple(islice(sentences, count)))


def _in_section(story: Story, doc: Doc) -> Iterator[Statement]:
    quotations = find_quotations(story.text, story.paragraphs)
    frames = tag(story.text, story.paragraphs, story.sentences, quotations)
    drafts = [
        _tidied(doc, one)
        for one in draft(story.text, frames, quotations)
        if _believed(story.text, doc, one, quotations)
    ]
    drafts = _combined(drafts, [*signed(story, quotations), *transcribed(story)])
    drafts = with_continued(story, drafts, quotations)
    drafts, reporters = _without_reporters(story, drafts)
    for one in drafts:
        yield _statement(story, one, reporters.get(one.cue), quotations)


def _believed(text: str, doc: Doc, one: Draft, quotations: Sequence[Quotation]) -> bool:
    """Whether a draft's score is enough: speech, quoted words and that-clauses need less than wishes and plans."""
    if one.score >= (_LEAST_CLAUSE if _CLAUSE.match(text, one.parts[0].start) else _LEAST_OTHER):
        return True
    quoted = any(
        part.overlaps(q.inner) and words_in(text, q.inner) >= SPEECH_WORDS for part in one.parts for q in quotations
    )
    return one.score >= _LEAST_SPEECH and (quoted or is_speech(doc, one.cue))


def _tidied(doc: Doc, one: Draft) -> Draft:
    source = whole_source(doc, one.source) if one.source else None
    return replace(one, source=source, parts=without_addressee(doc, one))


def _statement(story: Story, one: Draft, reporter: Span | None, quotations: Sequence[Quotation]) -> Statement:
    return Statement(
        kind=_kind(story.text, one.parts, quotations),
        parts=one.parts,
        cue=one.cue,
        mention=one.source,
        reported_by=reporter or reporter_of(story.text, one),
        setting=setting_of(story, one),
    )


def _kind(text: str, parts: Sequence[Span], quotations: Sequence[Quotation]) -> StatementKind:
    total = sum(words_in(text, part) for part in parts)
    quoted = 0
    for part in parts:
        for quotation in quotations:
            if part.overlaps(quotation.inner):
                inner = quotation.inner
                shared = Span(max(part.start, inner.start), min(part.end, inner.end))
                touches = part.start <= quotation.span.start + 2 or part.end >= quotation.span.end - 2
                quoted += words_in(text, shared) if touches else 0
    if quoted >= 0.9 * total:
        return StatementKind.DIRECT
    return StatementKind.MIXED if quoted else StatementKind.INDIRECT


def _without_reporters(story: Story, drafts: list[Draft]) -> tuple[list[Draft], dict[Span, Span]]:
    """Take out drafts by which an outlet only passes on another draft's words; it becomes that draft's reporter."""
    reporters: dict[Span, Span] = {}
    kept = []
    for one in drafts:
        outlet = one.source is not None and is_outlet(story.text, one.source)
        passed = [o for o in drafts if o is not one and _passes_on(story.text, one, o)] if outlet else []
        if passed and one.source:
            reporters |= {other.cue: one.source for other in passed}
        else:
            kept.append(one)
    return _distinct(story.text, kept), reporters


def _combined(drafts: Sequence[Draft], certain: Sequence[Draft]) -> list[Draft]:
    """The drafts with those that the layout makes certain, in place of any that mistake the same cue or content."""
    spans = [part for one in certain for part in one.parts]
    kept = [one for one in drafts if not any(_crosses(one, span) for span in spans)]
    return sorted([*kept, *certain], key=lambda one: one.parts)


def _crosses(one: Draft, span: Span) -> bool:
    """Whether a draft lies partly inside `span`, partly outside."""
    inside = [part for part in one.parts if part.overlaps(span)]
    return bool(inside) and not all(span.start <= part.start and part.end <= span.end for part in one.parts)


def _passes_on(text: str, one: Draft, other: Draft) -> bool:
    """Whether `one` reports nothing but `other`: its content holds other's, cue and all, or equals it."""
    inside = sum(
        words_in(text, Span(max(a.start, b.start), min(a.end, b.end)))
        for a in one.parts
        for b in other.parts
        if a.overlaps(b)
    )
    whole = sum(words_in(text, part) for part in other.parts)
    own = sum(words_in(text, part) for part in one.parts)
    extra = words_in(text, other.cue) + (words_in(text, other.source) if other.source else 0)
    return inside >= 0.9 * whole and own <= whole + extra + 3


def _distinct(text: str, drafts: Sequence[Draft]) -> list[Draft]:
    """The drafts without those that have the same content as a better one."""
    kept: list[Draft] = []
    for one in sorted(drafts, key=lambda d: -d.score):
        if not any(one.parts == other.parts for other in kept):
            kept.append(one)
    return kept
