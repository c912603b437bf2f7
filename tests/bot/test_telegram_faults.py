"""What goes wrong around the channel: a refused token, outages, a second poller, one chat's poison."""

import asyncio
import logging

import pytest

from bot.telegram import TelegramSettings, TokenRefusedError, serve
from bot.telegram.flood import FloodLimits
from tests.bot.telegram_bot import running_bot
from tests.bot.telegram_server import BotServer, Fault, Json
from tests.bot.telegram_story import SmallAsker, SmallShelf


async def test_a_refused_token_is_one_clear_error_without_the_token(tmp_path):
    server = BotServer()
    await server.start()
    settings = TelegramSettings(token="999:another", api_url=server.url, home=tmp_path)
    with pytest.raises(TokenRefusedError) as caught:
        await serve(SmallShelf(SmallAsker()), settings, stop=asyncio.Event())
    await server.close()
    assert str(caught.value) == (f"{server.url} refused the token in TELEGRAM_BOT_TOKEN: copy it again from @BotFather")


async def test_a_token_revoked_while_the_bot_runs_ends_it_with_the_same_error(tmp_path):
    server = BotServer()
    await server.start()
    settings = TelegramSettings(token=server.token, api_url=server.url, home=tmp_path)
    serving = asyncio.create_task(serve(SmallShelf(SmallAsker()), settings, stop=asyncio.Event()))
    await server.until(lambda: server.polls)
    server.token = "12345:new"
    await server.say("What did Okoro say?")  # ends the poll that waits
    with pytest.raises(TokenRefusedError):
        await serving
    await server.close()


async def test_the_bot_starts_through_an_outage():
    server = BotServer()
    server.fail("getMe", Fault(code=502), Fault(cut="before"))
    async with running_bot(server=server):
        await server.say("What did Okoro say?")
        await server.reply()
    assert len(server.calls("getMe")) == 3


@pytest.mark.parametrize("status", [200, 301, 401, 403, 404, 429, 502])
async def test_the_page_of_a_proxy_is_an_outage_whatever_it_says(status):
    server, page = BotServer(), Fault(code=status, page="<html>No bots here</html>")
    for method in ("getMe", "getUpdates", "sendMessage"):
        server.fail(method, page)
    async with running_bot(server=server):
        await server.say("What did Okoro say?")
        await server.reply()
    assert len(server.replies()) == 1


async def test_one_refusal_of_the_token_is_looked_into_before_it_ends_the_bot():
    server = BotServer()
    async with running_bot(server=server):
        await server.until(lambda: server.polls)
        server.fail("getUpdates", Fault(code=401), Fault(code=404))
        for number in (1, 2, 3):
            await server.say("What did Okoro say?")
            await server.reply(number)


async def test_a_webhook_that_somebody_set_is_taken_away_again():
    server = BotServer()
    conflict = "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete it first"
    async with running_bot(server=server):
        await server.until(lambda: server.polls)
        server.fail("getUpdates", Fault(code=409, description=conflict))
        await server.say("What did Okoro say?")
        await server.say("What did Okoro say?")
        await server.reply(2)
        await server.until(lambda: len(server.calls("deleteWebhook")) == 2)


async def test_a_menu_that_cannot_be_set_is_set_later_and_no_reason_not_to_answer():
    server = BotServer()
    server.fail("setMyCommands", Fault(code=500), Fault(code=429, retry_after=1))
    async with running_bot(server=server):
        await server.say("What did Okoro say?")
        await server.reply()
        await server.until(lambda: len(server.commands) == 2)


async def test_a_second_poller_is_reported_plainly_and_waited_out(caplog):
    async with running_bot() as server:
        await server.until(lambda: server.polls)
        assert await server.poll_from_elsewhere() == []
        await server.say("What did Okoro say?")
        await server.reply()
    lines = [record.getMessage() for record in caplog.records if "409" in record.getMessage()]
    assert lines == ["Another program fetches this bot's updates with the same token (409); waiting until it stops."]


async def test_an_error_in_one_chat_is_said_there_and_stops_no_other(caplog):
    async with running_bot() as server:
        await server.say("raise the bridge", chat=7)
        failed = await server.reply(chat=7)
        await server.say("What did Okoro say?", chat=7)
        await server.say("What did Okoro say?", chat=8)
        assert (await server.reply(2, chat=7))["text"].startswith("Tom Okoro")
        await server.reply(chat=8)
    assert failed["text"] == "Something went wrong on my side, and I could not answer. Please ask again."
    assert "An update failed: RuntimeError" in caplog.messages


async def test_a_blocked_bot_goes_on_for_the_others():
    async with running_bot() as server:
        await server.say("What did Okoro say?", chat=7)
        await server.reply(chat=7)
        server.chats[7].blocked = True
        await server.say("What did Berg say?", chat=7)
        await server.say("What did Okoro say?", chat=8)
        await server.reply(chat=8)
    assert len(server.replies(7)) == 1


async def test_a_question_deleted_meanwhile_is_answered_without_quoting_it():
    asker = SmallAsker(holding=["slowly"])
    async with running_bot(asker) as server:
        question = await server.say("What did Okoro say, slowly?")
        await server.until(lambda: server.calls("sendMessageDraft"))
        del server.chats[7].messages[question["message_id"]]
        asker.release.set()
        reply = await server.reply()
    assert "reply_to_message" not in reply


async def test_neither_the_token_nor_what_users_write_is_logged(caplog):
    caplog.set_level(logging.INFO)
    server = BotServer()
    server.fail("getMe", Fault(code=502))
    server.fail("sendMessage", Fault(code=500), chat=8)
    async with running_bot(server=server):
        await server.say("secret words about Okoro", chat=7)
        await server.say("secret words that raise", chat=8)
        await server.reply(chat=7)
        await server.until(lambda: server.calls("sendMessage", 8))
    ours = [record for record in caplog.records if record.name.startswith("bot.")]
    assert ours
    assert not [r for r in ours if "secret words" in r.getMessage() or server.token in r.getMessage() or r.exc_info]


async def test_a_429_holds_up_its_own_chat_alone_for_as_long_as_told():
    server = BotServer()
    server.fail("sendMessage", Fault(code=429, retry_after=1), chat=7)
    async with running_bot(server=server):
        await server.say("What did Okoro say?", chat=7)
        await server.until(lambda: server.calls("sendMessage", 7))
        for chat in range(100, 120):
            await server.say("What did Okoro say?", chat=chat)
        for chat in range(100, 120):
            await server.reply(chat=chat)
        assert server.replies(7) == []
        await server.reply(chat=7)
    assert len(server.calls("sendMessage", 7)) == 2


async def test_replies_keep_the_pace_that_telegram_asks_for():
    async with running_bot(limits=FloodLimits()) as server:
        for _ in range(5):
            await server.say("What did Okoro say?")
        await server.reply(5)
    first, *_, fourth, fifth = server.times("sendMessage")
    assert fourth - first > 0.9
    assert fifth - first > 1.9


@pytest.mark.parametrize(
    "faults",
    [
        [Fault(code=500)],
        [Fault(code=502), Fault(cut="before")],
        [Fault(code=401), Fault(code=404)],
        [Fault(code=429, retry_after=1), Fault(code=503)],
    ],
)
async def test_a_reply_that_failed_on_the_way_is_sent_again_until_it_arrives(faults):
    server = BotServer()
    server.fail("sendMessage", *faults)
    async with running_bot(server=server):
        await server.say("What did Okoro say?")
        await server.reply()
    assert len(server.calls("sendMessage")) == len(faults) + 1
    assert len(server.replies()) == 1


async def test_a_reply_whose_arrival_is_unknown_is_sent_again():
    server = BotServer()
    server.fail("sendMessage", Fault(cut="after"))
    async with running_bot(server=server):
        await server.say("What did Okoro say?")
        await server.reply(2)
    assert server.replies()[0]["text"] == server.replies()[1]["text"]


async def test_what_the_server_refuses_is_not_sent_again_and_the_chat_goes_on(caplog):
    server = BotServer()
    server.fail("sendMessage", Fault(code=400))
    async with running_bot(server=server):
        await server.say("What did Okoro say?")
        await server.say("What did Berg say?")
        reply = await server.reply()
    assert reply["text"].startswith("Anna Berg")
    assert len(server.calls("sendMessage")) == 2
    assert "An update failed: BadRequest" in caplog.messages


async def test_a_group_that_became_a_supergroup_gets_its_answer_there_with_buttons_that_work():
    server = BotServer()
    async with running_bot(server=server):
        await server.say("@record_test_bot what did Okoro say?", chat=-100500, user=1, kind="supergroup")
        await server.reply(chat=-100500)
        server.fail("sendMessage", Fault(code=400, migrated_to=-100500), chat=-5)
        await server.say("@record_test_bot what did Berg say?", chat=-5, user=1, kind="group")
        reply = await server.reply(2, chat=-100500)
        assert await server.notice(await server.tap(reply, "[2] in context", user=1)) is None
        context = server.replies(-100500)[1]["text"]
        await server.notice(await server.tap(reply, "‹ Back", user=1))
        await server.say("@record_test_bot when did she say that?", chat=-100500, user=1)
        follow_up = await server.reply(3, chat=-100500)
    assert reply["text"].startswith("Anna Berg")
    assert context.startswith("In context")
    assert follow_up["text"].startswith("Anna Berg")


async def test_a_repeated_update_is_answered_once_and_late_ones_are_answered_too():
    async with running_bot() as server:
        first = await server.say("What did Okoro say?")
        await server.reply()
        await server.push({"message": first}, update_id=1000)
        await server.push({"message": await server.say("What did Berg say?", chat=8)}, update_id=1001)
        late = {**first, "message_id": 99, "text": "What did the company say?"}
        await server.push({"message": late}, update_id=990)
        assert (await server.reply(2))["text"].startswith("The ferry company")
    assert len(server.replies(7)) == 2
    assert len(server.replies(8)) == 1


async def test_updates_that_are_numbered_anew_from_a_lower_number_are_answered(tmp_path):
    async with running_bot(home=tmp_path) as server:
        first = await server.say("What did Okoro say?")
        await server.reply()
    again = server.successor()
    async with running_bot(server=again, home=tmp_path):
        for number in (1, 2, 1000):
            message = {**first, "message_id": 100 + number, "text": f"What did Okoro say in {number}?"}
            await again.push({"message": message}, update_id=number)
        await again.reply(4)


async def test_what_is_no_update_is_left_out_and_the_rest_of_its_batch_answered(caplog):
    server = BotServer()
    batch: list[Json] = [{"message": {}}, {"message": {"text": "secret words"}}, {"message": 5}, {"brand_new": {}}]
    for junk in batch:
        await server.push(junk)
    await server.say("What did Okoro say?")
    async with running_bot(server=server):
        await server.reply()
        await server.until(lambda: server.waiting == 0)
    assert caplog.messages.count("The server sent what is not an update; it is left out.") == 3
    assert not [record for record in caplog.records if "secret words" in record.getMessage()]


async def test_somebody_who_asks_too_much_is_told_once_and_nobody_else_is_held_up():
    async with running_bot(questions_per_minute=2) as server:
        for _ in range(6):
            await server.say("What did Okoro say?", chat=7)
        await server.say("What did Okoro say?", chat=8)
        told = await server.reply(3, chat=7)
        await server.reply(chat=8)
        await server.until(lambda: server.waiting == 0)
    assert told["text"].startswith("That is more than 2 questions in a minute. I'll read on in ")
    assert len(server.replies(7)) == 3
