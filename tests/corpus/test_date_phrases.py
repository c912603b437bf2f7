"""Phrases of news beyond those of TimeBank, one a line: the publication date, a text, its phrases with their values."""

from datetime import date
from pathlib import Path

import pytest

from corpus.dates import find_dates
from corpus.parse import parse

PHRASES = [
    line.split("\t")
    for line in (Path(__file__).parent / "resources" / "date_phrases.tsv").read_text(encoding="utf-8").splitlines()
]


@pytest.mark.parametrize(("published", "text", "expected"), PHRASES, ids=[text for _, text, _ in PHRASES])
def test_a_phrase_has_its_timeml_value(published, text, expected):
    found = find_dates(parse(text), date.fromisoformat(published))
    assert "; ".join(f"{mention.span.of(text)} = {mention.value}" for mention in found) == expected


def test_overnight_guests_are_no_date():
    assert find_dates(parse("The inn has overnight guests."), date(2016, 10, 12)) == ()
