import pytest

from bot.days import in_words, on_day


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("2022-03-09", "Wednesday, 9 March 2022"),
        ("2022-03-09TNI", "Wednesday, 9 March 2022 (night)"),
        ("2022-03-09T14:30", "Wednesday, 9 March 2022 at 14:30"),
        ("2022-03", "March 2022"),
        ("2022", "2022"),
        ("2016-Q3", "the third quarter of 2016"),
        ("2016-SU", "summer 2016"),
        ("2016-W41", "the week of 10 October 2016"),
        ("2016-W41-WE", "the weekend of 15 October 2016"),
        ("199", "the 1990s"),
        ("199X", "the 1990s"),
        ("2022-02-30", "2022-02-30"),
        ("2016-W60", "2016-W60"),
        ("FUTURE_REF", "FUTURE_REF"),
    ],
)
def test_a_value_is_put_into_words_no_finer_than_it_is(value, words):
    assert in_words(value) == words


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("2022-03-09", "on Wednesday, 9 March 2022"),
        ("2022-03", "in March 2022"),
        ("2022", "in 2022"),
        ("2016-Q3", "in the third quarter of 2016"),
    ],
)
def test_a_day_takes_on_and_a_longer_period_takes_in(value, words):
    assert on_day(value) == words
