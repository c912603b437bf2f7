import json
import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from corpus.date_values import first_day
from corpus.dates import find_dates
from corpus.parse import parse
from corpus.said_on import date_statements, gather
from corpus.source import shipped_sources
from corpus.statement import Statement, StatementKind, When, WhenHow
from corpus.story import Span, Story

WEDNESDAY = date(2016, 10, 12)


def story_of(text: str, published: date | None = WEDNESDAY) -> Story:
    paragraphs = tuple(Span(*found.span()) for found in re.finditer(r"\S.*", text))
    return Story(id="s", title="", text=text, published=published, paragraphs=paragraphs)


def statement(text: str, cue: str, content: str, speaker: int | None = 0) -> Statement:
    """The statement whose content is the first `content` and whose cue is the `cue` nearest to it."""
    start = text.index(content)
    cues = [
        found.start() for found in re.finditer(rf"\b{cue}\b", text) if not start <= found.start() < start + len(content)
    ]
    cue_at = min(cues, key=lambda place: min(abs(place - start), abs(place - start - len(content))))
    return Statement(
        kind=StatementKind.INDIRECT,
        parts=(Span(start, start + len(content)),),
        cue=Span(cue_at, cue_at + len(cue)),
        speaker=speaker,
    )


def said_on(text: str, *statements: Statement, published: date | None = WEDNESDAY) -> list[When | None]:
    doc = parse(text)
    dated = date_statements(story_of(text, published), doc, statements, find_dates(doc, published))
    return [found.said_on for found in dated]


@pytest.mark.parametrize(
    ("text", "cue", "content", "value", "how"),
    [
        (
            "He said Friday that he would resign on Monday.",
            "said",
            "he would resign on Monday",
            "2016-10-07",
            "relative",
        ),
        (
            "On Tuesday, he said he would resign on Oct. 20.",
            "said",
            "he would resign on Oct. 20",
            "2016-10-11",
            "relative",
        ),
        ("He said in a statement on Oct. 3 that he was ill.", "said", "he was ill", "2016-10-03", "explicit"),
        ("He said he was ill in 2009.", "said", "he was ill in 2009", None, None),
        ("Clinton, who lost Ohio on Monday, said she was fine.", "said", "she was fine", None, None),
        ("He said of the ruling on Friday that it was bad.", "said", "it was bad", "2016-10-07", "relative"),
        ("“I will win,” he told reporters Tuesday night.", "told", "“I will win,”", "2016-10-11", "relative"),
        ("It is over, according to a memo released Friday.", "according to", "It is over", "2016-10-07", "relative"),
        (
            "In a letter to friends released Monday, Smith said it was over.",
            "said",
            "it was over",
            "2016-10-10",
            "relative",
        ),
        ("Smith, speaking to reporters Tuesday, said it was over.", "said", "it was over", "2016-10-11", "relative"),
        ("The board of elections on Monday ruled it was over.", "ruled", "it was over", "2016-10-10", "relative"),
        ("The radio asked Smith Friday how it began.", "asked", "Smith Friday how it began", "2016-10-07", "relative"),
        ("He said it began on Friday.", "said", "it began on Friday", None, None),
    ],
)
def test_the_date_of_the_reporting_clause_counts_and_none_in_the_content(text, cue, content, value, how):
    [when] = said_on(text, statement(text, cue, content))
    assert (when and when.value, when and when.how.value) == (value, how)


def test_a_statement_that_goes_on_has_the_date_of_the_one_before():
    text = "Smith said Tuesday that it was over.\n\n“I am glad,” he added."
    first, second = said_on(text, statement(text, "said", "it was over"), statement(text, "added", "“I am glad,”"))
    assert first == When("2016-10-11", Span(11, 18), WhenHow.RELATIVE)
    assert second == When("2016-10-11", Span(11, 18), WhenHow.CARRIED)


@pytest.mark.parametrize(("cue", "value"), [("said", None), ("added", "2016-10-11")])
def test_another_speaker_inherits_the_date_only_by_going_on_from_what_was_said(cue, value):
    text = f"Smith said Tuesday that it was over.\n\n“I am glad,” Jones {cue}."
    _, second = said_on(text, statement(text, "said", "it was over"), statement(text, cue, "“I am glad,”", speaker=1))
    assert (second and second.value) == value


def test_the_shipped_story_dates_its_statements():
    [source] = [source for source in shipped_sources() if source.id == "conscripts"]
    text = source.text
    table = [
        ("admitted", "conscripts had been", 0, "2022-03-09"),
        ("said", "“Unfortunately, several facts", 1, "2022-03-09"),
        ("reassured", "Russian conscripts would not participate", 2, "2022-03-08"),
        ("said", "“I understand how worried", 2, "2022-03-08"),
        ("said", "“And there will be no", 2, "2022-03-08"),
        ("said", "there were no plans", 2, "2022-03-05"),
        ("claimed", "the Russian conscripts had been sent", 1, "2022-03-09"),
        ("said", "“Almost all of these", 1, "2022-03-09"),
    ]
    statements = [statement(text, cue, content, speaker) for cue, content, speaker, _ in table]
    whens = said_on(text, *statements, published=source.published)
    assert [when and when.value for when in whens] == [value for *_, value in table]


@pytest.mark.parametrize(
    ("text", "cue", "content", "value"),
    [
        ("Sanders spoke at a rally on Friday.\n\n“We will win,” Sanders said.", "said", "“We will win,”", "2016-10-07"),
        ("Sanders spoke on Friday.\n\n“We will win,” he said.", "said", "“We will win,”", "2016-10-07"),
        ("Sanders condemned Friday's ruling.\n\n“It is bad,” Sanders said.", "said", "“It is bad,”", None),
        ("Sanders, who lost Ohio on Friday, spoke.\n\n“It is bad,” Sanders said.", "said", "“It is bad,”", None),
        ("Jones spoke on Friday.\n\n“We will win,” Sanders said.", "said", "“We will win,”", None),
        ("Sanders spoke on Friday.\n\nSanders had warned of it.", "warned", "of it", None),
        ("Sanders made a speech in 2009.\n\n“We will win,” Sanders said.", "said", "“We will win,”", None),
    ],
)
def test_a_scene_dates_what_its_actors_say_next(text, cue, content, value):
    found = statement(text, cue, content)
    assert found.cue is not None
    cue_at = found.cue.start
    mentions = [m.span() for m in re.finditer(r"Sanders|\bhe\b", text)]
    near = min(mentions, key=lambda span: abs(span[1] - cue_at))
    [when] = said_on(text, replace(found, mention=Span(*near)))
    assert (when and when.value) == value
    assert when is None or when.how is WhenHow.CARRIED


def test_a_date_after_publication_is_no_day_of_saying():
    text = "He will say on Friday that he is ill."
    assert said_on(text, statement(text, "say", "he is ill")) == [None]


def test_without_a_publication_date_only_a_full_date_dates_a_statement():
    text = "He said on Tuesday that he was ill.\n\nShe added on March 5, 2014 that he was well."
    statements = [statement(text, "said", "he was ill", 0), statement(text, "added", "he was well", 1)]
    assert [when and when.value for when in said_on(text, *statements, published=None)] == [None, "2014-03-05"]


def test_the_development_set_has_its_statements():
    lines = (Path(__file__).parent / "resources" / "said_on.jsonl").read_text(encoding="utf-8").splitlines()
    judged = [s for line in lines for s in json.loads(line)["statements"] if "said_on" in s]
    undated = [s for s in judged if s["said_on"] is None]
    assert len(judged) >= 150
    assert sum(s["distractor"] for s in undated) >= 40
    assert all(first_day(s["said_on"]) for s in judged if s["said_on"])


def named(text: str, cue: str, content: str, speaker: int, name: str) -> Statement:
    """A statement with the nearest naming of its speaker before the cue."""
    found = statement(text, cue, content, speaker)
    at = text.rindex(name, 0, found.cue.start if found.cue else None)
    return replace(found, mention=Span(at, at + len(name)))


def test_what_several_said_together_dates_what_one_of_them_says_next():
    text = "Smith and Jones said Tuesday that it was over.\n\n“I am glad,” Jones said."
    both = named(text, "said", "it was over", 0, "Smith and Jones")
    _, one = said_on(text, both, named(text, "said", "“I am glad,”", 1, "Jones"))
    assert one == When("2016-10-11", Span(21, 28), WhenHow.CARRIED)


@pytest.mark.parametrize(
    ("occasion", "expected"), [("in her post", "2016-10-11"), ("in an interview", None), ("before the debate", None)]
)
def test_the_rules_carry_a_day_only_to_an_occasion_that_was_told_of(occasion, expected):
    text = f"Smith attacked Jones on Tuesday, saying it was over.\n\n“I am glad,” she said {occasion}."
    first = named(text, "saying", "it was over", 0, "Smith")
    doc = parse(text)
    statements = [first, named(text, "said", "“I am glad,”", 0, "she")]
    _, second = gather(story_of(text), doc, statements, find_dates(doc, WEDNESDAY)).carried
    assert (second and second.value) == expected


def test_a_question_is_of_the_day_of_its_answer():
    text = "“It is over,” Smith said Tuesday.\n\nJones asked who had won.\n\n“We did,” Smith said."
    answer = named(text, "said", "“It is over,”", 0, "Smith")
    question = named(text, "asked", "who had won", 1, "Jones")
    _, asked, _ = said_on(text, answer, question, named(text, "said", "“We did,”", 0, "Smith"))
    assert asked == When("2016-10-11", Span(25, 32), WhenHow.CARRIED)


def test_what_is_said_before_somebody_else_speaks_has_the_day_told_after():
    text = "Smith said it was over.\n\nJones disagreed, saying it was not.\n\nSmith added Tuesday that it was."
    first = named(text, "said", "it was over", 0, "Smith")
    other = named(text, "saying", "it was not", 1, "Jones")
    found = said_on(text, first, other, named(text, "added", "it was.", 0, "Smith"))
    assert [when and when.value for when in found] == ["2016-10-11", None, "2016-10-11"]
