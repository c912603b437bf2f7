"""Small stories and homes of a test's own, without another export of the encoder."""

import re
import shutil
from pathlib import Path

from corpus.source import StorySource
from corpus.statement import Reading
from corpus.story import Sentence, Span, Story
from index.store import keep_read, key_of, open_encoder, reading_rules

__all__ = ["TEXT", "home_with_encoder", "keep_plainly_read", "plain_reading", "source_of"]

TEXT = "The mayor resigned on Monday. Her deputy was surprised.\n\nTaxes will rise next year."


def source_of(text: str = TEXT, *, story_id: str = "mayor", title: str | None = None) -> StorySource:
    """A story that lies nowhere on disk."""
    return StorySource(id=story_id, text=text, body=Span(0, len(text)), title=title)


def plain_reading(source: StorySource) -> Reading:
    """A reading without spaCy: sentences end at a full stop or with their line, and nobody says anything."""
    spans = [match.span() for match in re.finditer(r"\S[^.\n]*\.?", source.text)]
    sentences = tuple(Sentence(index, start, end, 0) for index, (start, end) in enumerate(spans))
    return Reading(story=Story(id=source.id, title="", text=source.text, sentences=sentences))


def home_with_encoder(exported: Path, home: Path) -> Path:
    """Make `home` one of a test's own, with a copy of the encoder that `exported` holds."""
    shutil.copytree(exported / "encoders", home / "encoders")
    return home


def keep_plainly_read(source: StorySource, home: Path) -> None:
    """Keep a plain reading of a story under `home`, which has the encoder, so that nobody has to read it."""
    reading = plain_reading(source)
    texts = [sentence.span.of(source.text) for sentence in reading.story.sentences]
    keep_read(home / "stories" / key_of(source, reading_rules()), reading, open_encoder(home).encode(texts))
