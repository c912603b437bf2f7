"""Updates by webhook, the health of the process, and its metrics, over real HTTP."""

import asyncio
import io
import re
import socket
from contextlib import asynccontextmanager

import pytest
from aiohttp import ClientSession

from bot.telegram import SettingError, TelegramSettings, serve
from bot.telegram.settings import Address
from tests.bot.telegram_bot import running_bot
from tests.bot.telegram_server import BotServer, Fault
from tests.bot.telegram_story import SmallAsker, SmallShelf


def free_address() -> Address:
    """An address on loopback where nothing listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return Address("127.0.0.1", probe.getsockname()[1])


@asynccontextmanager
async def webhook_bot(server=None):
    """A bot that takes updates by webhook; gives the server and where the bot listens."""
    listen = free_address()
    async with running_bot(
        server=server, webhook="https://bot.example.org/hook", webhook_secret="s3cret_-", listen=listen
    ) as running:
        await running.until(lambda: running.webhook)
        yield running, f"http://{listen}"


async def fetched(url: str) -> tuple[int, str]:
    """The status and the text at `url`."""
    async with ClientSession() as session, session.get(url) as response:
        return response.status, await response.text()


async def test_updates_come_by_webhook_and_are_answered():
    async with webhook_bot() as (server, address):
        await server.say("What did Okoro say?")
        assert await server.deliver(address) == [200]
        assert (await server.reply())["text"].startswith("Tom Okoro")
    assert server.webhook["url"] == "https://bot.example.org/hook"
    assert server.polls == 0


@pytest.mark.parametrize("secret", ["", "s3cret", "s3cret_-x", "né"])
async def test_whoever_does_not_know_the_secret_is_refused(secret):
    async with webhook_bot() as (server, address):
        await server.say("What did Okoro say?")
        assert await server.deliver(address, secret=secret) == [403]
    assert server.replies() == []


async def test_a_repeated_delivery_is_answered_once():
    async with webhook_bot() as (server, address):
        message = await server.say("What did Okoro say?")
        await server.deliver(address)
        await server.push({"message": message}, update_id=1000)
        assert await server.deliver(address) == [200]
        await server.say("What did Berg say?")
        await server.deliver(address)
        assert (await server.reply(2))["text"].startswith("Anna Berg")


async def test_what_is_no_update_is_refused_and_stops_nothing():
    async with webhook_bot() as (server, address):
        headers = {"X-Telegram-Bot-Api-Secret-Token": "s3cret_-"}
        async with ClientSession() as session:
            for body in (b"", b"[]", b"{}", b"\xff", b'{"update_id": "1"}', b"[" * 100_000):
                async with session.post(f"{address}/hook", data=body, headers=headers) as response:
                    assert response.status == 400
            unreadable = b'{"update_id": 1, "message": {}}'  # would come again and again if it were refused
            async with session.post(f"{address}/hook", data=unreadable, headers=headers) as response:
                assert response.status == 200
            async with session.post(f"{address}/hook", data=io.BytesIO(b"x" * 2_000_000), headers=headers) as response:
                assert response.status == 413
        await server.say("What did Okoro say?")
        await server.deliver(address)
        await server.reply()


async def test_a_webhook_that_cannot_be_set_at_once_is_set_later():
    server = BotServer()
    server.fail("setWebhook", Fault(code=502))
    async with webhook_bot(server):
        assert len(server.calls("setWebhook")) == 2


async def test_health_is_good_once_the_bot_has_reached_telegram():
    server = BotServer()
    server.fail("getMe", Fault(code=502))
    listen = free_address()
    async with running_bot(server=server, listen=listen):
        await server.until(lambda: server.calls("getMe"))
        assert await fetched(f"http://{listen}/healthz") == (503, '{"status": "unavailable"}')
        await server.say("What did Okoro say?")
        await server.reply()
        assert await fetched(f"http://{listen}/healthz") == (200, '{"status": "ok"}')


async def test_metrics_count_what_happens_and_tell_nothing_of_whom_or_what():
    server = BotServer()
    listen = free_address()
    server.fail("sendMessage", Fault(code=500), chat=7)
    async with running_bot(server=server, listen=listen):
        await server.say("What did Okoro say?", chat=7)
        await server.say("Who pays?", chat=8)
        await server.say("raise it", chat=9)
        for chat in (7, 8, 9):
            await server.reply(chat=chat)
        await server.say("/help", chat=8)
        await server.reply(2, chat=8)
        _, text = await fetched(f"http://{listen}/metrics")
    counts = dict(re.findall(r"^(ontherecord_\S+) (\S+)$", text, re.MULTILINE))
    assert counts["ontherecord_updates_total"] == "4.0"
    assert counts['ontherecord_questions_total{outcome="answer"}'] == "1.0"
    assert counts['ontherecord_questions_total{outcome="not_in_story"}'] == "1.0"
    assert counts['ontherecord_errors_total{type="RuntimeError"}'] == "1.0"
    assert counts['ontherecord_retries_total{reason="NetworkError"}'] == "1.0"
    assert counts["ontherecord_answer_seconds_count"] == "2.0"
    assert float(counts["ontherecord_queue"]) <= 1.0
    assert float(counts["ontherecord_hurried"]) == 0.0
    assert not re.search(r"Okoro|pays", text)


async def test_an_address_that_is_taken_is_one_clear_error(tmp_path):
    server = BotServer()
    await server.start()
    host, port = server.url.removeprefix("http://").split(":")
    listen = Address(host, int(port))
    settings = TelegramSettings(token=server.token, api_url=server.url, home=tmp_path, listen=listen)
    with pytest.raises(SettingError, match=r"--listen is 127\.0\.0\.1:\d+, where the bot cannot listen"):
        await serve(SmallShelf(SmallAsker()), settings, stop=asyncio.Event())
    await server.close()
