"""The library's stories shown and exported."""

import csv
import json
from collections.abc import Callable, Iterable
from enum import StrEnum
from typing import TextIO

from bot.days import in_words
from corpus.source import StorySource
from corpus.statement import Reading, Statement

__all__ = ["ExportForm", "export", "inert", "marked_text"]

_FACTS = ("id", "title", "published", "source", "author", "url", "language", "text")


class ExportForm(StrEnum):
    """The forms that stories are exported in."""

    JSON = "json"
    CSV = "csv"


def marked_text(reading: Reading) -> str:
    """A story as it stands, its statements in ⟦brackets⟧ with their numbers, and who says each, and when.

    The marks are put between the story's characters; without them the text is the story's own.
    """
    story = reading.story
    marks = sorted(_marks(reading), key=lambda mark: mark[:3])
    text, done = "", 0
    for place, _, _, mark in marks:
        text += story.text[done:place] + mark
        done = place
    day = in_words(story.published.isoformat()) if story.published else None
    facts = (story.title, story.source, day, story.url)
    legend = [_said(reading, number, statement) for number, statement in enumerate(reading.statements, 1)]
    return "\n".join([" · ".join(filter(None, facts)), "", (text + story.text[done:]).strip(), "", *legend]).rstrip()


def export(sources: Iterable[StorySource], form: ExportForm, file: TextIO) -> None:
    """Write the stories with their texts: JSON lines, which `add` takes, or CSV with a header."""
    _EXPORTS[form](sources, file)


def inert(cell: str) -> str:
    """A cell that a spreadsheet does not take for a formula."""
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell


def _export_json(sources: Iterable[StorySource], file: TextIO) -> None:
    for source in sources:
        file.write(json.dumps(_facts(source), ensure_ascii=False) + "\n")


def _export_csv(sources: Iterable[StorySource], file: TextIO) -> None:
    writer = csv.writer(file)
    writer.writerow(_FACTS)
    for source in sources:
        writer.writerow([inert(value or "") for value in _facts(source).values()])


_EXPORTS: dict[ExportForm, Callable[[Iterable[StorySource], TextIO], None]] = {
    ExportForm.JSON: _export_json,
    ExportForm.CSV: _export_csv,
}


def _facts(source: StorySource) -> dict[str, str | None]:
    values = ((fact, getattr(source, fact)) for fact in _FACTS)
    return {fact: None if value is None else str(value) for fact, value in values}


def _marks(reading: Reading) -> Iterable[tuple[int, int, int, str]]:
    """Each mark as place, closing before opening, the longer part outside, and the mark itself."""
    for number, statement in enumerate(reading.statements, 1):
        for part in statement.parts:
            yield part.start, 1, -part.end, f"⟦{number} "
            yield part.end, 0, -part.start, "⟧"


def _said(reading: Reading, number: int, statement: Statement) -> str:
    speaker = reading.speaker_of(statement)
    when = f", {in_words(statement.said_on.value)}" if statement.said_on else ""
    return f"[{number}] {speaker.name if speaker else 'not named'}{when} ({statement.kind})"
