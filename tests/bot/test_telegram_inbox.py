"""The updates that are not answered yet, on disk."""

import sqlite3
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from telegram import Bot, Chat, Message, Update, User

from bot.telegram.database import open_database
from bot.telegram.errors import StateError
from bot.telegram.inbox import Inbox, SetAside

BOT = Bot("1:token")


def update(number: int, chat: int = 7) -> Update:
    """An update with a message in `chat`."""
    user = User(1, "Reader", is_bot=False)
    message = Message(
        number, datetime(2026, 1, 2, tzinfo=UTC), Chat(chat, "private"), from_user=user, text=f"Question {number}?"
    )
    return Update(number, message)


class Run:
    """One run of the program on the state in a folder."""

    def __init__(self, folder: Path, *, at_once: int = 10) -> None:
        self.database = open_database(folder / "state.sqlite3")
        self.inbox = Inbox(self.database, at_once=at_once)
        self.inbox.restore(BOT)

    async def store(self, *updates: Update | None) -> int:
        """Store updates; gives how many were new."""
        return await self.inbox.store([update for update in updates if update])

    def handed_out(self) -> list[int]:
        """The ids of what the inbox hands out now."""
        return [item.update_id for item in self.items()]

    def items(self) -> list[Any]:
        """What the inbox hands out now."""
        out = []
        while not self.inbox.empty():
            out.append(self.inbox.get_nowait())
        return out

    def crash(self) -> None:
        """End as kill -9 does: nothing is said to the inbox."""
        self.database.close()

    def stop(self) -> None:
        """End cleanly."""
        self.inbox.close()
        self.database.close()


@pytest.fixture
def run(tmp_path):
    started = Run(tmp_path)
    yield started
    started.crash()


async def test_an_update_comes_out_as_it_went_in(run):
    message: dict[str, Any] = {
        "message_id": 5,
        "date": 1_700_000_000,
        "chat": {"id": -5, "type": "supergroup", "is_forum": True},
    }
    message |= {"text": "né 🐟 \ud800", "entities": [{"type": "bold", "offset": 0, "length": 2}], "brand_new": {"a": 1}}
    stored = Update.de_json({"update_id": 1, "message": message}, BOT)
    await run.store(stored)
    (item,) = run.items()
    assert item.to_dict() == stored.to_dict()


async def test_updates_of_a_chat_come_one_at_a_time_and_in_order_and_chats_do_not_wait(run):
    await run.store(update(3), update(1), update(2), update(4, chat=8))
    assert run.handed_out() == [1, 4]


async def test_the_next_of_a_chat_comes_once_the_one_before_is_finished(run):
    first = update(1)
    await run.store(first, update(2), update(3))
    assert run.handed_out() == [1]
    run.inbox.finished(first)
    assert run.handed_out() == [2]


async def test_no_more_are_in_hand_than_may_be_at_once(tmp_path):
    run = Run(tmp_path, at_once=2)
    await run.store(*(update(n, chat=n) for n in range(1, 6)))
    assert run.handed_out() == [1, 2]
    run.inbox.finished(update(2, chat=2))
    assert run.handed_out() == [3]
    run.crash()


async def test_a_repeated_update_is_dropped_before_and_after_it_is_finished(run):
    assert await run.store(update(1), update(1)) == 1
    assert await run.store(update(1)) == 0
    run.handed_out()
    run.inbox.finished(update(1))
    assert await run.store(update(1)) == 0
    assert run.inbox.unfinished == 0


async def test_a_number_that_comes_again_with_something_else_is_another_update(tmp_path):
    def renumbered(text: str) -> Update:
        return Update(1, replace_text(update(1), text))

    run = Run(tmp_path)
    assert await run.store(update(1), renumbered("Another?"), renumbered("A third?")) == 3
    asked = []
    for _ in range(3):
        (item,) = run.items()
        asked.append(item.message.text)
        run.inbox.finished(item)
    assert asked == ["Question 1?", "Another?", "A third?"]
    assert await run.store(update(1), renumbered("Another?"), renumbered("A third?")) == 0
    assert await run.store(renumbered("A fourth?")) == 1
    run.crash()


def replace_text(of: Update, text: str) -> Message:
    """The message of an update with other words in it."""
    message = of.message
    assert message is not None
    return Message(message.message_id, message.date, message.chat, from_user=message.from_user, text=text)


async def test_what_was_not_finished_comes_again_after_a_crash(tmp_path):
    run = Run(tmp_path)
    await run.store(update(1), update(2), update(3, chat=8))
    assert run.handed_out() == [1, 3]
    run.inbox.finished(update(3, chat=8))
    run.crash()
    again = Run(tmp_path)
    assert again.handed_out() == [1]
    assert again.inbox.unfinished == 2
    assert await again.store(update(3, chat=8)) == 0
    again.crash()


async def test_what_was_in_hand_in_a_crash_comes_one_at_a_time_over_all_chats(tmp_path):
    run = Run(tmp_path)
    await run.store(*(update(n, chat=n) for n in (1, 2, 3)))
    assert run.handed_out() == [1, 2, 3]
    run.crash()
    again = Run(tmp_path)
    await again.store(update(4, chat=4))
    assert again.handed_out() == [1, 4]
    again.inbox.finished(update(1, chat=1))
    assert again.handed_out() == [2]
    again.crash()


async def test_an_update_that_crashed_the_program_three_times_is_set_aside_and_the_others_go_on(tmp_path):
    run = Run(tmp_path)
    await run.store(update(1, chat=1), update(2, chat=2))
    assert run.handed_out() == [1, 2]
    for _ in range(2):
        run.crash()
        run = Run(tmp_path)
        assert run.handed_out() == [1]
    run.crash()
    run = Run(tmp_path)
    (aside,) = run.items()
    assert isinstance(aside, SetAside)
    assert aside.update.update_id == 1
    run.inbox.finished(aside)
    assert run.handed_out() == [2]
    run.crash()


async def test_an_update_that_cannot_even_be_set_aside_is_dropped(tmp_path):
    run = Run(tmp_path)
    await run.store(update(1))
    for _ in range(4):
        assert len(run.items()) == 1
        run.crash()
        run = Run(tmp_path)
    assert run.handed_out() == []
    run.crash()


async def test_a_clean_stop_is_no_crash(tmp_path):
    run = Run(tmp_path)
    await run.store(update(1))
    for _ in range(5):
        assert run.handed_out() == [1]
        assert not any(isinstance(item, SetAside) for item in run.items())
        run.stop()
        run = Run(tmp_path)
    run.crash()


async def test_an_update_that_cannot_be_read_back_is_set_aside_and_its_chat_goes_on(run, caplog):
    await run.store(update(1), update(2))
    (first,) = run.items()
    run.database.rows("UPDATE updates SET payload = '{}' WHERE update_id = 2")
    await run.store(update(3))
    run.inbox.finished(first)
    assert run.handed_out() == [3]
    assert run.database.rows("SELECT update_id FROM set_aside") == [(2,)]
    assert "The server sent what is not an update; it is left out." in caplog.messages


async def test_nothing_is_handed_out_after_the_sign_to_stop(run):
    await run.store(update(1), update(2))
    (first,) = run.items()
    sign = object()
    await run.inbox.put(sign)
    run.inbox.finished(first)
    await run.store(update(3, chat=8))
    assert run.items() == [sign]
    assert run.inbox.unfinished == 2


async def test_a_disk_that_takes_nothing_more_leaves_the_updates_unconfirmed(run):
    run.database.rows("PRAGMA max_page_count = 1")
    with pytest.raises(OSError, match="could not be stored"):
        await run.store(*(update(n, chat=n) for n in range(1, 2000)))
    assert run.handed_out() == []
    assert run.inbox.unfinished == 0


async def test_what_users_wrote_is_gone_from_the_file_once_it_is_answered(tmp_path):
    run = Run(tmp_path)
    await run.store(update(4711))
    run.handed_out()
    run.inbox.finished(update(4711))
    run.database.tidy()
    assert b"Question 4711" not in b"".join(path.read_bytes() for path in tmp_path.iterdir())
    run.crash()


def test_a_folder_that_cannot_be_written_is_one_clear_error(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(StateError, match="the bot's state cannot be kept here"):
        open_database(tmp_path / "file" / "state.sqlite3")


def test_a_file_that_is_no_database_is_one_clear_error(tmp_path):
    (tmp_path / "state.sqlite3").write_text("no database " * 100)
    with pytest.raises(StateError, match="not a database"):
        open_database(tmp_path / "state.sqlite3")


def test_the_state_of_a_newer_version_is_left_alone(tmp_path):
    connection = sqlite3.connect(tmp_path / "state.sqlite3")
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    with pytest.raises(StateError, match="newer version"):
        open_database(tmp_path / "state.sqlite3")
