"""Which date phrase stands with the reporting of a statement, by the reach of a clause over a spaCy parse.

A date may hang from the cue itself ("said on Tuesday"), from a word above it that tells of the same act ("On Tuesday,
he attacked …, saying"), or from the occasion that the cue names ("in a statement released Monday"). It never speaks for
a cue across a relative clause ("Clinton, who lost Ohio on Monday, said") or a topic ("said of Friday's ruling").
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from enum import Enum, auto

from spacy.tokens import Doc, Token
from spacy.tokens import Span as SpacySpan

from corpus.date_words import word_set
from corpus.statement import DateMention, Statement
from corpus.story import Span

__all__ = ["OCCASIONS", "DatedClauses", "finite_verb", "names_occasion"]

_CLIMB = 14  # heads to look at before giving up
_NESTING = 5  # contents that may overlap at one place
_TOPICS = word_set(
    "of about to for after since until till before by from over regarding against than between amid despite"
)
OCCASIONS = word_set(
    "interview statement speech rally debate conference briefing news hearing tweet post letter report article story"
    " appearance event memo email e-mail message column editorial op-ed essay call session meeting show program forum"
    " town hall remarks remark comment address testimony release filing ruling decision announcement poll survey study"
    " series video broadcast episode tape recording transcript book document affidavit lawsuit exchange visit stop trip"
    " fundraiser convention dinner summit press gaggle talk hour pile-on polling"
)
_LISTENERS = word_set(
    "reporter crowd audience supporter colleague lawmaker voter donor group student journalist gathering"
)
_OCCASION_VERBS = word_set(
    "speak appear talk testify address ask tell say write release publish issue air broadcast post tweet hold give"
    " deliver record tape conduct obtain date send file announce campaign stump respond reply question press quote make"
    " host attend gather reach contact interview meet"
)
_MEETINGS = word_set(
    "meeting session hearing briefing lunch visit ceremony service rally"
)  # what is said after is of the day
_FINDINGS = word_set("result finding copy draft text transcript summary video recording excerpt release publication")
_ON = word_set("on late early ,")
_OPENERS = word_set(", : that")
_QUOTE_ENDS = word_set("” \" '' ’")
_CLOSERS = word_set(". , ; )")
_RELEASES = word_set("release publish issue air post broadcast unveil")
_MODIFIERS = word_set("poss compound nmod appos amod nummod")
_MISHUNG = word_set(
    "ccomp ROOT parataxis dep"
)  # clauses that a date does not belong to by grammar, only by a wrong parse
_FINITE = word_set("VBD VBZ VBP MD")
_WIDEST = 2_000
_KNOWN = word_set("the his her its their that this same")
_PLACED = word_set("in at during on")


class _Reach(Enum):
    """How a date stands to a clause."""

    HELD = auto()
    BARRED = auto()
    LOST = auto()  # the parse leads elsewhere


class DatedClauses:
    """The dates of one parsed text, to be asked which of them a clause holds."""

    def __init__(
        self,
        doc: Doc,
        dates: Sequence[DateMention],
        *,
        parts: Sequence[Span] = (),
        paragraph_starts: Sequence[int] = (),
    ) -> None:
        """`parts` are the contents of all statements, sorted; `paragraph_starts` are offsets, sorted."""
        self._doc = doc
        self._parts = parts
        self._paragraph_starts = paragraph_starts
        self._dates = sorted(dates, key=lambda mention: mention.span.start)
        self._date_starts = [mention.span.start for mention in self._dates]
        self._starts = [token.idx for token in doc]
        self._sentence_starts = [sentence.start_char for sentence in doc.sents]

    def date_of(self, statement: Statement) -> DateMention | None:
        """The date that stands with the cue of `statement`, the nearest one if there are several, or None."""
        if statement.cue is None or not self._starts:
            return None
        cue = self.root(statement.cue)
        near = self.within(*self._sentence(cue))
        chain = _reporting_chain(cue)
        untold = [m for m in near if not self._told(m, statement)]
        held = [m for m in untold if self._dates_cue(chain, cue, m, statement)]
        held = held or [m for m in near if self._swallowed(cue, m, statement.parts)]
        held = held or [m for m in untold if self._leads_to_content(cue, m, statement.parts)]
        held = held or self._after_content(statement)
        place = statement.cue.start
        return min(held, key=lambda mention: abs(mention.span.start - place), default=None)

    def _leads_to_content(self, cue: Token, mention: DateMention, parts: Sequence[Span]) -> bool:
        """Whether the date stands between the cue and the content, whatever it hangs from: "said on Friday he"."""
        first, last = self.token_at(mention.span.start).i, self.token_at(mention.span.end - 1).i
        after = next((part.start for part in parts if part.start >= mention.span.end), None)
        if after is None or not cue.i < first:
            return False
        before = self._doc[cue.i + 1 : first]
        between = self._doc[last + 1 : self.token_at(after).i]
        return all(t.lower_ in _ON for t in before) and all(t.lower_ in _OPENERS or t.is_quote for t in between)

    def _after_content(self, statement: Statement) -> list[DateMention]:
        """The date right after the quotation of a cue that leads it: "tweeted: “Thank you!” on Friday afternoon"."""
        cue, end = statement.cue, statement.end
        place = bisect_left(self._date_starts, end)
        if cue is None or place == len(self._dates) or not cue.end <= statement.start:
            return []
        mention = self._dates[place]
        between = self._doc[self.token_at(end - 1).i + 1 : self.token_at(mention.span.start).i]
        following = self._doc[self.token_at(mention.span.end - 1).i + 1 :][:1]
        closes = all(token.text in _CLOSERS for token in following)
        beside = len(between) <= 3 and all(t.is_quote or t.lower_ in {"on", ","} for t in between)
        return [mention] if closes and beside and self._starts_no_paragraph(end, mention.span.start) else []

    def _starts_no_paragraph(self, start: int, end: int) -> bool:
        return bisect_right(self._paragraph_starts, start) == bisect_right(self._paragraph_starts, end)

    def _sentence(self, token: Token) -> tuple[int, int]:
        """Where the token's sentence starts and ends, within its paragraph: the parser runs over headlines at times.

        Of a sentence without end, only what is within `_WIDEST` characters of the token.
        """
        place = bisect_right(self._paragraph_starts, token.idx)
        first = self._paragraph_starts[place - 1] if place else 0
        after = self._paragraph_starts[place] if place < len(self._paragraph_starts) else token.sent.end_char
        start = max(token.sent.start_char, first, token.idx - _WIDEST)
        return start, min(token.sent.end_char, after, token.idx + _WIDEST)

    def _told(self, mention: DateMention, statement: Statement) -> bool:
        """Whether the date stands in the statement's content, or in another's that the cue doesn't stand in too."""
        cue = statement.cue or mention.span
        others = (part for part in self.parts_at(mention.span) if not part.overlaps(cue))
        return any(mention.span.overlaps(part) for part in statement.parts) or any(others)

    def parts_at(self, span: Span) -> list[Span]:
        """The contents of statements that a span stands in."""
        place = bisect_left(self._parts, (span.end, span.end))
        return [part for part in self._parts[max(0, place - _NESTING) : place] if part.overlaps(span)]

    def within(self, start: int, end: int) -> list[DateMention]:
        """The dates that begin in a stretch of the text."""
        return self._dates[bisect_left(self._date_starts, start) : bisect_left(self._date_starts, end)]

    def token_at(self, offset: int) -> Token:
        """The token at an offset, or the last one before it."""
        return self._doc[max(0, bisect_right(self._starts, offset) - 1)]

    def sentence_number(self, offset: int) -> int:
        """Which sentence of the text an offset stands in, from 1."""
        return bisect_right(self._sentence_starts, offset)

    def tokens(self, span: Span) -> SpacySpan:
        """The tokens of a span."""
        return self._doc[self.token_at(span.start).i : self.token_at(span.end - 1).i + 1]

    def root(self, span: Span) -> Token:
        """The word of the span that the rest of it hangs from."""
        return self.tokens(span).root

    def reach(self, chain: Sequence[Token], mention: DateMention) -> bool:
        """Whether the date belongs to a clause that is given by its verb, or by several words of one act."""
        return self._reach({link.i for link in chain}, mention) is _Reach.HELD

    def _dates_cue(self, chain: list[Token], cue: Token, mention: DateMention, statement: Statement) -> bool:
        found = self._reach({link.i for link in chain}, mention)
        if found is _Reach.BARRED:
            return self._stands_at(chain, mention)
        return found is _Reach.HELD or self._leads_to(cue, mention, statement.parts)

    def _stands_at(self, chain: list[Token], mention: DateMention) -> bool:
        """Whether a date that the parse gives to a noun stands before the verb: "the board of it on Monday ruled"."""
        on = self.root(mention.span).head
        after = self.token_at(mention.span.end - 1).i + 1
        verbs = {link.i for link in chain if link.tag_ in _FINITE}
        return after in verbs and on.lower_ == "on" and on.head.pos_ in {"NOUN", "PROPN"}

    def _swallowed(self, cue: Token, mention: DateMention, parts: Sequence[Span]) -> bool:
        """Whether a date within what was taken for the content hangs from the cue: "called it a lie on Monday".

        The content has no verb with a tense up to there, so that the date can't be that verb's.
        """
        part = next((part for part in parts if part.overlaps(mention.span)), None)
        root = self.root(mention.span)
        first = root.head if root.head.pos_ == "ADP" else root
        if part is not None and self._after_quote(first, mention):
            return True
        if part is None or first.head.i != cue.i or first.i < cue.i or first.lower_ in _TOPICS:
            return False
        if len(mention.value) < len("2016-10-12"):
            return False
        inside = self._doc[self.token_at(part.start).i : root.i]
        return cue.tag_ in {"VBD", "VBG"} and not any(finite_verb(token) or token.is_quote for token in inside)

    def _after_quote(self, first: Token, mention: DateMention) -> bool:
        """Whether the date follows a quotation and ends its sentence: "calling it “meritless” on Monday."."""
        end = self.token_at(mention.span.end - 1).i
        start = self.token_at(mention.span.start).i
        before = start - 1 if first.i >= start or first.lower_ != "on" else start - 2
        if before < 0 or end + 1 >= len(self._doc):
            return False
        return self._doc[before].text in _QUOTE_ENDS and self._doc[end + 1].text in {".", ";"}

    def _reach(self, places: set[int], mention: DateMention) -> _Reach:
        token = self.root(mention.span)
        for _ in range(_CLIMB):
            if token.i in places:
                return _Reach.HELD
            if not _lets_through(token):
                content = token.head.i in places and token.i > token.head.i
                return _Reach.LOST if token.dep_ in _MISHUNG and not content else _Reach.BARRED
            if token.head is token:
                break
            token = _above(token)
        return _Reach.LOST

    def _leads_to(self, cue: Token, mention: DateMention, parts: Iterable[Span]) -> bool:
        """Whether nothing finite stands between the date and the cue after it, whatever the parser made of it."""
        after = self.token_at(mention.span.end - 1).i + 1
        between = [token for token in self._doc[after : max(after, cue.i)] if not _inside(token, parts)]
        return after <= cue.i and not any(token.tag_ in _FINITE for token in between)


def names_occasion(cue: Token, *, new: bool = False) -> bool:
    """Whether the clause of a cue names where or when it was said: "during a rally", "in an interview".

    With `new`, only an occasion that wasn't told of yet counts, not "in her post" or "during the interview".
    """
    objects = (below for child in cue.children if child.lower_ in _PLACED for below in child.children)
    nouns = [noun for noun in objects if noun.dep_ == "pobj" and noun.lemma_.lower() in OCCASIONS]
    known = (any(child.lower_ in _KNOWN for child in noun.children) for noun in nouns)
    return bool(nouns) and not (new and all(known))


def finite_verb(token: Token) -> bool:
    """Whether a verb has a tense, by itself or by an auxiliary; the tagger takes "called" for a participle at times."""
    if token.pos_ not in {"VERB", "AUX"}:
        return False
    helped = any(child.dep_ in {"aux", "auxpass"} and child.tag_ in _FINITE for child in token.children)
    return helped or token.tag_ in _FINITE or (token.tag_ == "VBN" and token.dep_ == "ROOT")


def _inside(token: Token, parts: Iterable[Span]) -> bool:
    return any(part.start <= token.idx < part.end for part in parts)


def _reporting_chain(cue: Token) -> list[Token]:
    """The cue and the words above it that tell of the same act of speaking."""
    chain = [cue]
    for _ in range(_CLIMB):
        token = chain[-1]
        if token.head is token or not _same_act(token, token.head):
            break
        chain.append(token.head)
    return [*chain, *(child for child in cue.children if cue.lower_ == "according" and child.lower_ == "to")]


def _same_act(token: Token, head: Token) -> bool:
    match token.dep_:
        case "conj" | "xcomp" | "pcomp" | "prep" | "aux" | "auxpass":
            return True
        case "advcl":
            return token.tag_ == "VBG" or _mark(token) in {"as", "while", "when"}
        case "acl" | "relcl":
            return head.lemma_.lower() in OCCASIONS
        case "dobj" | "pobj" | "nsubj" | "nsubjpass" | "attr":
            return token.lemma_.lower() in OCCASIONS
        case "ccomp" | "parataxis":
            return token.i < head.i and not _mark(token)
    return False


def _mark(token: Token) -> str:
    marks = (c.lower_ for c in token.children if c.dep_ in {"mark", "advmod"} and c.i < token.i)
    return next(marks, "")


def _above(token: Token) -> Token:
    """The word that a clause hangs from; the nearest thing that can be released, if it tells of a release."""
    if token.dep_ in {"acl", "relcl"} and token.lemma_.lower() in _RELEASES:
        return next((word for word in token.ancestors if word.lemma_.lower() in OCCASIONS), token.head)
    return token.head


def _lets_through(token: Token) -> bool:
    """Whether a date below `token` can speak for what is above it."""
    head = token.head
    if token.dep_ == "prep" or token.pos_ == "ADP":
        listeners = token.lower_ == "to" and any(child.lemma_.lower() in _LISTENERS for child in token.children)
        following = token.lower_ == "after" and any(child.dep_ == "pcomp" for child in token.children)
        met = token.lower_ == "after" and any(child.lemma_.lower() in _MEETINGS for child in token.children)
        findings = token.lower_ == "of" and head.lemma_.lower() in _FINDINGS
        return listeners or following or met or findings or token.lower_ not in _TOPICS
    if token.pos_ in {"VERB", "AUX"}:
        return _clause_lets_through(token, head)
    if token.dep_ in _MODIFIERS and head.pos_ in {"NOUN", "PROPN"}:
        occasion = head.lemma_.lower() in OCCASIONS and head.dep_ != "dobj"
        return occasion or (head.dep_ == "pobj" and head.head.lower_ in _PLACED)
    return True


def _clause_lets_through(verb: Token, head: Token) -> bool:
    lemma = verb.lemma_.lower()
    if verb.dep_ == "conj" and verb.tag_ in {"VBN", "VBG"} and head.dep_ == "acl":
        return _clause_lets_through(head, head.head)
    if verb.dep_ == "acl" and verb.tag_ == "VBG" and head.dep_ in {"nsubj", "nsubjpass"} and lemma in _OCCASION_VERBS:
        return True
    if verb.dep_ in {"acl", "relcl"}:
        return head.lemma_.lower() in OCCASIONS or lemma in _RELEASES
    if verb.dep_ == "advcl" and _mark(verb) in {"as", "while"}:
        return True
    return verb.dep_ in {"advcl", "pcomp"} and lemma in _OCCASION_VERBS
