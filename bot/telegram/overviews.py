"""Long lists that readers turn pages in: who is quoted, the timeline, and what one of them says."""

import asyncio

from telegram import CallbackQuery, InlineKeyboardMarkup, Message

from bot.overview import quoted
from bot.telegram.chart import timeline_chart
from bot.telegram.keyboards import overview_keyboard
from bot.telegram.rendering import chart_caption, said_messages, timeline_messages, who_messages
from bot.telegram.replying import change, reply, reply_photo
from corpus.statement import Reading

__all__ = ["Overviews"]

WHO, TIMELINE, SAID = "who", "timeline", "said"
_NAME_BUTTONS = 12


class Overviews:
    """Overviews of one reading, a page at a time. Its `fingerprint` tells buttons of another reading apart."""

    def __init__(self, reading: Reading, fingerprint: str) -> None:
        self._reading = reading
        self._fingerprint = fingerprint
        self._drawing = asyncio.Lock()
        self._chart: bytes | None = None
        self._pages = {(WHO, 0): who_messages(reading), (TIMELINE, 0): timeline_messages(reading)}
        for place in range(len(reading.speakers)):
            self._pages[SAID, place] = said_messages(reading, place)
        places = {id(speaker): place for place, speaker in enumerate(reading.speakers)}
        names = [(places[id(row.speaker)], row.speaker.name) for row in quoted(reading)]
        self._names = names[:_NAME_BUTTONS]

    async def show(self, message: Message, name: str, argument: int = 0) -> bool:
        """Send the first page of an overview as a reply to `message`; False if there is no such overview."""
        if (name, argument) not in self._pages:
            return False
        page, keyboard = self._page(name, argument, 0)
        await reply(message, [page], keyboard)
        return True

    async def turn(self, query: CallbackQuery, name: str, argument: int, number: int) -> bool:
        """Show another page in the message whose button was tapped; False if there is no such page."""
        if (name, argument) not in self._pages or not isinstance(query.message, Message):
            return False
        page, keyboard = self._page(name, argument, number)
        await change(query.message, query.message.message_id, page, keyboard)
        return True

    async def show_chart(self, message: Message) -> bool:
        """Send the timeline as a picture, drawn once; False if there is nothing to draw."""
        async with self._drawing:
            if self._chart is None:
                self._chart = await asyncio.to_thread(timeline_chart, self._reading)
        if self._chart is None:
            return False
        await reply_photo(message, self._chart, chart_caption(self._reading))
        return True

    def _page(self, name: str, argument: int, number: int) -> tuple[str, InlineKeyboardMarkup | None]:
        pages = self._pages[name, argument]
        number = max(0, min(number, len(pages) - 1))
        keyboard = overview_keyboard(
            self._fingerprint,
            name,
            argument,
            number,
            len(pages),
            speakers=self._names if name == WHO else (),
            chart=name == TIMELINE and bool(self._names),
        )
        return pages[number], keyboard
