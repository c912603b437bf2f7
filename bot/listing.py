"""What `statements` prints: who said what, and when, in story files."""

import csv
import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import click

from bot.errors import BotError
from bot.overview import timeline
from bot.plain import timeline_text
from bot.progress import progress_line
from corpus.errors import CorpusError
from corpus.export import reading_record
from corpus.imports import without
from corpus.source import load_source

__all__ = ["print_statements", "published_days"]


def print_statements(
    files: Sequence[Path], *, published: date | None, published_from: Path | None, as_json: bool
) -> int:
    """Print each file's statements on stdout, as JSON lines or as text; the value is how many files failed.

    A file that cannot be read gets one line on stderr, and the rest goes on. Raises BotError if `published_from`
    cannot be used.
    """
    with without("torch"):  # see `index.store`
        from corpus.reading import read_story

    days = published_days(published_from) if published_from else {}
    failed = 0
    with progress_line("Reading") as progress:
        for number, path in enumerate(files):
            progress(path.name, number / len(files))
            try:
                reading = read_story(load_source(path, published=published or days.get(path.stem)))
            except CorpusError as error:
                click.echo(f"on-the-record: {error}", err=True)
                failed += 1
                continue
            if as_json:
                click.echo(json.dumps(reading_record(reading, doc=path.stem), ensure_ascii=False))
            else:
                click.echo(f"{reading.story.title}\n{timeline_text(reading, timeline(reading))}\n")
    return failed


def published_days(table: Path) -> dict[str, date]:
    """The publication days of a tab-separated table, by file stem; rows without a usable day are left out.

    Raises BotError if the table cannot be read or lacks a column.
    """
    try:
        with table.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise BotError(f"{table}: the table of publication dates cannot be read ({error})") from error
    if not rows or not {"filename", "publication_date"} <= rows[0].keys():
        raise BotError(f"{table}: the columns filename and publication_date are needed, tab-separated")
    return {row["filename"].removesuffix(".txt"): day for row in rows if (day := _day(row["publication_date"]))}


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        return None
