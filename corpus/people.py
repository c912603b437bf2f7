"""The people whom a story names: every mention by name, grouped into persons.

Names are found by the entity recogniser, by titles ("Sen. Cruz"), by apposition to a noun for a person ("the
spokesman, Igor Konashenkov"), and again wherever a known surname recurs. Two first names under one surname make two
persons, unless one is a form of the other.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from spacy.tokens import Doc, Token

from corpus.first_names import FEMALE, MALE, SHORT_FORMS
from corpus.story import Span

__all__ = ["PERSON_NOUNS", "NameMention", "Person", "find_people"]

_TITLES = frozenset(
    """mr mrs ms miss messrs dr prof professor sen senator sens gov governor govs rep representative reps congressman
    congresswoman president vice vp secretary minister judge justice gen general lt col colonel maj major capt
    captain cmdr adm admiral sgt sergeant officer sheriff mayor chancellor king queen prince princess pope rev
    reverend father sir lord lady dame ambassador attorney chairman chairwoman chief detective pastor rabbi imam
    speaker del st former then ex prime first candidate nominee spokesman spokeswoman spokesperson strategist
    reporter columnist analyst alderman councilman councilwoman commissioner director superintendent coach""".split()
)
_GENDERED_TITLES = {
    "mr": "m", "mrs": "f", "ms": "f", "miss": "f", "sir": "m", "king": "m", "queen": "f", "prince": "m",
    "princess": "f",
    "congressman": "m", "congresswoman": "f", "chairman": "m", "chairwoman": "f", "lord": "m", "lady": "f", "dame": "f",
    "councilman": "m", "councilwoman": "f", "pope": "m", "father": "m", "rabbi": "m", "imam": "m",
}  # fmt: skip
_SUFFIXES = frozenset("jr sr ii iii iv".split())
PERSON_NOUNS = frozenset(
    """spokesman spokeswoman spokesperson president senator governor representative congressman congresswoman secretary
    minister chairman chairwoman chair director manager chief officer official adviser advisor aide strategist
    consultant lawyer attorney prosecutor judge justice professor scholar researcher scientist analyst economist
    expert historian doctor physician nurse teacher student mayor candidate nominee leader member executive
    founder co-founder owner partner author writer journalist reporter columnist editor anchor host commentator
    critic activist organizer advocate general colonel captain commander sergeant detective sheriff investigator
    commissioner ambassador diplomat envoy chancellor premier king queen prince princess pope bishop priest
    pastor rabbi imam actor actress singer director mother father son daughter wife husband brother sister widow
    grandmother grandfather uncle aunt cousin friend neighbor neighbour resident voter supporter delegate
    veteran soldier farmer businessman businesswoman billionaire mogul entrepreneur investor banker broker
    trader pollster fellow coach player star man woman boy girl teenager person lawmaker legislator politician
    democrat republican conservative libertarian independent socialist operative treasurer superintendent
    principal dean coordinator contractor engineer pilot driver worker employee employer clerk agent figure
    vice-president running-mate mate rival opponent incumbent counsel counselor producer filmmaker""".split()
)
_NAME_TOKEN = re.compile(r"(?:[A-Z]\.)+|[A-Z][\w’'.-]*|(?:de|del|della|van|von|der|den|bin|al|el|la|le|di|da|dos|y)")
_PARTICLES = frozenset("de del della van von der den bin al el la le di da dos y".split())
_NOT_NAMES = frozenset(
    """democrat democrats republican republicans gop congress senate house american americans obamacare twitter
    facebook brexit islam muslim muslims christian christians jewish latino latinos hispanic mexican russian
    chinese god trumpcare monday tuesday wednesday thursday friday saturday sunday january february march april
    june july august september october november december i it he she they we you the this that there what who""".split()
)
_PLACES = frozenset(
    """tower towers foundation university college hotel street avenue county plaza center centre institute club hall
    house building airport park bridge school church hospital library museum stadium campaign organization inc corp
    llc group bank law bill act times post news journal""".split()
)
_FEMALE_NOUNS = frozenset(
    "spokeswoman congresswoman chairwoman woman mother daughter wife sister widow grandmother aunt queen princess "
    "actress businesswoman girl lady councilwoman".split()
)
_MALE_NOUNS = frozenset(
    "spokesman congressman chairman man father son husband brother grandfather uncle king prince businessman boy "
    "councilman priest pope".split()
)


@dataclass(frozen=True, slots=True)
class NameMention:
    """One place where a person is named: the name's tokens without title, and the token that heads it."""

    span: Span
    words: tuple[str, ...]
    root: int
    gender: str | None = None


@dataclass(eq=False, slots=True)
class Person:
    """A person of the story with the mentions by name. `gender` is "m", "f" or unknown; `surname` is in lower case."""

    mentions: list[NameMention] = field(default_factory=list)
    gender: str | None = None

    surname: str = ""
    earliest: int = 0

    @classmethod
    def first_named(cls, mention: NameMention) -> "Person":
        """The person whom a story names by `mention` first."""
        return cls([mention], None, _surname(mention.words), mention.span.start)

    def add(self, mention: NameMention) -> None:
        """Take in another mention by name."""
        self.mentions.append(mention)
        self.earliest = min(self.earliest, mention.span.start)

    @property
    def fullest(self) -> NameMention:
        """The mention with the most words of name; the earliest of the equal.

        A longer form that puts a word before one that starts with a first name ("Universe Alicia Machado") does not
        count.
        """
        full = {m.words for m in self.mentions if len(m.words) > 1 and m.words[0].lower() in MALE | FEMALE}
        sound = [mention for mention in self.mentions if mention.words[1:] not in full] or self.mentions
        return max(sound, key=lambda mention: (len(mention.words), -mention.span.start))


def find_people(doc: Doc) -> list[Person]:
    """Everybody whom the story names, each with all mentions by name, in order of the first."""
    headings = _headings(doc)
    named = _without_overlaps(
        mention
        for mention in (*_recognised(doc), *_titled(doc), *_apposed(doc))
        if not any(heading.overlaps(mention.span) for heading in headings)
    )
    known = {word.lower() for mention in named for word in mention.words[-1:]}
    named = _without_overlaps([*named, *_recurring(doc, known), *_repeated(doc, named, headings)])
    people = _grouped(named)
    for person in people:
        person.mentions.sort(key=lambda mention: mention.span)
        person.gender = _gender(doc, person)
    return sorted(people, key=lambda person: person.mentions[0].span)


def _headings(doc: Doc) -> list[Span]:
    """Sentences in title case: the recogniser takes any words there for names."""
    found = []
    for sentence in doc.sents:
        words = [token for token in sentence if token.is_alpha and len(token) > 3]
        if len(words) > 3 and sum(word.text[0].isupper() for word in words) > 0.85 * len(words):
            found.append(Span(sentence.start_char, sentence.end_char))
    return found


def _repeated(doc: Doc, named: list[NameMention], headings: list[Span]) -> Iterator[NameMention]:
    """Full names of the story again in its headings."""
    full = {mention.words for mention in named if len(mention.words) > 1}
    for heading in headings:
        tokens = [token for token in doc if heading.start <= token.idx < heading.end]
        for words in full:
            for at in range(len(tokens) - len(words) + 1):
                run = tokens[at : at + len(words)]
                if all(token.text == word for token, word in zip(run, words, strict=True)) and (m := _mention(run)):
                    yield m


def _recognised(doc: Doc) -> Iterator[NameMention]:
    for entity in doc.ents:
        tokens = list(entity)
        for run in _runs(tokens):
            first = run[0].lower_.rstrip(".")
            sure = entity.label_ == "PERSON" or (
                len(run) in (2, 3) and first in MALE | FEMALE and len(tokens) == len(run)
            )
            if sure and (mention := _mention(run)):
                yield mention


def _runs(tokens: list[Token]) -> list[list[Token]]:
    """Stretches of capitalised tokens: entities that swallowed commas or clitics come apart."""
    runs: list[list[Token]] = [[]]
    for token in tokens:
        if token.is_punct or token.is_space or token.tag_ == "POS" or not _NAME_TOKEN.fullmatch(token.text):
            runs.append([])
        else:
            runs[-1].append(token)
    return [run for run in runs if run]


def _titled(doc: Doc) -> Iterator[NameMention]:
    for token in doc[:-1]:
        if token.lower_.rstrip(".") in _TITLES and token.text[0].isupper() and doc[token.i + 1].text[0].isupper():
            run = []
            for following in doc[token.i + 1 : token.i + 5]:
                if not _NAME_TOKEN.fullmatch(following.text) or following.is_sent_start:
                    break
                if following.pos_ != "PROPN" and following.lower_ not in _PARTICLES:
                    break
                run.append(following)
            if run and token.lower_.rstrip(".") in _GENDERED_TITLES | dict.fromkeys(("sen", "gov", "rep", "dr", "gen")):
                mention = _mention(run)
                if mention:
                    yield mention


def _apposed(doc: Doc) -> Iterator[NameMention]:
    """Names that stand beside a noun for a person, whatever the recogniser takes them for."""
    for token in doc:
        if token.dep_ != "appos" or token.head.i == token.i:
            continue
        for noun, name in ((token.head, token), (token, token.head)):
            if noun.lemma_.lower() in PERSON_NOUNS and name.pos_ == "PROPN":
                run = [t for t in doc[max(0, name.i - 3) : name.i + 1] if t.i == name.i or t.head.i == name.i]
                runs = _runs(run)
                if runs and len(runs[-1]) > 1 and (mention := _mention(runs[-1])):
                    yield mention


def _mention(run: list[Token]) -> NameMention | None:
    gender = None
    while run and run[0].lower_.rstrip(".") in _TITLES:
        gender = gender or _GENDERED_TITLES.get(run[0].lower_.rstrip("."))
        run = run[1:]
    if run and gender is None and run[0].i and run[0].nbor(-1).lower_.rstrip(".") in _GENDERED_TITLES:
        gender = _GENDERED_TITLES[run[0].nbor(-1).lower_.rstrip(".")]
    while run and (run[-1].lower_ in _PARTICLES or (len(run) > 1 and run[-1].lower_ in _TITLES)):
        run = run[:-1]
    words = tuple(re.sub(r"['’]s?$", "", token.text) for token in run)
    if (
        not run
        or len(run) > 5
        or words[-1].lower() in _NOT_NAMES
        or words[0].lower() in _NOT_NAMES
        or words[-1].lower() in _PLACES
        or len(words[-1]) < 2
    ):
        return None
    start, end = run[0].idx, run[-1].idx + len(words[-1])
    doc, at = run[0].doc, run[0].i
    while at > 1 and doc[at - 1].text == "-" and doc[at - 2].text[:1].isupper() and doc[at - 2].whitespace_ == "":
        at -= 2  # "Jo-Renee" is three tokens
        start, words = doc[at].idx, (f"{doc[at].text}-{words[0]}", *words[1:])
    return NameMention(Span(start, end), words, run[-1].i, gender)


def _recurring(doc: Doc, known: set[str]) -> Iterator[NameMention]:
    """Known surnames where the recogniser missed them, unless they are part of another name ("Trump Tower")."""
    for token in doc:
        if token.lower_ in known and token.text[0].isupper() and token.pos_ in ("PROPN", "NOUN", "ADJ"):
            following = doc[token.i + 1] if token.i + 1 < len(doc) else None
            if (
                following is not None
                and following.pos_ == "PROPN"
                and following.text[0].isupper()
                and token.dep_ == "compound"
            ):
                continue
            if mention := _mention([token]):
                yield mention


def _without_overlaps(mentions: Iterable[NameMention]) -> list[NameMention]:
    """The mentions in order, the longer of two that overlap."""
    kept: list[NameMention] = []
    taken: set[int] = set()
    for mention in sorted(set(mentions), key=lambda m: (m.span.start - m.span.end, m.span, m.gender is None)):
        if taken.isdisjoint(range(*mention.span)):
            kept.append(mention)
            taken.update(range(*mention.span))
    return sorted(kept, key=lambda mention: mention.span)


def _grouped(named: list[NameMention]) -> list[Person]:
    people: list[Person] = []
    single = []
    for mention in named:
        if _given(mention.words):
            _join(people, mention)
        else:
            single.append(mention)
    for mention in single:
        _assign(people, mention)
    return people


def _join(people: list[Person], mention: NameMention) -> None:
    """Add a full name to the person who bears it, or to nobody known yet."""
    for person in people:
        if person.surname == _surname(mention.words) and any(
            _same_given(_given(mention.words), _given(other.words)) for other in person.mentions
        ):
            person.add(mention)
            return
    people.append(Person.first_named(mention))


def _assign(people: list[Person], mention: NameMention) -> None:
    """Add a single name to the person it most likely means: the bearer of the surname who was named last before."""
    word = _surname(mention.words)
    bearers = [person for person in people if person.surname == word]
    if mention.gender:
        bearers = [p for p in bearers if _first_gender(p) in (None, mention.gender)] or bearers
    bearers = bearers or [p for p in people if any(word in map(str.lower, _given(m.words)) for m in p.mentions)]
    if not bearers:
        people.append(Person.first_named(mention))
        return
    weight = Counter({id(p): len(p.mentions) for p in bearers})
    before = [p for p in bearers if p.earliest < mention.span.start]
    best = max(before or bearers, key=lambda p: weight[id(p)])
    best.add(mention)


def _core(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(word for word in words if word.lower().rstrip(".") not in _SUFFIXES) or words


def _surname(words: tuple[str, ...]) -> str:
    return _core(words)[-1].lower().replace("’", "'")


def _given(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(word for word in _core(words)[:-1] if word.lower() not in _PARTICLES)


def _same_given(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    if not one or not other:
        return True
    first, second = one[0].lower().rstrip("."), other[0].lower().rstrip(".")
    if first == second or first.startswith(second) or second.startswith(first):
        return True
    if second in SHORT_FORMS.get(first, "").split() or first in SHORT_FORMS.get(second, "").split():
        return True
    later = {word.lower().rstrip(".") for word in (*one[1:], *other[1:])}
    return first in later or second in later


def _first_gender(person: Person) -> str | None:
    for mention in person.mentions:
        given = _given(mention.words)
        if given:
            first = given[0].lower()
            if (first in MALE) != (first in FEMALE):
                return "m" if first in MALE else "f"
    return None


def _gender(doc: Doc, person: Person) -> str | None:
    titled = Counter(mention.gender for mention in person.mentions if mention.gender)
    if titled:
        return titled.most_common(1)[0][0]
    if by_name := _first_gender(person):
        return by_name
    for mention in person.mentions:
        root = doc[mention.root]
        for beside in (root.head if root.dep_ == "appos" else None, *root.children):
            if beside is not None and (beside.dep_ == "appos" or root.dep_ == "appos" or beside.dep_ == "compound"):
                if beside.lemma_.lower() in _FEMALE_NOUNS:
                    return "f"
                if beside.lemma_.lower() in _MALE_NOUNS:
                    return "m"
    return None
