"""The conversations that the channel keeps."""

from bot.answer import Answer, Citation, Outcome
from bot.conversation import Conversation
from bot.telegram.conversations import ChatKey, Conversations
from bot.telegram.database import open_database
from bot.telegram.records import Records
from tests.bot.telegram_clock import Clock
from tests.bot.telegram_story import PARAGRAPHS, read_story

READING = read_story()
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


def test_a_conversation_is_kept_for_its_chat_and_member(database):
    conversations = Conversations(database, Records(READING))
    conversations.put(ChatKey(1), SPOKEN)
    assert conversations.get(ChatKey(1)) == SPOKEN
    assert conversations.get(ChatKey(2)) == conversations.get(ChatKey(1, 5)) == Conversation()


def test_a_conversation_outlives_the_process(tmp_path):
    first = open_database(tmp_path / "state.sqlite3")
    Conversations(first, Records(READING)).put(ChatKey(1), SPOKEN)
    first.close()
    second = open_database(tmp_path / "state.sqlite3")
    (turn,) = Conversations(second, Records(read_story())).get(ChatKey(1)).turns
    assert turn.question == "Who said <so>?"
    assert turn.answer.citations[0].text == PARAGRAPHS[1]
    second.close()


def test_turns_about_another_text_of_the_story_are_left_out(database):
    Conversations(database, Records(READING)).put(ChatKey(1), SPOKEN)
    changed = Records(read_story((*PARAGRAPHS[:3], "Another end.")))
    assert Conversations(database, changed).get(ChatKey(1)) == Conversation()


def test_the_longest_unused_is_forgotten_first(database):
    clock = Clock()
    conversations = Conversations(database, Records(READING), kept=2, clock=clock)
    for chat in (1, 2, 1, 3):
        clock.now += 1
        conversations.put(ChatKey(chat), SPOKEN)
    assert [conversations.get(ChatKey(chat)) == SPOKEN for chat in (1, 2, 3)] == [True, False, True]


def test_an_idle_conversation_is_forgotten_on_disk_too(database):
    clock = Clock()
    conversations = Conversations(database, Records(READING), idle_seconds=60, clock=clock)
    conversations.put(ChatKey(1), SPOKEN)
    clock.now += 60
    assert conversations.get(ChatKey(1)) == SPOKEN
    clock.now += 1
    assert conversations.get(ChatKey(1)) == Conversation()
    conversations.forget_idle()
    assert database.rows("SELECT count(*) FROM conversations") == [(0,)]
