"""Questions of all stories at once, on the real shelf with the real answerer."""

import json
import re
import shutil
import sqlite3
import threading
from pathlib import Path

import pytest

from bot.conversation import Conversation
from bot.telegram import LibraryShelf
from bot.telegram.database import _MIGRATIONS, open_database
from corpus.library import Library
from corpus.source import StorySource
from corpus.statement import Reading, Speaker, SpeakerKind, Statement, StatementKind, When, WhenHow
from corpus.story import PublishedHow, Sentence, Span, Story
from index.store import keep_read, key_of, open_encoder, reading_rules
from tests.bot.telegram_bot import running_bot
from tests.bot.telegram_server import BotServer, Json, buttons_of
from tests.bot.test_across import STORIES
from tests.home import home_with_encoder

APRIL = "Mayor changes course"
COST = "What did Berg say about the harbour?"


SAID = {
    "harbour-monday": [("Anna Berg", "“The harbour costs us more than the school,”", "2022-03-07")],
    "harbour-copy": [("Berg", "“The harbour costs us more than the school,”", "2022-03-07")],
    "harbour-april": [
        ("Anna Berg", "“We have found the money, and the harbour stays open,”", "2022-04-11"),
        ("Karl Vogel", "“That is a miracle,”", "2022-04-12"),
    ],
}


@pytest.fixture(scope="module")
def library(shipped_home, tmp_path_factory):
    """A home with the shipped story and three more, which were read by hand."""
    home = home_with_encoder(shipped_home, tmp_path_factory.mktemp("all") / "home")
    shutil.copytree(shipped_home / "stories", home / "stories")
    (home / "library").mkdir()
    for story_id, (title, day, source, text) in STORIES.items():
        head = f"---\ntitle: {title}\npublished: {day}\nsource: {source}\n---\n"
        (home / "library" / f"{story_id}.txt").write_text(head + text, encoding="utf-8")
        keep(Library(home / "library").source(story_id), home)
    LibraryShelf(home).searched()
    return home


def keep(source: StorySource, home: Path) -> None:
    """Keep a reading of a story in which a paragraph is a sentence, with what is `SAID` in it."""
    spans = [Span(*match.span()) for match in re.finditer(r"[^\n]+", source.text) if match.start() >= source.body.start]
    said = SAID[source.id]
    story = Story(
        id=source.id,
        title=source.title or "",
        text=source.text,
        published=source.published,
        published_how=PublishedHow.GIVEN,
        source=source.source,
        paragraphs=tuple(spans),
        sentences=tuple(Sentence(number, *span, number) for number, span in enumerate(spans)),
    )
    statements = [
        Statement(
            kind=StatementKind.DIRECT,
            parts=(Span(source.text.index(words), source.text.index(words) + len(words)),),
            speaker=number,
            said_on=When(day, None, WhenHow.CARRIED),
        )
        for number, (_, words, day) in enumerate(said)
    ]
    speakers = [Speaker(name, SpeakerKind.PERSON) for name, _, _ in said]
    reading = Reading(story=story, speakers=tuple(speakers), statements=tuple(statements))
    vectors = open_encoder(home).encode([span.of(source.text) for span in spans])
    keep_read(home / "stories" / key_of(source, reading_rules()), reading, vectors)


async def asked(server: BotServer, text: str, number: int = 1) -> Json:
    await server.say(text)
    return await server.reply(number)


def labels(message: Json) -> list[str]:
    return [button["text"] for button in buttons_of(message)]


async def test_who_chose_no_story_asks_all_and_is_told_which_one_answers(library):
    async with running_bot(shelf=LibraryShelf(library)) as server:
        start = await asked(server, "/start")
        answer = await asked(server, "Who called it a miracle?", 2)
        other = await asked(server, "What did Putin say about conscripts?", 3)
        nothing = await asked(server, "Who won the chess tournament in Oslo?", 4)
    assert "I search all my stories" in start["text"]
    assert f"— {APRIL}, Reuters, Tuesday, 12 April 2022" in answer["text"]
    assert f"[1] Karl Vogel · Tuesday, 12 April 2022 · {APRIL} · paragraph 3" in answer["text"]
    assert "Russia admits conscripts" in other["text"]
    assert nothing["text"].startswith("None of the stories says.")


async def test_buttons_under_an_answer_of_several_stories_work_also_after_a_restart(library, tmp_path):
    async with running_bot(shelf=LibraryShelf(library), home=tmp_path) as server:
        answer = await asked(server, COST)
        before = answer["text"]
        assert before.count("\n— ") >= 2
    again = server.successor()
    async with running_bot(shelf=LibraryShelf(library), server=again, home=tmp_path):
        for label in ("[1] in context", "[2] in context"):
            assert await again.notice(await again.tap(answer, label)) is None
            assert again.replies()[0]["text"].startswith("In context")
            assert await again.notice(await again.tap(answer, "‹ Back")) is None
            assert again.replies()[0]["text"] == before
        assert labels(again.replies()[0]) == labels(answer)
        for number, label in enumerate(("When?", "Who is that?"), start=2):
            assert await again.notice(await again.tap(again.replies()[0], label)) is None
            assert "Berg" in (await again.reply(number))["text"]


async def test_more_from_somebody_is_from_the_story_of_the_passage(library):
    async with running_bot(shelf=LibraryShelf(library)) as server:
        answer = await asked(server, "What did Putin say about conscripts?")
        (more,) = [label for label in labels(answer) if label.startswith("More from")]
        await server.notice(await server.tap(answer, more))
        said = (await server.reply(2))["text"]
    assert said.startswith("More from Putin:")
    assert "Russia admits conscripts" in said


async def test_a_follow_up_an_edit_and_the_overviews_go_on_with_the_story_that_answered(library, tmp_path):
    async with running_bot(shelf=LibraryShelf(library), home=tmp_path) as server:
        who = await asked(server, "/who")
        question = await server.say("Who called it a miracle?")
        await server.reply(2)
    again = server.successor()
    async with running_bot(shelf=LibraryShelf(library), server=again, home=tmp_path):
        follow_up = await asked(again, "When did he say that?", 3)
        overview = await asked(again, "/who", 4)
        await again.edit(question, "What did Putin say about conscripts?")
        await again.until(lambda: "Putin" in again.replies()[1]["text"])
    assert who["text"] == "That goes by story. Choose one, or ask a question first:"
    assert APRIL in " ".join(labels(who))
    assert "12 April 2022" in follow_up["text"]
    assert overview["text"].startswith(f"Quoted in {APRIL}\n")


async def test_one_story_can_be_chosen_and_all_again(library):
    async with running_bot(shelf=LibraryShelf(library)) as server:
        listed = await asked(server, "/stories")
        assert labels(listed)[0] == "✓ All stories"
        (april,) = [label for label in labels(listed) if label.startswith(APRIL)]
        await server.tap(listed, april)
        assert (await server.reply(2))["text"].startswith(f"The story is now: {APRIL}")
        missing = await asked(server, "What did Putin say about conscripts?", 3)
        await server.tap(server.replies()[0], "All stories")
        assert (await server.reply(4))["text"].startswith("I search all my stories now")
        assert server.replies()[0]["text"].startswith("I search all stories.")
        found = await asked(server, "What did Putin say about conscripts?", 5)
        about = await asked(server, "/about", 6)
    assert missing["text"].startswith("The story does not say.")
    assert "Putin" in found["text"]
    assert about["text"].startswith("I search all my stories.")


async def test_with_a_first_story_that_is_asked_and_all_only_if_chosen(library):
    async with running_bot(shelf=LibraryShelf(library, first="harbour-april")) as server:
        first = await asked(server, "What did Putin say about conscripts?")
        listed = await asked(server, "/stories", 2)
        await server.notice(await server.tap(listed, "All stories"))
        found = await asked(server, "What did Putin say about conscripts?", 4)
    assert first["text"].startswith("The story does not say.")
    assert "Putin" in found["text"]


async def test_inline_passages_are_of_all_stories(library):
    async with running_bot(shelf=LibraryShelf(library)) as server:
        results = (await server.query("Who called it a miracle?"))["results"]
        untyped = (await server.query(""))["results"]
    assert "That is a miracle" in results[0]["description"]
    assert APRIL in results[0]["input_message_content"]["shown"]["text"]
    assert untyped


async def test_a_pasted_passage_of_any_story_is_checked_and_no_new_story(library):
    text = " ".join(STORIES["harbour-april"][3].split())
    async with running_bot(shelf=LibraryShelf(library)) as server:
        shipped = (await asked(server, "What did Putin say about conscripts?"))["text"]
        answer = await asked(server, text, 2)
    assert shipped
    assert answer["text"] != "Reading it …"


def test_a_story_that_comes_while_the_bot_runs_is_put_in_beside_the_questions(library, tmp_path):
    home = shutil.copytree(library, tmp_path / "home", symlinks=True)
    shelf = LibraryShelf(home)
    searcher = shelf.searched()
    assert searcher is not None
    SAID["late"] = []
    (home / "library" / "late.txt").write_text("---\ntitle: Late\n---\nThe zeppelin landed in the harbour.\n")
    keep(Library(home / "library").source("late"), home)
    assert shelf.searched() is searcher
    for thread in [thread for thread in threading.enumerate() if thread.name == "keeping up"]:
        thread.join()
    answer = searcher.ask("Where did the zeppelin land?", Conversation())
    assert answer.citations[0].story.id == "late"


def test_a_library_of_one_story_is_not_searched(tmp_path):
    assert LibraryShelf(tmp_path).searched() is None


def test_answers_that_were_shown_before_the_update_keep_their_buttons(tmp_path):
    path = tmp_path / "state.sqlite3"
    old = {"reading": "0123456789abcdef", "outcome": "answer", "text": "So.", "confidence": 1, "citations": []}
    with sqlite3.connect(path) as connection:
        for script in _MIGRATIONS[:5]:
            connection.executescript(script)
        connection.execute("INSERT INTO editions VALUES ('01234567', 'bridge')")
        connection.execute(
            "INSERT INTO shown VALUES (7, 2, 0, 1, '2', 'Who?', ?, '0', 0, '')",
            (json.dumps(old),),
        )
        connection.execute("PRAGMA user_version = 5")
    database = open_database(path)
    ((answer,),) = database.rows("SELECT answer FROM shown")
    database.close()
    assert json.loads(str(answer)) == old | {"readings": [["bridge", "0123456789abcdef"]]}
