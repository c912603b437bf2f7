"""Whether a word of a parsed text speaks of what is past or of what is to come.

The parse is spaCy's (CLEAR dependency labels, Penn Treebank tags). A weekday or a month and day without its year lies
on one side of the publication date or on the other; the verb that the phrase belongs to says which.
"""

from enum import Enum, auto

from spacy.tokens import Token

from corpus.date_words import word_set

__all__ = ["Tense", "governor", "hangs_loosely_ahead", "modifies_noun", "names_vote", "tense_of"]


class Tense(Enum):
    """Where a phrase's verb puts it, seen from the publication date."""

    PAST = auto()
    FUTURE = auto()
    OPEN = auto()


_MODALS = word_set("will 'll ’ll shall wo would could may might can should must 'd ’d")
_AHEAD = word_set(
    "plan expect schedule set due intend want hope promise vow threaten likely order ask invite prepare aim pledge"
    " propose seek try urge call demand require agree decide ready slate anticipate poise bind suppose able eligible"
)
_SCHEDULED = word_set("expect schedule plan slate anticipate suppose propose")
_AHEAD_WORDS = word_set(
    "until till upcoming payable effective due scheduled expected slated tentatively tomorrow forthcoming ahead"
)
_AHEAD_NOUNS = word_set(
    "plan intention deadline date decision agreement proposal call chance schedule time need opportunity pressure"
    " promise"
)
_VOTES = word_set("election primary caucus caucuses convention ballot vote runoff contest")
_DONE_NOUNS = word_set(
    "victory win loss defeat attack shooting killing death bombing announcement statement remark comment arrest"
    " resignation ruling revelation interview finish performance"
)
_REPORTING = word_set("say tell report announce write note add state claim show quote")
_STATES = word_set("be have do remain seem know think believe want need like mean")
_UNCHANGED = word_set("beat bid burst cost cut hit hurt let put quit set shut split spread")  # alike in the past
_PREPOSITIONS = word_set("including following according regarding concerning")
_MODIFIERS = word_set("poss compound nmod amod nummod")
_AHEAD_REACH = 6  # words from "ahead" to the date of a vote
_CLIMB = 12  # heads to look at before giving up; parses of lists can be deep


def governor(token: Token) -> Token | None:
    """The nearest verb that `token` hangs from, or None where it hangs from none."""
    for _ in range(_CLIMB):
        if token.pos_ in {"VERB", "AUX"}:
            return token if token.dep_ not in {"aux", "auxpass"} else token.head
        if token.head is token:
            return None
        token = token.head
    return None


def modifies_noun(token: Token) -> bool:
    """Whether `token` stands within a noun phrase: "Tuesday's vote", "a June agreement"."""
    return token.dep_ in _MODIFIERS


def names_vote(noun: Token) -> bool:
    """Whether a noun is an election or the like, which is named by its day long before."""
    return noun.lemma_.lower() in _VOTES


def tense_of(token: Token) -> Tense:
    """The tense that holds where `token` stands: that of its verb, or what the words on the way to it say."""
    if _looks_ahead_to_vote(token):
        return Tense.FUTURE
    node = token
    for _ in range(_CLIMB):
        if node is not token and node.lower_ in _AHEAD_WORDS:
            return Tense.FUTURE
        if node.pos_ in {"VERB", "AUX"} and node.lower_ not in _PREPOSITIONS:
            return _tense_under(token, node)
        if node.head is node:
            return Tense.OPEN
        if node is not token and node.lemma_.lower() in _DONE_NOUNS and _follows(token, node):
            return Tense.PAST
        node = node.head
    return Tense.OPEN


def hangs_loosely_ahead(token: Token) -> bool:
    """Whether only an infinitive below a past verb speaks for the future: "threatened to run Thursday night"."""
    verb = governor(token)
    if verb is None or not any(child.dep_ == "aux" and child.lower_ == "to" for child in verb.children):
        return False
    above = governor(verb.head) if verb.head is not verb else None
    return above is not None and above.tag_ == "VBD" and above.lemma_.lower() != "be"


def _looks_ahead_to_vote(token: Token) -> bool:
    """Whether a date stands with an election ahead, whatever the parse says: "ahead of the caucuses on Monday"."""
    first = token.head.i if token.head.lower_ == "on" and token.head.i == token.i - 1 else token.i
    before = token.doc[max(0, first - _AHEAD_REACH) : first]
    return bool(before) and names_vote(before[-1]) and any(word.lower_ in _AHEAD_WORDS for word in before)


def _follows(token: Token, noun: Token) -> bool:
    """Whether the date comes after a noun that names something done: "her victories on Tuesday"."""
    return token.i > noun.i


def _tense_under(token: Token, verb: Token) -> Tense:
    if _hangs_wrong(token, verb):
        return Tense.PAST
    helped = any(child.dep_ in {"aux", "auxpass"} for child in verb.children)
    if not modifies_noun(token):
        return _verb_tense(verb)
    tense = _verb_tense(verb) if helped or verb.tag_ == "VBD" else Tense.OPEN
    return Tense.FUTURE if tense is Tense.OPEN and names_vote(token.head) else tense


def _hangs_wrong(token: Token, verb: Token) -> bool:
    """Whether the parser hung the word before "that" on the wrong verb: "warned on Thursday that it could"."""
    following = token.doc[token.i + 1] if token.i + 1 < len(token.doc) else token
    return following.lower_ == "that" and verb.i > following.i


def _verb_tense(verb: Token, depth: int = 0) -> Tense:
    """The tense of a verb with its auxiliaries; an untensed verb takes that of the verb above it."""
    if verb.dep_ in {"aux", "auxpass"}:
        verb = verb.head
    helpers = [child for child in verb.children if child.dep_ in {"aux", "auxpass"}]
    words = {child.lower_ for child in helpers}
    if words & _MODALS and verb.tag_ != "VBD":  # a modal with a past form hangs there from another sentence
        return Tense.PAST if "have" in words and not words & {"will", "'ll", "’ll"} else Tense.FUTURE
    if "to" in words:
        return _infinitive_tense(verb, depth)
    if verb.lower_ == "going" and any(child.dep_ == "xcomp" for child in verb.children):
        return Tense.FUTURE
    finite = next((child for child in helpers if child.tag_ in {"VBD", "VBZ", "VBP"}), None)
    return _simple_tense(verb, depth) if finite is None else _compound_tense(verb, finite)


def _compound_tense(verb: Token, finite: Token) -> Tense:
    if verb.lemma_.lower() in _AHEAD and verb.tag_ == "VBN" and any(c.dep_ == "xcomp" for c in verb.children):
        return Tense.FUTURE
    if finite.tag_ == "VBD" or finite.lemma_.lower() == "have":
        return Tense.PAST
    return Tense.FUTURE if verb.tag_ == "VBG" else Tense.OPEN  # "is meeting Tuesday"


def _infinitive_tense(verb: Token, depth: int) -> Tense:
    above = verb.head
    if above is verb or depth > 3:
        return Tense.FUTURE
    if _has_been(above):
        return Tense.OPEN  # "had been due to expire Friday"
    lemma = above.lemma_.lower()
    ahead = _AHEAD_NOUNS if above.pos_ == "NOUN" else _AHEAD
    if lemma in ahead or (lemma == "be" and verb.dep_ == "xcomp"):
        return Tense.FUTURE
    over = governor(above)
    return _verb_tense(over, depth + 1) if over is not None else Tense.FUTURE


def _has_been(word: Token) -> bool:
    """Whether `word` stands in the past perfect, with its copula or its auxiliary."""
    around = [word, *word.children, word.head, *word.head.children]
    return any(token.lower_ == "had" and token.dep_ == "aux" for token in around)


def _simple_tense(verb: Token, depth: int) -> Tense:
    lemma = verb.lemma_.lower()
    if verb.tag_ == "VBD" or (verb.tag_ == "VBP" and verb.lower_ in _UNCHANGED):
        return Tense.PAST
    if verb.tag_ == "VBN":
        return Tense.FUTURE if lemma in _SCHEDULED and verb.dep_ != "ROOT" else Tense.PAST
    if verb.tag_ in {"VBZ", "VBP"}:
        return Tense.PAST if lemma in _REPORTING else Tense.OPEN if lemma in _STATES else Tense.FUTURE
    over = governor(verb.head) if verb.head is not verb and depth < 3 else None
    if verb.tag_ == "VBG" and lemma in {"start", "begin"}:
        past = over is not None and verb.dep_ in {"advcl", "prep"} and _verb_tense(over, depth + 1) is Tense.PAST
        return Tense.PAST if past else Tense.FUTURE
    if over is None or (verb.dep_ == "pcomp" and verb.head.lower_ == "with" and over.tag_ == "VBG"):
        return Tense.OPEN  # "is growing, with Smith losing twice Thursday"
    return _verb_tense(over, depth + 1)
