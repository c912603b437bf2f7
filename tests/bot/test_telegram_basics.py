"""The channel as a reader meets it, over real HTTP against a strict Bot API server."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from corpus.statement import Reading
from tests.bot.telegram_bot import running_bot
from tests.bot.telegram_server import BotServer, Fault, Json, buttons_of
from tests.bot.telegram_story import PARAGRAPHS, SmallAsker, read_story


def quoted_in(message: Json) -> list[str]:
    """The texts of a message's blockquotes."""
    raw = message["text"].encode("utf-16-le")
    return [
        raw[2 * e["offset"] : 2 * (e["offset"] + e["length"])].decode("utf-16-le")
        for e in message.get("entities", ())
        if "blockquote" in e["type"]
    ]


async def test_a_question_is_answered_with_its_passages_as_a_reply_to_it():
    async with running_bot() as server:
        question = await server.say("What did Berg say?")
        reply = await server.reply()
    assert reply["text"] == (
        "Anna Berg <said> so. [1]\n\n"
        f"[1] Anna Berg · Monday, 11 March 2024 · paragraph 1\n{PARAGRAPHS[0]}\n\n"
        f"[2] Anna Berg · Monday, 11 March 2024 · paragraph 2\n{PARAGRAPHS[1]}"
    )
    assert quoted_in(reply) == [PARAGRAPHS[0], PARAGRAPHS[1]]
    assert reply["reply_to_message"]["message_id"] == question["message_id"]


async def test_a_passage_past_three_lines_can_be_expanded_and_a_short_one_stands_open():
    async with running_bot() as server:
        await server.say("What did the company say?")
        await server.say("What did Okoro say?")
        long, short = await server.reply(1), await server.reply(2)
    assert [e["type"] for e in long["entities"]] == ["bold", "expandable_blockquote"]
    assert [e["type"] for e in short["entities"]] == ["bold", "blockquote"]


async def test_nearest_passages_are_marked_as_no_answer():
    async with running_bot() as server:
        await server.say("Who pays?")
        reply = await server.reply()
    text = "The story does not say.\n\nThe nearest passages, which are not an answer:\n\n[1] paragraph 1\n"
    assert reply["text"] == text + PARAGRAPHS[0]


async def test_start_says_which_story_and_offers_questions_as_buttons():
    async with running_bot() as server:
        await server.say("/start")
        start = await server.reply()
        await server.tap(start, "Who is Tom Okoro?")
        answer = await server.reply(2)
    assert "The story: Bridge <closed> & barred (Tuesday, 12 March 2024)" in start["text"]
    assert [b["text"] for b in buttons_of(start)] == ["What did Anna Berg say?", "Who is Tom Okoro?", "Who is quoted?"]
    assert answer["text"].startswith("Who is Tom Okoro?\n\nTom Okoro <said> so.")


async def test_help_names_every_command_of_the_menus_by_scope():
    async with running_bot() as server:
        await server.say("/help")
        reply = await server.reply()
        await server.until(lambda: len(server.commands) == 2)
    private = {command["command"] for command in server.commands["all_private_chats"]}
    assert private == {"start", "help", "who", "timeline", "stories", "about", "privacy", "date"}
    assert {command["command"] for command in server.commands["all_group_chats"]} < private
    assert all(f"/{command} – " in reply["text"] for command in private - {"start"})


async def test_about_says_where_the_story_comes_from_and_how_answers_are_made():
    async with running_bot() as server:
        await server.say("/about")
        reply = await server.reply()
    assert reply["text"].startswith(
        "Bridge <closed> & barred (Tuesday, 12 March 2024)\n"
        "It has 4 statements by 3 people and organisations.\n\nHow answers are made: "
    )


async def test_who_lists_the_most_quoted_first():
    async with running_bot() as server:
        await server.say("/who")
        reply = await server.reply()
    assert reply["text"].split("\n") == [
        "Quoted in Bridge <closed> & barred",
        "• Anna Berg (Mayor) – 2 statements",
        "• Tom Okoro (who sells fish) – 1 statement",
        "• The ferry company – 1 statement",
    ]


async def test_timeline_gives_the_statements_by_day_and_the_undated_last():
    async with running_bot() as server:
        await server.say("/timeline")
        reply = await server.reply()
    assert reply["text"].split("\n\n") == [
        "Bridge <closed> & barred",
        f"Monday, 11 March 2024\nAnna Berg\n{PARAGRAPHS[0]}\nAnna Berg\n{PARAGRAPHS[1]}",
        f"No day given\nTom Okoro\n{PARAGRAPHS[2]}\nThe ferry company\n{PARAGRAPHS[3]}",
    ]
    assert quoted_in(reply) == list(PARAGRAPHS)


async def test_a_follow_up_is_understood_in_its_own_chat_only():
    async with running_bot() as server:
        await server.say("What did Okoro say?", chat=7)
        await server.reply(1, chat=7)
        await server.say("When did he say that?", chat=8)
        await server.say("When did he say that?", chat=7)
        other, same = await server.reply(1, chat=8), await server.reply(2, chat=7)
    assert other["text"].startswith("The story does not say.")
    assert same["text"].startswith("Tom Okoro")


async def test_questions_of_a_chat_are_answered_in_order_and_others_do_not_wait():
    asker = SmallAsker(holding=["slowly"])
    async with running_bot(asker) as server:
        await server.say("What did Berg say, slowly?", chat=7)
        await server.say("What did Okoro say?", chat=7)
        await server.say("What did Okoro say?", chat=8)
        await server.reply(chat=8)
        assert server.replies(7) == []
        asker.release.set()
        first, second = await server.reply(1), await server.reply(2)
    assert first["text"].startswith("Anna Berg")
    assert second["text"].startswith("Tom Okoro")


async def test_answering_leaves_the_event_loop():
    asker = SmallAsker()
    async with running_bot(asker) as server:
        await server.say("What did Okoro say?")
        await server.reply()
    assert all(name.startswith("answer") for name in asker.threads)


async def test_the_bot_shows_a_draft_while_an_answer_takes_long():
    asker = SmallAsker(holding=["slowly"])
    async with running_bot(asker) as server:
        question = await server.say("What did Okoro say, slowly?")
        await server.until(lambda: server.calls("sendMessageDraft", 7))
        asker.release.set()
        await server.reply()
    (draft,) = server.calls("sendMessageDraft")
    assert (draft["draft_id"], draft["text"]) == (str(question["message_id"]), "Looking it up in the story …")
    assert server.calls("sendChatAction") == []


@pytest.mark.parametrize("chat", [{"chat": -5, "kind": "supergroup"}, {"chat": 7}])
async def test_the_bot_shows_that_it_is_typing_where_drafts_cannot_be(chat):
    asker, server = SmallAsker(holding=["slowly"]), BotServer()
    server.fail("sendMessageDraft", Fault(code=404))
    async with running_bot(asker, server=server):
        await server.say("@record_test_bot what did Okoro say, slowly?", **chat)
        await server.until(lambda: server.calls("sendChatAction", chat["chat"]))
        asker.release.set()
        await server.reply(chat=chat["chat"])
    assert {call["action"] for call in server.calls("sendChatAction")} == {"typing"}


async def test_a_day_is_an_entity_that_readers_can_tap_and_stands_in_words():
    async with running_bot() as server:
        await server.say("What did Berg say?")
        reply = await server.reply()
    day = next(entity for entity in reply["entities"] if entity["type"] == "date_time")
    assert day["unix_time"] == datetime(2024, 3, 11, 12, tzinfo=UTC).timestamp()
    assert reply["text"][day["offset"] :][: day["length"]] == "Monday, 11 March 2024"


async def test_a_server_that_does_not_know_days_gets_the_words_alone():
    server = BotServer()
    server.fail("sendMessage", Fault(code=400, description="Bad Request: can't parse entities: Unsupported start tag"))
    async with running_bot(server=server):
        await server.say("What did Berg say?")
        await server.say("What did Berg say?")
        replies = [await server.reply(1), await server.reply(2)]
    assert {entity["type"] for reply in replies for entity in reply["entities"]} == {"bold", "blockquote"}
    assert len(server.calls("sendMessage")) == 3


async def test_messages_without_words_get_one_friendly_line():
    odd: list[Json] = [
        {"photo": [{"file_id": "a", "file_unique_id": "b", "width": 1, "height": 1}]},
        {"voice": {"file_id": "a", "file_unique_id": "b", "duration": 1}},
        {"location": {"latitude": 1.0, "longitude": 2.0}},
        {"text": "🙂🙂🙂"},
        {"text": "?!…"},
    ]
    async with running_bot() as server:
        for number, fields in enumerate(odd, start=1):
            await server.say(chat=100 + number, **fields)
            reply = await server.reply(chat=100 + number)
            assert reply["text"] == (
                "I can only read questions in words. Ask me, for instance: “What did Anna Berg say?”"
            )


async def test_the_caption_of_a_picture_is_a_question():
    photo = [{"file_id": "a", "file_unique_id": "b", "width": 1, "height": 1}]
    async with running_bot() as server:
        await server.say(photo=photo, caption="What did Okoro say?")
        assert (await server.reply())["text"].startswith("Tom Okoro")


async def test_an_album_gets_one_reply():
    photo = [{"file_id": "a", "file_unique_id": "b", "width": 1, "height": 1}]
    async with running_bot() as server:
        for _ in range(3):
            await server.say(photo=photo, media_group_id="1")
        await server.say(photo=photo, media_group_id="2", caption="What did Okoro say?")
        await server.say(photo=photo, media_group_id="2")
        await server.say("What did Berg say?")
        replies = [(await server.reply(number))["text"][:9] for number in (1, 2, 3)]
    assert replies == ["I can onl", "Tom Okoro", "Anna Berg"]


async def test_an_unknown_command_points_to_help():
    async with running_bot() as server:
        await server.say("/dance")
        assert "/help" in (await server.reply())["text"]


async def test_service_messages_are_no_questions():
    async with running_bot() as server:
        await server.say(chat=-5, kind="supergroup", new_chat_title="Fish")
        await server.say("What did Okoro say?")
        await server.reply()
    assert server.replies(-5) == []


async def test_hostile_and_long_words_come_back_as_answers():
    texts = ["<b>Okoro", "</blockquote>Okoro & co &amp;", "Okoro " * 682, "\u202eOkoro\u200f", "Okoro\ud800"]
    async with running_bot() as server:
        for number, text in enumerate(texts, start=1):
            await server.say(text, chat=100 + number)
            assert (await server.reply(chat=100 + number))["text"].startswith("Tom Okoro")
        await server.until(lambda: server.waiting == 0)
    assert len(server.calls("sendMessage")) == len(texts)


async def test_a_long_answer_takes_several_messages_and_cuts_no_passage():
    paragraphs = tuple(f"Berg said {n}: " + "“" + "on and 🐟 on " * 80 + "”" for n in range(9))
    async with running_bot(SmallAsker(_berg_only(paragraphs))) as server:
        await server.say("What did Berg say?")
        await server.until(lambda: sum(len(quoted_in(r)) for r in server.replies()) == 9)
        replies = server.replies()
    assert len(replies) > 1
    assert [q for r in replies for q in quoted_in(r)] == list(paragraphs)


async def test_a_title_as_long_as_a_text_is_shortened():
    title = "A bridge <too> far & 🐟 " * 300
    async with running_bot(SmallAsker(read_story(title=title))) as server:
        for number, text in enumerate(("/start", "/help", "/about", "/stories"), start=1):
            await server.say(text)
            assert "A bridge <too> far & 🐟" in (await server.reply(number))["text"]
        await server.say("/timeline")
        await server.tap(await server.reply(5), "As a picture")
        assert "A bridge" in (await server.reply(6))["caption"]
        results = (await server.query("What did Berg say?"))["results"]
    assert "A bridge" in results[0]["input_message_content"]["shown"]["text"]


async def test_a_passage_longer_than_a_message_is_sent_whole_in_further_messages():
    passage = "“" + " ".join(f"word{n}" for n in range(900)) + "”"
    async with running_bot(SmallAsker(_berg_only((passage,)))) as server:
        await server.say("What did Berg say?")
        await server.until(lambda: any(r["text"].endswith("word899”") for r in server.replies()))
    assert " ".join(q for r in server.replies() for q in quoted_in(r)) == passage


def _berg_only(paragraphs: tuple[str, ...]) -> Reading:
    reading = read_story(paragraphs)
    story = reading.story
    statement = reading.statements[0]
    said = tuple(replace(statement, parts=(sentence.span,)) for sentence in story.sentences)
    return replace(reading, statements=said)
