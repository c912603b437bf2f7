"""Speakers: who stands behind the mentions that statements give, across the story.

A mention is resolved by its head: a person's name, a pronoun, a description ("the Vermont senator"), an organisation,
an unnamed group, or a document. What the text does not support stays as the description that it is.
"""

import re

from dataclasses import dataclass, field, replace

from spacy.tokens import Doc, Token
from spacy.tokens import Span as Tokens

from corpus.people import PERSON_NOUNS, NameMention, Person, find_people
from corpus.quotations import find_quotations
from corpus.statement import Speaker, SpeakerKind, Statement
from corpus.story import Span, Story

__all__ = ["resolve_speakers"]

_PRONOUNS = {"he": "m", "him": "m", "his": "m", "himself": "m", "she": "f", "her": "f", "hers": "f", "herself": "f"}
_FIRST = frozenset("i we me us my our myself ourselves".split())
_PLURAL = frozenset("they them their these those both themselves".split())
_NEUTER = frozenset("it its itself this that which".split())
_DOCUMENT_NOUNS = frozenset(
    """report poll survey study letter statement document email e-mail memo recording video tape transcript article book
    filing lawsuit complaint affidavit indictment ruling opinion order bill law constitution act rule resolution ad
    advertisement tweet post message release editorial op-ed column story website site page analysis data figure record
    review audit paper petition platform speech text sign headline footage recordings results polls average""".split()
)
_ORGANISATION_NOUNS = frozenset(
    """ministry company campaign agency department committee court group organisation organization newspaper paper network
    administration bank union school university association commission firm party magazine website foundation government
    police office board council corporation institute center centre coalition league bureau service channel station
    publication outlet state city county country nation house senate congress chamber team club church hospital airline
    carrier maker manufacturer regulator army military navy pentagon kremlin regime militia""".split()
)
_DETERMINERS = frozenset("the this that his her their its".split())
_INDEFINITE = frozenset(
    """a an some many several few two three four five six seven eight nine ten dozens hundreds thousands most all other
    others another one critics no both any each every more numerous various""".split()
)


@dataclass(eq=False, slots=True)
class _Entity:
    """Somebody who may speak, while mentions are still being gathered."""

    name: Span
    kind: SpeakerKind
    person: Person | None = None
    noun: str = ""
    descriptions: set[Span] = field(default_factory=set)
    mentions: set[Span] = field(default_factory=set)


def resolve_speakers(
    story: Story, doc: Doc, statements: tuple[Statement, ...]
) -> tuple[tuple[Speaker, ...], tuple[Statement, ...]]:
    """The speakers of the statements, in the order of their first statement, and the statements with `speaker` set."""
    resolver = _Resolver(story, doc)
    entities: list[_Entity] = []
    resolved = []
    for statement in statements:
        entity = resolver.resolve(statement)
        if entity is not None and entity not in entities:
            entities.append(entity)
        if entity is not None and statement.mention:
            entity.mentions.add(statement.mention)
        resolved.append(replace(statement, speaker=None if entity is None else entities.index(entity)))
    return tuple(_frozen(story, entity) for entity in entities), tuple(resolved)


def _frozen(story: Story, entity: _Entity) -> Speaker:
    named = {mention.span for mention in entity.person.mentions} if entity.person else set()
    return Speaker(
        name=entity.name.of(story.text),
        kind=entity.kind,
        descriptions=tuple(sorted(entity.descriptions - {entity.name})),
        mentions=tuple(sorted(entity.mentions | named)),
    )


class _Resolver:
    """Everything about one story that resolving a mention needs."""

    def __init__(self, story: Story, doc: Doc) -> None:
        self.text = story.text
        self.doc = doc
        self.people = find_people(doc)
        self.quotes = [q.span for q in find_quotations(story.text, story.paragraphs)]
        self.entities = {
            id(person): _Entity(person.fullest.span, SpeakerKind.PERSON, person) for person in self.people
        }
        self.by_root = {mention.root: person for person in self.people for mention in person.mentions}
        self.pronouns: dict[int, Person] = {}
        self.others: dict[str, _Entity] = {}
        self.said: list[tuple[tuple[Span, ...], _Entity | None]] = []
        self._describe()
        self._resolve_pronouns()

    def resolve(self, statement: Statement) -> _Entity | None:
        """The entity that makes `statement`; statements come in the order of the text."""
        entity = self._entity(statement.mention) if statement.mention else None
        self.said.append((statement.parts, entity))
        return entity

    def _entity(self, mention: Span) -> _Entity | None:
        tokens = self.doc.char_span(mention.start, mention.end, alignment_mode="expand")
        if tokens is None or not mention.of(self.text).strip():
            return None
        words = mention.of(self.text).strip("\"“”'‘’,. \n").lower()
        if words in _PRONOUNS or words in _FIRST | _PLURAL | _NEUTER or words in ("who", "whom", "whose"):
            return self._pronoun(tokens, words)
        person = self._person_in(tokens)
        if person is not None:
            entity = self.entities[id(person)]
            self._note_description(entity, tokens)
            return entity
        return self._described(tokens, mention)

    # --- people by name

    def _person_in(self, tokens: Tokens) -> Person | None:
        """The person that a phrase names, rather than one whom it only mentions ("Trump's lawyer")."""
        root = tokens.root
        inside = [token for token in tokens if token.i in self.by_root]
        if any(t.dep_ == "cc" and t.head.i == root.i for t in tokens) and len(inside) > 1:
            return None  # two people together
        for token in inside:
            if token.i == root.i or self._stands_for(token, root):
                return self.by_root[token.i]
        first = tokens[0]
        if inside and inside[0].i - first.i <= 3 and all(t.text[0].isupper() for t in self.doc[first.i : inside[0].i + 1]):
            following = self.doc[inside[0].i + 1] if inside[0].i + 1 < len(self.doc) else None
            if following is None or following.is_punct or following.i >= tokens.end:
                return self.by_root[inside[0].i]
        return None

    @staticmethod
    def _stands_for(name: Token, root: Token) -> bool:
        at = name
        for _ in range(3):
            if at.dep_ not in ("appos", "nmod") and not (at.dep_ == "compound" and at.i > root.i):
                return False
            if at.head.i == root.i:
                return True
            at = at.head
        return False

    # --- descriptions

    def _describe(self) -> None:
        """Note what the story calls each person beside the name."""
        for person in self.people:
            entity = self.entities[id(person)]
            for mention in person.mentions:
                root = self.doc[mention.root]
                beside = [child for child in root.children if child.dep_ == "appos"]
                if root.dep_ == "appos" and root.head.pos_ in ("NOUN", "PROPN"):
                    beside.append(root.head)
                for noun in beside:
                    if noun.i not in self.by_root and noun.pos_ in ("NOUN", "PROPN") and noun.lemma_.lower() in PERSON_NOUNS:
                        entity.descriptions.add(self._phrase(noun, without=mention.span))
                before = self._title_before(mention)
                if before is not None:
                    entity.descriptions.add(before)

    def _title_before(self, mention: NameMention) -> Span | None:
        """The title that stands right before a name: "White House press secretary Josh Earnest"."""
        root = self.doc[mention.root]
        last = mention.root - len(mention.words)
        first = last
        while first >= 0 and self.doc[first].dep_ in ("compound", "amod", "nmod", "punct", "poss", "det") and (
            self.doc[first].head.i > last or self.doc[first].head.i >= first
        ) and self.doc[first].sent.start == root.sent.start and not self.doc[first].is_punct:
            first -= 1
        tokens = [t for t in self.doc[first + 1 : last + 1] if not t.is_space]
        while tokens and tokens[0].dep_ == "punct":
            tokens.pop(0)
        if not tokens or not any(t.lemma_.lower().rstrip(".") in PERSON_NOUNS | _SHORT_TITLES for t in tokens):
            return None
        return Span(tokens[0].idx, tokens[-1].idx + len(tokens[-1]))

    def _note_description(self, entity: _Entity, tokens: Tokens) -> None:
        root = tokens.root
        if root.i not in self.by_root and root.lemma_.lower() in PERSON_NOUNS:
            entity.descriptions.add(self._phrase(root, without=entity.name))

    def _phrase(self, noun: Token, *, without: Span) -> Span:
        """A noun's phrase without clauses, appositions and what follows a comma."""
        tokens = [t for t in noun.subtree if not t.is_space]
        start = tokens[0].idx
        end = noun.idx + len(noun)
        for token in tokens:
            if token.i > noun.i:
                if token.is_punct or token.dep_ in ("relcl", "appos") or without.start <= token.idx < without.end:
                    break
                end = token.idx + len(token)
        if without.start <= start < without.end:
            start = noun.idx
        return Span(start, end)

    # --- pronouns

    def _resolve_pronouns(self) -> None:
        """Give every "he" and "she" outside quotations a person: the subject that was spoken of last."""
        for token in self.doc:
            gender = _PRONOUNS.get(token.lower_)
            if gender and not self._quoted(token.idx):
                person = self._antecedent(token, gender)
                if person is not None:
                    self.pronouns[token.i] = person

    def _quoted(self, offset: int) -> bool:
        return any(quote.start <= offset < quote.end for quote in self.quotes)

    def _antecedent(self, pronoun: Token, gender: str, *, quoted: bool = False) -> Person | None:
        sentence = pronoun.sent
        for back in range(8):
            found = self._best_in(sentence, pronoun, gender, quoted=quoted)
            if found is not None:
                return found
            if sentence.start == 0 or back == 7:
                break
            sentence = self.doc[sentence.start - 1].sent
        return None

    def _best_in(self, sentence: Tokens, pronoun: Token, gender: str, *, quoted: bool) -> Person | None:
        best: tuple[float, Person] | None = None
        for token in sentence:
            person = self.by_root.get(token.i) or self.pronouns.get(token.i)
            if token.i >= pronoun.i or person is None or self._quoted(token.idx) != quoted:
                continue
            if person.gender not in (None, gender):
                continue
            score = _salience(token) + (0.3 if person.gender == gender else 0) - (token.i - sentence.start) / 1000
            if token.sent.start == pronoun.sent.start and token.head.i == pronoun.head.i:
                score -= 3  # an argument of the same verb is somebody else
            if best is None or score > best[0]:
                best = (score, person)
        return best[1] if best and best[0] > -1 else None

    def _pronoun(self, tokens: Tokens, words: str) -> _Entity | None:
        token = tokens[0] if len(tokens) == 1 else tokens.root
        if words in _FIRST:
            return self._enclosing(token.idx)
        if words in ("who", "whom", "whose", "which", "that"):
            return self._relative(token)
        if words in _PRONOUNS:
            gender = _PRONOUNS[words]
            person = self.pronouns.get(token.i) or (
                self._antecedent(token, gender, quoted=True) if self._quoted(token.idx) else None
            )
            return self.entities[id(person)] if person else None
        return self._last_other(token.idx, plural=words in _PLURAL)

    def _enclosing(self, offset: int) -> _Entity | None:
        for parts, entity in reversed(self.said):
            if any(part.start <= offset < part.end for part in parts):
                return entity
        return None

    def _relative(self, token: Token) -> _Entity | None:
        verb: Token = token.head
        for _ in range(4):
            if verb.dep_ == "relcl":
                noun = verb.head
                if noun.i in self.by_root:
                    return self.entities[id(self.by_root[noun.i])]
                return self._entity(self._phrase(noun, without=Span(0, 0)))
            verb = verb.head
        return None

    def _last_other(self, offset: int, *, plural: bool) -> _Entity | None:
        """Who "they" or "it" is: the last speaker of the kind, where it is near."""
        wanted = (SpeakerKind.GROUP,) if plural else (SpeakerKind.ORGANISATION, SpeakerKind.DOCUMENT)
        for parts, entity in reversed(self.said[-3:]):
            if entity is not None and entity.kind in wanted and offset - parts[0].start < 1000:
                return entity
        return None

    # --- everybody else

    def _described(self, tokens: Tokens, mention: Span) -> _Entity:
        root = tokens.root
        noun = root.lemma_.lower()
        definite = tokens[0].lower_ in _DETERMINERS
        if definite and noun in PERSON_NOUNS and root.tag_ in ("NN", "NNP"):
            person = self._described_person(tokens)
            if person is not None:
                entity = self.entities[id(person)]
                entity.descriptions.add(mention)
                return entity
        name = self._noun_phrase(tokens, mention)
        kind = self._kind(root, tokens)
        if kind is SpeakerKind.ORGANISATION:
            name = self._organisation(root, name)
        if definite and (known := self._same_noun(noun, kind)):
            return known
        key = re.sub(r"^(?:the|a|an)\s+", "", name.of(self.text).lower())
        if tokens[0].lower_ in ("a", "an", "another"):
            key += f"@{mention.start}"  # "a voter" here and "a voter" there are two
        return self.others.setdefault(key, _Entity(name, kind, noun=noun))

    def _same_noun(self, noun: str, kind: SpeakerKind) -> _Entity | None:
        """The last entity that "the recordings" takes up: one with the same noun that is no proper name."""
        taken = [e for e in self.others.values() if e.noun == noun and e.kind is kind]
        return taken[-1] if taken else None

    def _noun_phrase(self, tokens: Tokens, mention: Span) -> Span:
        """The mention up to a relative clause or a comma."""
        root = tokens.root
        end = mention.end
        for token in tokens:
            if token.i > root.i and (token.dep_ in ("relcl", "appos") or token.text in (",", "(", "—", "–")):
                start = token.left_edge if token.dep_ == "relcl" else token
                cut = start.idx
                if cut > root.idx:
                    end = min(end, cut)
        start, text = mention.start, self.text
        while end > start and text[end - 1] in " ,.;:\n—–-(":
            end -= 1
        return Span(start, end)

    def _kind(self, root: Token, tokens: Tokens) -> SpeakerKind:
        noun = root.lemma_.lower()
        if noun in _DOCUMENT_NOUNS:
            return SpeakerKind.DOCUMENT
        if root.ent_type_ in ("ORG", "GPE", "NORP", "FAC", "PRODUCT", "WORK_OF_ART", "LAW") and root.tag_ in ("NNP", "NNPS", "NN"):
            return SpeakerKind.ORGANISATION if root.ent_type_ != "NORP" else SpeakerKind.GROUP
        if noun in _ORGANISATION_NOUNS and root.tag_ in ("NN", "NNP"):
            return SpeakerKind.ORGANISATION
        if root.tag_ in ("NNS", "NNPS") or tokens[0].lower_ in _INDEFINITE or noun in PERSON_NOUNS:
            return SpeakerKind.GROUP
        return SpeakerKind.ORGANISATION if root.pos_ == "PROPN" else SpeakerKind.GROUP

    def _organisation(self, root: Token, name: Span) -> Span:
        """The fullest name of an organisation that a short form ("the ministry") stands for."""
        key = root.lower_
        if root.pos_ == "NOUN" and key in _ORGANISATION_NOUNS:
            for entity in self.doc.ents:
                if entity.label_ in ("ORG", "GPE", "FAC"):
                    for run in re.finditer(r"[A-Z][\w.&’'-]*(?:\s(?:of|for|and|on|the|[A-Z][\w.&’'-]*))*", entity.text):
                        words = run.group().split()
                        if len(words) > 1 and key in map(str.lower, words[:1] + words[-1:]):
                            return Span(entity.start_char + run.start(), entity.start_char + run.end())
        return name

    def _described_person(self, tokens: Tokens) -> Person | None:
        """Whom "the Vermont senator" means: a person the story has called so, else the last one spoken of."""
        wanted = {token.lemma_.lower() for token in tokens if token.is_alpha and not token.is_stop}
        noun = tokens.root.lemma_.lower()
        best: tuple[float, Person] | None = None
        for person in self.people:
            known = self._words_of(person)
            if noun not in known:
                continue
            near = max((m.span.start for m in person.mentions if m.span.start < tokens.start_char), default=-10_000)
            score = len(wanted & known) - (tokens.start_char - near) / 2000
            if best is None or score > best[0]:
                best = (score, person)
        if best is not None:
            return best[1]
        return self._last_spoken_of(tokens, noun)

    def _words_of(self, person: Person) -> set[str]:
        words: set[str] = set()
        for span in self.entities[id(person)].descriptions:
            for word in re.findall(r"\w+", span.of(self.text).lower()):
                words.add(_SHORT_TITLES_MEAN.get(word, word))
        return words

    def _last_spoken_of(self, tokens: Tokens, noun: str) -> Person | None:
        gender = "f" if noun.endswith("woman") else "m" if noun.endswith("man") else None
        sentence = tokens[0].sent
        for _ in range(2):
            if sentence.start == 0:
                return None
            sentence = self.doc[sentence.start - 1].sent
            for token in sentence:
                person = self.by_root.get(token.i) or self.pronouns.get(token.i)
                if person is None or self._quoted(token.idx) or token.dep_ not in ("nsubj", "nsubjpass"):
                    continue
                if gender is None or person.gender in (None, gender):
                    return person
        return None


_SHORT_TITLES_MEAN = {
    "sen": "senator", "gov": "governor", "rep": "representative", "pres": "president", "prof": "professor",
    "gen": "general", "dr": "doctor", "sgt": "sergeant", "col": "colonel", "capt": "captain", "lt": "lieutenant",
}  # fmt: skip
_SHORT_TITLES = frozenset(_SHORT_TITLES_MEAN)


def _salience(token: Token) -> float:
    at, score = token, 0.0
    while at.dep_ in ("appos", "compound", "conj"):
        at, score = at.head, score - 0.5
    if at.dep_ in ("nsubj", "nsubjpass"):
        score += 2.0 if at.head.dep_ in ("ROOT", "conj", "parataxis") else 1.2
    elif at.dep_ in ("dobj", "iobj"):
        score += 0.5
    elif at.dep_ == "poss":
        score += 0.3
    elif at.dep_ == "pobj":
        score += 0.6 if at.head.lower_ == "to" and at.head.head.lower_ == "according" else 0.0
    return score


