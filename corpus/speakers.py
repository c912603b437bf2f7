"""Speakers: who stands behind the mentions that statements give, across the story.

A mention is resolved by its head: a person's name, a pronoun, a description ("the Vermont senator"), an organisation,
an unnamed group, or a document. What the text does not support stays as the description that it is.
"""

import re
from dataclasses import dataclass, field, replace
from itertools import takewhile

from spacy.tokens import Doc, Token
from spacy.tokens import Span as Tokens

from corpus.antecedents import GENDERED, Antecedents
from corpus.descriptions import Descriptions, bare_phrase
from corpus.organisations import Organisations
from corpus.people import PERSON_NOUNS, Person, find_people
from corpus.quotations import find_quotations
from corpus.speaker_kinds import kind_of
from corpus.statement import Speaker, SpeakerKind, Statement
from corpus.story import Span, Story

__all__ = ["resolve_speakers"]

_FIRST = frozenset("i we me us my our myself ourselves".split())
_PLURAL = frozenset("they them their these those both themselves".split())
_NEUTER = frozenset("it its itself this".split())
_RELATIVE = frozenset("who whom whose which that".split())
_DETERMINERS = frozenset("the this that his her their its".split())
_LEAD = re.compile(r"(?:according\s+to|whose)\s+(?=\S)", re.IGNORECASE)
_LOOK_BACK = 50  # statements
_NEAR = 1000  # characters within which "they" and "the agency" take up the last speaker


@dataclass(eq=False, slots=True)
class _Entity:
    """Somebody who may speak, while mentions are still being gathered."""

    name: Span
    kind: SpeakerKind
    person: Person | None = None
    noun: str = ""
    mentions: set[Span] = field(default_factory=set)


def resolve_speakers(
    story: Story, doc: Doc, statements: tuple[Statement, ...]
) -> tuple[tuple[Speaker, ...], tuple[Statement, ...]]:
    """The speakers of the statements, in the order of their first statement, and the statements with `speaker` set."""
    resolver = _Resolver(story, doc)
    places: dict[int, int] = {}
    entities: list[_Entity] = []
    resolved = []
    for statement in statements:
        entity = resolver.resolve(statement)
        if entity is None:
            resolved.append(statement)
            continue
        if id(entity) not in places:
            places[id(entity)] = len(entities)
            entities.append(entity)
        resolved.append(replace(statement, speaker=places[id(entity)]))
    return tuple(resolver.speaker(entity) for entity in entities), tuple(resolved)


class _Resolver:
    """Everything about one story that resolving a mention needs, and who has spoken so far."""

    def __init__(self, story: Story, doc: Doc) -> None:
        self._text = story.text
        self._doc = doc
        people = find_people(doc)
        names = [mention.span for person in people for mention in person.mentions]
        self._people = {mention.root: person for person in people for mention in person.mentions}
        self._named = {id(person): _Entity(person.fullest.span, SpeakerKind.PERSON, person) for person in people}
        self._others: dict[str, _Entity] = {}
        self._headline = story.paragraphs[0].end if len(story.paragraphs) > 1 else 0
        self._said: list[tuple[tuple[Span, ...], _Entity | None]] = []
        self._own: list[tuple[int, _Entity]] = []  # without what is told inside another statement
        self._descriptions = Descriptions(story.text, doc, people)
        self._antecedents = Antecedents(
            doc, people, [quotation.span for quotation in find_quotations(story.text, story.paragraphs)]
        )
        self._organisations = Organisations(story.text, story.paragraphs[1:] or story.paragraphs, names)

    def resolve(self, statement: Statement) -> _Entity | None:
        """The entity that makes `statement`; statements come in the order of the text."""
        entity = self._entity(statement.mention) if statement.mention else None
        if entity is not None and statement.mention:
            entity.mentions.add(statement.mention)
        nested = self._enclosing(statement.parts[0].start) is not None
        self._said.append((statement.parts, entity))
        if entity is not None and not nested:
            self._own.append((statement.parts[0].start, entity))
        return entity

    def speaker(self, entity: _Entity) -> Speaker:
        """The finished record of an entity."""
        named = {mention.span for mention in entity.person.mentions} if entity.person else set()
        descriptions = self._descriptions.of(entity.person) if entity.person else set()
        return Speaker(
            name=entity.name.of(self._text),
            kind=entity.kind,
            descriptions=tuple(sorted(descriptions)),
            mentions=tuple(sorted(entity.mentions | named)),
        )

    def _entity(self, mention: Span) -> _Entity | None:
        mention = _without_lead(self._text, mention)
        tokens = self._doc.char_span(mention.start, mention.end, alignment_mode="expand")
        if tokens is None or not any(map(str.isalpha, mention.of(self._text))):
            return None
        if mention.of(self._text).count("“") != mention.of(self._text).count("”"):
            return None  # it runs into or out of a quotation, and so names nobody
        words = mention.of(self._text).strip("\"“”'‘’,. \n").lower()
        if words in GENDERED.keys() | _FIRST | _PLURAL | _NEUTER | _RELATIVE:
            return self._pronoun(tokens[0], words)
        relative = next((token for token in tokens if token.tag_ in ("WP", "WDT")), None)
        if relative is not None and not any(t.pos_ in ("NOUN", "PROPN") for t in self._doc[tokens.start : relative.i]):
            return self._relative(relative)  # "who in 2010", "many of whom"
        person = self._person_in(tokens)
        if person is not None:
            self._descriptions.note(person, tokens)
            return self._named[id(person)]
        return self._described(tokens, mention)

    def _person_in(self, phrase: Tokens) -> Person | None:
        """The person that a phrase names, rather than one whom it only mentions ("Trump's lawyer")."""
        inside = [token for token in phrase if token.i in self._people]
        if not inside or (len(inside) > 1 and _together(phrase)):
            return None
        for token in inside:
            if token.i == phrase.root.i or _stands_for(token, phrase.root):
                return self._people[token.i]
        name = inside[0]
        before = self._doc[phrase.start : name.i]
        ends = name.i + 1 >= phrase.end or self._doc[name.i + 1].is_punct
        return self._people[name.i] if ends and len(before) <= 3 and all(t.text[0].isupper() for t in before) else None

    def _pronoun(self, token: Token, words: str) -> _Entity | None:
        if words in _FIRST:
            return self._enclosing(token.idx)
        if words in _RELATIVE:
            return self._relative(token)
        if words in GENDERED:
            person = self._antecedents.of(token)
            return self._named[id(person)] if person else None
        kinds = {SpeakerKind.GROUP} if words in _PLURAL else {SpeakerKind.ORGANISATION, SpeakerKind.DOCUMENT}
        return self._last(token.idx, kinds, most=3)

    def _enclosing(self, offset: int) -> _Entity | None:
        """Who says "I" at `offset`: the speaker of the statement around it."""
        for parts, entity in reversed(self._said[-_LOOK_BACK:]):
            if any(part.start <= offset < part.end for part in parts):
                return entity
        return None

    def _relative(self, token: Token) -> _Entity | None:
        """Whom "who" means: the noun that its clause belongs to, as far as "who"."""
        clause = next((verb for verb in token.ancestors if verb.dep_ == "relcl"), None)
        if clause is None:
            return None
        noun = clause.head
        person = self._people.get(noun.i)
        if person is not None:
            return self._named[id(person)]
        phrase = bare_phrase(noun)
        words = self._doc.char_span(phrase.start, phrase.end, alignment_mode="expand") or ()
        before = list(takewhile(lambda word: word.tag_ not in ("WP", "WDT"), words))
        return self._entity(Span(phrase.start, before[-1].idx + len(before[-1]))) if before else None

    def _last(self, offset: int, kinds: set[SpeakerKind], *, most: int) -> _Entity | None:
        """The last of the `most` latest speakers that is of one of the kinds and near."""
        for start, entity in reversed(self._own[-most:]):
            if entity.kind in kinds and 0 <= offset - start < _NEAR:
                return entity
        return None

    def _described(self, phrase: Tokens, mention: Span) -> _Entity:
        root = phrase.root
        noun = root.lemma_.lower()
        definite = phrase[0].lower_ in _DETERMINERS
        if definite and noun in PERSON_NOUNS and root.tag_ in ("NN", "NNP") and not _together(phrase):
            person = self._descriptions.fits(phrase) or self._antecedents.last_subject(phrase, _gender(noun))
            if person is not None:
                self._descriptions.note(person, phrase)
                return self._named[id(person)]
        name, kind = self._name_and_kind(phrase, mention, definite=definite)
        if definite and root.pos_ == "NOUN" and name.end <= mention.end and name.start >= mention.start:
            known = self._same_noun(noun, kind)
            if known is None and kind is SpeakerKind.ORGANISATION:
                known = self._last(mention.start, {kind}, most=2)
            if known is not None:
                return known
        key = re.sub(r"^(?:the|a|an)\s+", "", name.of(self._text).lower())
        if phrase[0].lower_ in ("a", "an", "another"):
            key += f"@{mention.start}"  # "a voter" here and "a voter" there are two
        return self._others.setdefault(key, _Entity(name, kind, noun=noun))

    def _name_and_kind(self, phrase: Tokens, mention: Span, *, definite: bool) -> tuple[Span, SpeakerKind]:
        """The fullest name of what a phrase names, and its kind."""
        root, name = phrase.root, _noun_phrase(self._text, phrase, mention)
        if _together(phrase):
            return name, SpeakerKind.GROUP
        kind = kind_of(phrase)
        if definite and root.pos_ == "NOUN" and root.tag_ == "NN" and kind is not SpeakerKind.DOCUMENT:
            called = self._organisations.called(root.lower_, name.start)
            if called is not None and root.lower_ not in PERSON_NOUNS:
                return called, SpeakerKind.ORGANISATION
        if kind is SpeakerKind.ORGANISATION and root.text[0].isupper():
            called = self._organisations.fullest(self._organisations.around(root.idx) or _capitals(root))
            return (self._organisations.shortened(called) if definite else called), kind
        return name, kind

    def _same_noun(self, noun: str, kind: SpeakerKind) -> _Entity | None:
        """The last entity that "the recordings" takes up: one with the same noun, not from the headline."""
        fitting = (e for e in reversed(self._others.values()) if e.noun == noun and e.kind is kind)
        return next((entity for entity in fitting if entity.name.start >= self._headline), None)


def _together(phrase: Tokens) -> bool:
    """Whether a phrase joins two: "Mr. Grassley and Mr. Leahy"."""
    return any(token.dep_ == "cc" and token.head.i == phrase.root.i for token in phrase)


def _stands_for(name: Token, root: Token) -> bool:
    """Whether a name stands in apposition to the head of its phrase: "the spokesman, Igor Konashenkov"."""
    at = name
    while at.dep_ in ("appos", "nmod") or (at.dep_ == "compound" and at.i > root.i):
        if at.head.i == root.i:
            return True
        at = at.head
    return False


def _gender(noun: str) -> str | None:
    return "f" if noun.endswith("woman") else "m" if noun.endswith("man") else None


def _capitals(root: Token) -> Span:
    """A capitalised head with the capitalised words before it."""
    start = root
    while start.i > root.sent.start:
        before = start.nbor(-1)
        if not before.text[0].isupper() or before.head.i < start.i or before.dep_ == "det":
            break
        start = before
    return Span(start.idx, root.idx + len(root))


def _noun_phrase(text: str, phrase: Tokens, mention: Span) -> Span:
    """The mention up to a relative clause or, unless two are joined, a comma or an apposition."""
    end = mention.end
    together = _together(phrase)
    for token in phrase:
        stops = (
            token.dep_ == "relcl"
            or token.tag_ in ("WP", "WDT")
            or (not together and (token.dep_ == "appos" or token.text in (",", "(", "—", "–")))
        )
        if stops and token.i > phrase.root.i:
            edge = token.left_edge if token.dep_ == "relcl" else token
            end = min(end, edge.idx) if edge.i > phrase.root.i else end
    end = min(end, _whole(phrase))
    kept = text[mention.start : end].rstrip(" ,.;:\n—–-(")
    return Span(mention.start, mention.start + len(kept))


def _whole(phrase: Tokens) -> int:
    """Where a phrase ends without the words at its end that only begin something: "prosecutors in"."""
    for token in reversed(phrase):
        begins = token.pos_ in ("ADP", "AUX", "SCONJ", "CCONJ", "DET") or (token.dep_ == "acl" and token.tag_ == "VBN")
        if token.i <= phrase.root.i or not begins:
            return token.idx + len(token)
    return phrase.end_char


def _without_lead(text: str, mention: Span) -> Span:
    """A mention without "according to", which belongs to the cue, and without the "whose" of "whose lawyers"."""
    lead = _LEAD.match(text, mention.start, mention.end)
    return Span(lead.end(), mention.end) if lead else mention
