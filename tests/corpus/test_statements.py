"""Who said what, on sentences that are known to mislead extractors."""

from typing import cast

import pytest

from corpus.export import reading_record
from corpus.reading import read_story
from corpus.source import StorySource
from corpus.story import Span


def read(text: str):
    return read_story(StorySource(id="story", text=text, body=Span(0, len(text))))


def said(text: str) -> list[tuple[str | None, str | None, list[str]]]:
    reading = read(text)
    return [
        (speaker.name if (speaker := reading.speaker_of(s)) else None, s.cue.of(text) if s.cue else None,
         [part.of(text) for part in s.parts])
        for s in reading.statements
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“It is over,” Mayor Ann Lee said. “Nobody won.”", [("Ann Lee", "said", ["“It is over,”", "“Nobody won.”"])]),
        (
            "The bridge, James Clarke said, was unsafe and would have to close.",
            [("James Clarke", "said", ["The bridge", "was unsafe and would have to close"])],
        ),
        (
            "Sen. Paul Hill spoke in Ohio on Friday, promising to lift the ban on exports.",
            [("Paul Hill", "promising", ["to lift the ban on exports"])],
        ),
        (
            "Sen. Paul Hill said the law was bad, adding that it would fail.",
            [("Paul Hill", "said", ["the law was bad"]), ("Paul Hill", "adding", ["that it would fail"])],
        ),
        (
            "Sen. Paul Hill said Obama hopes the bill will pass this year.",
            [("Paul Hill", "said", ["Obama hopes the bill will pass this year"])],
        ),
        (
            "Dr. Paul Hill told a woman who had lost her job that help would come soon.",
            [("Paul Hill", "told", ["that help would come soon"])],
        ),
        ("''It works,'' Mr. Coll wrote. ''I know.''", [("Coll", "wrote", ["''It works,''", "''I know.''"])]),
        ("Ann Lee tweeted: “I never said that.”", [("Ann Lee", "tweeted:", ["“I never said that.”"])]),
        ("The so-called “fix” failed. She starred in “The Long Way Home” last year.", []),
        ("“Why did you leave?” Paul Hill asked.", [("Paul Hill", "asked", ["“Why did you leave?”"])]),
        (
            "According to two officials, the plane left at noon.",
            [("two officials", "According to", ["the plane left at noon"])],
        ),
        (
            "The plane left at noon, per a report by the Transport Ministry.",
            [("a report by the Transport Ministry", "per", ["The plane left at noon"])],
        ),
        (
            "“We did nothing wrong,” said the company's spokesman, Igor Konashenkov.",
            [("Igor Konashenkov", "said", ["“We did nothing wrong,”"])],
        ),
        (
            "Paul Hill, a doctor at the clinic, said on Tuesday that the ward was full.",
            [("Paul Hill", "said", ["that the ward was full"])],
        ),
    ],
)
def test_speaker_cue_and_content(text: str, expected: list[tuple[str | None, str | None, list[str]]]) -> None:
    """The whole table of each text: names resolved, interrupted quotations in parts, scare quotes left alone."""
    assert said(text) == expected


def test_speech_over_several_paragraphs_is_one_statement() -> None:
    """Each paragraph is opened, the last alone closed; the cue may stand in the first or in the last."""
    parts = ["“Trust comes first,”", "“We began with nothing.", "“And yet we are not afraid of anyone.”"]
    first = f"{parts[0]} said Igor Konashenkov.\n\n{parts[1]}\n\n{parts[2]}"
    assert said(first) == [("Igor Konashenkov", "said", parts)]
    parts = ["“The first thing is trust.", "“And yet we stand here today, and we are not afraid,”"]
    last = f"{parts[0]}\n\n{parts[1]} said Ann Lee, the mayor."
    assert said(last) == [("Ann Lee", "said", parts)]


def test_one_odd_mark_does_not_lose_the_story() -> None:
    """A quotation that is never closed ends with its paragraph; the next paragraph is read as ever."""
    found = said("“It works, Ann Lee said on Monday. Nobody else spoke.\n\n“We will see,” Paul Hill said.")
    assert found[-1] == ("Paul Hill", "said", ["“We will see,”"])


def test_a_signed_quotation_is_its_signer_s() -> None:
    """A dash and a name under a quoted paragraph say who speaks."""
    text = "“He never answers a question at all.”\n\n― Ana Diaz, a cook\n\n“I hope people will vote.”\n\n― Raúl Ortiz"
    assert said(text) == [
        ("Ana Diaz", "―", ["“He never answers a question at all.”"]),
        ("Raúl Ortiz", "―", ["“I hope people will vote.”"]),
    ]


def test_the_outlet_and_the_setting_are_told_from_the_speaker() -> None:
    """Who reports the words, and where they were said, are fields of their own."""
    text = "Ann Lee arrived at noon. “We're late,” she told Reuters in an interview."
    (statement,) = read(text).statements
    assert statement.reported_by is not None
    assert statement.reported_by.of(text) == "Reuters"
    assert statement.setting is not None
    assert statement.setting.of(text) == "in an interview"


@pytest.mark.parametrize(
    ("text", "setting"),
    [
        (
            'In an interview on CBS\'s "Face the Nation," Ann Lee said the plan was dead.',
            'in an interview on CBS\'s "Face the Nation,"',
        ),
        ("In an interview on CBS’s , Ann Lee said the plan was dead.", "in an interview on CBS"),
    ],
)
def test_a_setting_has_the_whole_name_of_a_programme_or_none_of_it(text: str, setting: str) -> None:
    """A possessive is not left without what it owns."""
    (statement,) = read(text).statements
    assert statement.setting is not None
    assert statement.setting.of(text).lower() == setting.lower()


def test_a_statement_becomes_json_with_every_field() -> None:
    """The record has the fields that other programs rely on, with offsets that slice the text."""
    text = "“It is over,” Mayor Ann Lee said on Monday in a video message."
    record = reading_record(read(text), doc="story")
    (statement,) = cast("list[dict[str, object]]", record["statements"])
    assert {k: v for k, v in statement.items() if not k.startswith("said_on")} == {
        "start": 0, "end": 13, "parts": [[0, 13]], "kind": "direct", "text": "“It is over,”", "speaker": "Ann Lee",
        "speaker_kind": "person", "speaker_start": 14, "speaker_end": 27, "cue": "said", "cue_start": 28, "cue_end": 32,
        "reported_by": None, "setting": "in a video message",
    }  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "The cat sat on the mat. " * 20,
        "“Yes.”\n\n“No.”\n\n“" * 10,
        '“”""‘’“\'»«' * 40,
        "The mayor said\x00 that “he\x00 will go”.\n\n\x00",
        "قال الرئيس يوم الإثنين إن “الحرب انتهت”. " * 10,
        ". . . “ ” ! ?",
        "😀 said “🎉🎉🎉 yes we can do it” 😀. " * 5,
        "x" * 20_000,
        "the mayor said “ he will ” not «go ''now " * 60,
    ],
)
def test_odd_texts_are_read_to_the_end(text: str) -> None:
    """No text is too odd to be read; what is found are slices, in order, with the parts of a statement disjoint."""
    reading = read(text)
    for statement in reading.statements:
        edges = [edge for part in statement.parts for edge in part]
        assert edges == sorted(edges)
        assert all(part.of(text).strip() for part in statement.parts)
