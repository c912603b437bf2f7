"""The timeline as a picture."""

import re
from dataclasses import replace

import pytest

from bot.overview import quoted
from bot.telegram.chart import MOST_SPEAKERS, timeline_chart, timeline_figure
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


@pytest.mark.parametrize("story", ["small", "shipped"])
def test_every_speaker_has_a_row_in_which_their_words_stand_apart_and_whole(story, request):
    reading = read_story() if story == "small" else request.getfixturevalue("shipped").reading
    figure = timeline_figure(reading)
    assert figure is not None
    drawn = [text for text in figure.texts if text.get_text()]
    words = [plain(text.get_text()) for text in drawn]
    for row in quoted(reading)[:MOST_SPEAKERS]:
        assert plain(row.speaker.name) in words
    quotations = [part for text in figure.texts for part in text.get_text().split("\n\n") if len(part) > 40]
    assert quotations
    for quotation in quotations:
        assert plain(quotation) in plain(reading.story.title) + plain(reading.story.text)
    boxes = [text.get_window_extent() for text in drawn]
    assert all(figure.bbox.padded(1).containsx(box.x1) and figure.bbox.padded(1).containsy(box.y0) for box in boxes)
    assert not [(one, other) for i, one in enumerate(boxes) for other in boxes[:i] if one.overlaps(other)]


def plain(text: str) -> str:
    """A text without what the picture changes: spaces, the sign that it goes on, and characters that its font lacks."""
    return re.sub(r"[\s…🐟\ufffd]", "", text)
