"""What a story calls its people beside their names: titles and appositions, and the phrases that take these up."""

import re
from collections.abc import Iterator

from spacy.tokens import Doc, Token
from spacy.tokens import Span as Tokens

from corpus.people import PERSON_NOUNS, NameMention, Person
from corpus.story import Span

__all__ = ["Descriptions", "bare_phrase"]

_SHORT_TITLES = {
    "sen": "senator", "gov": "governor", "rep": "representative", "pres": "president", "prof": "professor",
    "gen": "general", "dr": "doctor", "sgt": "sergeant", "col": "colonel", "capt": "captain", "lt": "lieutenant",
}  # fmt: skip
_BEFORE_NAME = frozenset("compound amod nmod poss det case".split())
_FAR = 10_000  # characters: no mention before
_WORTH = 2000  # characters of distance that weigh as much as one shared word


class Descriptions:
    """The descriptions of each person, as spans of the text."""

    def __init__(self, text: str, doc: Doc, people: list[Person]) -> None:
        self._text = text
        self._doc = doc
        self._people = people
        self._roots = {mention.root for person in people for mention in person.mentions}
        self._spans = {id(p): {span for m in p.mentions for span in self._beside(m)} for p in people}

    def of(self, person: Person) -> set[Span]:
        """What the story calls `person`."""
        return self._spans[id(person)]

    def note(self, person: Person, phrase: Tokens) -> None:
        """Add what a phrase that names `person`, or means them, calls them."""
        root = phrase.root
        if root.i not in self._roots and root.lemma_.lower() in PERSON_NOUNS:
            self._spans[id(person)].add(bare_phrase(root))

    def fits(self, phrase: Tokens) -> Person | None:
        """Whom "the Vermont senator" means: of those who are called a senator, the one with the most in common."""
        wanted = {token.lemma_.lower() for token in phrase if token.is_alpha and not token.is_stop}
        noun = phrase.root.lemma_.lower()
        scored = []
        for person in self._people:
            known = self._words(person)
            if noun in known:
                starts = [m.span.start for m in person.mentions if m.span.start < phrase.start_char]
                distance = phrase.start_char - max(starts, default=-_FAR)
                scored.append((len(wanted & known) - distance / _WORTH, -person.mentions[0].span.start, person))
        return max(scored, key=lambda entry: entry[:2])[2] if scored else None

    def _words(self, person: Person) -> set[str]:
        words = {word for span in self._spans[id(person)] for word in re.findall(r"\w+", span.of(self._text).lower())}
        return words | {_SHORT_TITLES[word] for word in words & _SHORT_TITLES.keys()}

    def _beside(self, mention: NameMention) -> Iterator[Span]:
        root = self._doc[mention.root]
        nouns = [child for child in root.children if child.dep_ == "appos"]
        if root.dep_ == "appos":
            nouns.append(root.head)
        for noun in nouns:
            if noun.i not in self._roots and noun.lemma_.lower() in PERSON_NOUNS:
                yield bare_phrase(noun)
        title = self._title(mention)
        if title is not None:
            yield title

    def _title(self, mention: NameMention) -> Span | None:
        """The title right before a name: "White House press secretary Josh Earnest"."""
        name = self._doc.char_span(*mention.span, alignment_mode="expand")
        if name is None:
            return None
        first = last = name.start - 1
        start = self._doc[mention.root].sent.start
        while first >= start and self._doc[first].dep_ in _BEFORE_NAME and not self._doc[first].is_punct:
            first -= 1
        tokens = [token for token in self._doc[first + 1 : last + 1] if not token.is_space]
        if not any(token.lemma_.lower().rstrip(".") in PERSON_NOUNS | _SHORT_TITLES.keys() for token in tokens):
            return None
        return Span(tokens[0].idx, tokens[-1].idx + len(tokens[-1]))


def bare_phrase(noun: Token) -> Span:
    """A noun's phrase without clauses, appositions and whatever follows a mark."""
    start = min(token.idx for token in noun.subtree if not token.is_space)
    end = noun.idx + len(noun)
    for token in noun.subtree:
        if token.i > noun.i:
            if token.is_punct or token.dep_ in ("relcl", "appos"):
                break
            end = token.idx + len(token)
    return Span(start, end)
