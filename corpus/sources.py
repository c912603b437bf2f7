"""The phrase that names a speaker, made whole: the tagger may see only a part of it."""

from spacy.tokens import Doc, Token

from corpus.story import Span

__all__ = ["whole_source"]

_BEFORE_HEAD = frozenset("compound amod nummod det nmod quantmod poss".split())
_REACH = 6  # tokens from a fragment to the head of its phrase


def whole_source(doc: Doc, source: Span) -> Span:
    """`source` widened to the noun phrase that it is a part of: "British" in "British Prime Minister Theresa May"."""
    tokens = doc.char_span(source.start, source.end, alignment_mode="expand")
    if tokens is None:
        return source
    head: Token = tokens.root
    while head.dep_ == "prep" and head.head.pos_ in ("NOUN", "PROPN"):
        head = head.head  # "of the ministry" without its noun
    start = head.i
    while (
        head.dep_ in _BEFORE_HEAD - {"poss"}
        and head.head.pos_ in ("NOUN", "PROPN")
        and 0 < head.head.i - head.i <= _REACH
        and not any(token.is_punct and token.text != "-" for token in doc[head.i : head.head.i])
    ):
        head = head.head
    if head.pos_ not in ("NOUN", "PROPN"):
        return source
    for child in head.lefts:
        if child.dep_ in _BEFORE_HEAD and head.i - child.left_edge.i <= 2 * _REACH:
            start = min(start, child.left_edge.i)
    first, last = doc[start], doc[head.i]
    return Span(min(source.start, first.idx), max(source.end, last.idx + len(last)))
