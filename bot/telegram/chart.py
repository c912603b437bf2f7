"""The timeline as a picture: days across, speakers down, and what was said in short.

The picture is one of a table, so it is laid out in inches from the top left. matplotlib is imported when the first
picture is drawn: most bots never draw one, and it takes memory.
"""

import io
import textwrap
from collections.abc import Callable
from typing import TYPE_CHECKING

from bot.days import in_words
from bot.overview import quoted, timeline
from bot.telegram import texts
from corpus.statement import Reading, Speaker, Statement

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["timeline_chart", "timeline_figure"]

MOST_DAYS = 5
MOST_SPEAKERS = 8
MOST_QUOTES = 2  # in one cell; the rest is counted
_QUOTE_CHARACTERS = 88
_TITLE_CHARACTERS = 300
_DPI = 150
_NAME_WIDTH, _DAY_WIDTH, _LINE, _PAD = 1.9, 2.7, 0.17, 0.1
_NAME_COLUMNS, _DAY_COLUMNS = 23, 36  # characters that fit these widths
_HEAD, _RULE, _SHADE = "#1f4e79", "#c9d3dd", "#f3f6f9"


def timeline_chart(reading: Reading) -> bytes | None:
    """A PNG of who said what on which day; None if nobody is quoted."""
    figure = timeline_figure(reading)
    if figure is None:
        return None
    file = io.BytesIO()
    figure.savefig(file, format="png")
    return file.getvalue()


def timeline_figure(reading: Reading) -> "Figure | None":
    """The same, to be drawn. Its texts are the title and the cells, row by row.

    Stories with more days or speakers than can be read show those with the most statements.
    """
    speakers = [row.speaker for row in quoted(reading)][:MOST_SPEAKERS]
    days = sorted(timeline(reading), key=lambda day: -len(day.statements))[:MOST_DAYS]
    days.sort(key=lambda day: (day.day is None, day.day or ""))
    if not speakers:
        return None
    shown = _readable_by_font()
    header = ["", *(_wrapped(in_words(day.day) if day.day else texts.NO_DAY, _DAY_COLUMNS, shown) for day in days)]
    rows = [header]
    for speaker in speakers:
        cells = [_cell(reading, speaker, day.statements, shown) for day in days]
        rows.append([_wrapped(speaker.name, _NAME_COLUMNS, shown), *cells])
    return _drawn(
        _wrapped(reading.story.title[:_TITLE_CHARACTERS], _NAME_COLUMNS + _DAY_COLUMNS * len(days), shown), rows
    )


def _cell(reading: Reading, speaker: Speaker, said: tuple[Statement, ...], shown: Callable[[str], str]) -> str:
    """What a speaker said on one day: the first few statements in short, and how many more there are."""
    theirs = [statement for statement in said if reading.speaker_of(statement) is speaker]
    quotes = []
    for statement in theirs[:MOST_QUOTES]:
        words = " ".join(reading.story.text[statement.parts[0].start : statement.parts[0].end].split())
        quotes.append(_wrapped(textwrap.shorten(words, _QUOTE_CHARACTERS, placeholder=" …"), _DAY_COLUMNS, shown))
    if len(theirs) > MOST_QUOTES:
        quotes.append(texts.AND_MORE.format(count=len(theirs) - MOST_QUOTES))
    return "\n\n".join(quotes)


def _wrapped(text: str, columns: int, shown: Callable[[str], str]) -> str:
    return "\n".join(textwrap.wrap(shown(text), columns))


def _readable_by_font() -> Callable[[str], str]:
    """What replaces the characters that the picture's font does not have, such as emoji."""
    from matplotlib.font_manager import findfont, get_font

    font = get_font(findfont("DejaVu Sans"))
    return lambda text: "".join(c if font.get_char_index(ord(c)) else "\ufffd" for c in text)


def _drawn(title: str, rows: list[list[str]]) -> "Figure":
    """The table; the first row holds the days, and the first cell of each row its speaker."""
    from matplotlib.figure import Figure

    widths = [_NAME_WIDTH, *[_DAY_WIDTH] * (len(rows[0]) - 1)]
    heights = [_LINE * (1 + max(cell.count("\n") for cell in row)) + 2 * _PAD for row in rows]
    top = _LINE * 1.4 * (1 + title.count("\n")) + 2 * _PAD
    figure = Figure(figsize=(sum(widths), top + sum(heights)), dpi=_DPI, facecolor="white")
    _text(figure, _PAD, _PAD, title, size=12, weight="bold")
    y = top
    for number, (row, height) in enumerate(zip(rows, heights, strict=True)):
        _band(figure, y, sum(widths), height, _HEAD if number == 0 else _SHADE if number % 2 == 0 else "white")
        x = 0.0
        for column, (cell, width) in enumerate(zip(row, widths, strict=True)):
            strong = number == 0 or column == 0
            colour = "white" if number == 0 else "black"
            _text(figure, x + _PAD, y + _PAD, cell, weight="bold" if strong else "normal", color=colour)
            x += width
        y += height
    return figure


def _text(figure: "Figure", x: float, y: float, text: str, *, size: int = 9, **style: str) -> None:
    height = figure.get_figheight()
    figure.text(
        x,
        height - y,
        text,
        transform=figure.dpi_scale_trans,
        va="top",
        fontsize=size,
        fontfamily="DejaVu Sans",
        parse_math=False,
        **style,  # type: ignore[arg-type]  # the stubs take an object for the rest
    )


def _band(figure: "Figure", y: float, width: float, height: float, colour: str) -> None:
    from matplotlib.patches import Rectangle

    bottom = figure.get_figheight() - y - height
    place = Rectangle((0, bottom), width, height, transform=figure.dpi_scale_trans)
    place.set(facecolor=colour, edgecolor=_RULE, linewidth=0.5)
    figure.add_artist(place)
