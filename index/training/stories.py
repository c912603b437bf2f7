"""The stories that questions are about, from the corpora they stand in, as the reader will meet them."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from corpus.reading import read_story
from corpus.source import StorySource
from corpus.story import Span
from index.notes import speaker_notes

__all__ = ["StoryText", "read_stories"]

TIMEBANK = "timebank_"


@dataclass(frozen=True, slots=True)
class StoryText:
    """A story's text, the half-open spans of its sentences, and the note before each (see `index.notes`)."""

    text: str
    spans: tuple[tuple[int, int], ...]
    notes: tuple[str, ...]


def read_stories(names: Iterable[str], folders: Iterable[Path], timebank: Path, kept: Path) -> dict[str, StoryText]:
    """Read the named stories: `<folder>/<name>.txt`, or from the file `timebank` that the date scorer exports.

    What was read is kept in the file `kept`, and taken from there the next time. Raises FileNotFoundError for a story
    that is nowhere.
    """
    if kept.is_file():
        return {name: StoryText(**fields) for name, fields in json.loads(kept.read_text(encoding="utf-8")).items()}
    documents = _timebank(timebank)
    read = {name: _read(documents.get(name) or _source(name, folders)) for name in dict.fromkeys(names)}
    fields = {name: {"text": one.text, "spans": one.spans, "notes": one.notes} for name, one in read.items()}
    kept.write_text(json.dumps(fields), encoding="utf-8")
    return read


def _read(source: StorySource) -> StoryText:
    reading = read_story(source)
    spans = tuple((sentence.start, sentence.end) for sentence in reading.story.sentences)
    return StoryText(source.text, spans, speaker_notes(reading))


def _timebank(path: Path) -> dict[str, StorySource]:
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return {TIMEBANK + row["doc"]: _as_source(TIMEBANK + row["doc"], row["text"], row["dct"]) for row in rows}


def _source(name: str, folders: Iterable[Path]) -> StorySource:
    for folder in folders:
        path = folder / f"{name}.txt"
        if path.is_file():
            day = name.split("_")[1] if name.count("_") > 1 else None
            return _as_source(name, path.read_text(encoding="utf-8"), day)
    raise FileNotFoundError(f"{name}.txt")


def _as_source(name: str, text: str, day: str | None) -> StorySource:
    published = date.fromisoformat(day) if day else None
    return StorySource(id=name, text=text, body=Span(0, len(text)), published=published)
