"""What the bot says to messages of every kind, on the shipped story."""

from itertools import pairwise

import pytest

from bot import texts
from bot.answer import Outcome
from bot.cleaning import MAX_QUESTION
from bot.conversation import Conversation
from tests.bot.slices import made_up


def _ask(answerer, *messages):
    conversation = Conversation()
    for message in messages:
        answer = answerer.ask(message, conversation)
        conversation = conversation.then(message, answer)
    return answer


@pytest.mark.parametrize(
    ("message", "reply"),
    [
        ("", texts.NO_WORDS),
        (" \u200b\u202e ", texts.NO_WORDS),
        ("🤷‍♂️🎉", texts.NO_WORDS),
        ("\x00\x01", texts.NO_WORDS),
        ("why", texts.ASK_MORE),
        ("who?", texts.ASK_MORE),
        ("Was hat der Präsident gesagt und wann?", texts.OTHER_LANGUAGE),
        ("Что сказал президент?", texts.OTHER_LANGUAGE),
        ("hello", texts.HELLO),
        ("When was the story published?", "The story was published on Wednesday, 9 March 2022."),
    ],
)
def test_a_message_that_asks_nothing_of_the_text_gets_a_plain_reply(shipped, message, reply):
    answer = _ask(shipped, message)
    assert (answer.outcome, answer.text, answer.citations) == (Outcome.CHAT, reply, ())


def test_what_the_story_is_about_is_told_by_its_opening(shipped):
    answer = _ask(shipped, "What is this story about?")
    assert answer.text.startswith("The story says: “The ministry admitted conscripts had been “discovered” in Ukraine")
    assert [c.sentence.index for c in answer.citations] == [1, 0, 2]


@pytest.mark.parametrize(
    ("question", "cited"),
    [
        ("When did Putin reassure the mothers and wives of soldiers?", 1),
        ("When did Putin rule out calling up reservists?", 2),
    ],
)
def test_a_day_that_is_told_from_another_is_worded_so_and_its_passage_cited(shipped, question, cited):
    answer = _ask(shipped, question)
    assert answer.text.startswith("On Tuesday, 8 March 2022 (the day before Igor Konashenkov’s statement): Putin")
    assert any(c.span.of(c.story.text).startswith("The day before") for c in answer.citations[:cited])
    sentences = [c.sentence for c in answer.citations]
    assert len(set(sentences)) == len(sentences)


def test_a_bare_name_lists_what_they_say_and_more_goes_on(shipped):
    first = _ask(shipped, "konashenkov")
    second = _ask(shipped, "konashenkov", "what else did he say?")
    assert [c.speaker for c in (*first.citations, *second.citations)] == ["Igor Konashenkov"] * 6
    starts = [c.span.start for c in (*first.citations, *second.citations)]
    assert starts == sorted(set(starts))


def test_there_is_an_end_to_more(shipped):
    answer = _ask(shipped, "Putin", "what else?", "what else did he say?")
    assert (answer.outcome, answer.text) == (Outcome.NOT_IN_STORY, texts.NO_MORE)


def test_more_of_nothing_is_asked_back(shipped):
    assert _ask(shipped, "What else?").text == texts.ASK_MORE


def test_words_that_several_people_use_are_told_of_each(shipped):
    answer = _ask(shipped, "Who said “special military operation”?")
    assert {c.speaker for c in answer.citations} == {"Igor Konashenkov", "Putin"}
    assert "Igor Konashenkov" in answer.text
    assert "Putin" in answer.text


@pytest.mark.parametrize(
    ("question", "day"),
    [
        ("what did konashenkov say on march 9", "2022-03-09"),
        ("Who spoke on 8 March?", "2022-03-08"),
        ("What did Putin say on March 5?", "2022-03-05"),
    ],
)
def test_a_named_day_is_answered_with_what_was_said_on_it(shipped, question, day):
    answer = _ask(shipped, question)
    assert answer.outcome is Outcome.ANSWER
    assert answer.citations[0].said_on == day


def test_a_passage_that_was_pasted_is_told_to_stand_there(shipped):
    answer = _ask(shipped, "Almost all of these servicemen have already been withdrawn to the territory of Russia")
    assert answer.text.startswith("Word for word. Igor Konashenkov")


@pytest.mark.parametrize(
    "question",
    [
        "Did Putin say “we shall win this war before the end of the summer”?",
        'did the ministry say "no conscripts were sent"?',
    ],
)
def test_words_that_nobody_says_are_told_not_to_stand_there(shipped, question):
    answer = _ask(shipped, question)
    assert (answer.outcome, answer.text) == (Outcome.NOT_IN_STORY, texts.QUOTATION_NOT_FOUND)


def test_an_overlong_question_is_cut_and_that_is_said(shipped):
    answer = _ask(shipped, "What did Putin say about reservists? " + "x " * MAX_QUESTION)
    assert answer.text.endswith(texts.CUT.format(limit=MAX_QUESTION))


def test_nearest_passages_are_at_most_two(shipped):
    answer = _ask(shipped, "Why did Konashenkov resign?")
    assert answer.outcome is Outcome.NOT_IN_STORY
    assert len(answer.citations) <= 2


def test_a_follow_up_to_a_question_without_an_answer_inherits_nothing(shipped):
    answer = _ask(shipped, "Why did Konashenkov resign?", "when?")
    assert answer.text == texts.ASK_MORE


@pytest.mark.parametrize(
    "message",
    [
        "<b>Who</b> said &amp; what?",
        "*Who* said _what_? [x](y)",
        "'; DROP TABLE stories; --",
        "Who said " + "“" * 50,
        "who said " * 400,
        "ﷺ who said it",
        "W\u0300\u0301h\u0302o said so",
        "{0} %s ${x} who said",
    ],
)
def test_odd_wording_never_breaks_an_answer(shipped, message):
    answer = _ask(shipped, message)
    assert made_up(answer, shipped.reading.story.text) == []


@pytest.mark.parametrize("message", ["When did Konashenkov speak?", "Which day did Igor Konashenkov reply?"])
def test_when_somebody_spoke_is_answered_where_all_their_dated_words_are_of_one_day(shipped, message):
    answer = _ask(shipped, message)
    assert answer.text.startswith("On Wednesday, 9 March 2022: Igor Konashenkov")
    assert answer.statements[0].said_on.value == "2022-03-09"


def test_when_somebody_did_something_else_is_not_answered_with_the_day_they_spoke(shipped):
    assert _ask(shipped, "When did Konashenkov resign?").outcome is Outcome.NOT_IN_STORY


def test_reported_words_are_told_in_the_sentence_that_reports_them(shipped):
    answer = _ask(shipped, "What did Konashenkov claim about the return of the conscripts to Russia?")
    claim = "“Konashenkov claimed on Wednesday that the Russian conscripts had been sent back to Russia.”"
    assert answer.text.endswith(f"on Wednesday, 9 March 2022, in the story’s words: {claim}")


def test_a_plain_quotation_is_told_without_who_says_it_again(shipped):
    answer = _ask(shipped, "What did Konashenkov say about withdrawing the servicemen?")
    words = "“Almost all of these servicemen have already been withdrawn to the territory of Russia”"
    assert answer.text.endswith(f"on Wednesday, 9 March 2022: {words}")


def test_a_question_in_words_like_the_story_s_is_not_taken_for_an_altered_passage(shipped):
    answer = _ask(shipped, "Why have almost none of these servicemen been withdrawn to the territory of Russia?")
    assert not answer.text.startswith(texts.ALTERED)


def test_a_follow_up_on_something_else_is_not_answered_by_the_same_passage(shipped):
    first = _ask(shipped, "What did Konashenkov say about withdrawing the servicemen?")
    second = _ask(shipped, "What did Konashenkov say about withdrawing the servicemen?", "and reservists?")
    assert (first.citations[0].sentence.index, second.citations[0].sentence.index) == (9, 5)


@pytest.mark.parametrize(
    ("question", "quoted"),
    [
        ("Which politicians does the story quote?", {"Igor Konashenkov", "Putin"}),
        ("what officials are quoted", {"Igor Konashenkov", "Putin"}),
    ],
)
def test_who_of_a_kind_is_quoted_is_told_of_people_or_of_organisations(shipped, question, quoted):
    answer = _ask(shipped, question)
    assert {c.speaker for c in answer.citations} == quoted
    assert answer.text.startswith("The story quotes ")


def test_which_organisations_are_quoted_leaves_people_out(shipped):
    answer = _ask(shipped, "Which organisations are quoted?")
    assert not {c.speaker for c in answer.citations} & {"Igor Konashenkov", "Putin"}


def test_a_comparison_of_two_speakers_shows_a_passage_of_each_in_the_order_in_which_they_spoke(shipped):
    answer = _ask(shipped, "Do Konashenkov and Putin agree on whether conscripts fight?")
    assert [c.speaker for c in answer.citations].count("Putin") == 1
    assert {c.speaker for c in answer.citations} == {"Igor Konashenkov", "Putin"}
    first, second = answer.text.split("\n")
    assert first.startswith("Putin")
    assert second.startswith("Igor Konashenkov")


def test_a_speaker_is_introduced_once_in_a_list_of_their_words(shipped):
    first, *rest = _ask(shipped, "konashenkov").text.split("\n")
    assert first.startswith("Igor Konashenkov (the spokesman of the Ministry of Defense), ")
    assert [line.startswith("Igor Konashenkov, ") for line in rest] == [True, True]


def test_a_quotation_is_cited_with_the_sentence_that_says_whose_it_is(shipped):
    answer = _ask(shipped, "What did Putin say about reservists?")
    assert answer.text.endswith(": “And there will be no additional calls for reservists.”")
    assert answer.citations[0].text.endswith(
        "Putin said, Reuters reported. “And there will be no additional calls for reservists.”"
    )


def test_no_passage_is_cited_twice(shipped):
    for question in ("What did Konashenkov say about captured servicemen?", "konashenkov", "What did Putin promise?"):
        spans = sorted(c.span for c in _ask(shipped, question).citations)
        assert all(one.end <= other.start for one, other in pairwise(spans))
