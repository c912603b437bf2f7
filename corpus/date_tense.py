"""Whether a word of a parsed text speaks of what is past or of what is to come.

The parse is spaCy's (CLEAR dependency labels, Penn Treebank tags). A weekday or a month and day without its year lies
on one side of the publication date or on the other; the verb that the phrase belongs to says which.
"""

from enum import Enum, auto

from spacy.tokens import Token

__all__ = ["Tense", "governor", "tense_of"]


class Tense(Enum):
    """Where a phrase's verb puts it, seen from the publication date."""

    PAST = auto()
    FUTURE = auto()
    OPEN = auto()


_MODALS = {
    "will",
    "'ll",
    "’ll",
    "shall",
    "wo",
    "would",
    "could",
    "may",
    "might",
    "can",
    "should",
    "must",
    "'d",
    "’d",
}
_AHEAD = frozenset(
    [
        "plan",
        "expect",
        "schedule",
        "set",
        "due",
        "intend",
        "want",
        "hope",
        "promise",
        "vow",
        "threaten",
        "likely",
        "order",
        "ask",
        "invite",
        "prepare",
        "aim",
        "pledge",
        "propose",
        "seek",
        "try",
        "urge",
        "call",
        "demand",
        "require",
        "agree",
        "decide",
        "ready",
        "slate",
        "anticipate",
        "poise",
        "bind",
        "suppose",
        "delay",
        "postpone",
        "extend",
    ]
)
_AHEAD_WORDS = frozenset(
    [
        "until",
        "till",
        "upcoming",
        "payable",
        "effective",
        "due",
        "scheduled",
        "expected",
        "slated",
        "tentatively",
        "tomorrow",
        "forthcoming",
        "ahead",
    ]
)
_AHEAD_NOUNS = frozenset(
    [
        "plan",
        "intention",
        "deadline",
        "date",
        "decision",
        "agreement",
        "proposal",
        "call",
        "chance",
        "schedule",
        "time",
        "need",
        "opportunity",
        "pressure",
        "promise",
    ]
)
_REPORTING = frozenset(
    ["say", "tell", "report", "announce", "write", "note", "add", "state", "claim", "show", "quote"]
)
_STATES = frozenset(
    ["be", "have", "do", "remain", "seem", "know", "think", "believe", "want", "need", "like", "mean"]
)
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


def tense_of(token: Token) -> Tense:
    """The tense that holds where `token` stands: that of its verb, or what the words on the way to it say."""
    node = token
    modifies = token.dep_ in {"poss", "compound", "nmod", "amod"}
    for _ in range(_CLIMB):
        if node.lower_ in _AHEAD_WORDS and node is not token:
            return Tense.FUTURE
        if node.pos_ in {"VERB", "AUX"}:
            if _stands_after_its_verb(token, node):
                return Tense.PAST
            plain = not any(child.dep_ in {"aux", "auxpass"} for child in node.children)
            return Tense.OPEN if modifies and plain else _verb_tense(node)
        if node.head is node:
            return Tense.OPEN
        node = node.head
    return Tense.OPEN


def _stands_after_its_verb(token: Token, verb: Token) -> bool:
    """Whether the parser hung the last word before "that" on the wrong verb: "warned on Thursday that strikes could"."""
    following = token.doc[token.i + 1] if token.i + 1 < len(token.doc) else token
    return following.lower_ == "that" and verb.i > following.i


def _verb_tense(verb: Token, depth: int = 0) -> Tense:
    """The tense of a verb with its auxiliaries; an untensed verb takes that of the verb above it."""
    if verb.dep_ in {"aux", "auxpass"}:
        verb = verb.head
    helpers = [child for child in verb.children if child.dep_ in {"aux", "auxpass"}]
    words = {child.lower_ for child in helpers}
    if words & _MODALS:
        return Tense.PAST if words & {"have"} and not words & {"will", "'ll", "’ll"} else Tense.FUTURE
    if "to" in words:
        return _infinitive_tense(verb, depth)
    if verb.lower_ in {"going"} and any(child.dep_ == "xcomp" for child in verb.children):
        return Tense.FUTURE
    finite = next((child for child in helpers if child.tag_ in {"VBD", "VBZ", "VBP"}), None)
    if finite is not None:
        return _compound_tense(verb, finite)
    return _simple_tense(verb, depth)


def _compound_tense(verb: Token, finite: Token) -> Tense:
    if verb.lemma_.lower() in _AHEAD and verb.tag_ == "VBN":
        return Tense.FUTURE
    if finite.tag_ == "VBD" or finite.lemma_.lower() == "have":
        return Tense.PAST
    if verb.tag_ == "VBG":
        return Tense.FUTURE  # "is meeting Tuesday"
    return Tense.OPEN


def _infinitive_tense(verb: Token, depth: int) -> Tense:
    above = verb.head
    if above is verb or depth > 3:
        return Tense.FUTURE
    if _has_been(above):
        return Tense.OPEN  # "had been due to expire Friday"
    if above.pos_ in {"NOUN", "PROPN"} and above.lemma_.lower() not in _AHEAD_NOUNS:
        verb_above = governor(above)
        return _verb_tense(verb_above, depth + 1) if verb_above is not None else Tense.FUTURE
    if above.lemma_.lower() in _AHEAD or above.pos_ in {"NOUN", "ADJ", "PROPN"}:
        return Tense.FUTURE
    if above.lemma_ == "be" and verb.dep_ == "xcomp":
        return Tense.FUTURE  # "is to meet Tuesday"
    return _verb_tense(above, depth + 1) if above.pos_ in {"VERB", "AUX"} else Tense.FUTURE


def _has_been(word: Token) -> bool:
    """Whether `word` stands in the past perfect, with its copula or its auxiliary."""
    around = [word, *word.children, word.head, *word.head.children]
    return any(token.lower_ == "had" and token.dep_ == "aux" for token in around)


def _simple_tense(verb: Token, depth: int) -> Tense:
    lemma = verb.lemma_.lower()
    above = verb.head
    if verb.tag_ == "VBD":
        return Tense.FUTURE if verb.lower_ == "set" and verb.dep_ != "ROOT" else Tense.PAST
    if verb.tag_ == "VBN":
        return Tense.FUTURE if lemma in _AHEAD and lemma != "set" else Tense.PAST
    if verb.tag_ in {"VBZ", "VBP"}:
        return Tense.PAST if lemma in _REPORTING else Tense.OPEN if lemma in _STATES else Tense.FUTURE
    if verb.tag_ == "VBG" and lemma in {"start", "begin", "commence"}:
        return Tense.FUTURE
    if above is not verb and depth < 3 and above.pos_ in {"VERB", "AUX"}:
        return _verb_tense(above, depth + 1)
    return Tense.OPEN
