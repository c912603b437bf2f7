"""Which date phrase stands with the reporting of a statement: the reach of a cue's clause over a spaCy parse."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from spacy.tokens import Doc, Span, Token

from corpus.statement import DateMention, Statement
from corpus.story import Span as TextSpan

__all__ = ["Clause"]

_CLIMB = 14
_NO_DAY_OF_SAYING = frozenset(
    [
        "of",
        "about",
        "to",
        "for",
        "after",
        "since",
        "until",
        "till",
        "before",
        "by",
        "from",
        "over",
        "regarding",
        "against",
        "than",
        "between",
    ]
)
_OCCASIONS = frozenset(
    [
        "interview",
        "statement",
        "speech",
        "rally",
        "debate",
        "conference",
        "briefing",
        "news",
        "hearing",
        "tweet",
        "post",
        "letter",
        "report",
        "article",
        "story",
        "appearance",
        "event",
        "memo",
        "email",
        "e-mail",
        "message",
        "column",
        "editorial",
        "op-ed",
        "essay",
        "call",
        "session",
        "meeting",
        "show",
        "program",
        "forum",
        "town",
        "remarks",
        "address",
        "testimony",
        "release",
        "filing",
        "ruling",
        "decision",
        "announcement",
        "poll",
        "survey",
        "study",
        "series",
        "video",
        "broadcast",
        "episode",
        "tape",
        "recording",
        "transcript",
        "book",
        "document",
        "affidavit",
        "lawsuit",
        "exchange",
        "visit",
        "stop",
        "trip",
        "fundraiser",
        "convention",
        "dinner",
        "summit",
        "press",
    ]
)
_OCCASION_VERBS = frozenset(
    [
        "speak",
        "appear",
        "talk",
        "testify",
        "address",
        "ask",
        "tell",
        "say",
        "write",
        "release",
        "publish",
        "issue",
        "air",
        "broadcast",
        "post",
        "tweet",
        "hold",
        "give",
        "deliver",
        "record",
        "tape",
        "conduct",
        "obtain",
        "date",
        "send",
        "file",
        "announce",
        "campaign",
        "stump",
        "interview",
        "respond",
        "reply",
        "question",
        "press",
        "quote",
        "make",
        "host",
        "attend",
        "begin",
        "start",
        "kick",
        "wrap",
        "gather",
    ]
)


class Clause:
    """The dates of one parsed text, to be asked which of them a statement's reporting clause holds."""

    def __init__(self, doc: Doc, dates: Sequence[DateMention]) -> None:
        self._doc = doc
        self._dates = sorted(dates, key=lambda mention: mention.span.start)
        self._date_starts = [mention.span.start for mention in self._dates]
        self._starts = [token.idx for token in doc]

    def date_of(self, statement: Statement) -> DateMention | None:
        """The date that stands with the cue of `statement`, or None. The nearest one where there are several."""
        if statement.cue is None or not self._starts:
            return None
        cue = self._root(statement.cue)
        near = [mention for mention in self._around(cue) if not _inside(mention, statement)]
        chain = _reporting_chain(cue)
        held = [mention for mention in near if self._holds(chain, cue, mention)]
        cue_at = statement.cue.start
        return min(held, key=lambda mention: abs(mention.span.start - cue_at), default=None)

    def _around(self, cue: Token) -> list[DateMention]:
        """The dates in the cue's sentence."""
        sentence: Span = cue.sent
        first = bisect_left(self._date_starts, sentence.start_char)
        last = bisect_left(self._date_starts, sentence.end_char)
        return self._dates[first:last]

    def _root(self, span: TextSpan) -> Token:
        """The word of the span that the rest of it hangs from; a verb if it has one at its top."""
        first = max(0, bisect_right(self._starts, span.start) - 1)
        last = max(first, bisect_right(self._starts, span.end - 1) - 1)
        inside = self._doc[first : last + 1]
        return inside.root

    def _holds(self, chain: list[Token], cue: Token, mention: DateMention) -> bool:
        token = self._root(mention.span)
        places = {link.i for link in chain}
        for _ in range(_CLIMB):
            if token.i in places:
                return True
            if not _lets_through(token):
                return False
            if token.head is token:
                return False
            token = token.head
        return False


def _inside(mention: DateMention, statement: Statement) -> bool:
    return any(mention.span.overlaps(part) for part in statement.parts)


def _reporting_chain(cue: Token) -> list[Token]:
    """The cue and the words above it that tell of the same act of speaking."""
    chain = [cue]
    token = cue
    for _ in range(_CLIMB):
        head = token.head
        if head is token:
            break
        if (
            token.dep_ in {"conj", "xcomp", "pcomp", "prep", "aux", "auxpass"}
            or (token.dep_ == "advcl" and (token.tag_ == "VBG" or _mark(token) in {"as", "while", "when"}))
            or (token.dep_ in {"acl", "relcl"} and head.lemma_.lower() in _OCCASIONS)
            or (token.dep_ in {"dobj", "pobj", "nsubj", "attr"} and token.lemma_.lower() in _OCCASIONS)
            or (token.dep_ in {"ccomp", "parataxis"} and token.i < head.i and not _mark(token))
        ):
            pass
        else:
            break
        chain.append(head)
        token = head
    return chain


def _mark(token: Token) -> str:
    return next(
        (child.lower_ for child in token.children if child.dep_ in {"mark", "advmod"} and child.i < token.i),
        "",
    )


def _lets_through(token: Token) -> bool:
    """Whether a date below `token` can speak for what is above it."""
    head = token.head
    if token.dep_ == "prep" or token.pos_ == "ADP":
        return token.lower_ not in _NO_DAY_OF_SAYING
    if token.pos_ in {"VERB", "AUX"}:
        if token.dep_ in {"acl", "relcl"}:
            return head.lemma_.lower() in _OCCASIONS or token.lemma_.lower() in {
                "release",
                "publish",
                "issue",
                "air",
            }
        return token.dep_ in {"advcl", "pcomp"} and token.lemma_.lower() in _OCCASION_VERBS
    if token.dep_ in {"poss", "compound", "nmod", "npadvmod", "appos", "amod"} and head.pos_ in {
        "NOUN",
        "PROPN",
    }:
        return head.lemma_.lower() in _OCCASIONS or (
            head.dep_ == "pobj" and head.head.lower_ in {"in", "at", "during", "on"}
        )
    return True
