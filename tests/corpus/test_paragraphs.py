"""What is a paragraph of the story, and what belongs to the page."""

import pytest

from corpus.paragraphs import find_paragraphs, is_furniture, looks_like_headline
from corpus.story import Span


@pytest.mark.parametrize(
    "block",
    [
        "Source link",
        "Comments are closed.",
        "Share this:",
        "Advertisement",
        "ADVERTISEMENT",
        "Read more: Five things to know about the vote",
        "Related: The senator's long day",
        "Sign up for our daily newsletter",
        "Follow us on Twitter @paper",
        "Photo: Jane Roe/AFP",
        "(AP Photo/Jane Roe)",
        "© 2022 The Paper. All rights reserved.",
        "Like us on Facebook",
        '<tweet tweet-id="673"><tweet/>.',
        "* * *",
        "5 min read",
        "ABSTRACT.",
    ],
)
def test_furniture_is_known_by_its_form(block: str) -> None:
    """Notices, buttons, credits and sign-ups are no part of the story."""
    assert is_furniture(block)


@pytest.mark.parametrize(
    "block",
    [
        "Comments are closed to the public, the judge said.",
        "Share prices fell on Monday.",
        "“Read more books,” she said.",
        "Related parties may not vote, he said.",
        "Photographs showed the bridge.",
        "Search teams found the boat.",
        "Home prices rose.",
        "He tweeted: “No.”",
        "Follow the money, Deep Throat said.",
    ],
)
def test_prose_that_looks_like_furniture_stays(block: str) -> None:
    """A sentence of the story stays, even one that opens with a button's word."""
    assert not is_furniture(block)


def test_paragraphs_are_trimmed_spans_without_furniture() -> None:
    """Blank lines part paragraphs, whatever blanks the blank lines hold."""
    text = "\n Title \n\n \t\nOne\nline.\r\n\r\nSource link\n\nTwo.\n"
    assert [p.of(text) for p in find_paragraphs(text)] == ["Title", "One\nline.", "Two."]


def test_a_text_without_blank_lines_is_parted_at_its_lines() -> None:
    """Lines that end sentences are paragraphs; lines wrapped inside sentences are not."""
    lines = "One ends here.\nTwo ends here.\nThree."
    wrapped = "One goes\non and on\nuntil here."
    assert len(find_paragraphs(lines)) == 3
    assert len(find_paragraphs(wrapped)) == 1


def test_what_lies_outside_the_body_is_left_out() -> None:
    """Front matter lies before the body."""
    text = "---\ntitle: x\n---\nStory."
    assert [p.of(text) for p in find_paragraphs(text, Span(17, len(text)))] == ["Story."]


@pytest.mark.parametrize(
    ("block", "headline"),
    [
        ("Columbia defends Exxon articles.", True),
        ("U.S. and Russia agree on truce", True),
        ("The mayor resigned. He had been under fire.", False),
        ("A" * 200, False),
    ],
)
def test_headlines_are_short_and_in_one_sentence(block: str, headline: bool) -> None:
    """A full stop at the very end does not count against a headline; one inside does."""
    assert looks_like_headline(block) is headline
