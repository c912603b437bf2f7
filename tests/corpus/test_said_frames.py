"""Occasions that a story dates once: documents, remarks, an event, and what was said "then" or "hours later"."""

from dataclasses import replace
from datetime import date

import pytest

from corpus.dates import find_dates
from corpus.paragraphs import find_paragraphs
from corpus.parse import parse
from corpus.said_on import gather
from corpus.statement import Statement, StatementKind
from corpus.story import Span, Story

WEDNESDAY = date(2016, 10, 12)


def statement(text: str, content: str, cue: str, mention: str, speaker: int) -> Statement:
    """The statement of a content that stands once, with the cue and the mention nearest to it."""
    start = text.index(content)
    end = start + len(content)

    def nearest(word: str) -> Span:
        places = [n for n in range(len(text)) if text.startswith(word, n) and not start <= n < end]
        at = min(places, key=lambda place: min(abs(place + len(word) - start), abs(place - end)))
        return Span(at, at + len(word))

    found = Statement(kind=StatementKind.INDIRECT, parts=(Span(start, end),), cue=nearest(cue), speaker=speaker)
    return replace(found, mention=nearest(mention))


def carried(text: str, *rows: tuple[str, str, str, int], published: date = WEDNESDAY) -> list[str | None]:
    """The days that the rules find, for (content, cue, mention, speaker) rows."""
    story = Story(id="s", title="", text=text, published=published, paragraphs=find_paragraphs(text))
    doc = parse(text)
    whens = gather(story, doc, [statement(text, *row) for row in rows], find_dates(doc, published)).carried
    return [when.value if when else None for when in whens]


def test_a_report_keeps_its_day_further_on():
    text = (
        "A report released Friday by the auditor faulted the mayor.\n\nHe took office in 2009.\n\nHe likes golf.\n\n"
        "The report said he had spent too much.\n\nA study said that golf is dear."
    )
    days = carried(
        text,
        ("he had spent too much", "said", "The report", 0),
        ("golf is dear", "said", "A study", 1),
    )
    assert days == ["2016-10-07", None]


def test_of_two_reports_the_one_of_that_name_counts():
    text = (
        "The Gallup poll released Monday gave Smith a lead. The Marist poll published Friday gave him none.\n\n"
        "It rained.\n\nThe Gallup poll found he was liked."
    )
    assert carried(text, ("he was liked", "found", "The Gallup poll", 0)) == ["2016-10-10"]


def test_a_sentence_that_dates_the_comments_dates_those_before_it():
    text = "Smith said it was over.\n\n“It is sad,” he said.\n\nSmith's comments came during an interview Saturday."
    rows = [("it was over", "said", "Smith", 0), ("“It is sad,”", "said", "he", 0)]
    assert carried(text, *rows) == ["2016-10-08", "2016-10-08"]


@pytest.mark.parametrize(("when", "expected"), [("Tuesday night", "2016-10-11"), ("in 2009", None)])
def test_a_debate_in_the_lead_dates_what_is_said_in_the_story_of_it(when, expected):
    text = (
        f"Smith attacked Jones in a heated debate {when}.\n\nThe debate was long.\n\nThe third rival was calm.\n\n"
        "“I am calm,” Brown said.\n\nThe debate ended at nine."
    )
    assert carried(text, ("“I am calm,”", "said", "Brown", 2)) == [expected]


@pytest.mark.parametrize(
    ("lead", "reporting", "expected"),
    [
        ("In September 2008, Smith ran for mayor.", "he said then", "2008-09"),
        ("In September 2008, Smith ran for mayor.", "he said at the time", "2008-09"),
        ("The vote failed on Monday.", "Hours later, he said", "2016-10-10"),
    ],
)
def test_then_and_hours_later_mean_the_day_told_last(lead, reporting, expected):
    text = f"{lead}\n\n{reporting}: “I am calm.”"
    assert carried(text, ("“I am calm.”", "said", "he", 0)) == [expected]


def test_the_interview_is_the_one_told_of_before():
    text = (
        "In an interview on Monday, Smith praised Jones.\n\nOn Tuesday, Smith toured Ohio.\n\nIt rained.\n\n"
        "In the interview, Smith said that it was over.\n\nIn an interview with a radio, Smith said that it was late."
    )
    days = carried(text, ("it was over", "said", "Smith", 0), ("it was late", "said", "Smith", 0))
    assert days[0] == "2016-10-10"


@pytest.mark.parametrize(
    "reporting",
    ["In an interview with a radio, Smith said", "Smith did not respond to a request, said", "according to Smith"],
)
def test_another_occasion_an_unanswered_request_and_a_source_inherit_no_scene(reporting):
    text = f"Smith toured Ohio on Monday.\n\nIt rained. {reporting} it was over."
    cue = "according to" if "according" in reporting else "respond to" if "respond" in reporting else "said"
    assert carried(text, ("it was over", cue, "Smith", 0)) == [None]


@pytest.mark.parametrize(
    ("text", "content", "cue", "mention"),
    [
        ("Smith said on Monday he met Jones earlier.", "he met Jones earlier", "said", "Smith"),
        (
            "Smith, who won, tweeted: “Thank you! #Smith” on Monday afternoon.",
            "“Thank you! #Smith”",
            "tweeted",
            "Smith",
        ),
        ("It fell, according to the results of a poll released Monday.", "It fell", "according to", "a poll"),
        ("Smith spoke to reporters after a meeting Monday.", "to reporters", "spoke", "Smith"),
    ],
)
def test_a_date_beside_the_cue_or_the_content_is_the_day(text, content, cue, mention):
    assert carried(text, (content, cue, mention, 0)) == ["2016-10-10"]


def test_yesterday_is_not_put_a_week_ahead_by_an_infinitive():
    text = "Trump threatened to run away from the field Tuesday night. They agreed to meet on Monday."
    assert [mention.value for mention in find_dates(parse(text), WEDNESDAY)] == ["2016-10-11TNI", "2016-10-17"]


def test_a_thousand_dates_in_one_sentence_are_read():
    text = "A report of " + ", ".join(f"May {n % 28 + 1}, {1990 + n % 20}" for n in range(1000)) + " said it was over."
    assert len(carried(text, ("it was over", "said", "A report", 0))) == 1
