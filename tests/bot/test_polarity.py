import pytest

from bot.polarity import settles


@pytest.mark.parametrize(
    ("question", "passage", "expected"),
    [
        (
            "Were some conscripts captured by Ukrainian forces?",
            "some conscripts were captured by Ukrainian forces",
            True,
        ),
        (
            "Will conscripts participate in hostilities?",
            "conscripts do not and will not participate in hostilities",
            False,
        ),
        ("Will conscripts not participate in hostilities?", "conscripts will not participate in hostilities", True),
        ("Did the mayors want the scheme scrapped?", "the mayors asked to keep the scheme intact", None),
        ("Was he captured?", "He was captured.", None),
        ("Did troops leave Kyiv?", "", None),
    ],
)
def test_only_a_passage_with_the_words_of_the_question_settles_it(question, passage, expected):
    assert settles(question, passage) is expected
