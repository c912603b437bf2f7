"""Small stories and homes of a test's own, without another export of the encoder."""

import re
import shutil
from pathlib import Path

from corpus.source import StorySource
from corpus.statement import Reading
from corpus.story import Sentence, Span, Story

__all__ = ["TEXT", "home_with_encoder", "plain_reading", "source_of"]

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
