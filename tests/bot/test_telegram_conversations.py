"""The conversations that the channel keeps."""

from bot.answer import Answer, Outcome
from bot.conversation import Conversation
from bot.telegram.conversations import Conversations

SPOKEN = Conversation().then("Who?", Answer(outcome=Outcome.CHAT, text="Hello."))


class Clock:
    """A clock that stands until it is moved."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_conversation_is_kept_for_its_chat_and_member():
    conversations = Conversations()
    conversations.put((1, 0), SPOKEN)
    assert conversations.get((1, 0)) is SPOKEN
    assert conversations.get((2, 0)) == conversations.get((1, 5)) == Conversation()


def test_the_longest_unused_is_forgotten_first():
    conversations = Conversations(kept=2)
    for chat in (1, 2, 1, 3):
        conversations.put((chat, 0), SPOKEN)
    assert [conversations.get((chat, 0)) is SPOKEN for chat in (1, 2, 3)] == [True, False, True]
    assert len(conversations) == 2


def test_an_idle_conversation_is_forgotten():
    clock = Clock()
    conversations = Conversations(idle_seconds=60, clock=clock)
    conversations.put((1, 0), SPOKEN)
    clock.now = 60.0
    assert conversations.get((1, 0)) is SPOKEN
    clock.now = 61.0
    assert conversations.get((1, 0)) == Conversation()
    conversations.put((2, 0), SPOKEN)
    assert len(conversations) == 1
