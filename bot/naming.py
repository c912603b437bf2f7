"""Which of a story's speakers a question names: by name, by description, or nearly so."""

import re
from collections import defaultdict

from rapidfuzz import fuzz, process

from corpus.statement import Reading, Speaker, SpeakerKind

__all__ = ["NameTable", "WordTable"]

_WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")
_SIMILAR = 84.0  # rapidfuzz ratio, of 100, from which two words of five letters or more count as one misspelt
_EMPTY = frozenset(
    """
    a an the of in on at for to from and or by with who that this his her their its mr mrs ms dr sir former new
    old first last one two three some many most other
    """.split()
)
_HEAD_END = re.compile(r"\s(?:of|for|at|in|on|from|with|who|that|which|to|by)\s|,")


class NameTable:
    """The words that name each speaker of one story."""

    def __init__(self, reading: Reading) -> None:
        """Collect the words of every speaker's name and descriptions."""
        self._words: dict[str, dict[int, float]] = defaultdict(dict)
        for who, speaker in enumerate(reading.speakers):
            for word, weight in _weights(speaker, reading.story.text):
                self._words[word][who] = max(weight, self._words[word].get(who, 0.0))

    def named(self, text: str) -> tuple[int, ...]:
        """Indices of the speakers that `text` names, in the order in which it does.

        A word of a person's name, spelt right or nearly so, names them; so does the head word of another name or
        of a description ("the spokesman"), or two of its other words. A word that several speakers share names
        none of them by itself.
        """
        weights: dict[int, float] = defaultdict(float)
        for match in _WORD.finditer(text):
            for who, weight in self._owners(_stem(match.group())).items():
                weights[who] += weight
        return tuple(who for who, weight in weights.items() if weight >= 1.0)

    def is_of(self, word: str, who: int) -> bool:
        """Whether a word is one of the name or descriptions of speaker `who`, spelt right or nearly so."""
        stem = _stem(word)
        return who in (self._words.get(stem) or self._misspelt(stem))

    def _owners(self, word: str) -> dict[int, float]:
        owners = self._words.get(word) or self._misspelt(word)
        best = max(owners.values(), default=0.0)
        share = 0.5 if list(owners.values()).count(best) > 1 else 1.0
        return {who: share * weight for who, weight in owners.items()}

    def _misspelt(self, word: str) -> dict[int, float]:
        if len(word) < 5 or word in _EMPTY:
            return {}
        near = process.extractOne(word, list(self._words), scorer=fuzz.ratio, score_cutoff=_SIMILAR)
        return self._words[near[0]] if near and len(near[0]) >= 5 else {}


class WordTable:
    """The words of a text, to tell whether it has a word, spelt right or nearly so."""

    def __init__(self, text: str) -> None:
        self._words = sorted(set(_name_words(text)))
        self._known = frozenset(self._words)

    def has(self, word: str) -> bool:
        """Whether the text has `word`, or one very like it."""
        stem = _stem(word)
        return stem in self._known or (
            len(stem) >= 4
            and process.extractOne(stem, self._words, scorer=fuzz.ratio, score_cutoff=_SIMILAR) is not None
        )


def _name_words(text: str) -> list[str]:
    """The words of `text`, stemmed as names are compared: lower case, without possessives and plurals."""
    return [_stem(match.group()) for match in _WORD.finditer(text)]


def _weights(speaker: Speaker, text: str) -> list[tuple[str, float]]:
    person = speaker.kind is SpeakerKind.PERSON
    rows = [(word, 1.0) for word in _name_words(speaker.name)] if person else _phrase_weights(speaker.name)
    for span in speaker.descriptions:
        rows += _phrase_weights(span.of(text))
    return [(word, weight) for word, weight in rows if word not in _EMPTY and len(word) > 1]


def _phrase_weights(phrase: str) -> list[tuple[str, float]]:
    """1 for the head of a noun phrase, taken to be the last word before a preposition or comma; 0.5 for others."""
    head = _name_words(_HEAD_END.split(phrase, maxsplit=1)[0])[-1:]
    return [(word, 1.0 if [word] == head else 0.5) for word in _name_words(phrase)]


def _stem(word: str) -> str:
    lower = re.sub(r"['’]s?$", "", word.lower())
    return lower[:-1] if len(lower) > 4 and lower.endswith("s") and not lower.endswith("ss") else lower
