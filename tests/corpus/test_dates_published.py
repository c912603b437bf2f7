from datetime import date

import pytest

from corpus.parse import parse
from corpus.published import infer_published
from corpus.source import shipped_sources

TODAY = date(2026, 11, 1)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("March 9, 2022\n\nThe mayor resigned.", date(2022, 3, 9)),
        ("Published: 12 May 2019\n\nThe mayor said no.", date(2019, 5, 12)),
        ("FLINT, Mich., Oct. 4, 2016 (UPI) — The mayor criticised the act.", date(2016, 10, 4)),
        ("He spoke today, on International Women's Day. “Yes”, he said Tuesday.", date(2022, 3, 8)),
    ],
)
def test_a_story_that_tells_its_own_day_is_dated_by_it(text, day):
    found = infer_published(parse(text), today=TODAY)
    assert found is not None
    assert found[0] == day


@pytest.mark.parametrize(
    "text",
    [
        "The mayor said on Wednesday that all was well.",
        "He was born on March 5, 1980 in Kyiv.",
        "WASHINGTON (AP) — He was born on March 5, 1980.",
        "He spoke today, on International Women's Day.",
        "",
    ],
)
def test_a_story_that_does_not_is_left_without(text):
    assert infer_published(parse(text), today=TODAY) is None


def test_the_shipped_story_is_dated_by_a_named_day_and_a_weekday_and_the_reason_says_so():
    [source] = [source for source in shipped_sources() if source.id == "conscripts"]
    found = infer_published(parse(source.text), today=TODAY)
    assert found is not None
    day, reason = found
    assert day == source.published
    assert "International Women’s Day" in reason
    assert "Wednesday" in reason
