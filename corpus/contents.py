"""The content of an indirect statement, where the tagger takes the person addressed into it."""

from spacy.tokens import Doc

from corpus.cues import ADDRESSING
from corpus.drafts import Draft
from corpus.story import Span

__all__ = ["without_addressee"]


def without_addressee(doc: Doc, one: Draft) -> tuple[Span, ...]:
    """The parts of a draft, the first without the words before its "that": "told [soldiers] that they would go".

    Only after a verb that addresses somebody, and only where these words are no clause of their own.
    """
    first = one.parts[0]
    cue = doc.char_span(one.cue.start, one.cue.end, alignment_mode="expand")
    tokens = doc.char_span(first.start, first.end, alignment_mode="expand")
    if cue is None or tokens is None or first.start < one.cue.end or not any(t.lemma_ in ADDRESSING for t in cue):
        return one.parts
    that = next((token for token in tokens if token.lower_ == "that"), None)
    if that is None or that.i == tokens.start:
        return one.parts
    before = doc[tokens.start : that.i]
    clause = any(t.dep_ in ("nsubj", "nsubjpass") and tokens.start <= t.head.i < that.i for t in before)
    if clause or any(token.is_quote for token in before):
        return one.parts
    return (Span(that.idx, first.end), *one.parts[1:])
