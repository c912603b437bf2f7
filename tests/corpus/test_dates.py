from datetime import date

import pytest

from corpus.dates import find_dates
from corpus.parse import parse
from corpus.statement import DateType, WhenHow

WEDNESDAY = date(2016, 10, 12)


def found(text: str, published: date | None = WEDNESDAY) -> list[tuple[str, str]]:
    return [(mention.span.of(text), mention.value) for mention in find_dates(parse(text), published)]


def dates(text: str, published: date | None = WEDNESDAY) -> list[tuple[str, str]]:
    """The dates and times alone, without durations and sets."""
    mentions = find_dates(parse(text), published)
    kept = [m for m in mentions if m.type in {DateType.DATE, DateType.TIME}]
    return [(mention.span.of(text), mention.value) for mention in kept]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The mayor resigned on Tuesday.", [("Tuesday", "2016-10-11")]),
        ("The mayor said Wednesday that he was tired.", [("Wednesday", "2016-10-12")]),
        ("A decision could come as early as Tuesday.", [("Tuesday", "2016-10-18")]),
        ("The mayor will resign on Friday.", [("Friday", "2016-10-14")]),
        (
            "She said Monday that he would resign on Friday.",
            [("Monday", "2016-10-10"), ("Friday", "2016-10-14")],
        ),
        ("Senators plan to vote on Thursday.", [("Thursday", "2016-10-13")]),
        ("Senators voted last Thursday.", [("last Thursday", "2016-10-06")]),
        ("It had been due to expire Friday.", [("Friday", "2016-10-07")]),
        ("He sees a tight race ahead of the Iowa caucuses on Monday.", [("Monday", "2016-10-17")]),
        ("They are eligible to vote in the primary on Tuesday.", [("Tuesday", "2016-10-18")]),
        ("The race is getting testy, with Smith taking on protesters twice Monday.", [("Monday", "2016-10-10")]),
    ],
)
def test_the_tense_puts_a_weekday_before_or_after_publication(text, expected):
    assert dates(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The dividend is payable Dec. 7 to holders.", [("Dec. 7", "2016-12-07")]),
        ("He was arrested on March 5 in Kyiv.", [("March 5", "2016-03-05")]),
        ("He was arrested on Dec. 30.", [("Dec. 30", "2015-12-30")]),
        ("Voting will start on Nov. 3.", [("Nov. 3", "2016-11-03")]),
        ("It happened on 5 March 2014.", [("5 March 2014", "2014-03-05")]),
        ("It happened on March 5, 2014, at dawn.", [("March 5, 2014", "2014-03-05")]),
        ("It happened on Friday, Oct. 7, officials said.", [("Friday, Oct. 7", "2016-10-07")]),
        ("Filed 2016-10-02.", [("2016-10-02", "2016-10-02")]),
        ("The letter is dated 10/02/2016.", [("10/02/2016", "2016-10-02")]),
    ],
)
def test_a_day_of_a_month_gets_the_year_that_fits(text, expected):
    assert dates(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He spoke at 10 p.m. Wednesday.", [("10 p.m. Wednesday", "2016-10-12T22:00")]),
        ("He spoke Tuesday night.", [("Tuesday night", "2016-10-11TNI")]),
        ("He spoke on Tuesday at 9:30 a.m. EST.", [("Tuesday at 9:30 a.m. EST", "2016-10-11T09:30")]),
        ("He left last night.", [("last night", "2016-10-11TNI")]),
        ("He left this morning.", [("this morning", "2016-10-12TMO")]),
    ],
)
def test_a_time_of_day_stays_with_its_day(text, expected):
    assert dates(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "He spoke on Monday. Two days later, he left.",
            [("Monday", "2016-10-10"), ("Two days later", "2016-10-12")],
        ),
        (
            "He spoke on Oct. 4. The day before, he had left.",
            [("Oct. 4", "2016-10-04"), ("The day before", "2016-10-03")],
        ),
        (
            "He resigned in 2010. The following year he won.",
            [("2010", "2010"), ("The following year", "2011")],
        ),
    ],
)
def test_an_anaphoric_date_counts_from_the_date_named_before(text, expected):
    assert dates(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It fell last month.", [("last month", "2016-09")]),
        ("It fell earlier this week.", [("earlier this week", "2016-W41")]),
        ("It fell in early March.", [("early March", "2016-03")]),
        ("It grew in the first quarter of 2024.", [("the first quarter of 2024", "2024-Q1")]),
        ("It grew in the third quarter.", [("the third quarter", "2016-Q3")]),
        ("It was built in the late 1970s.", [("the late 1970s", "197")]),
        ("It was built in the 19th century.", [("the 19th century", "18")]),
        ("It happened in the summer of 2015.", [("the summer of 2015", "2015-SU")]),
        ("It happened over the weekend.", [("the weekend", "2016-W40-WE")]),
        ("He left two years ago.", [("two years ago", "2014")]),
    ],
)
def test_a_period_has_its_own_precision(text, expected):
    assert dates(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He spoke on International Women’s Day.", [("International Women’s Day", "2016-03-08")]),
        ("They will meet on Thanksgiving.", [("Thanksgiving", "2016-11-24")]),
        ("It opened on Labor Day.", [("Labor Day", "2016-09-05")]),
        ("It opened on Easter Sunday.", [("Easter Sunday", "2016-03-27")]),
        ("It opened on Good Friday last year.", [("Good Friday last year", "2015-04-03")]),
    ],
)
def test_a_named_day_falls_where_the_calendar_has_it(text, expected):
    assert dates(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "We may go, and we may not.",
        "March on, said the general.",
        "He is the second Republican to say so.",
        "Theresa May spoke.",
        "Some 2000 people came.",
        "The Sun said so.",
        "They met on February 30.",
    ],
)
def test_what_only_looks_like_a_date_is_none(text):
    assert dates(text) == []


def test_durations_and_sets_have_their_type():
    text = "For six months he swam every Tuesday."
    mentions = find_dates(parse(text), WEDNESDAY)
    assert [(m.value, m.type) for m in mentions] == [("P6M", DateType.DURATION), ("XXXX-WXX-2", DateType.SET)]


def test_without_a_publication_date_only_what_the_text_fixes_is_resolved():
    assert dates("On Tuesday and today he spoke of March 5, 2014.", None) == [("March 5, 2014", "2014-03-05")]


def test_each_date_tells_how_it_was_resolved():
    text = "On Oct. 4, 2016 he spoke. The day after, on Wednesday and on Labor Day he didn't."
    hows = [mention.how for mention in find_dates(parse(text), WEDNESDAY)]
    assert hows == [WhenHow.EXPLICIT, WhenHow.ANAPHORIC, WhenHow.RELATIVE, WhenHow.NAMED_DAY]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He left at 9 pm (0100 GMT) on Monday.", [("9 pm (0100 GMT) on Monday", "2016-10-10T21:00")]),
        (
            "He spoke on Oct. 4. He left the following Monday.",
            [("Oct. 4", "2016-10-04"), ("the following Monday", "2016-10-10")],
        ),
        (
            "A bomb went off on Aug. 7; two weeks later they left.",
            [("Aug. 7", "2016-08-07"), ("two weeks later", "2016-08-21")],
        ),
        ("It began ten years ago this month.", [("ten years ago this month", "2006-10")]),
        ("It began 10 years ago Sunday.", [("10 years ago Sunday", "2006-10-09")]),
        ("It came after the Sept. 11 attacks.", [("Sept. 11", "2001-09-11")]),
        ("It ends by year-end.", [("year-end", "2016-12-31")]),
        ("It is set for Nov. 8.", [("Nov. 8", "2016-11-08")]),
        ("The vote in November's election is theirs.", [("November", "2016-11")]),
        (
            "Profit fell to $5 in the third quarter from $6 a year ago.",
            [("the third quarter", "2016-Q3"), ("a year ago", "2015-Q3")],
        ),
        ("Prices rose from a year ago.", [("a year ago", "2015")]),
    ],
)
def test_phrases_that_lean_on_others_are_resolved_with_them(text, expected):
    assert dates(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "The joke starts around the 2:05 mark.",
        "“Merry Christmas!” they said.",
        "He reads USA Today.",
        "He said on NBC's Today show that it was over.",
        "The hosts of “Today,” a show, agreed.",
        "He won on Super Tuesday.",
        "He spoke on ABC's “This Week With David Brinkley”.",
        "They met two days after the vote.",
    ],
)
def test_names_and_open_ended_phrases_are_no_dates(text):
    assert dates(text) == []


@pytest.mark.parametrize(
    "text", ["She ran for a second term.", "A second-generation voter spoke.", "A quarter-century."]
)
def test_a_second_one_and_a_quarter_of_something_are_no_durations(text):
    assert found(text) == []
