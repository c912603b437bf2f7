import pytest

from bot import texts
from bot.smalltalk import small_talk


@pytest.mark.parametrize(
    ("message", "reply"),
    [
        ("hello!", texts.HELLO),
        ("Good morning", texts.HELLO),
        ("hi there, how are you?", texts.HELLO),
        ("thanks a lot :)", texts.THANKS),
        ("Thanks, that's all for today.", texts.THANKS),
        ("bye, talk to you later", texts.BYE),
        ("help", texts.HELP),
        ("what can I ask you?", texts.HELP),
        ("r u a real person", texts.ABOUT_ME),
        ("Tell me a joke about cats", texts.OTHER_WISH),
        ("can u book me a flight to Oslo", texts.OTHER_WISH),
        ("what's the square root of 81?", texts.OTHER_WISH),
        ("whats 25 times 4", texts.OTHER_WISH),
        ("u suck", texts.SORRY),
        ("you are so stupid!", texts.SORRY),
        ("this bot is useless", texts.SORRY),
        ("are you dumb?", texts.SORRY),
        ("fuck off", texts.SORRY),
        ("wtf", texts.SORRY),
        ("that's wrong", texts.SORRY),
        ("are you sure?", texts.CHECK_ME),
        ("really?", texts.CHECK_ME),
        ("no", texts.ASK_MORE),
        ("whatever", texts.ASK_MORE),
        ("wat time is it in Lima", texts.OTHER_WISH),
    ],
)
def test_small_talk_gets_a_reply_of_its_kind(message, reply):
    assert small_talk(message) == reply


@pytest.mark.parametrize(
    "message",
    [
        "Did he thank the soldiers?",
        "who said hello to the crowd?",
        "What was the time of the attack?",
        "Good morning Vietnam was directed by whom, says the story?",
        "Who are you quoting?",
        "What did the robot say?",
        "How much is the fine?",
        "Did she tell him a joke?",
        "Who helped the minister?",
        "Putin is a liar",
        "Who called it stupid?",
        "was the idea bad",
        "Is it really true?",
    ],
)
def test_a_question_that_only_sounds_like_small_talk_is_none(message):
    assert small_talk(message) is None
