"""Stories that readers bring: read for their chat alone, and deleted after a week or when the reader says so."""

import asyncio
import copy
import os
import shutil
import sqlite3
import time
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import msgspec
import pytest
from aiohttp import web
from telegram import Chat, Document, Message

from bot.telegram import Listed
from bot.telegram.brought import Kind, Material, question_with
from bot.telegram.own import OwnStories, new_id
from bot.telegram.rendering import own_message
from corpus.web import Policy
from tests.bot.telegram_bot import running_bot
from tests.bot.telegram_clock import Clock
from tests.bot.telegram_process import BotProcess
from tests.bot.telegram_server import BotServer, Fault, Json, buttons_of
from tests.bot.telegram_story import SmallAsker, read_story
from tests.corpus.documents.files import page_of, zip_bomb

STORY = (
    "The lighthouse of Skarholm will go dark\n\n"
    "The lighthouse of Skarholm will be switched off in October, Mayor Greta Lind said on Monday. "
    "“We cannot pay for the lamps any more,” Lind told reporters at the harbour. "
    "The keeper, Olaf Brandt, said that he had heard of it on the radio. "
    "“Nobody rang me,” Brandt said. “I have kept this light for thirty years, and I would have liked a word.” "
    "Fishermen of the island have collected four hundred signatures against the plan, and want to take them to the "
    "ministry in the capital next week. The ministry said that it would look at every one of them before the winter."
)
READY = "Ask me about it\n\nThe lighthouse of Skarholm will go dark"
SECRETS = ("Skarholm", "Brandt", "secret-name")


def own_files(home: Path) -> list[Path]:
    """The texts and the indexes of readers' own stories."""
    return [path for path in home.glob("telegram/*.own/*/*") if "own-" in path.name]


def written(home: Path) -> bytes:
    """Everything in the bot's state."""
    return b"".join(path.read_bytes() for path in home.glob("telegram/*.sqlite3*") if path.is_file())


def brought_to(home: Path) -> Material:
    """What the only own story is to be read from."""
    (state,) = home.glob("telegram/*.sqlite3")
    connection = sqlite3.connect(state)
    ((material,),) = connection.execute("SELECT brought FROM own").fetchall()
    connection.close()
    return msgspec.json.decode(material, type=Material)


async def ready(server: BotServer, *, chat: int = 7, number: int = 1) -> Json:
    """Wait until the bot's message `number` says that a story was read; gives it."""
    message = await server.reply(number, chat=chat)
    await server.until(lambda: message["text"] != "Reading it …", seconds=900)
    return message


@pytest.fixture
def home(shipped_home: Path, tmp_path: Path) -> Path:
    """A home of the test's own, with the encoder."""
    (tmp_path / "encoders").symlink_to(shipped_home / "encoders")
    return tmp_path


@dataclass(frozen=True)
class Brought:
    """A bot's home after chat 7 brought a story, and the server that it talked to."""

    home: Path
    server: BotServer

    def copied(self, to: Path) -> tuple[Path, BotServer]:
        """Both once more."""
        (to / "encoders").symlink_to(self.home / "encoders")
        shutil.copytree(self.home / "telegram", to / "telegram", symlinks=True)
        server = self.server.successor()
        server.chats = copy.deepcopy(self.server.chats)
        return to, server


@pytest.fixture(scope="module")
def brought(shipped_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Brought:
    """What is there after a story was pasted."""
    home = tmp_path_factory.mktemp("brought")
    (home / "encoders").symlink_to(shipped_home / "encoders")

    async def bring() -> BotServer:
        async with running_bot(home=home) as server:
            await server.say(STORY)
            await ready(server)
        return server

    return Brought(home, asyncio.run(bring()))


async def test_a_pasted_text_is_announced_with_questions_and_asked_about_from_then_on(brought, tmp_path):
    home, server = brought.copied(tmp_path)
    told = server.replies()[0]
    labels = [button["text"] for button in buttons_of(told)]
    assert told["text"].startswith(f"{READY} (no date; if you know it, tell me with /date 2024-05-01)")
    assert "statements by" in told["text"]
    assert labels[-2:] == ["Who is quoted?", "Delete this story now"]
    async with running_bot(server=server, home=home):
        await server.tap(told, "Who is quoted?")
        await server.say("What did Brandt say?")
        first, second = await server.reply(2), await server.reply(3)
    assert "Greta Lind" in first["text"]
    assert "Nobody rang me" in second["text"]
    assert not {"👍", "👎"} & {button["text"] for button in buttons_of(second)}  # what operators keep


async def test_no_other_chat_can_list_choose_ask_tap_or_find_it(brought, tmp_path):
    home, server = brought.copied(tmp_path)
    async with running_bot(server=server, home=home):
        await server.say("/timeline")
        await server.say("What did Brandt say?")
        await server.say("/stories")
        mine = [server.replies()[0], *[await server.reply(n) for n in (2, 3, 4)]]
        taps = {button["callback_data"] for message in mine for button in buttons_of(message)}
        await server.say("/stories", chat=8)
        listed = await server.reply(chat=8)
        for data in sorted(taps - {button["callback_data"] for button in buttons_of(listed)}):
            await server.notice(await server.tap(listed, "", data=data))
        for text in ("/start", "/start q_What_did_Brandt_say", "/who", "/about", "What did Brandt say?"):
            await server.say(text, chat=8)
        await server.say("@record_test_bot what did Brandt say?", chat=-5, user=7, kind="supergroup")
        await server.reply(chat=-5)
        inline = [await server.query(words, user=user) for user in (7, 8) for words in ("", "What did Brandt say?")]
        await server.say("/help", chat=8)
        await server.until(lambda: "Send me a question" in server.replies(8)[-1]["text"])
        shown = repr([server.replies(8), server.replies(-5), inline, server.notices])
        assert own_files(home)  # and a stranger's tap deletes nothing
        assert not [*home.glob("library/*"), *home.glob("stories/own-*")]  # where all stories are searched
    assert "🔒 The lighthouse" in repr(buttons_of(mine[3]))
    assert len(buttons_of(listed)) == 1
    for word in ("Skarholm", "Brandt said", "Nobody rang", "Lind", "lighthouse"):
        assert word not in shown.replace("Anna Berg", "")


async def test_a_reader_can_tell_the_day_of_their_story(brought, tmp_path):
    home, server = brought.copied(tmp_path)
    async with running_bot(server=server, home=home):
        await server.say("/date 2024-05-01", chat=8)
        assert (await server.reply(chat=8))["text"].startswith("You can tell me the date of a story of your own")
        for words in ("", "soon", "2999-01-01", "May 2024"):
            await server.say(f"/date {words}".strip())
        assert {(await server.reply(n))["text"][-16:] for n in range(2, 6)} == {"/date 2024-05-01"}
        await server.say("/date 2024-05-01")
        assert (await server.reply(6))["text"] == "Reading it …"
        material = brought_to(home)
    assert (material.kind, material.published) == (Kind.KEPT, date(2024, 5, 1))


async def test_a_story_outlives_a_day_that_could_not_be_taken(brought, tmp_path):
    home, server = brought.copied(tmp_path)
    (state,) = home.glob("telegram/*.sqlite3")
    with sqlite3.connect(state) as connection:
        again = '{"kind":"kept","published":"2024-05-01"}'
        connection.execute("UPDATE own SET state = 'waiting', tries = 3, brought = ?", (again,))
    connection.close()
    async with running_bot(server=server, home=home):
        await server.until(lambda: server.replies()[0]["text"].startswith("I did not take this day: I have tried"))
        server.fail("sendMessage", Fault(code=409))
        await server.say("/date 2024-05-01")
        await server.say("What did Brandt say?")
        assert "Nobody rang me" in (await server.reply(2))["text"]
        await server.say("/date 2024-05-02")
        assert (await server.reply(3))["text"] == "Reading it …"
        assert brought_to(home).published == date(2024, 5, 2)


async def test_a_file_is_read_though_it_could_not_be_said_that_it_will_be(home):
    server = BotServer()
    server.fail("sendMessage", Fault(code=409))
    async with running_bot(home=home, server=server):
        await server.send_file(b" ")
        assert (await server.reply())["text"] == "I cannot read this: it is empty."
    assert server.violations == []


async def test_a_question_beside_a_file_is_answered_from_the_file_or_not_at_all(brought, tmp_path):
    home, server = brought.copied(tmp_path)
    first = min(server.chats[7].messages)
    document = {"file_id": "f", "file_unique_id": "f"}
    async with running_bot(server=server, home=home):
        # as after a crash: the message comes again that brought the story, which was read meanwhile
        await server.say(message_id=first, document=document, caption="And what did Brandt say?")
        answer = await server.reply(2)
        await server.send_file(b" ", "empty.txt", caption="What did Brandt say?")
        await server.say("/help")
        refused, help_ = await server.reply(3), await server.reply(4)
    assert "Nobody rang me" in answer["text"]
    assert answer["reply_to_message"]["message_id"] == first
    assert refused["text"] == "I cannot read this: it is empty."
    assert "/date – " in help_["text"]


@pytest.mark.parametrize(
    ("caption", "asks"),
    [
        ("What did Brandt say?", True),
        ("and who is quoted", True),
        ("please tell me who is quoted", True),
        ("Today's paper", False),
        ("Brandt said it again?", True),
        ("which", True),
        ("", False),
    ],
)
def test_a_caption_asks_or_only_says_what_the_file_is(caption, asks):
    document = Document("f", "f")
    message = Message(1, datetime.now(UTC), Chat(7, "private"), document=document, caption=caption)
    assert (question_with(message) is not None) is asks


@pytest.mark.parametrize("way", ["message", "list", "privacy"])
async def test_a_reader_deletes_it_with_everything_that_was_shown_of_it(brought, tmp_path, way):
    home, server = brought.copied(tmp_path)
    async with running_bot(server=server, home=home):
        await server.say("What did Brandt say?")
        answer = await server.reply(2)
        assert own_files(home)
        if way == "message":
            await server.notice(await server.tap(server.replies()[0], "Delete this story now"))
            assert server.replies()[0]["text"] == "Deleted."
        elif way == "list":
            await server.say("/stories")
            await server.notice(await server.tap(await server.reply(3), "Delete"))
            assert "🔒" not in repr(server.replies()[2])
        else:
            await server.say("/privacy")
            await server.notice(await server.tap(await server.reply(3), "Delete it now"))
        assert own_files(home) == []
        assert await server.notice(await server.tap(answer, "", data="context:0")) is not None
        before = len(server.replies())
        await server.say("What did Okoro say?")
        assert (await server.reply(before + 1))["text"].startswith("Tom Okoro")
    assert not any(word.encode() in written(home) for word in ("Skarholm", "Nobody rang"))


async def test_after_a_week_it_is_deleted_at_the_start(brought, tmp_path):
    home, server = brought.copied(tmp_path)
    (state,) = home.glob("telegram/*.sqlite3")
    with sqlite3.connect(state) as connection:
        connection.execute("UPDATE own SET at = ?", (time.time() - 7 * 24 * 3600,))
    connection.close()
    async with running_bot(server=server, home=home):
        await server.say("What did Okoro say?")
        assert (await server.reply(2))["text"].startswith("Tom Okoro")
        assert own_files(home) == []
        assert b"Skarholm" not in written(home)


async def test_the_files_of_a_story_that_is_gone_are_swept_away_at_the_start(brought, tmp_path):
    home, server = brought.copied(tmp_path)
    (state,) = home.glob("telegram/*.sqlite3")
    with sqlite3.connect(state) as connection:
        connection.execute("DELETE FROM own")
    connection.close()
    async with running_bot(server=server, home=home):
        await server.say("What did Okoro say?")
        await server.reply(2)
    assert own_files(home) == []


async def test_a_file_that_is_gone_or_cannot_be_deleted_keeps_nothing_else_from_being_deleted(
    brought, tmp_path, caplog
):
    home, server = brought.copied(tmp_path)
    (library,) = home.glob("telegram/*.own/library")
    (library / "a.part").symlink_to(library / "gone")
    (library / "b.part").mkdir()
    os.utime(library / "b.part", (0, 0))
    (state,) = home.glob("telegram/*.sqlite3")
    with sqlite3.connect(state) as connection:
        connection.execute("UPDATE own SET at = 0")
    connection.close()
    async with running_bot(server=server, home=home):
        await server.say("What did Okoro say?")
        assert (await server.reply(2))["text"].startswith("Tom Okoro")
        assert [path for path in own_files(home) if path.parent == library] == []
        assert b"Skarholm" not in written(home)
    assert "What is old could not be deleted" in caplog.text


POISON: dict[str, tuple[bytes, str]] = {
    "empty": (b" \n", "it is empty"),
    "a zip bomb": (zip_bomb(), "the DOCX file would unpack to more than"),
}


@pytest.mark.parametrize("kind", POISON)
async def test_a_poison_file_gets_one_sentence_and_leaves_nothing(home, kind, caplog):
    data, reason = POISON[kind]
    async with running_bot(home=home) as server:
        await server.send_file(data, "../../secret-name\u202e.txt")
        refused = await ready(server)
        await server.say("What did Okoro say?")
        assert (await server.reply(2))["text"].startswith("Tom Okoro")
        assert own_files(home) == []
    assert refused["text"].startswith(f"I cannot read this: {reason}")
    assert "\n" not in refused["text"]
    assert "secret-name" not in caplog.text + refused["text"]


async def test_limits_are_told_plainly(home):
    async with running_bot(home=home, own_story_megabytes=1, own_stories_per_chat=1) as server:
        await server.send_file(b"x" * 1_000_001)
        await server.send_file(b"x" * 1_000_001, chat=8, document={"file_size": 10})  # a client may say so
        assert (await server.reply())["text"] == "This file is too large for me: 1 MB are the limit."
        assert "more than 1,000,000 bytes" in (await ready(server, chat=8))["text"]
        for number in range(3):
            await server.send_file(b"%PDF-1.7", f"{number}.pdf", chat=9)
        texts = [(await server.reply(number, chat=9))["text"] for number in (1, 2)]
    assert texts[1].startswith("You have 1 stories here") or texts[1].startswith("Reading it")


async def test_an_operator_can_switch_it_off(home):
    async with running_bot(home=home, own_stories=False) as server:
        await server.send_file(STORY.encode())
        await server.say(STORY)
        replies = [(await server.reply(number))["text"] for number in (1, 2)]
    assert replies[0].startswith("I can only read questions in words.")
    assert replies[1].startswith("The story does not say.")
    assert server.calls("getFile") == []


async def test_a_download_that_fails_on_the_way_is_tried_again(home):
    server = BotServer()
    server.fail("file", Fault(code=502), Fault(cut="before"))
    async with running_bot(home=home, server=server):
        await server.send_file(b" ")
        assert (await ready(server))["text"] == "I cannot read this: it is empty."
    assert len(server.downloads) == 3


QUESTIONS = (
    "What did Berg say? " * 60,
    STORY.replace("The ministry said", "Is it true that the ministry said")[:-1] + "?",
    "Okoro " * 600,
)


@pytest.mark.parametrize("text", QUESTIONS)
async def test_a_long_question_is_a_question(text):
    async with running_bot() as server:
        await server.say(text)
        reply = await server.reply()
    assert not reply["text"].startswith("Reading it")


async def test_a_passage_of_the_story_that_is_asked_about_is_a_question(brought, tmp_path):
    home, server = brought.copied(tmp_path)
    async with running_bot(server=server, home=home):
        await server.say(STORY.partition("\n\n")[2])
        reply = await server.reply(2)
    assert not reply["text"].startswith("Reading it")


async def test_a_forwarded_post_is_a_story_of_its_day_and_channel(home):
    channel = {"id": -1009, "type": "channel", "title": "Island News"}
    origin = {"type": "channel", "date": 1_710_244_800, "chat": channel, "message_id": 5}
    photo = [{"file_id": "a", "file_unique_id": "b", "width": 1, "height": 1}]
    post = STORY.partition("\n\n")[2][:400]
    async with running_bot(home=home) as server:
        await server.say(photo=photo, caption=post, media_group_id="1", forward_origin=origin)
        await server.say(photo=photo, media_group_id="1", forward_origin=origin)
        await server.say("/privacy")
        await server.reply(2)
        assert [reply["text"][:10] for reply in server.replies()] == ["Reading it", "What is ke"]
        facts = brought_to(home)
    assert (facts.text, facts.source, facts.published) == (post, "Island News", date(2024, 3, 12))


async def test_a_text_that_the_client_cut_in_two_is_one_story(home):
    long = STORY + "\n\n" + "The ferry company said that it would run twice as often from May. " * 60
    first, second = long[:4000].rstrip(), "Brandt said that he would stay. “I have a boat,” he said."
    async with running_bot(home=home) as server:
        await server.say(first)
        await server.say(second)
        await server.say("/privacy")
        await server.reply(2)
        assert [reply["text"][:10] for reply in server.replies()] == ["Reading it", "What is ke"]
        assert brought_to(home).text == f"{first}\n{second}"


async def test_what_was_sent_minutes_after_a_long_text_is_no_part_of_it_though_both_come_late(home):
    long, now = STORY + " The ferry company said that it would run." * 100, int(time.time())
    server = BotServer()
    await server.say(long[:4000], date=now - 600)
    await server.say("???", date=now - 300)
    async with running_bot(home=home, server=server):
        assert (await server.reply(2))["text"].startswith("I can only read questions in words.")
        assert brought_to(home).text == long[:4000]


async def test_a_text_in_very_many_parts_is_cut_and_the_parts_beyond_count_as_questions(home):
    part, now = STORY + " Der Fährmann schwieg." + "字" * 3_300, int(time.time())  # some 10,000 bytes
    server = BotServer()
    for _ in range(14):
        await server.say(part[:4000], date=now)
    await server.say("/privacy", date=now)
    async with running_bot(home=home, server=server, questions_per_minute=3):
        await server.until(lambda: any("What is kept" in reply["text"] for reply in server.replies()))
        assert len(brought_to(home).text.encode()) <= 100_000
    shown = [reply["text"][:21] for reply in server.replies()]
    assert shown[:3] == ["Reading it …", "This text is too long", "That is more than 3 q"]
    assert len(shown) == 4


async def test_a_kill_while_a_file_is_read_is_made_good_without_doubling(home):
    server = BotServer()
    await server.start()
    bot = BotProcess(server, home)
    await bot.start()
    await server.send_file(STORY.encode(), "secret-name.md")
    await server.say("/help")
    await server.until(lambda: len(server.replies()) == 2, seconds=200)
    assert server.replies()[1]["text"].startswith("Send me a question")
    assert server.replies()[0]["text"] == "Reading it …"
    await bot.kill()
    await bot.start()
    await server.say("What did Okoro say?", chat=8)
    await server.until(lambda: server.replies(8), seconds=200)
    assert server.replies(8)[0]["text"].startswith("Tom Okoro")  # while that is read
    told = await ready(server)
    _, errors = await bot.stop()
    await server.close()
    assert told["text"].startswith(READY)
    assert sum(reply["text"].startswith(("Reading it", READY)) for reply in server.replies()) == 1
    assert len(list(home.glob("telegram/*.own/library/own-*.txt"))) == 1
    assert not any(word in errors for word in (*SECRETS, "Traceback"))
    assert server.violations == []


async def test_links_are_not_opened_unless_the_operator_allows_it():
    async with running_bot() as server:
        link: Json = {"entities": [{"type": "url", "offset": 0, "length": 23}]}
        await server.say("https://example.org/post", **link)
        assert (await server.reply())["text"].startswith("I do not open links here.")
        await server.say("https://example.org/post What did Okoro say?", **link)
        assert (await server.reply(2))["text"].startswith("Tom Okoro")


async def test_links_never_lead_to_private_addresses(home):
    hosts = ("127.0.0.1:{port}", "localhost", "169.254.169.254", "10.0.0.1", "[::1]")
    async with running_bot(home=home, links=True) as server:
        port = server.url.rpartition(":")[2]
        for number, host in enumerate(hosts, start=100):
            address = f"http://{host.format(port=port)}/getMe"
            await server.say(address, chat=number, entities=[{"type": "url", "offset": 0, "length": len(address)}])
            refused = await ready(server, chat=number)
            assert refused["text"] == (
                "I cannot read this: it leads to an address that is not a public one, or to an unusual port."
            )
    assert server.requests  # but nothing beside the bot's own
    assert own_files(home) == []


async def test_a_page_that_may_be_fetched_is_read(home):
    async def page(request: web.Request) -> web.Response:
        form = "<form><input type='password'></form>"
        return web.Response(body=page_of("Sign in, please.", form=form), content_type="text/html")

    app = web.Application()
    app.router.add_get("/post", page)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    address = f"http://127.0.0.1:{runner.addresses[0][1]}/post"
    policy = Policy(allows=lambda place: place.is_loopback, ports=None)
    async with running_bot(home=home, links=True, policy=policy) as server:
        await server.say(f"Read {address}", entities=[{"type": "url", "offset": 5, "length": len(address)}])
        read = await ready(server)
    await runner.cleanup()
    assert read["text"] == "I cannot read this: the page asks for a login instead of showing a story."


async def test_a_group_brings_no_story():
    async with running_bot(SmallAsker()) as server:
        await server.say(f"@record_test_bot {STORY}", chat=-5, user=1, kind="supergroup")
        assert not (await server.reply(chat=-5))["text"].startswith("Reading it")


async def test_when_too_much_waits_a_reader_is_told_to_come_again(home):
    async with running_bot(home=home) as server:
        await server.say("/help")
        await server.reply()
        (state,) = home.glob("telegram/*.sqlite3")
        with sqlite3.connect(state) as connection:
            for number, chat in enumerate([7] * 5 + [9] * 15):
                values = (f"own-{number:032}", chat, 9000 + number, 9000 + number, "waiting", '{"kind":"text"}')
                connection.execute(
                    "INSERT INTO own (id, chat, message, last, state, brought, due, at)"
                    " VALUES (?, ?, ?, ?, ?, ?, 0, ?)",
                    (*values, time.time()),
                )
        connection.close()
        await server.send_file(b"x", chat=7)
        await server.send_file(b"x", chat=8)
        busy, full = (await server.reply(2))["text"], (await server.reply(chat=8))["text"]
    assert busy.startswith("I am still reading what you sent before.")
    assert full.startswith("Too many people have sent me something")


def test_a_story_that_is_read_again_waits_behind_those_that_came_before(database, tmp_path):
    clock = Clock()
    own = OwnStories(database, tmp_path / "own", tmp_path, days=2, clock=clock)
    material = Material(kind=Kind.TEXT, text="A text.")
    first, second = own.bring(7, 1, material, wait=0), own.bring(8, 2, material, wait=0)
    own.told(first)
    clock.now += 60
    own.redate(first, date(2024, 5, 1))
    for number, story in enumerate((first, second), start=3):
        own.announced(story, number)
    assert [story.id for story in own.waiting()] == [second.id, first.id]


def test_stories_that_came_with_another_are_read_last_and_count_for_their_chat(database, tmp_path):
    own = OwnStories(database, tmp_path / "own", tmp_path, days=2, clock=Clock())
    feed = own.bring(7, 1, Material(kind=Kind.FILE, file="f"), wait=0)
    for _ in range(2):  # twice, as after a crash between
        own.bring_with(feed, {new_id(): "Second", new_id(): "Third"})
    own.read(feed, "First", None, left_out=5)
    own.told(feed)
    later = own.bring(8, 2, Material(kind=Kind.TEXT, text="A text."), wait=60)
    own.announced(later, 3)
    assert own.waiting()[0].id == later.id
    assert [story.title for story in own.waiting()[1:]] == ["Second", "Third"]
    assert (own.came_with(feed), own.get(feed.id).brought.left_out, own.count_waiting()) == (2, 5, 1)
    assert own.brought_by(7, 1) == own.get(feed.id)
    assert [story.title for story in own.listed(7)] == ["First"]


async def test_the_stories_of_a_feed_are_all_brought_and_one_that_is_damaged_is_told_of(brought, tmp_path):
    home, server = brought.copied(tmp_path)
    (state,) = home.glob("telegram/*.sqlite3")
    with sqlite3.connect(state) as connection:
        ((message,),) = connection.execute("SELECT message FROM own").fetchall()
        connection.execute(
            "INSERT INTO own (id, chat, message, last, status, state, brought, title, due, at, entry)"
            ' VALUES (?, 7, ?, ?, -1, \'waiting\', \'{"kind":"entry"}\', "A <second>", 0, ?, 1)',
            (f"own-{32 * 'a'}", message, message, time.time()),
        )
    connection.close()
    async with running_bot(server=server, home=home):
        refused = await server.reply(2)
        await server.say("What did Brandt say?")
        assert "Nobody rang me" in (await server.reply(3))["text"]
    assert refused["text"].startswith("I cannot read “A <second>”, which you sent with others: ")


@pytest.mark.parametrize(
    ("more", "left_out", "said"),
    [
        (0, 0, ""),
        (2, 0, "More came with it: 2. I read them now, and /stories lists each that I am done with.\n\n"),
        (0, 3, "Left out, because there is no room for more: 3.\n\n"),
    ],
)
def test_how_many_stories_came_with_one_is_said(more, left_out, said):
    assert said in own_message(read_story(), date(2024, 5, 1), more=more, left_out=left_out)
    assert ("More" in own_message(read_story(), date(2024, 5, 1), more=more, left_out=left_out)) is bool(more)


def test_a_story_is_old_after_the_days_that_are_set(database, tmp_path):
    clock = Clock()
    own = OwnStories(database, tmp_path / "own", tmp_path, days=2, clock=clock)
    story = own.bring(7, 1, Material(kind=Kind.TEXT, text="A text."), wait=0)
    own.announced(story, 2)
    own.read(story, "Title", date(2024, 5, 1))
    assert own.listed(7) == [Listed(story.id, "Title", date(2024, 5, 1))]
    assert [own.belongs(chat, story.id) for chat in (7, 8)] == [True, False]
    clock.now += 2 * 24 * 3600 - 1
    assert own.old() == []
    clock.now += 1
    assert [old.id for old in own.old()] == [story.id]
    own.remove(story.id)
    assert [own.old(), own.listed(7), own.of(7)] == [[], [], []]
    assert os.stat(tmp_path / "own").st_mode & 0o077 == 0
