"""The timeline as a picture."""

from dataclasses import replace

import pytest

from bot.telegram.chart import timeline_chart
from tests.bot.telegram_bot import running_bot
from tests.bot.telegram_server import BotServer, Fault
from tests.bot.telegram_story import PARAGRAPHS, SmallAsker, read_story


async def test_the_timeline_comes_as_a_picture_at_a_tap_and_again_if_it_failed_on_the_way():
    server = BotServer()
    server.fail("sendPhoto", Fault(code=502))
    async with running_bot(server=server):
        await server.say("/timeline")
        timeline = await server.reply()
        assert await server.notice(await server.tap(timeline, "As a picture")) is None
        picture = await server.reply(2)
    assert picture["caption"] == "What was said, day by day: Bridge <closed> & barred"
    assert picture["photo"][0]["width"] > 1000


async def test_a_story_that_quotes_nobody_offers_no_picture():
    empty = replace(read_story(), statements=())
    async with running_bot(SmallAsker(empty)) as server:
        await server.say("/timeline")
        reply = await server.reply()
    assert timeline_chart(empty) is None
    assert "reply_markup" not in reply


@pytest.mark.parametrize("odd", ["$x^2$ and $", "🐟🐟", "шесть", "\u202eright to left", "word " * 500, "x" * 3000])
def test_any_words_can_be_drawn(odd):
    picture = timeline_chart(read_story((f"“{odd}”", *PARAGRAPHS[1:])))
    assert picture is not None
    width, height = (int.from_bytes(picture[at : at + 4], "big") for at in (16, 20))
    assert width + height < 10_000
