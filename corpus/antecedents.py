"""Whom "he" and "she" mean: the most salient person of that gender who was spoken of last.

After Hobbs (1978) and Lappin and Leass (1994), in short: sentences are searched backwards, and within one, subjects
come before objects, and earlier words before later ones. What is said inside quotations does not decide whom the
story's own "he" means.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence

from spacy.tokens import Doc, Token
from spacy.tokens import Span as Tokens

from corpus.people import Person
from corpus.story import Span

__all__ = ["GENDERED", "Antecedents"]

GENDERED = {
    "he": "m", "him": "m", "his": "m", "himself": "m", "she": "f", "her": "f", "hers": "f", "herself": "f",
}  # fmt: skip
_SENTENCES, _TOKENS = 8, 400  # how far back to look
_SUBJECTS = ("nsubj", "nsubjpass")
_LEAST = -1.0
_KNOWN_GENDER = 0.8
_SAME_VERB = 3.0  # an argument of the pronoun's own verb is somebody else


class Antecedents:
    """The people whom a story's pronouns mean."""

    def __init__(self, doc: Doc, people: list[Person], quotations: Sequence[Span]) -> None:
        self._doc = doc
        self._starts = [span.start for span in quotations]
        self._quotations = quotations
        self._people = {mention.root: person for person in people for mention in person.mentions}
        for token in doc:
            if token.lower_ in GENDERED and not self._quoted(token.idx):
                person = self._search(token, quoted=False)
                if person is not None:
                    self._people[token.i] = person

    def of(self, pronoun: Token) -> Person | None:
        """Whom `pronoun` means; inside a quotation, only people named there count."""
        known = self._people.get(pronoun.i)
        return known or (self._search(pronoun, quoted=True) if self._quoted(pronoun.idx) else None)

    def last_subject(self, phrase: Tokens, gender: str | None) -> Person | None:
        """The subject of the sentence before `phrase`, or of the one before that, if the gender agrees."""
        for sentence in self._backwards(phrase[0].sent, 3):
            if sentence.start == phrase[0].sent.start:
                continue
            for token in sentence:
                person = self._people.get(token.i)
                head = token.head if token.dep_ == "appos" else token
                if person is None or head.dep_ not in _SUBJECTS or self._quoted(token.idx):
                    continue
                if gender is None or person.gender in (None, gender):
                    return person
        return None

    def _search(self, pronoun: Token, *, quoted: bool) -> Person | None:
        for sentence in self._backwards(pronoun.sent, _SENTENCES):
            scored = [
                (self._score(token, person, pronoun, sentence.start), -token.i, person)
                for token in self._doc[max(sentence.start, pronoun.i - _TOKENS) : min(sentence.end, pronoun.i)]
                if (person := self._people.get(token.i))
                if person.gender in (None, GENDERED[pronoun.lower_]) and self._quoted(token.idx) == quoted
            ]
            best = max(scored, key=lambda entry: entry[:2], default=None)
            if best is not None and best[0] > _LEAST:
                return best[2]
        return None

    def _backwards(self, sentence: Tokens, most: int) -> Iterator[Tokens]:
        yield sentence
        for _ in range(most - 1):
            if sentence.start == 0:
                return
            sentence = self._doc[sentence.start - 1].sent
            yield sentence

    def _score(self, token: Token, person: Person, pronoun: Token, start: int) -> float:
        score = _salience(token) + (_KNOWN_GENDER if person.gender else 0) - (token.i - start) / 1000
        same = token.head.i == pronoun.head.i
        return score - (_SAME_VERB if same else 0)

    def _quoted(self, offset: int) -> bool:
        place = bisect_right(self._starts, offset) - 1
        return place >= 0 and offset < self._quotations[place].end


def _salience(token: Token) -> float:
    at, score = token, 0.0
    while at.dep_ in ("appos", "compound", "conj"):
        at, score = at.head, score - 0.5
    if at.dep_ in _SUBJECTS:
        return score + (2.0 if at.head.dep_ in ("ROOT", "conj", "parataxis") else 1.2)
    if at.dep_ == "pobj" and at.head.lower_ == "to" and at.head.head.lower_ == "according":
        return score + 0.6
    return score + {"dobj": 0.5, "iobj": 0.5, "poss": 0.3}.get(at.dep_, 0.0)
