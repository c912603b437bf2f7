"""Forty questions on the shipped story, with the sentences that answer them and words that the answer must have."""

import json
from pathlib import Path

import pytest

from bot.conversation import Conversation

FILE = Path(__file__).parent / "resources" / "conscripts_questions.jsonl"
CASES = [json.loads(line) for line in FILE.read_text(encoding="utf-8").splitlines()]


def _ask(answerer, case):
    conversation = Conversation()
    for turn in case.get("turns", []):
        conversation = conversation.then(turn, answerer.ask(turn, conversation))
    return answerer.ask(case["question"], conversation)


def test_no_question_was_dropped():
    assert len(CASES) == 41


def _parameter(case):
    reason = case.get("still_wrong")
    marks = [pytest.mark.xfail(reason=reason, strict=True)] if reason else []
    return pytest.param(case, id=case["question"], marks=marks)


@pytest.mark.parametrize("case", [_parameter(case) for case in CASES])
def test_a_question_gets_the_expected_passage_and_words_or_none(shipped, case):
    answer = _ask(shipped, case)
    assert answer.outcome.value == case.get("outcome", "answer")
    if answer.outcome.value == "answer":
        assert answer.citations[0].sentence.index in case["sentences"]
        missing = [words for words in case["answer"] if words.lower() not in answer.text.lower()]
        assert not missing, answer.text
