import pytest

from bot.quotation import check_quotation, quoted_words
from corpus.source import shipped_sources

TEXT = shipped_sources()[0].text


@pytest.mark.parametrize(
    ("message", "quoted"),
    [
        ('Did he say "there will be no plans"?', "there will be no plans"),
        ("who said ‘I don’t know’ to them", "I don’t know"),
        ("Whose words are “a b” and “a b c”?", "a b c"),
        ("Who used the word “discovered”?", None),
        ("Putin's and Reuters' words", None),
        ("no marks here", None),
    ],
)
def test_the_longest_quotation_of_two_words_or_more_is_taken_from_a_message(message, quoted):
    assert quoted_words(message) == quoted


@pytest.mark.parametrize(
    ("quotation", "slice_"),
    [
        ("several facts of the presence", "several facts of the presence"),
        ("SPECIAL MILITARY OPERATION", "special military operation"),
        ("I understand … your loved ones", "I understand how worried you are for your loved ones"),
        ("number of servicemen including conscripts", "number of servicemen, including conscripts"),
    ],
)  # fmt: skip
def test_marks_case_and_ellipses_are_no_alterations(quotation, slice_):
    check = check_quotation(quotation, TEXT)
    assert check is not None
    assert check.exact
    assert check.span.of(TEXT) == slice_


def test_an_altered_quotation_is_found_with_the_words_that_differ():
    check = check_quotation("I insist that conscripts do not and may participate in hostilities", TEXT)
    assert check is not None
    assert check.span.of(TEXT) == "I insist that conscripts do not and will not participate in hostilities"
    assert [(span.of(TEXT), yours) for span, yours in check.changes] == [("will not", "may")]


@pytest.mark.parametrize(
    "quotation", ["we will win this war by christmas", "no such words", "", "…", "conscripts may fight"]
)
def test_words_that_the_story_does_not_have_are_not_found(quotation):
    assert check_quotation(quotation, TEXT) is None
