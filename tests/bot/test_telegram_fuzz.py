"""Odd input of every kind: each message gets a reply, no request breaks a rule, and nobody else is held up."""

from typing import Any

from tests.bot.telegram_bot import running_bot
from tests.bot.telegram_server import BotServer, Json

FILE = {"file_id": "a", "file_unique_id": "b"}
PERSON = {"id": 5, "is_bot": False, "first_name": "Friend"}

TEXTS = [
    "?",
    "…",
    "🐟",
    "👨‍👩‍👧‍👦🏳️‍🌈",
    "\u200b\u200b",
    "\u202eOkoro yas did tahw",
    "ما قال أوكورو؟",
    "Z̷̡̛̠a̸̗͌l̶̡̈g̴̱̈o̷̘͌ Okoro" * 40,
    "a" * 4096,
    "🐟" * 2048,
    "Okoro\n" * 600,
    "\n\n\nOkoro\n\n\n",
    "<b>Okoro</b>",
    "<b>Okoro",
    "</i></blockquote>&lt;script&gt;",
    "<tg-emoji emoji-id='1'>x</tg-emoji>",
    "*Okoro* _said_ `what` [x](y) ~~~ ||",
    "{name} {0} %s %(x)d ${HOME}",
    "'; DROP TABLE updates; --",
    "Okoro\x00\x07\x1b[31m",
    "Okoro \ud83d",
    "\ufeffOkoro",
    "@record_test_bot",
    "@record_test_bot @record_test_bot Okoro",
    "https://example.org/?q=Okoro&x=<y>",
    "/",
    "/ who",
    "/WHO",
    "/start q_" + "A" * 62,
    "/start " + "x" * 60,
    "/start q64_____",
    "/timeline and then some",
    "/who@record_test_bot now",
    "null",
    "NaN",
    "0",
    "what did okoro say " * 200,
]

OTHERS: list[Json] = [
    {"sticker": FILE | {"width": 1, "height": 1, "is_animated": False, "is_video": False, "type": "regular"}},
    {"voice": FILE | {"duration": 3}},
    {"video_note": FILE | {"duration": 3, "length": 1}},
    {"document": FILE},
    {"photo": []},
    {"dice": {"emoji": "🎲", "value": 3}},
    {"contact": {"phone_number": "1", "first_name": "F"}},
    {"venue": {"location": {"latitude": 1.0, "longitude": 1.0}, "title": "t", "address": "a"}},
    {"poll": {"id": "1", "question": "?", "options": [], "total_voter_count": 0, "is_closed": False}
     | {"is_anonymous": True, "type": "regular", "allows_multiple_answers": False}},
    {"story": {"chat": {"id": 7, "type": "private"}, "id": 1}},
    {"paid_media": {"star_count": 1, "paid_media": []}},
    {"something_new": {"of": ["the", "future"]}},
    {"photo": [FILE | {"width": 1, "height": 1}], "caption": "<Okoro> & co"},
    {"text": "Okoro", "forward_origin": {"type": "user", "date": 1, "sender_user": PERSON}},
    {"text": "Okoro", "forward_origin": {"type": "hidden_user", "date": 1, "sender_user_name": "H"}},
    {"text": "Okoro", "quote": {"text": "x", "position": 0}},
    {"text": "Okoro", "entities": [{"type": "something_new", "offset": 0, "length": 5}]},
    {"text": "Okoro", "entities": [{"type": "bold", "offset": 3, "length": 900}]},
]  # fmt: skip


async def test_every_odd_message_gets_a_reply_and_breaks_no_rule():
    messages: list[dict[str, Any]] = [*({"text": text} for text in TEXTS), *OTHERS]
    server = BotServer()
    server.files["a"] = b"\xff"
    async with running_bot(server=server):
        for number, fields in enumerate(messages):
            await server.say(chat=1000 + number, **fields)
        for number in range(len(messages)):
            await server.reply(chat=1000 + number)
        await server.until(lambda: server.waiting == 0)


async def test_the_same_messages_in_a_group_disturb_nobody():
    messages: list[dict[str, Any]] = [*({"text": text} for text in TEXTS if "record_test" not in text), *OTHERS]
    async with running_bot() as server:
        for number, fields in enumerate(messages):
            if not str(fields.get("text")).startswith("/"):
                await server.say(chat=-1000 - number, user=1, kind="group", **fields)
        await server.say("What did Okoro say?", chat=7)
        await server.reply(chat=7)
    assert {call["chat_id"] for call in server.calls("sendMessage")} == {"7"}


async def test_deep_replies_and_messages_from_nobody_are_answered():
    async with running_bot() as server:
        deep: Json = {"message_id": 1, "date": 1, "chat": {"id": 7, "type": "private"}, "text": "x"}
        for number in range(2, 60):
            deep = {"message_id": number, "date": 1, "chat": {"id": 7, "type": "private"}, "reply_to_message": deep}
        await server.say("What did Okoro say?", chat=7, reply_to_message=deep)
        await server.reply(chat=7)
        anonymous = {"id": -5, "type": "supergroup", "title": "Readers"}
        await server.say("/who", chat=-5, kind="supergroup", sender_chat=anonymous)
        await server.reply(chat=-5)
