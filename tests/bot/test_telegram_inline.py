"""Inline mode and deep links."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.telegram.links import linked_question, start_parameter
from tests.bot.telegram_bot import running_bot
from tests.bot.telegram_story import PARAGRAPHS


async def test_an_inline_question_offers_the_passages_with_who_and_when():
    async with running_bot() as server:
        answer = await server.query("What did Berg say?")
    assert [(r["title"], r["description"]) for r in answer["results"]] == [
        ("Anna Berg · Monday, 11 March 2024", PARAGRAPHS[0]),
        ("Anna Berg · Monday, 11 March 2024", PARAGRAPHS[1]),
    ]
    sent = answer["results"][1]["input_message_content"]["shown"]
    source = "— Anna Berg · Monday, 11 March 2024 · Bridge <closed> & barred"
    assert sent["text"] == f"{PARAGRAPHS[1]}\n{source}"
    assert sent["entities"][0]["type"] == "blockquote"


async def test_before_anything_is_typed_one_statement_of_each_speaker_is_offered():
    async with running_bot() as server:
        answer = await server.query("")
    titles = ["Anna Berg · Monday, 11 March 2024", "Tom Okoro", "The ferry company"]
    assert [result["title"] for result in answer["results"]] == titles


async def test_a_user_who_types_too_much_is_offered_nothing_for_a_while():
    async with running_bot(questions_per_minute=1) as server:
        answers = [await server.query("What did Berg say?") for _ in range(4)]
        other = await server.query("What did Berg say?", user=8)
    assert [len(answer["results"]) for answer in answers] == [2, 2, 2, 0]
    assert answers[-1]["button"]["text"] == "That was fast. Type on in a minute"
    assert len(other["results"]) == 2


async def test_what_the_story_does_not_say_offers_nothing_but_the_way_to_ask_in_private():
    async with running_bot() as server:
        answer = await server.query("Who pays?")
        await server.say(f"/start {answer['button']['start_parameter']}")
        reply = await server.reply()
    assert answer["results"] == []
    assert reply["text"].startswith("Who pays\n\nThe story does not say.")


@pytest.mark.parametrize(
    "parameter", ["q_What_did_Okoro_say", "q_V2hhdCBkaWQgT2tvcm8gc2F5Pw", "q64_V2hhdCBkaWQgT2tvcm8gc2F5Pw"]
)
async def test_a_deep_link_opens_with_its_question(parameter):
    async with running_bot() as server:
        await server.say(f"/start {parameter}")
        reply = await server.reply()
    assert reply["text"].startswith("What did Okoro say")
    assert "Tom Okoro <said> so." in reply["text"]


@pytest.mark.parametrize("parameter", ["", "x", "q_", "q64_", "q64_%%%", "q64__w", "ref123"])
def test_a_link_without_a_question_opens_the_start(parameter):
    assert linked_question(parameter) is None


@given(st.text())
def test_any_question_makes_a_parameter_that_telegram_takes(question):
    parameter = start_parameter(question)
    assert len(parameter) <= 64
    assert set(parameter) <= set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-")


@pytest.mark.parametrize("question", ["Who is quoted", "Qu'a dit Poutine", "Was sagte Müller über die Brücke"])
def test_a_short_question_comes_back_from_its_link(question):
    assert linked_question(start_parameter(question + "?")) == question
