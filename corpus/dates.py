"""Finds the date and time phrases of a story, and resolves each against the publication date and the other dates.

Values are TimeML's (see `corpus.date_values`). The phrases come from `corpus.date_grammar`, their values from
`corpus.date_resolver`; here the parse decides which of them are dates at all. A phrase that the text and the
publication date do not fix is left out.
"""

from datetime import date

from spacy.tokens import Doc, Token

from corpus.date_grammar import find_phrases
from corpus.date_phrase import Kind, Phrase
from corpus.date_resolver import Resolver
from corpus.date_words import word_set
from corpus.statement import DateMention, DateType, WhenHow

__all__ = ["find_dates"]

_BREAK = "¶"
_SPANLESS = {Kind.DURATION: DateType.DURATION, Kind.SET: DateType.SET}


def find_dates(doc: Doc, published: date | None) -> tuple[DateMention, ...]:
    """The dates, times, durations and sets of `doc`, one parsed document of the whole text, in order and disjoint.

    Spans are code point offsets into `doc.text`. Without `published`, only what the text itself fixes has a value,
    and the rest is left out. Takes time linear in the length of the text.
    """
    resolver = Resolver(doc=doc, published=published)
    text = doc.text  # built anew at each access
    mentions = (_mention(resolver, text, phrase) for phrase in find_phrases(_with_breaks(doc)))
    return tuple(mention for mention in mentions if mention is not None)


def _with_breaks(doc: Doc) -> str:
    """The text of `doc`, with a mark for the blank before each sentence, so that no phrase runs over it."""
    text = list(doc.text)
    for token in doc:
        if token.is_sent_start and token.idx and text[token.idx - 1].isspace():
            text[token.idx - 1] = _BREAK
    return "".join(text)


def _mention(resolver: Resolver, text: str, phrase: Phrase) -> DateMention | None:
    tokens = resolver.tokens(phrase.span)
    if phrase.kind in _SPANLESS:
        if tokens and _is_ordinal(tokens[-1]):
            return None
        resolver.note(phrase)
        return DateMention(phrase.span, phrase.value, _SPANLESS[phrase.kind], WhenHow.EXPLICIT)
    if not tokens or not _is_date(text, phrase, tokens):
        return None
    resolved = resolver.resolve(phrase)
    if resolved is None:
        return None
    kind = DateType.TIME if resolved.point.clock else DateType.DATE
    return DateMention(phrase.span, resolved.point.value, kind, resolved.how)


_LEADS_TO_DATE = word_set(
    "in since by until till from through during for of last next this early late mid between and to as before after 's"
    " ’s around about on or"
)
_LEADS_TO_YEAR = word_set("in since until by during after before")
_LEADS_TO_CLOCK = word_set("at by until till from around about before after since to and between")
_WISHES = word_set("merry happy")
_LEADS_TO_NUMBER = word_set("some nearly almost over than least approximately roughly only")
_NIGHT_LONG = word_set("stay guest trip flight camp bag train success sensation visit shift delivery")
_NAMES = word_set("PERSON ORG WORK_OF_ART GPE FAC PRODUCT LAW")


def _is_date(text: str, phrase: Phrase, tokens: list[Token]) -> bool:
    """Whether words that may be a name, a verb or a plain number are a date here."""
    if phrase.kind is Kind.SHIFT and len(tokens) == 1:
        return not _is_title(tokens[0]) and not _is_night_long(tokens[0])
    if phrase.kind in {Kind.MONTH, Kind.WEEKDAY} and phrase.year is None and phrase.which is None:
        return _is_name_of_time(phrase, tokens)
    if phrase.kind is Kind.YEAR:
        return _is_year(text, phrase, tokens)
    if phrase.kind is Kind.CLOCK:
        return any(mark.isalpha() for mark in phrase.span.of(text)) or _before(tokens) in _LEADS_TO_CLOCK
    if phrase.kind is Kind.NAMED_DAY:
        return _before(tokens) not in _WISHES
    return True


def _before(tokens: list[Token]) -> str:
    """The word before the phrase, in lower case; nothing at the start of the text."""
    first = tokens[0]
    return first.doc[first.i - 1].lower_ if first.i else ""


def _is_ordinal(token: Token) -> bool:
    """Whether the last word of what may be a duration counts or divides: "a second term", "a quarter of the voters"."""
    following = token.nbor() if token.i + 1 < len(token.doc) else token
    if token.lower_ == "quarter":
        return following.lower_ in {"of", "-"}
    return token.lower_ == "second" and (following.pos_ in {"NOUN", "PROPN", "ADJ"} or following.text == "-")


def _is_title(token: Token) -> bool:
    """Whether a capitalised word is a name: "USA Today", "NBC's Today show", "hosts of “Today,”"."""
    if not token.text[0].isupper() or token.i == 0:
        return False
    before = token.nbor(-1)
    if before.pos_ == "PROPN" or before.lower_ in {"'s", "’s"}:
        return before.whitespace_ != ""
    after = [word for word in token.doc[token.i + 1 : token.i + 3] if word.text != ","]
    return before.is_quote and token.i > 1 and bool(after) and after[0].is_quote


def _is_night_long(token: Token) -> bool:
    """Whether "overnight" tells how long rather than when: "overnight guests"; news lists things done "overnight"."""
    return token.lower_ == "overnight" and token.head.lemma_.lower() in _NIGHT_LONG


def _is_name_of_time(phrase: Phrase, tokens: list[Token]) -> bool:
    last = tokens[-1]
    if _before(tokens) == "super":
        return False  # Super Tuesday is a day of its own
    if last.ent_type_ in _NAMES:
        ends_name = last.i + 1 >= len(last.doc) or last.nbor().ent_iob_ != "I"
        return ends_name and (phrase.kind is Kind.WEEKDAY or _before(tokens) in _LEADS_TO_DATE)
    if phrase.kind is Kind.MONTH and phrase.month in {3, 5}:  # "march" and "may" are verbs too
        return last.tag_ in {"NNP", "NN"} and _before(tokens) in _LEADS_TO_DATE
    return True


def _is_year(text: str, phrase: Phrase, tokens: list[Token]) -> bool:
    year, last = phrase.year or 0, tokens[-1]
    if phrase.fiscal or not phrase.span.of(text).isdigit():
        return True
    after = text[phrase.span.end : phrase.span.end + 2]
    if after[:1] == "%" or (after[:1] == "-" and after[1:].isalpha()) or not 1400 <= year <= 2100:
        return False
    if _before(tokens) in _LEADS_TO_NUMBER:
        return False  # "some 2000 people"
    if last.ent_type_ in {"DATE", ""}:
        return True
    return _before(tokens) in _LEADS_TO_YEAR and last.ent_type_ != "MONEY"
