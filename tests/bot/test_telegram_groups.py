"""The bot in groups: it replies when it is meant, and is silent otherwise."""

from typing import Any

import pytest

from tests.bot.telegram_bot import running_bot

GROUP: dict[str, Any] = {"chat": -5, "user": 1, "kind": "supergroup"}


async def test_what_members_say_to_each_other_gets_no_reply():
    overheard = ["What did Okoro say?", "🙂", "@record_test_bot_fan what did Okoro say?", "/who@another_bot", "/dance"]
    async with running_bot() as server:
        for text in overheard:
            await server.say(text, **GROUP)
        await server.say("@Record_Test_Bot what did Berg say?", **GROUP)
        assert (await server.reply(chat=-5))["text"].startswith("Anna Berg")
    assert len(server.replies(-5)) == 1


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("@record_test_bot what did Okoro say?", "what did Okoro say?"),
        ("What did Okoro say, @RECORD_TEST_BOT", "What did Okoro say,"),
    ],
)
async def test_a_mention_is_taken_out_of_the_question(text, asked):
    async with running_bot() as server:
        await server.say(text, **GROUP)
        await server.reply(chat=-5)
        await server.tap(server.replies(-5)[0], "👍")
        await server.say("@record_test_bot", **GROUP)
        reply = await server.reply(2, chat=-5)
    assert reply["text"].startswith("I can only read questions in words.")


async def test_a_reply_to_the_bot_is_a_question():
    async with running_bot() as server:
        await server.say("@record_test_bot what did Okoro say?", **GROUP)
        first = await server.reply(chat=-5)
        await server.say("When did he say that?", reply_to=first["message_id"], **GROUP)
        assert (await server.reply(2, chat=-5))["text"].startswith("Tom Okoro")


async def test_a_reply_to_somebody_else_is_not():
    async with running_bot() as server:
        other = await server.say("Fish?", **GROUP)
        await server.say("What did Okoro say?", reply_to=other["message_id"], **GROUP)
        await server.say("/help@record_test_bot", **GROUP)
        assert (await server.reply(chat=-5))["text"].startswith("Send me a question")


async def test_commands_are_followed_and_unknown_ones_only_if_they_name_the_bot():
    async with running_bot() as server:
        await server.say("/dance@record_test_bot", **GROUP)
        await server.say("/who", **GROUP)
        replies = [await server.reply(1, chat=-5), await server.reply(2, chat=-5)]
    assert [reply["text"][:12] for reply in replies] == ["I don't know", "Quoted in Br"]


async def test_members_have_conversations_of_their_own():
    async with running_bot() as server:
        await server.say("@record_test_bot what did Okoro say?", **GROUP)
        await server.say("@record_test_bot when did he say that?", **(GROUP | {"user": 2}))
        await server.say("@record_test_bot when did he say that?", **GROUP)
        other, same = await server.reply(2, chat=-5), await server.reply(3, chat=-5)
    assert other["text"].startswith("The story does not say.")
    assert same["text"].startswith("Tom Okoro")


async def test_replies_stay_in_their_forum_topic():
    async with running_bot() as server:
        await server.say("@record_test_bot what did Okoro say?", thread=44, **GROUP)
        first = await server.reply(chat=-5)
        await server.tap(first, "Who is that?")
        second = await server.reply(2, chat=-5)
    assert [first["message_thread_id"], second["message_thread_id"]] == [44, 44]


async def test_other_bots_get_no_reply_and_admins_who_are_anonymous_do():
    bot: dict[str, Any] = {"from": {"id": 99, "is_bot": True, "first_name": "Echo", "username": "echo_bot"}}
    admin: dict[str, Any] = {"sender_chat": {"id": -5, "type": "supergroup", "title": "Readers"}}
    admin["from"] = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}
    async with running_bot() as server:
        await server.say("@record_test_bot what did Okoro say?", **GROUP, **bot)
        await server.say("/help@record_test_bot", **GROUP, **bot)
        await server.say("What did Okoro say?", chat=99, **bot)
        await server.say("@record_test_bot what did Berg say?", **GROUP, **admin)
        await server.until(lambda: server.calls("sendMessage"))
        await server.say("What did Okoro say?", chat=8)
        await server.reply(chat=8)
    berg, okoro = server.calls("sendMessage")
    assert (berg["chat_id"], okoro["chat_id"]) == ("-5", "8")


async def test_a_group_that_becomes_a_supergroup_keeps_its_conversations():
    async with running_bot() as server:
        await server.say("@record_test_bot what did Okoro say?", chat=-5, user=1, kind="group")
        await server.reply(chat=-5)
        await server.say(chat=-5, user=1, migrate_to_chat_id=-100500)
        await server.say(chat=-100500, user=1, kind="supergroup", migrate_from_chat_id=-5)
        await server.say("@record_test_bot when did he say that?", chat=-100500, user=1)
        assert (await server.reply(chat=-100500))["text"].startswith("Tom Okoro")


async def test_posts_of_a_channel_get_no_reply():
    channel = {"id": -1009, "type": "channel", "title": "News"}
    post = {"message_id": 1, "date": 1, "chat": channel, "sender_chat": channel, "text": "@record_test_bot what?"}
    async with running_bot() as server:
        await server.push({"channel_post": post})
        await server.push({"edited_channel_post": post | {"edit_date": 2}})
        await server.say("What did Okoro say?")
        await server.reply()
    assert len(server.calls("sendMessage")) == 1
