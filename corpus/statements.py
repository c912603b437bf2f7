"""Statements by rule over the parse."""

import re
from dataclasses import replace

from spacy.tokens import Doc, Token
from spacy.tokens import Span as Tokens

from corpus.cues import NAMING, is_speech
from corpus.quotations import Quotation, find_quotations
from corpus.statement import Statement, StatementKind
from corpus.story import Span, Story

__all__ = ["find_statements"]

_CLAUSES = {"ccomp", "xcomp", "parataxis"}
_SETTING = re.compile(
    r"\b(?:in|on|at|during|via|through)\s+(?:an?|the|his|her|their|its|one|this|another)?\s*(?:[\w’'-]+\s+){0,4}?"
    r"(?:message|speech|statement|interview|tweet|letter|e-?mail|memo|op-ed|address|remarks|briefing|rally|debate|"
    r"conference|press\s+conference|post|video(?:\s+message)?|call|hearing|testimony|article|appearance|town\s+hall)\b"
)
_EXTENDED = re.compile(r"\s+(?:with|in|on|at|to)\s+[^,.;:“”\"]+")


def find_statements(story: Story, doc: Doc) -> tuple[Statement, ...]:
    """Every statement of the story in order; speakers are not resolved yet, only mentions are given."""
    quotations = find_quotations(story.text, story.paragraphs)
    found: list[Statement] = []
    for sentence in doc.sents:
        if story.sentence_at(sentence.start_char) is None and not sentence.text.strip():
            continue
        found += _in_sentence(story, sentence, quotations)
    found = _with_continued(story, found, quotations)
    return tuple(sorted(found, key=lambda statement: statement.parts))


def _in_sentence(story: Story, sentence: Tokens, quotations: tuple[Quotation, ...]) -> list[Statement]:
    found = []
    for token in sentence:
        if token.pos_ in ("VERB", "AUX") and is_speech(token.lemma_) and not _inside(token.idx, quotations):
            statement = _of_verb(story, sentence, token, quotations)
        elif token.lower_ == "according":
            statement = _of_according(story, sentence, token)
        else:
            continue
        if statement:
            found.append(statement)
    return found


def _of_verb(
    story: Story, sentence: Tokens, verb: Token, quotations: tuple[Quotation, ...]
) -> Statement | None:
    subject = _subject(verb)
    reporter = _reporter(verb)
    parts = _contents(story, sentence, verb, quotations)
    if not parts or (subject is None and verb.dep_ not in ("advcl", "conj", "xcomp")):
        return None
    cue = Span(verb.idx, verb.idx + len(verb))
    if any(child.dep_ in _CLAUSES and is_speech(child.lemma_) for child in verb.children):
        return None  # "X said, Reuters reported": the words are X's
    return Statement(
        kind=_kind(parts, quotations),
        parts=parts,
        cue=cue,
        mention=_phrase(subject) if subject else None,
        reported_by=reporter,
        setting=_setting(story.text, sentence, parts),
    )


def _reporter(verb: Token) -> Span | None:
    head = verb.head
    if head.i != verb.i and is_speech(head.lemma_) and verb.dep_ in ("ccomp", "parataxis"):
        subject = _subject(head)
        if subject is not None and subject.ent_type_ == "ORG":
            return _phrase(subject)
    return None


def _subject(verb: Token) -> Token | None:
    at: Token = verb
    for _ in range(4):
        for child in at.children:
            if child.dep_ in ("nsubj", "nsubjpass"):
                return child
        if at.dep_ not in ("conj", "advcl", "xcomp") or at.head.i == at.i:
            return None
        at = at.head
    return None


def _phrase(head: Token) -> Span:
    tokens = [t for t in head.subtree if not t.is_space]
    while tokens and tokens[-1].is_punct:
        tokens.pop()
    return Span(tokens[0].idx, tokens[-1].idx + len(tokens[-1]))


def _contents(
    story: Story, sentence: Tokens, verb: Token, quotations: tuple[Quotation, ...]
) -> tuple[Span, ...]:
    inside = [q for q in quotations if q.span.start < sentence.end_char and q.span.end > sentence.start_char]
    outside = [q for q in inside if not q.span.start <= verb.idx < q.span.end]
    clause = next(
        (c for c in verb.children if c.dep_ in _CLAUSES and c.i > verb.i and not is_speech(c.lemma_)), None
    )
    clause = clause or next(
        (t.head for t in verb.subtree if t.i > verb.i and t.dep_ == "mark" and t.lower_ == "that"), None
    )
    if clause is not None and (verb.lemma_ not in NAMING):
        start = next((c.left_edge for c in [clause] if c.left_edge.i > verb.i), clause)
        tokens = [t for t in clause.subtree if t.i > verb.i and not t.is_space]
        while len(tokens) > 1 and (tokens[-1].is_punct or tokens[-1].dep_ == "cc"):
            tokens.pop()
        end = tokens[-1]
        return (_outward(story.text, Span(start.idx, end.idx + len(end)), sentence),)
    if verb.lemma_ in NAMING:
        return tuple(q.span for q in outside if q.span.start > verb.idx)[:1]
    return tuple(
        q.span
        for q in outside
        if len(q.inner.of(story.text).split()) > 2
        and not any(t.lemma_ in NAMING and t.idx < q.span.start for t in sentence)
    )


def _outward(text: str, span: Span, sentence: Tokens) -> Span:
    start, end = span
    while end < sentence.end_char and text[end] in "\"”'’":
        end += 1
    while start > sentence.start_char and text[start - 1] in "\"“'‘":
        start -= 1
    return Span(start, end)


def _of_according(story: Story, sentence: Tokens, token: Token) -> Statement | None:
    to = next((c for c in token.children if c.lower_ == "to"), None)
    source = next((c for c in to.children if c.dep_ == "pobj"), None) if to is not None else None
    if to is None or source is None:
        return None
    phrase = _phrase(source)
    before = Span(sentence.start_char, token.idx)
    if len(before.of(story.text).split()) > 3:
        part = before
    else:
        part = Span(phrase.end, sentence.end_char)
    start, end = part
    while start < end and story.text[start] in " ,\n":
        start += 1
    while end > start and story.text[end - 1] in " ,\n.":
        end -= 1
    if start >= end:
        return None
    return Statement(
        kind=StatementKind.INDIRECT,
        parts=(Span(start, end),),
        cue=Span(token.idx, to.idx + 2),
        mention=phrase,
        reported_by=_reported(story.text, phrase),
    )


def _reported(text: str, span: Span) -> Span | None:
    found = re.search(r"shared\s+(?:exclusively\s+)?with\s+([A-Z][\w ]*)", span.of(text))
    return Span(span.start + found.start(1), span.start + found.end(1)) if found else None


def _setting(text: str, sentence: Tokens, parts: tuple[Span, ...]) -> Span | None:
    for found in _SETTING.finditer(text, sentence.start_char, sentence.end_char):
        if not any(part.start <= found.start() < part.end for part in parts):
            more = _EXTENDED.match(text, found.end(), sentence.end_char)
            return Span(found.start(), more.end() if more else found.end())
    return None


def _inside(offset: int, quotations: tuple[Quotation, ...]) -> bool:
    return any(q.span.start <= offset < q.span.end for q in quotations)


def _kind(parts: tuple[Span, ...], quotations: tuple[Quotation, ...]) -> StatementKind:
    quoted = sum(
        max(0, min(p.end, q.span.end) - max(p.start, q.span.start)) for p in parts for q in quotations
    )
    total = sum(p.end - p.start for p in parts)
    if quoted >= 0.9 * total:
        return StatementKind.DIRECT
    return StatementKind.MIXED if quoted else StatementKind.INDIRECT


def _with_continued(
    story: Story, found: list[Statement], quotations: tuple[Quotation, ...]
) -> list[Statement]:
    """Add to each paragraph's statements the quotations that nothing introduces: their speaker is the last one."""
    taken = [part for statement in found for part in statement.parts]
    extended = dict(enumerate(found))
    for paragraph in story.paragraphs:
        inside = sorted(
            (i for i, s in extended.items() if paragraph.start <= s.start < paragraph.end),
            key=lambda i: extended[i].parts,
        )
        for q in quotations:
            if not paragraph.start <= q.span.start < paragraph.end or any(p.overlaps(q.span) for p in taken):
                continue
            before = [i for i in inside if extended[i].end <= q.span.start]
            if before and len(q.inner.of(story.text).split()) > 3:
                last = extended[before[-1]]
                extended[before[-1]] = replace(last, parts=(*last.parts, q.span))
    return list(extended.values())
