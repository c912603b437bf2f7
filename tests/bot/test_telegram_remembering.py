"""Answers that are remembered for whoever asks the same."""

from contextlib import ExitStack
from dataclasses import replace

import pytest

from bot.conversation import Conversation
from bot.telegram.remembering import Remembering
from index.crowd import CROWDED, Crowd
from tests.bot.telegram_story import SmallAsker

NEW = Conversation()


def test_the_same_question_after_the_same_conversation_is_asked_once():
    asker = SmallAsker()
    remembering = Remembering(asker, crowd=Crowd())
    first = remembering.ask("What did Okoro say?", NEW)
    assert remembering.ask("What did Okoro say?", NEW) is first
    after = NEW.then("What did Okoro say?", first)
    second = remembering.ask("When did he say that?", after)
    assert remembering.ask("When did he say that?", after) is second
    assert asker.asked == [("What did Okoro say?", 0), ("When did he say that?", 1)]


def test_other_words_and_other_conversations_are_asked_anew():
    asker = SmallAsker()
    remembering = Remembering(asker, crowd=Crowd())
    berg, okoro = (remembering.ask(f"What did {name} say?", NEW) for name in ("Berg", "Okoro"))
    said = [remembering.ask("When did they say that?", NEW.then("?", answer)).text for answer in (berg, okoro)]
    assert said == [berg.text, okoro.text]


def test_no_more_are_remembered_than_may_be():
    asker = SmallAsker()
    remembering = Remembering(asker, crowd=Crowd(), kept=2)
    for name in ("Berg", "Okoro", "Berg", "company", "Berg", "Okoro"):
        remembering.ask(f"What did {name} say?", NEW)
    assert [question.split()[2] for question, _ in asker.asked] == ["Berg", "Okoro", "company", "Okoro"]


def test_a_hurried_answer_holds_for_as_long_as_there_is_a_crowd():
    class Hurried(SmallAsker):
        def ask(self, question, conversation):
            return replace(super().ask(question, conversation), hurried=crowd.is_there)

    asker, crowd = Hurried(), Crowd()
    remembering = Remembering(asker, crowd=crowd)
    with ExitStack() as others:
        for _ in range(CROWDED):
            others.enter_context(crowd.asking())
        first = remembering.ask("What did Okoro say?", NEW)
        assert remembering.ask("What did Okoro say?", NEW) is first
    assert first.hurried
    answers = [remembering.ask("What did Okoro say?", NEW) for _ in range(2)]
    assert [answer.hurried for answer in answers] == [False, False]
    assert len(asker.asked) == 2


def test_a_failure_is_not_remembered():
    asker = SmallAsker()
    remembering = Remembering(asker, crowd=Crowd())
    for _ in range(2):
        with pytest.raises(RuntimeError):
            remembering.ask("raise", NEW)
    assert len(asker.asked) == 2
