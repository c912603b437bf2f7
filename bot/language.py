"""Whether a message is in another language than the bot's English. Unsure means no: a typo is not a language."""

import re
import unicodedata
from functools import cache

from stop_words import get_stop_words

__all__ = ["in_another_language"]

_LEAST = 2  # function words of another language, more than English ones, that make a message one in that language
_OTHERS = "german dutch french spanish portuguese italian swedish norwegian polish turkish".split()


def in_another_language(text: str) -> bool:
    """Whether most letters of `text` are not Latin, or more of its function words another language's than English."""
    letters = [c for c in text if c.isalpha()]
    foreign = sum(not unicodedata.name(c, "").startswith("LATIN") for c in letters)
    if foreign * 2 > len(letters):
        return True
    words = set(re.findall(r"[^\W\d_]+", text.lower()))
    hits = max(len(words & _function_words(language)) for language in _OTHERS)
    return hits >= _LEAST and hits > len(words & _function_words("english"))


@cache
def _function_words(language: str) -> frozenset[str]:
    return frozenset(get_stop_words(language))
