"""The figures of `evaluate`: what counts as right, and what nearly does."""

import json

import pytest

from bot.answer import Answer, Citation, Outcome
from bot.errors import BotError
from bot.evaluation import GoldQuestion, judge, judge_all, read_questions, table
from corpus.statement import Reading
from corpus.story import Sentence, Story

TEXT = "The mayor resigned on Monday. Her deputy was surprised by it."
FIRST, SECOND = Sentence(0, 0, 29, 0), Sentence(1, 30, 61, 0)
READING = Reading(story=Story(id="s", title="S", text=TEXT, sentences=(FIRST, SECOND)))
GOLD = GoldQuestion(
    id="q",
    story="s",
    question="When did she go?",
    answerable=True,
    evidence=((0, 29),),
    must_contain=(("monday", "2022-03-07"),),
    speaker="Ana Lopez",
    date="2022-03-07",
)
SILENT = GoldQuestion(id="u", story="s", question="Why?", answerable=False)


def _answer(text, *sentences, outcome=Outcome.ANSWER):
    citations = tuple(Citation(READING, sentence, sentence.span) for sentence in sentences)
    return Answer(outcome=outcome, text=text, citations=citations)


@pytest.mark.parametrize(
    ("answer", "figures"),
    [
        (_answer("On Monday.", FIRST), (True, True, True, True, True)),
        (_answer("Then.", FIRST), (True, True, True, True, False)),
        (_answer("On Monday.", SECOND, FIRST), (False, False, True, True, True)),
        (_answer("Mondayish", SECOND), (False, False, False, True, True)),
        (_answer("On Monday.", FIRST, outcome=Outcome.NOT_IN_STORY), (False, False, False, False, False)),
        (_answer("It says nothing.", SECOND), (False, False, False, False, False)),
    ],
)
def test_an_answerable_question_needs_the_passage_first_and_the_words(answer, figures):
    verdict = judge(GOLD, answer)
    assert (verdict.right, verdict.first, verdict.among_three, verdict.must, verdict.short) == figures


@pytest.mark.parametrize(
    ("outcome", "right"), [(Outcome.ANSWER, False), (Outcome.NOT_IN_STORY, True), (Outcome.CHAT, True)]
)
def test_any_other_question_is_handled_right_if_it_is_not_answered(outcome, right):
    assert judge(SILENT, _answer("…", FIRST, outcome=outcome)).right is right


@pytest.mark.parametrize(
    ("text", "named", "dated"),
    [
        ("Ana Lopez, on Monday, 7 March 2022", True, True),
        ("Lopezian, on 17 March", True, False),
        ("the mayor, March 7th", False, True),
        ("2022-03-07", False, True),
        ("7 May 2022", False, False),
    ],
)
def test_a_speaker_is_named_by_part_of_the_name_and_a_day_in_words_or_figures(text, named, dated):
    verdict = judge(GOLD, _answer(text, FIRST))
    assert (verdict.speaker, verdict.date) == (named, dated)


@pytest.mark.parametrize(("text", "right"), [("No. Monday", False), ("Yes, Monday", True), ("Monday", True)])
def test_an_answer_that_opens_with_the_opposite_word_is_wrong(text, right):
    asked = GoldQuestion(**{**{f: getattr(GOLD, f) for f in GOLD.__struct_fields__}, "polarity": "yes"})
    assert judge(asked, _answer(text, FIRST)).right is right


def test_the_table_has_a_row_for_all_and_one_a_kind():
    rows = table([judge(GOLD, _answer("On Monday.", FIRST)), judge(SILENT, _answer("…", FIRST))]).splitlines()
    assert [row.split() for row in rows] == [
        ["n", "RIGHT", "hit@1", "hit@3", "must", "short", "speaker", "date", "abst.F1"],
        ["all", "2", "50.0", "100.0", "100.0", "100.0", "100.0", "0.0", "0.0", "0.0"],
        ["question", "2", "50.0", "100.0", "100.0", "100.0", "100.0", "0.0", "0.0", "0.0"],
    ]


def test_questions_are_asked_with_their_earlier_turns(shipped):
    asked = GoldQuestion(
        id="f",
        story="conscripts",
        question="when?",
        turns=("What did Putin say about reservists?",),
        answerable=True,
        evidence=((923, 978),),
        must_contain=(("8 march",),),
    )
    (verdict,) = judge_all([asked], lambda story: shipped)
    assert verdict.right


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("no json", "line 2"),
        (json.dumps({"id": "x"}), "missing required field"),
        (json.dumps([1]), "Expected `object`"),
    ],
)
def test_a_bad_line_is_named(line, reason, tmp_path):
    file = tmp_path / "questions.jsonl"
    file.write_text(
        json.dumps({"id": "a", "story": "s", "question": "?", "answerable": True}) + "\n" + line, encoding="utf-8"
    )
    with pytest.raises(BotError, match=reason):
        read_questions(file)
