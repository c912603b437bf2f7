import pytest

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
