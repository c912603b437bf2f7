"""Where sentences end."""

import pytest

from corpus.paragraphs import find_paragraphs
from corpus.sentences import find_sentences


def split(text: str) -> list[str]:
    return [sentence.span.of(text) for sentence in find_sentences(text, find_paragraphs(text))]


@pytest.mark.parametrize(
    "sentences",
    [
        ["Mr. Gov. Cuomo met Sen. Sanders of Vt. on Jan. 5.", "It rained."],
        ["J. K. Smith left the U.S. Senate at 5 p.m. on Monday.", "He slept."],
        ["It began at 9 p.m. (0100 GMT) on Monday.", "It ended at 9 a.m.", "(Nobody came.)"],
        ["He lives in the U.S.", "The house is old."],
        ["“Almost all of them left,” he said.", "Nobody returned."],
        ["“Is it over?” Mr. Trump asked.", "“It is.”", "Nobody laughed."],
        ["“It is over!”", "The crowd went home."],
        ["“A group attacked one of the units.", "Some were captured,” Konashenkov said."],
        ["“I know how worried you are…I insist that they will not,” he said."],
        ["''Your letter disputes it,'' Mr. Coll wrote.", "''I have concluded.''"],
        ["The bill costs $4.5 billion.", "It passed."],
        ["Acme Inc. bought Widget Co. for cash.", "The Dow fell."],
        ["She wrote “The End.”", "Then she left."],
    ],
)
def test_sentences_end_where_a_reader_ends_them(sentences: list[str]) -> None:
    """Joined by blanks or by line breaks, the sentences come apart where they were joined."""
    assert split(" ".join(sentences)) == sentences


def test_a_line_break_inside_a_sentence_does_not_end_it() -> None:
    """A paragraph wrapped in the middle of a sentence keeps the sentence whole, line break included."""
    assert split("The mayor of the\ntown resigned. He\nleft.") == [
        "The mayor of the\ntown resigned.",
        "He\nleft.",
    ]


def test_sentences_know_their_place_and_paragraph() -> None:
    """Index and paragraph count from 0 over the whole story."""
    text = "One. Two.\n\nThree."
    found = find_sentences(text, find_paragraphs(text))
    assert [(s.index, s.paragraph, s.span.of(text)) for s in found] == [
        (0, 0, "One."),
        (1, 0, "Two."),
        (2, 1, "Three."),
    ]
