"""The occasions of a story that are dated once: a document that says more further on, remarks, an event.

"A report released Tuesday found …" dates what "the report" says later, "Trump's comments came during an interview
Saturday" dates what he said before and after it, and a debate in the lead dates what everybody says in the story of it.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from spacy.tokens import Doc, Token

from corpus.date_words import word_set
from corpus.said_clause import OCCASIONS, DatedClauses
from corpus.said_scene import Scene
from corpus.statement import DateMention
from corpus.story import Span

__all__ = ["Document", "Frames", "find_frames", "is_statement", "names_beside", "speaks_as"]

_KINDS = (
    word_set("report review inquiry audit findings investigation document filing"),
    word_set("editorial piece article column op-ed story essay"),
    word_set("poll survey"),
    word_set("study research"),
    word_set("letter"),
    word_set("statement release"),
    word_set("memo email e-mail message"),
    word_set("lawsuit complaint suit"),
    word_set("tweet post"),
    word_set("ad video"),
    word_set("ruling decision opinion order"),
)
_KIND_OF = {noun: number for number, nouns in enumerate(_KINDS) for noun in nouns}
_WRITTEN = frozenset({1, 4, 6, 7, 10})
_PUBLISHED = frozenset({0, 1})
_PUBLISHERS = word_set("newspaper paper magazine board publication outlet website")
_DEFINITE = word_set("the this that these those its their his her")
_PRONOUNS = {"his": "he", "her": "she", "their": "they", "its": "it"}
_WEEK = len("2016-W41")
_COMMENTS = word_set(
    "comment remark statement response reaction criticism announcement rebuke tweet claim outburst assertion attack"
)
_EVENTS = word_set("debate forum hearing hall summit")
_OTHER_TIMES = word_set("after before since until ahead following")
_TAKEN = word_set("conduct survey take interview poll")  # on those days a poll was made, not told of
_SUBJECTS = word_set("nsubj nsubjpass")
_CLIMB = 8
_WIDEST = 60  # words of a sentence on either side of a date
_LEAD = 4  # sentences in which the event that a story is about is named
_OFTEN = 3  # times that it is named


@dataclass(frozen=True, slots=True)
class Document:
    """A dated document: the number of its kind, its date, the names in the sentence."""

    kind: int
    date: DateMention
    names: frozenset[str]

    @property
    def written(self) -> bool:
        """Whether somebody can be said to have written it."""
        return self.kind in _WRITTEN


@dataclass(frozen=True, slots=True)
class Frames:
    """What a story dates once, in its order.

    Of `occasions`, the noun that stands with a date, the date, and the names in the sentence. The `event`'s date is
    that of a debate or the like that the story is about.
    """

    documents: Sequence[Document]
    occasions: Sequence[tuple[str, DateMention, frozenset[str]]]
    remarks: Sequence[Scene]
    event: DateMention | None


def find_frames(doc: Doc, clauses: DatedClauses, dates: Sequence[DateMention], published: date | None) -> Frames:
    """The frames of a parsed text; `dates` are those that may date a statement, sorted."""
    told = [mention for mention in dates if not clauses.parts_at(mention.span)]
    past = [mention for mention in told if published is None or mention.value[:10] < published.isoformat()]
    tree = _Tree()
    documents, occasions, remarks = [], [], []
    for mention in told:
        root = clauses.root(mention.span)
        path = list(tree.path(root))
        nouns = list(tree.nouns(path)) if len(mention.value) >= _WEEK else []
        kinds = {kind for noun in nouns if (kind := _document_kind(noun)) is not None}
        held = {noun.lemma_.lower() for noun in nouns} & OCCASIONS
        names = _names(root) if kinds or held else frozenset()
        documents += [Document(kind, mention, names) for kind in sorted(kinds)]
        occasions += [(noun, mention, names) for noun in sorted(held)]
        if owners := tree.commenters(path):
            remarks.append(Scene(Span(root.sent.start_char, root.sent.end_char), mention, owners))
    return Frames(documents, occasions, remarks, _event(doc, clauses, past))


def speaks_as(root: Token) -> frozenset[int]:
    """The kinds of document that a speaker may be, where it was told of already: "the report said"."""
    if not any(child.lower_ in _DEFINITE for child in root.children):
        return frozenset()
    kind = _document_kind(root)
    if kind is not None:
        return frozenset({kind})
    return frozenset(_PUBLISHED) if root.lemma_.lower() in _PUBLISHERS else frozenset()


def is_statement(noun: Token) -> bool:
    """Whether a noun is a statement, of which a story has many, unlike a report."""
    return noun.lemma_.lower() == "statement"


def names_beside(root: Token) -> frozenset[str]:
    """The names that stand with a noun: "the Quinnipiac poll"."""
    return frozenset(child.text for child in root.children if child.pos_ == "PROPN")


def _document_kind(noun: Token) -> int | None:
    """Which kind of document a noun is, None for none: a report is a review, not a poll."""
    return _KIND_OF.get(noun.lemma_.lower()) if noun.pos_ in {"NOUN", "PROPN"} else None


class _Tree:
    """Ways through the parse; remembers the children of each word, which may be thousands."""

    def __init__(self) -> None:
        self._children: dict[int, list[Token]] = {}
        self._marked: dict[int, bool] = {}

    def path(self, root: Token) -> Iterator[Token]:
        """The words above a date, up to the verb with which its clause ends."""
        token = root
        for _ in range(_CLIMB):
            if token.head is token or token.lower_ in _OTHER_TIMES or self._is_marked(token):
                return
            token = token.head
            yield token

    def nouns(self, path: Sequence[Token]) -> Iterator[Token]:
        """The words that a date may tell the release of: those above it, and those of their verb."""
        if any(token.pos_ == "VERB" and token.lemma_.lower() in _TAKEN for token in path):
            return
        for token in path:
            yield token
            if token.dep_ in {"acl", "relcl"}:  # "the report released Friday"
                yield token.head
                return
            if token.pos_ in {"VERB", "AUX"}:
                yield from (child for child in self._below(token) if child.dep_ in _SUBJECTS | {"dobj"})
                placed = (child for child in self._below(token) if child.lower_ in {"in", "to"})
                yield from (below for child in placed for below in self._below(child) if below.dep_ == "pobj")
                return

    def commenters(self, path: Sequence[Token]) -> frozenset[str]:
        """Who made the dated remarks: "Trump's comments came in an interview Saturday", "He made them Monday"."""
        verb = next((token for token in path if token.pos_ in {"VERB", "AUX"} and token.dep_ == "ROOT"), None)
        if verb is None or verb.lemma_.lower() not in {"come", "make", "follow", "be"}:
            return frozenset()
        subject = next((child for child in self._below(verb) if child.dep_ in _SUBJECTS), None)
        if subject is None:
            return frozenset()
        owners = [child for child in self._below(subject) if child.dep_ == "poss"]
        if subject.lemma_.lower() not in _COMMENTS:
            made = [child for child in self._below(verb) if child.dep_ == "dobj" and child.lemma_.lower() in _COMMENTS]
            known = any(child.lower_ in _DEFINITE for noun in made for child in self._below(noun))
            owners = [subject] if verb.lemma_.lower() == "make" and known else []
        return frozenset(_PRONOUNS.get(o.lower_, o.lower_ if o.pos_ == "PRON" else o.text) for o in owners)

    def _is_marked(self, token: Token) -> bool:
        if token.i not in self._marked:
            below = self._below(token)
            self._marked[token.i] = any(child.dep_ == "mark" and child.lower_ in _OTHER_TIMES for child in below)
        return self._marked[token.i]

    def _below(self, token: Token) -> list[Token]:
        if token.i not in self._children:
            self._children[token.i] = list(token.children)
        return self._children[token.i]


def _names(root: Token) -> frozenset[str]:
    return frozenset(token.text for token in _beside(root) if token.pos_ == "PROPN")


def _beside(root: Token) -> Iterator[Token]:
    """The words of a date's sentence, at most `_WIDEST` away."""
    sentence = root.sent
    yield from root.doc[max(sentence.start, root.i - _WIDEST) : min(sentence.end, root.i + _WIDEST)]


def _event(doc: Doc, clauses: DatedClauses, told: Sequence[DateMention]) -> DateMention | None:
    """The debate or the like that the first sentences date and the story goes on about."""
    counts = Counter(token.lemma_.lower() for token in doc)
    for mention in told:
        if clauses.sentence_number(mention.span.start) > _LEAD or len(mention.value) < len("2016-10-12"):
            continue
        root = clauses.root(mention.span)
        nouns = [token.lemma_.lower() for token in _beside(root) if token.lemma_.lower() in _EVENTS]
        noun = max(nouns, key=counts.__getitem__, default="")
        if counts[noun] >= _OFTEN and not any(token.lower_ in _OTHER_TIMES for token in (root.head, root.head.head)):
            return mention
    return None
