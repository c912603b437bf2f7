import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.cleaning import MAX_QUESTION, clean, has_words, plain_spelling


@pytest.mark.parametrize(
    ("typed", "cleaned"),
    [
        ("  who\tsaid\n that? ", "who said that?"),
        ("who\x00 said\u202e that?", "who said that?"),
        ("cafe\u0301", "café"),
        ("<b>who</b> & *what*", "<b>who</b> & *what*"),
        ("", ""),
    ],
)
def test_control_and_formatting_characters_go_and_the_words_stay(typed, cleaned):
    assert clean(typed) == cleaned


@given(st.text(max_size=3 * MAX_QUESTION))
def test_a_cleaned_text_is_one_short_line_whatever_was_typed(typed):
    cleaned = clean(typed)
    assert len(cleaned) <= MAX_QUESTION
    assert "\n" not in cleaned
    assert clean(cleaned) == cleaned.strip()


@pytest.mark.parametrize(
    ("text", "expected"), [("🤷‍♂️ 🎉", False), ("?!…", False), ("", False), ("why", True), ("5?", True)]
)
def test_only_letters_and_digits_count_as_words(text, expected):
    assert has_words(text) is expected


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("Wat did he say?", "what did he say?"),
        ("who’s that", "who is that"),
        ("wen was it", "when was it"),
        ("Where were you", "where were you"),
        ("Wendy said", "wendy said"),
        ("u suck, what did she say", "what did she say"),
        ("Hello bot! Who said so?", "who said so?"),
        ("Hibernian won", "hibernian won"),
    ],
)
def test_chat_spelling_is_written_out_by_whole_words(typed, plain):
    assert plain_spelling(typed) == plain
