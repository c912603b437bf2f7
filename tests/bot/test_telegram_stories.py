"""Several stories: a chat chooses one, and whatever it sees from then on belongs to the right one."""

import sys
from pathlib import Path

from bot.telegram import LibraryShelf
from tests.bot.telegram_bot import running_bot
from tests.bot.telegram_server import BotServer, Json, buttons_of
from tests.bot.telegram_story import SmallAsker, SmallShelf, read_story

TUNNEL = read_story(
    ("The tunnel is dry, Anna Berg said.", "“It always was,” Berg said.", "“It is not,” said Tom Okoro."),
    story_id="tunnel",
    title="A tunnel & a half",
)
TUNNEL_BUTTON = "A tunnel & a half · Tuesday, 12 March 2024"


def shelf() -> SmallShelf:
    """The bridge first, and the tunnel."""
    return SmallShelf(SmallAsker(), SmallAsker(TUNNEL))


async def choose(server: BotServer, title: str, *, chat: int = 7) -> Json:
    """Choose a story as a reader does; gives what the bot says to that."""
    before = len(server.replies(chat))
    await server.say("/stories", chat=chat)
    await server.tap(await server.reply(before + 1, chat=chat), title)
    return await server.reply(before + 2, chat=chat)


async def test_the_list_shows_which_story_is_asked_and_a_tap_chooses_another():
    async with running_bot(shelf=shelf()) as server:
        chose = await choose(server, TUNNEL_BUTTON)
        listed = server.replies()[0]
        await server.tap(chose, "What did Anna Berg say?")
        answer = await server.reply(3)
    assert listed["text"] == "I answer about A tunnel & a half. Choose another story:"
    assert [button["text"] for button in buttons_of(listed)] == [
        "Bridge <closed> & barred · Tuesday, 12 March 2024",
        f"✓ {TUNNEL_BUTTON}",
    ]
    assert chose["text"].startswith("The story is now: A tunnel & a half (Tuesday, 12 March 2024)")
    assert "The tunnel is dry" in answer["text"]


async def test_questions_and_overviews_are_about_the_chosen_story_in_that_chat_only():
    async with running_bot(shelf=shelf()) as server:
        await choose(server, TUNNEL_BUTTON)
        for text in ("What did Okoro say?", "/who", "/timeline", "/about", "/start", "/help"):
            await server.say(text)
        await server.say("What did Okoro say?", chat=8)
        answer, who, timeline, about, start, help_ = [(await server.reply(n))["text"] for n in range(3, 9)]
        other = (await server.reply(chat=8))["text"]
        inline = await server.query("What did Okoro say?", user=7)
    assert "“It is not,” said Tom Okoro." in answer
    assert "The ferry company" not in who
    assert "The tunnel is dry" in timeline
    assert all("A tunnel & a half" in text for text in (about, start, help_))
    assert "“Nobody asked us,”" in other
    assert [result["description"] for result in inline["results"]] == ["“It is not,” said Tom Okoro."]


async def test_buttons_and_edits_of_older_answers_belong_to_the_story_that_they_were_about():
    async with running_bot(shelf=shelf()) as server:
        question = await server.say("What did Okoro say?")
        await server.say("/who")
        answer, who = await server.reply(1), await server.reply(2)
        await choose(server, TUNNEL_BUTTON)
        await server.tap(answer, "Who is that?")
        assert (await server.reply(5))["text"].startswith("Tom Okoro (who sells fish)")
        await server.tap(who, "The ferry company")
        assert (await server.reply(6))["text"].startswith("The ferry company")
        await server.edit(question, "What did Berg say?")
        await server.until(lambda: "harbour bridge" in server.replies()[0]["text"])


async def test_a_follow_up_is_not_understood_from_another_story():
    async with running_bot(shelf=shelf()) as server:
        await server.say("What did Okoro say?")
        await server.reply()
        await choose(server, TUNNEL_BUTTON)
        await server.say("When did he say that?")
        assert (await server.reply(4))["text"].startswith("The story does not say.")


async def test_the_choice_and_the_buttons_outlive_the_process(tmp_path):
    async with running_bot(shelf=shelf(), home=tmp_path) as server:
        await choose(server, TUNNEL_BUTTON)
        await server.say("What did Okoro say?")
        answer = await server.reply(3)
    again = server.successor()
    async with running_bot(shelf=shelf(), server=again, home=tmp_path):
        assert await again.notice(await again.tap(answer, "In context")) is None
        assert "always was" in again.replies()[2]["text"]
        await again.say("What did Berg say?")
        assert "The tunnel is dry" in (await again.reply(4))["text"]


async def test_a_story_that_came_is_listed_and_one_that_went_gives_way_to_the_first():
    stories = shelf()
    tunnel = stories.askers.pop()
    async with running_bot(shelf=stories) as server:
        stories.askers.append(tunnel)
        await choose(server, TUNNEL_BUTTON)
        stories.askers.remove(tunnel)
        notice = await server.notice(await server.tap(server.replies()[0], f"✓ {TUNNEL_BUTTON}"))
        await server.say("/stories")
        assert (await server.reply(3))["text"].startswith("I answer about Bridge")
    assert notice == "This story is not to be had any more. /stories lists those that are."


async def test_many_stories_have_pages():
    many = [SmallAsker(read_story(story_id=f"s{n}", title=f"Story {n}")) for n in range(20)]
    async with running_bot(shelf=SmallShelf(*many)) as server:
        await server.say("/stories")
        await server.reply()
        seen = [button["text"] for button in buttons_of(server.replies()[0])]
        for _ in range(2):
            await server.notice(await server.tap(server.replies()[0], "Next ›"))
            seen += [button["text"] for button in buttons_of(server.replies()[0])]
    assert [f"Story {n} · " in "".join(seen) for n in range(20)] == [True] * 20


async def test_deleting_what_is_kept_forgets_the_choice():
    async with running_bot(shelf=shelf()) as server:
        await choose(server, TUNNEL_BUTTON)
        await server.say("/privacy")
        await server.tap(await server.reply(3), "Delete it now")
        await server.reply(4)
        await server.say("What did Okoro say?")
        assert "“Nobody asked us,”" in (await server.reply(5))["text"]


def test_the_library_is_a_shelf_whose_first_story_can_be_named(shipped_home, tmp_path):
    home = tmp_path / "home"
    (home / "library").mkdir(parents=True)
    for name in ("encoders", "stories"):
        (home / name).symlink_to(shipped_home / name)
    shelf = LibraryShelf(home)
    assert [story.id for story in shelf.listed(7)] == ["conscripts"]
    (home / "library" / "mine.txt").write_text("---\ntitle: Mine\n---\nNobody came.\n")
    assert [(story.id, story.title) for story in shelf.listed(7)][1:] == [("mine", "Mine")]
    assert [story.id for story in LibraryShelf(home, first="mine").listed(7)] == ["mine", "conscripts"]
    assert shelf.open("conscripts").reading.story.id == "conscripts"
    (home / "library" / "broken.txt").write_bytes(b"\xff\xfe")
    assert [story.id for story in shelf.listed(7)] == ["conscripts", "mine"]
    (home / "library" / "mine.txt").write_text("---\ntitle: Ours\n---\nNobody came at all.\n")
    assert [story.title for story in shelf.listed(7)][1:] == ["Ours"]
    assert (shelf.first(7), LibraryShelf(home, first="mine").first(7)) == ("conscripts", "mine")
    (home / "library" / "mine.txt").unlink()
    assert [story.id for story in shelf.listed(7)] == ["conscripts"]


def test_a_list_of_stories_opens_only_the_files_that_are_new(shipped_home, tmp_path):
    home = tmp_path / "home"
    (home / "library").mkdir(parents=True)
    for number in range(3):
        (home / "library" / f"s{number}.txt").write_text(f"---\ntitle: S{number}\n---\nNobody came.\n")
    shelf = LibraryShelf(home)
    before = [story.title for story in shelf.listed(7)]
    opened: list[str] = []
    watching = True

    def watch(event: str, arguments: tuple[object, ...]) -> None:
        if watching and event == "open" and str(arguments[0]).endswith(".txt"):
            opened.append(Path(str(arguments[0])).name)

    sys.addaudithook(watch)
    (home / "library" / "s3.txt").write_text("---\ntitle: S3\n---\nNobody came.\n")
    opened.clear()
    assert [story.title for story in shelf.listed(7)] == [*before, "S3"]
    watching = False
    assert opened == ["s3.txt"]
