"""Whether a message is in another language than the bot's English. Unsure means no: a typo is not a language."""

import re
import unicodedata

from bm25s import stopwords

__all__ = ["in_another_language"]

_LEAST = 2  # function words of another language, more than English ones, that make a message one in that language
_ENGLISH = frozenset(stopwords.STOPWORDS_EN_PLUS)
_OTHERS = tuple(
    frozenset(words)
    for words in (
        stopwords.STOPWORDS_GERMAN,
        stopwords.STOPWORDS_DUTCH,
        stopwords.STOPWORDS_FRENCH,
        stopwords.STOPWORDS_SPANISH,
        stopwords.STOPWORDS_PORTUGUESE,
        stopwords.STOPWORDS_ITALIAN,
        stopwords.STOPWORDS_RUSSIAN,
        stopwords.STOPWORDS_SWEDISH,
        stopwords.STOPWORDS_NORWEGIAN,
    )
)


def in_another_language(text: str) -> bool:
    """Whether most letters of `text` are not Latin, or more of its function words another language's than English."""
    letters = [c for c in text if c.isalpha()]
    foreign = sum(not unicodedata.name(c, "").startswith("LATIN") for c in letters)
    if foreign * 2 > len(letters):
        return True
    words = set(re.findall(r"[^\W\d_]+", text.lower()))
    hits = max(len(words & other) for other in _OTHERS)
    return hits >= _LEAST and hits > len(words & _ENGLISH)
