from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.date_values import first_day
from corpus.dates import find_dates
from corpus.parse import parse

WEDNESDAY = date(2016, 10, 12)
PIECES = ["March", "5", "30", "2016", "0000", "9999", "Tuesday", "last", "the", "day", "before", "years", "ago", "noon"]
PIECES += ["10 p.m.", "century", "quarter", "’90s", "two", "weeks", "later", ",", ".", "\n\n", "Feb. 29", "31/12/1999"]


@pytest.mark.parametrize(
    "text",
    [
        "They met on February 30.",
        "They met on Feb. 30, 2016.",
        "They met on March 5, 0000.",
        "They met on 2016-13-01 and on 45/45/2016.",
        "They met at 25:61.",
    ],
)
def test_a_date_that_the_calendar_does_not_have_is_left_out(text):
    assert [m.span.of(text) for m in find_dates(parse(text), WEDNESDAY) if first_day(m.value)] == []


@pytest.mark.parametrize("published", [date.min, date.max, date(2016, 2, 29), None])
def test_any_publication_date_is_taken_even_at_the_ends_of_the_calendar(published):
    text = (
        "On Tuesday and next Friday, yesterday, two centuries ago, the day after, 500 years later, last winter, over "
        "the weekend, in March, on Feb. 29, in the fourth quarter, next year, a week from Monday, on Easter and on "
        "Dec. 31, 9999. The next day they met again at noon. The following century they did not."
    )
    for mention in find_dates(parse(text), published):
        assert mention.value
        assert text[mention.span.start : mention.span.end].strip() == mention.span.of(text)


@pytest.mark.parametrize(
    ("published", "value"), [(date(1999, 1, 1), "2016-10-12"), (date(2030, 1, 1), "2016-10-12"), (None, "2016-10-12")]
)
def test_a_full_date_stands_whenever_the_story_was_published(published, value):
    assert [m.value for m in find_dates(parse("They met on Oct. 12, 2016."), published)] == [value]


def test_a_leap_day_without_its_year_falls_in_a_leap_year():
    assert [m.value for m in find_dates(parse("They met on Feb. 29."), date(2017, 6, 1))] == ["2016-02-29"]


def test_thousands_of_dates_are_all_found():
    text = " ".join(["On Tuesday, March 5, 2013, they met."] * 300)
    assert [m.value for m in find_dates(parse(text), WEDNESDAY)] == ["2013-03-05"] * 300


def test_a_text_of_blanks_and_a_text_of_nothing_have_no_dates():
    assert find_dates(parse(""), WEDNESDAY) == find_dates(parse("  \n\n \n"), WEDNESDAY) == ()


@settings(max_examples=30, deadline=None)
@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=12), st.one_of(st.none(), st.dates()))
def test_dates_are_in_order_and_apart_whatever_stands_in_the_text(pieces, published):
    text = " ".join(pieces)
    mentions = find_dates(parse(text), published)
    ends = [0, *(mention.span.end for mention in mentions)]
    assert all(mention.span.start >= end for mention, end in zip(mentions, ends, strict=False))
    assert all(mention.span.start < mention.span.end <= len(text) and mention.value for mention in mentions)
