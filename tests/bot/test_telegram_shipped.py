"""The shipped story on Telegram, with the real answerer."""

from bot.answerer import Answerer
from tests.bot.telegram_bot import running_bot
from tests.bot.telegram_server import Json, buttons_of

QUESTIONS = (
    "Who said that conscripts would not take part?",
    "What did Putin say about conscripts?",
    "When did he say that?",
    "What else did he say?",
    "Who is Konashenkov?",
    "Who is quoted?",
    "Why did Konashenkov resign?",
    "did the ministry admit it",
    "thanks!",
    "Что сказал Путин?",
)


def quotations(message: Json) -> list[str]:
    """The texts of a message's blockquotes."""
    raw = message["text"].encode("utf-16-le")
    quoted = [entity for entity in message.get("entities", ()) if "blockquote" in entity["type"]]
    return [raw[2 * e["offset"] : 2 * (e["offset"] + e["length"])].decode("utf-16-le") for e in quoted]


async def test_every_quotation_is_a_slice_of_the_story_whatever_is_asked_or_tapped(shipped: Answerer):
    text = shipped.reading.story.text
    async with running_bot(shipped) as server:
        for number, question in enumerate(QUESTIONS, start=1):
            await server.say(question)
            await server.reply(number)
        for command in ("/start", "/who", "/timeline", "/about"):
            await server.say(command)
        await server.reply(len(QUESTIONS) + 4)
        for message in server.replies()[: len(QUESTIONS)]:
            for button in buttons_of(message):
                await server.notice(await server.tap(message, button["text"]))
                if button["callback_data"].startswith("context"):
                    await server.notice(await server.tap(message, "‹ Back"))
        await server.query("What did Putin say about conscripts?")
        messages = list(server.replies())
    found = [quotation for message in messages for quotation in quotations(message)]
    assert len(found) > 30
    assert all(quotation in text for quotation in found)
