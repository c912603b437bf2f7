"""The conversations that the channel keeps."""

from bot.answer import Answer, Citation, Outcome
from bot.conversation import Conversation
from bot.telegram.conversations import ChatKey, Conversations
from bot.telegram.database import open_database
from bot.telegram.records import Records
from tests.bot.telegram_clock import Clock
from tests.bot.telegram_story import PARAGRAPHS, read_story

READING = read_story()
RECORDS = Records.of(READING)
SPOKEN = Conversation().then(
    "Who said <so>?",
    Answer(
        outcome=Outcome.ANSWER,
        text="Anna Berg. [1]",
        confidence=0.5,
        citations=(
            Citation(READING, READING.story.sentences[1], READING.story.sentences[1].span, READING.statements[1]),
            Citation(READING, READING.story.sentences[2], READING.story.sentences[2].span),
        ),
    ),
)


async def test_a_conversation_is_kept_for_its_chat_and_member(database):
    conversations = Conversations(database)
    conversations.put(ChatKey(1), SPOKEN, RECORDS)
    assert await conversations.get(ChatKey(1), RECORDS) == SPOKEN
    assert (
        await conversations.get(ChatKey(2), RECORDS)
        == await conversations.get(ChatKey(1, 5), RECORDS)
        == Conversation()
    )


async def test_a_conversation_outlives_the_process(tmp_path):
    first = open_database(tmp_path / "state.sqlite3")
    Conversations(first).put(ChatKey(1), SPOKEN, RECORDS)
    first.close()
    second = open_database(tmp_path / "state.sqlite3")
    (turn,) = (await Conversations(second).get(ChatKey(1), Records.of(read_story()))).turns
    assert turn.question == "Who said <so>?"
    assert turn.answer.citations[0].text == PARAGRAPHS[1]
    second.close()


async def test_turns_about_another_text_of_the_story_are_left_out(database):
    Conversations(database).put(ChatKey(1), SPOKEN, RECORDS)
    changed = Records.of(read_story((*PARAGRAPHS[:3], "Another end.")))
    assert await Conversations(database).get(ChatKey(1), changed) == Conversation()


async def test_the_longest_unused_is_forgotten_first(database):
    clock = Clock()
    conversations = Conversations(database, kept=2, clock=clock)
    for chat in (1, 2, 1, 3):
        clock.now += 1
        conversations.put(ChatKey(chat), SPOKEN, RECORDS)
    assert [await conversations.get(ChatKey(chat), RECORDS) == SPOKEN for chat in (1, 2, 3)] == [True, False, True]


async def test_an_idle_conversation_is_forgotten_on_disk_too(database):
    clock = Clock()
    conversations = Conversations(database, idle_seconds=60, clock=clock)
    conversations.put(ChatKey(1), SPOKEN, RECORDS)
    clock.now += 60
    assert await conversations.get(ChatKey(1), RECORDS) == SPOKEN
    clock.now += 1
    assert await conversations.get(ChatKey(1), RECORDS) == Conversation()
    conversations.forget_idle()
    assert database.rows("SELECT count(*) FROM conversations") == [(0,)]
