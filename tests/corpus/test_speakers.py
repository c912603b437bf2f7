"""Whom mentions mean, across a story."""

import pytest

from corpus.reading import read_story
from corpus.source import StorySource
from corpus.story import Span


def speakers(text: str) -> list[tuple[str | None, str | None]]:
    reading = read_story(StorySource(id="story", text=text, body=Span(0, len(text))))
    found = [reading.speaker_of(statement) for statement in reading.statements]
    return [(speaker.name, speaker.kind.value) if speaker else (None, None) for speaker in found]


PERSON, GROUP, ORGANISATION, DOCUMENT = "person", "unnamed group", "organisation", "document"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "John Smith and Mary Smith live in Ohio. Mr. Smith said he would vote. Mrs. Smith said she would not.",
            [("John Smith", PERSON), ("Mary Smith", PERSON)],
        ),
        (
            "Sen. Bernie Sanders spoke on Friday. “It is time,” the Vermont senator said. “We are late,” he added.",
            [("Bernie Sanders", PERSON), ("Bernie Sanders", PERSON)],
        ),
        (
            "Critics say the plan is too expensive. They also argue that it is unfair.",
            [("Critics", GROUP), ("Critics", GROUP)],
        ),
        (
            "The International Monetary Fund met in Washington. Growth will slow, the IMF said. The fund warned that "
            "trade would shrink.",
            [("International Monetary Fund", ORGANISATION), ("International Monetary Fund", ORGANISATION)],
        ),
        ("He said the bill would pass this year.", [(None, None)]),
        ("“I am sorry,” said a White House official.", [("a White House official", GROUP)]),
        (
            "The New York Times wrote about the email on Thursday. According to the Times, the report is out.",
            [("New York Times", ORGANISATION), ("New York Times", ORGANISATION)],
        ),
        (
            "A bill passed the Nebraska Senate last week. In Washington, the Senate said it would vote.",
            [("Senate", ORGANISATION)],
        ),
        (
            "The Financial Times was sold. Murdoch, who owns the Times of London, left. The Times said it was sorry.",
            [("Times", ORGANISATION)],
        ),
        (
            "The White House said on Monday that it would wait. The House said it would vote.",
            [("White House", ORGANISATION), ("House", ORGANISATION)],
        ),
        (
            "The ruling was a setback for Ann Lee, whose attorneys argued that the papers contained trade secrets.",
            [("attorneys", GROUP)],
        ),
        ("Depositions released in March quote him acknowledging a lack of contact.", [("Depositions", GROUP)]),
        ("The money went to Ann Lee, who in 2010 said that it was hers.", [(None, None)]),
        ("Only some who suggested that it could happen were right.", [("Only some", GROUP)]),
        ("For someone who conceded that she was shy, it was a good night.", [("someone", GROUP)]),
        ("Most voters dislike the plan, a poll by Gallup found.", [("a poll by Gallup", DOCUMENT)]),
    ],
)
def test_mentions_are_resolved_to_the_fullest_name(text: str, expected: list[tuple[str, str]]) -> None:
    """Surnames, titles, descriptions, pronouns, acronyms; what the text does not support stays unknown."""
    assert speakers(text) == expected


def test_words_that_run_into_a_quotation_name_nobody() -> None:
    """An opening mark without its closing one cannot stand in a name."""
    text = (
        "“We will win,” said Ana Lopez, the mayor, on Monday.“We will win,” said Ana Lopez, the mayor, on Monday."
        "“An unclosed quotation, she said.000“An unclosed quotation, she said."
    )
    assert {name for name, _ in speakers(text)} <= {"Ana Lopez", None}
