"""The scenes of a story: sentences that tell on which day somebody did something, so that what they say next has a day.

"Sanders offered some advice on Friday." sets a scene for Sanders, "Warren grilled Stumpf on Tuesday." one for both. A
date in a side clause, in a quotation or with a noun ("Friday's ruling") sets none.
"""

from dataclasses import dataclass

from spacy.tokens import Doc, Token

from corpus.date_words import word_set
from corpus.said_clause import DatedClauses, finite_verb, names_occasion
from corpus.statement import DateMention
from corpus.story import Span

__all__ = ["SPEAKING", "Scene", "find_scenes", "names_group"]

_PRONOUNS = word_set("he she they it")
_SUBJECTS = word_set("nsubj nsubjpass")
_ROLES = word_set(
    "nominee president governor senator mayor candidate spokesman spokeswoman minister secretary chairman chairwoman"
    " chair leader congressman congresswoman billionaire businessman businesswoman judge chief director general"
    " attorney executive author actor singer star lawyer officer prosecutor pope king queen prince premier chancellor"
    " ambassador analyst economist scientist professor coach owner founder"
)
SPEAKING = word_set(
    "say tell speak announce warn argue criticize denounce condemn claim testify state declare acknowledge note insist"
)
_MEETINGS = word_set("grill question interview meet join confront press interrogate ask")
_DAY = 10  # characters of a value that names a day


@dataclass(frozen=True, slots=True)
class Scene:
    """A dated sentence: its span, its date, and who acts in it: the last words of their names."""

    span: Span
    date: DateMention
    actors: frozenset[str]
    described: bool = False  # the one who acts is only "the nominee", or a group that speaks

    @property
    def by_pronoun(self) -> bool:
        """Whether the one who acts is only "he", "she" or "they"."""
        return bool(self.actors & _PRONOUNS)


def find_scenes(doc: Doc, clauses: DatedClauses) -> list[Scene]:
    """The scenes of a parsed text, in order."""
    scenes = (_scene(sentence.root, clauses) for sentence in doc.sents)
    return [scene for scene in scenes if scene is not None]


def _scene(root: Token, clauses: DatedClauses) -> Scene | None:
    sentence = root.sent
    mentions = clauses.within(sentence.start_char, sentence.end_char)
    verbs = [root, *(child for child in root.children if child.dep_ == "conj"), *_told_of(root)] if mentions else []
    for verb in verbs:
        if not finite_verb(verb) or _is_perfect(verb):
            continue
        telling = names_occasion(verb) or verb.lemma_.lower() in SPEAKING
        near = [m for m in mentions if _sets_day(m) or (telling and "W" in m.value)]
        held = [m for m in near if clauses.reach([verb], m) and not clauses.parts_at(m.span)]
        actors = frozenset({verb.head.text}) if verb.dep_ == "relcl" else _actors(verb) or _actors(root)
        if held and actors:
            subjects = [child for child in verb.children if child.dep_ in _SUBJECTS]
            group = verb.lemma_.lower() in SPEAKING and any(names_group(subject) for subject in subjects)
            described = group or any(_is_description(subject) for subject in subjects)
            return Scene(Span(sentence.start_char, sentence.end_char), held[0], actors, described)
    return None


def _told_of(root: Token) -> list[Token]:
    """The verbs of "who …" clauses that name an occasion: "Cruz, who refused during a speech in July"."""
    verbs = (token for token in root.subtree if token.dep_ == "relcl" and names_occasion(token))
    return [verb for verb in verbs if any(child.lower_ == "who" for child in verb.children)]


def names_group(noun: Token) -> bool:
    """Whether a noun names several: "lawmakers", "Republicans", and not Mr. Sanders."""
    return noun.tag_ == "NNS" or (noun.tag_ == "NNPS" and noun.ent_type_ != "PERSON")


def _is_description(subject: Token) -> bool:
    return (
        subject.tag_ == "NN" and subject.lower_ in _ROLES and any(child.lower_ == "the" for child in subject.children)
    )


def _sets_day(mention: DateMention) -> bool:
    return len(mention.value.partition("T")[0]) >= _DAY or mention.value[4:6].strip("-").isdigit()


def _is_perfect(verb: Token) -> bool:
    return any(child.dep_ == "aux" and child.lemma_ == "have" for child in verb.children)


def _actors(verb: Token) -> frozenset[str]:
    wanted = _SUBJECTS | {"dobj"} if verb.lemma_.lower() in _MEETINGS else _SUBJECTS
    heads = [child for child in verb.children if child.dep_ in wanted]
    words = [word for head in heads for word in [head, *head.conjuncts]]
    return frozenset(word.lower_ if word.pos_ == "PRON" else word.text for word in words)
