"""Crashes and stops of the whole process: no question is lost."""

import asyncio
import os
import re
import signal
import sys

import pytest

from tests.bot.telegram_process import BotProcess
from tests.bot.telegram_server import BotServer


@pytest.fixture
async def server():
    running = BotServer()
    await running.start()
    yield running
    await running.close()
    assert running.violations == []


def answered(server: BotServer, chats: range) -> int:
    """How many of the chats have an answer."""
    return sum(1 for chat in chats if server.replies(chat))


async def test_kill_in_a_burst_with_more_while_down_loses_no_question(server, tmp_path):
    bot, chats = BotProcess(server, tmp_path), range(100, 130)
    await bot.start()
    for chat in chats[:25]:
        await server.say("What did Okoro say?", chat=chat)
    await server.until(lambda: answered(server, chats) >= 5)
    await bot.kill()
    for chat in chats[25:]:
        await server.say("What did Okoro say?", chat=chat)
    await bot.start()
    await server.until(lambda: answered(server, chats) == 30)
    assert all(reply["text"].startswith("Tom Okoro") for chat in chats for reply in server.replies(chat))
    await bot.kill()


async def test_a_kill_before_any_update_is_answered_loses_none(server, tmp_path):
    bot, chats = BotProcess(server, tmp_path), range(100, 110)
    for chat in chats:
        await server.say("What did Okoro say?", chat=chat)
    await bot.start()
    await server.until(lambda: server.confirmed >= 10)  # Telegram has forgotten them
    await bot.kill()
    await bot.start()
    await server.until(lambda: answered(server, chats) == 10)
    await bot.kill()


async def test_a_follow_up_is_understood_after_a_crash(server, tmp_path):
    bot = BotProcess(server, tmp_path)
    await bot.start()
    await server.say("What did Okoro say?")
    await server.reply()
    await bot.kill()
    await bot.start()
    await server.say("When did he say that?")
    assert (await server.reply(2))["text"].startswith("Tom Okoro")
    await bot.kill()


async def test_what_crashes_the_process_three_times_is_set_aside_with_a_notice(server, tmp_path):
    bot = BotProcess(server, tmp_path)
    await server.say("please crash", chat=7)
    await server.say("What did Okoro say?", chat=7)
    await server.say("What did Berg say?", chat=8)
    for _ in range(3):
        await bot.start()
        assert await bot.ended() == -9
    await bot.start()
    notice, after = await server.reply(1, chat=7), await server.reply(2, chat=7)
    assert notice["text"] == "I could not deal with this message, and have put it aside. Please ask in other words."
    assert after["text"].startswith("Tom Okoro")
    assert (await server.reply(chat=8))["text"].startswith("Anna Berg")
    await bot.kill()


async def test_sigterm_answers_what_was_taken_over_and_ends_with_code_0(server, tmp_path):
    bot, chats = BotProcess(server, tmp_path), range(100, 120)
    await bot.start()
    for chat in chats:
        await server.say("What did Okoro say?", chat=chat)
    await server.until(lambda: answered(server, chats) >= 1)
    code, errors = await bot.stop()
    assert code == 0
    assert server.waiting == 20 - answered(server, chats)  # the rest Telegram still has
    assert not re.search(r"Traceback|Okoro|TEST-TOKEN", errors)


async def test_a_second_process_on_the_same_state_waits_until_the_first_ends(server, tmp_path):
    first, second = BotProcess(server, tmp_path), BotProcess(server, tmp_path)
    await first.start()
    await server.until(lambda: server.polls)
    await second.start()
    await server.say("What did Okoro say?")
    await server.reply()
    await first.stop()
    await server.say("What did Berg say?")
    assert (await server.reply(2))["text"].startswith("Anna Berg")
    _, errors = await second.stop()
    assert len(server.replies()) == 2
    assert "waiting" not in errors or "Another process of this bot runs" in errors


async def test_sigterm_while_a_story_is_read_ends_the_reading_too(shipped_home, tmp_path):
    (tmp_path / "encoders").symlink_to(shipped_home / "encoders")
    environment = os.environ | {"ON_THE_RECORD_HOME": str(tmp_path), "TELEGRAM_BOT_TOKEN": "1:token"}
    bot = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot.cli", "telegram", env=environment, stderr=asyncio.subprocess.PIPE
    )
    assert bot.stderr is not None
    assert "reading" in (await bot.stderr.readline()).decode()
    bot.send_signal(signal.SIGTERM)
    assert await bot.wait() == 0
    assert not list((tmp_path / "stories").glob("*/manifest.json"))
