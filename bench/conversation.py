"""A picture of a conversation on Telegram: `python -m bench.conversation docs/conversation.svg`.

The bot runs as it does in service, on the shipped story, against the tests' Bot API server; what is drawn is what it
sent. Nothing is measured.
"""

import asyncio
import io
import tempfile
from collections.abc import Iterator
from pathlib import Path

import click
from rich.align import Align
from rich.console import Console, Group
from rich.panel import Panel
from rich.text import Text

from bot.home import home_folder
from bot.telegram import LibraryShelf, TelegramSettings, serve
from tests.bot.telegram_server import BotServer, Json

QUESTIONS = (
    "What did Putin say about conscripts?",
    "When did he say that?",
    "Why did Konashenkov resign?",
)
WIDTH, BUBBLE = 76, 64
_STYLES = {"bold": "bold", "date_time": "underline"}
_BAR = "┃ "


async def conversation(home: Path) -> list[Json]:
    """What the bot says to each of the questions, asked in one chat."""
    server, stop, shelf = BotServer(), asyncio.Event(), LibraryShelf(home)
    shelf.open(shelf.listed(0)[0].id)
    await server.start()
    with tempfile.TemporaryDirectory() as state:
        settings = TelegramSettings(token=server.token, api_url=server.url, home=Path(state))
        serving = asyncio.create_task(serve(shelf, settings, stop=stop))
        for number, question in enumerate(QUESTIONS, start=1):
            await server.say(question)
            await server.reply(number)
        stop.set()
        await serving
    await server.close()
    return server.replies()


def picture(replies: list[Json]) -> str:
    """The conversation as SVG."""
    console = Console(record=True, width=WIDTH, file=io.StringIO(), force_terminal=True, color_system="truecolor")
    for question, reply in zip(QUESTIONS, replies, strict=True):
        console.print(Align.right(Panel.fit(question, border_style="green")))
        console.print(Panel(Group(*_lines(reply, console)), width=BUBBLE, border_style="blue"))
    return console.export_svg(title="On the Record")


def _lines(message: Json, console: Console) -> list[Text]:
    """A message as it looks in a chat, and its buttons under it."""
    text, quotes = _formatted(message)
    lines = []
    for part, is_quote in _parts(text, quotes):
        bar = Text(_BAR, style="yellow") if is_quote else Text()
        lines += [bar + line for line in part.wrap(console, BUBBLE - 4 - len(bar))]
    lines.append(Text())
    for row in message.get("reply_markup", {}).get("inline_keyboard", ()):
        lines.append(Text("   ".join(f"[ {button['text']} ]" for button in row), style="cyan"))
    return lines


def _formatted(message: Json) -> tuple[Text, list[tuple[int, int]]]:
    """The text with its styles, and where its block quotations are, in characters; entities count in UTF-16 units."""
    raw = message["text"].encode("utf-16-le")
    text, quotes = Text(message["text"]), []
    for entity in message.get("entities", ()):
        start = len(raw[: 2 * entity["offset"]].decode("utf-16-le"))
        end = start + len(raw[2 * entity["offset"] :][: 2 * entity["length"]].decode("utf-16-le"))
        if "blockquote" in entity["type"]:
            quotes.append((start, end))
        text.stylize(_STYLES.get(entity["type"], "italic"), start, end)
    return text, quotes


def _parts(text: Text, quotes: list[tuple[int, int]]) -> Iterator[tuple[Text, bool]]:
    """`text` in pieces, and whether each is a block quotation."""
    place = 0
    for start, end in [*quotes, (len(text), len(text))]:
        for piece, is_quote in ((text[place:start], False), (text[start:end], True)):
            piece.rstrip()
            if piece.plain:
                yield piece, is_quote
        place = min(end + 1, len(text))  # the line break behind it


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
def main(file: Path) -> None:
    """Draw the conversation to FILE."""
    file.write_text(picture(asyncio.run(conversation(home_folder()))), encoding="utf-8")


if __name__ == "__main__":
    main()
