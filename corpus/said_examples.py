"""Hand-read statements: JSON lines of a document's statements by their offsets, each with the day that it was said."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from spacy.tokens import Doc

from corpus.paragraphs import find_paragraphs
from corpus.parse import parse_sentences
from corpus.sentences import find_sentences
from corpus.statement import Statement, StatementKind
from corpus.story import Span, Story

__all__ = ["HandRead", "read_examples"]


@dataclass(frozen=True, slots=True)
class HandRead:
    """One document: its statements, and the day of those (by place) that a reader has judged, None for no day."""

    story: Story
    doc: Doc
    statements: tuple[Statement, ...]
    days: dict[int, str | None]


def read_examples(path: Path, polnear: Path) -> Iterator[HandRead]:
    """The documents of a file of hand-read statements; `polnear` is a checkout of PolNeAR, v1.0.0, with their texts."""
    for line in path.read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        (file,) = polnear.glob(f"data/*/text/{record['doc']}.txt")
        text = file.read_bytes().decode("utf-8")
        story = Story(
            id=record["doc"],
            title="",
            text=text,
            published=date.fromisoformat(record["published"]),
            paragraphs=find_paragraphs(text),
        )
        sentences = find_sentences(text, story.paragraphs)
        rows = record["statements"]
        days = {place: row["said_on"] for place, row in enumerate(rows) if "said_on" in row}
        yield HandRead(story, parse_sentences(text, story.paragraphs, sentences), tuple(map(_statement, rows)), days)


def _statement(row: dict[str, Any]) -> Statement:
    return Statement(
        kind=StatementKind.INDIRECT,
        parts=tuple(Span(*part) for part in row["parts"]),
        cue=Span(*row["cue"]),
        mention=Span(*row["mention"]) if row["mention"] else None,
        speaker=row["speaker"],
    )
