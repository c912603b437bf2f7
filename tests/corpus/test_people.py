"""The people whom a story names."""

import pytest

from corpus.parse import parse
from corpus.people import find_people


def people(text: str) -> list[tuple[str, str | None, int]]:
    return [(p.fullest.span.of(text), p.gender, len(p.mentions)) for p in find_people(parse(text))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Sen. Bernie Sanders spoke on Friday. Mr. Sanders said that Sanders voters would stay.",
            [("Bernie Sanders", "m", 3)],
        ),
        (
            "Michelle Obama and Barack Obama came. Mrs. Obama spoke first.",
            [("Michelle Obama", "f", 2), ("Barack Obama", "m", 1)],
        ),
        ("Tim Kaine smiled. Timothy Kaine is a senator.", [("Tim Kaine", "m", 2)]),
        ("The spokesman of the Ministry of Defense, Igor Konashenkov, denied it.", [("Igor Konashenkov", "m", 1)]),
        ("Jo-Renee Formicola, a professor, disagreed.", [("Jo-Renee Formicola", None, 1)]),
        ("Trump Tower and the Clinton Foundation were quiet.", []),
    ],
)
def test_people_are_found_and_told_apart(text: str, expected: list[tuple[str, str | None, int]]) -> None:
    """The fullest name, the gender that title or first name gives, and all mentions; buildings are nobody."""
    assert people(text) == expected
