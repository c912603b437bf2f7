import pytest

from bot.composing import spoken
from bot.wording import quote
from corpus.story import Span


@pytest.mark.parametrize(
    ("slice_", "quoted"),
    [
        ("“It is over,”", "“It is over”"),
        ('"It is over,"', "“It is over”"),
        ("''It is over,''", "“It is over”"),
        ("“It is over. It", "“It is over. It”"),
        ("is over,” ", "“is over”"),
        ("only “professional military”", "“only “professional military””"),
        ("“professional” and “military”", "““professional” and “military””"),
        ('the "fair" one', '“the "fair" one”'),
        ('"fair" and square', '“"fair" and square”'),
        ('"fair', "“fair”"),
        ("don’t go", "“don’t go”"),
        ("the soldiers’", "“the soldiers’”"),
        ("a, b", "“a, b”"),
        ("”", "“””"),
    ],
)
def test_a_quoted_slice_loses_only_the_marks_that_enclose_it_or_have_no_partner(slice_, quoted):
    assert quote(slice_, Span(0, len(slice_))) == quoted


@pytest.mark.parametrize(
    ("words", "about_speaking"),
    [
        ("when did she say so", True),
        ("on what date did they write to the senate", True),
        ("which day was the letter sent", True),
        ("when was she elected", False),
        ("when does the programme end", False),
    ],
)
def test_a_question_about_speaking_or_writing_is_told_from_one_about_an_event(words, about_speaking):
    assert spoken(words) is about_speaking
