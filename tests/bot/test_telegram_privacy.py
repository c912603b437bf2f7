"""What is kept of readers, for how long, and what they can have deleted."""

import csv
import io
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from bot.answer import Answer, Outcome
from bot.telegram.conversations import ChatKey
from bot.telegram.database import Database, open_database
from bot.telegram.edition import Edition
from bot.telegram.editions import Editions
from bot.telegram.feedback import write_opinions
from bot.telegram.own import OwnStories
from bot.telegram.shown import Shown, ShownAnswers
from tests.bot.telegram_bot import running_bot
from tests.bot.telegram_clock import Clock
from tests.bot.telegram_story import SmallAsker, SmallShelf

EDITION = Edition(SmallAsker())
SHOWN = Shown(
    key=ChatKey(7),
    edition=EDITION,
    messages=(11, 12),
    replies_to=10,
    question="Who?",
    answer=Answer(outcome=Outcome.ANSWER, text="Anna Berg."),
    told=(0, 3),
)


def written(home) -> bytes:
    """Everything in the bot's state."""
    return b"".join(path.read_bytes() for path in home.rglob("*.sqlite3*"))


async def test_privacy_says_what_is_kept_and_its_button_deletes_it(tmp_path):
    async with running_bot(home=tmp_path) as server:
        await server.say("What did Okoro say, in secret?")
        answer = await server.reply()
        await server.say("/privacy")
        privacy = await server.reply(2)
        assert b"in secret" in written(tmp_path)
        await server.tap(privacy, "Delete it now")
        assert (await server.reply(3))["text"].startswith("Deleted.")
        assert b"in secret" not in written(tmp_path)
        await server.notice(await server.tap(answer, "In context"))
        await server.say("When did he say that?")
        assert (await server.reply(4))["text"].startswith("The story does not say.")
    assert "half an hour" in privacy["text"]


async def test_deleting_in_a_group_leaves_the_other_members_theirs():
    async with running_bot() as server:
        for user in (1, 2):
            await server.say("@record_test_bot what did Okoro say?", chat=-5, user=user, kind="supergroup")
        await server.say("/privacy", chat=-5, user=1)
        await server.tap(await server.reply(3, chat=-5), "Delete it now", user=1)
        await server.reply(4, chat=-5)
        for user in (1, 2):
            await server.say("@record_test_bot when did he say that?", chat=-5, user=user)
        mine, theirs = await server.reply(5, chat=-5), await server.reply(6, chat=-5)
    assert mine["text"].startswith("The story does not say.")
    assert theirs["text"].startswith("Tom Okoro")


async def test_opinions_are_kept_without_who_gave_them_and_can_be_changed(tmp_path):
    async with running_bot(home=tmp_path) as server:
        await server.say("What did Okoro say?", chat=777_001)
        answer = await server.reply(chat=777_001)
        assert await server.notice(await server.tap(answer, "👍")) == "Thank you!"
        assert await server.notice(await server.tap(answer, "👎")) == "Thank you!"
        await server.say("=Who pays?", chat=777_002)
        await server.notice(await server.tap(await server.reply(chat=777_002), "👍"))
    file = io.StringIO()
    assert write_opinions(tmp_path, file) == 2
    file.seek(0)
    rows = [{**row, "day": ""} for row in csv.DictReader(file)]
    assert [list(row.values()) for row in rows] == [
        ["", "bad", "bridge", "What did Okoro say?", "answer", "Tom Okoro <said> so. [1]"],
        ["", "good", "bridge", "'=Who pays?", "not_in_story", "The story does not say."],
    ]
    with_ids = open_database(next((tmp_path / "telegram").glob("*.sqlite3")))
    assert not [row for row in with_ids.rows("SELECT * FROM feedback") if 777_001 in row or 777_002 in row]
    with_ids.close()


@pytest.fixture
async def editions(database: Database, tmp_path: Path) -> AsyncIterator[Editions]:
    """The editions of a shelf with the story that `SHOWN` is about."""
    with ThreadPoolExecutor(1) as pool:
        own = OwnStories(database, tmp_path / "own", tmp_path, days=7)
        opened = Editions(SmallShelf(EDITION.source), database, pool, own=own)
        await opened.of("bridge")
        yield opened


async def test_what_was_shown_is_found_by_its_buttons_and_by_its_question(database, editions):
    shown = ShownAnswers(database, editions)
    shown.put(SHOWN)
    by_buttons, by_question = await shown.at(7, 12), await shown.under(7, 10)
    assert by_buttons is not None
    assert by_buttons == by_question == replace(SHOWN, edition=by_buttons.edition)
    assert [await shown.at(7, 11), await shown.at(8, 12), await shown.under(7, 12)] == [None, None, None]
    shown.forget(SHOWN)
    assert await shown.at(7, 12) is None


async def test_the_question_is_forgotten_after_half_an_hour_and_the_answer_after_a_week(database, editions):
    clock = Clock()
    shown = ShownAnswers(database, editions, clock=clock)
    shown.put(SHOWN)
    clock.now += 1_801
    shown.forget_old()
    found = await shown.at(7, 12)
    assert found is not None
    assert (found.question, found.answer) == ("", SHOWN.answer)
    clock.now += 7 * 24 * 3600
    shown.forget_old()
    assert await shown.at(7, 12) is None
