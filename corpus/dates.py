"""Finds the date and time phrases of a story, and resolves each against the publication date and the other dates.

Values are TimeML's (see `corpus.date_values`). The phrases come from `corpus.date_grammar`, their values from
`corpus.date_resolver`; here the parse decides which of them are dates at all. A phrase that the text and the
publication date do not fix is left out.
"""

from datetime import date

from spacy.tokens import Doc, Token

from corpus.date_grammar import Kind, Phrase, find_phrases
from corpus.date_resolver import Resolver
from corpus.statement import DateMention, DateType, WhenHow

__all__ = ["find_dates"]

_SPANLESS = {Kind.DURATION: DateType.DURATION, Kind.SET: DateType.SET}


def find_dates(doc: Doc, published: date | None) -> tuple[DateMention, ...]:
    """The dates, times, durations and sets of `doc`, one parsed document of the whole text, in order and disjoint.

    Spans are code point offsets into `doc.text`. Without `published`, only what the text itself fixes has a value,
    and the rest is left out. Takes time linear in the length of the text.
    """
    resolver = Resolver(doc=doc, published=published)
    mentions = (_mention(resolver, phrase) for phrase in find_phrases(doc.text))
    return tuple(mention for mention in mentions if mention is not None)


def _mention(resolver: Resolver, phrase: Phrase) -> DateMention | None:
    if phrase.kind in _SPANLESS:
        resolver.note(phrase)
        return DateMention(phrase.span, phrase.value, _SPANLESS[phrase.kind], WhenHow.EXPLICIT)
    tokens = resolver.tokens(phrase.span)
    if not tokens or not _is_date(resolver.doc.text, phrase, tokens):
        return None
    resolved = resolver.resolve(phrase)
    if resolved is None:
        return None
    kind = DateType.TIME if resolved.point.clock else DateType.DATE
    return DateMention(phrase.span, resolved.point.value, kind, resolved.how)


_LEADS_TO_DATE = frozenset(
    [
        "in",
        "since",
        "by",
        "until",
        "till",
        "from",
        "through",
        "during",
        "for",
        "of",
        "last",
        "next",
        "this",
        "early",
        "late",
        "mid",
        "between",
        "and",
        "to",
        "as",
        "before",
        "after",
        "'s",
        "’s",
        "around",
        "about",
        "on",
        "or",
    ]
)


def _is_date(text: str, phrase: Phrase, tokens: list[Token]) -> bool:
    """Whether words that may be a name, a verb or a plain number are a date here."""
    if phrase.kind in {Kind.MONTH, Kind.WEEKDAY} and phrase.year is None and phrase.which is None:
        return _is_name_of_time(phrase, tokens)
    if phrase.kind is Kind.YEAR:
        return _is_year(text, phrase, tokens)
    return True


def _is_name_of_time(phrase: Phrase, tokens: list[Token]) -> bool:
    last = tokens[-1]
    if last.ent_type_ in {"PERSON", "ORG", "WORK_OF_ART", "GPE", "FAC", "PRODUCT", "LAW"}:
        if phrase.kind is Kind.WEEKDAY:
            return last.i + 1 >= len(last.doc) or last.nbor().ent_iob_ != "I"
        if last.doc[max(0, tokens[0].i - 1)].lower_ not in _LEADS_TO_DATE:
            return False
        return last.i + 1 >= len(last.doc) or last.nbor().ent_iob_ != "I"
    if phrase.kind is Kind.MONTH and phrase.month in {3, 5}:  # "march" and "may" are verbs too
        return last.tag_ in {"NNP", "NN"} and last.doc[max(0, tokens[0].i - 1)].lower_ in _LEADS_TO_DATE
    return True


def _is_year(text: str, phrase: Phrase, tokens: list[Token]) -> bool:
    year, last = phrase.year or 0, tokens[-1]
    if phrase.fiscal or not text[phrase.span.start : phrase.span.end].strip().isdigit():
        return True
    after = text[phrase.span.end : phrase.span.end + 1]
    if after in {"%", "-"} and text[phrase.span.end + 1 : phrase.span.end + 2].isalpha():
        return False
    if not 1400 <= year <= 2100:
        return False
    if last.dep_ == "nummod" and last.head.tag_ == "NNS":
        return False  # "2000 people"
    if last.ent_type_ in {"DATE", ""}:
        return True
    before = last.doc[tokens[0].i - 1].lower_ if tokens[0].i else ""
    return before in {"in", "since", "until", "by", "during", "after", "before"} and last.ent_type_ != "MONEY"
