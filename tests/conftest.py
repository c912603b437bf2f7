"""What every test may use. No test reaches beyond loopback: pytest-socket refuses (see pyproject.toml)."""

from pathlib import Path

import pytest

from bot.answerer import Answerer
from corpus.source import shipped_sources
from index.careful import CarefulReader
from index.store import open_story


@pytest.fixture(scope="session")
def shipped_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with the encoder and the shipped story's index; to be read only."""
    home = tmp_path_factory.mktemp("shipped")
    open_story(shipped_sources()[0], home=home)
    return home


@pytest.fixture(scope="session")
def shipped(shipped_home: Path) -> Answerer:
    """The answerer for the shipped story."""
    return Answerer(open_story(shipped_sources()[0], home=shipped_home), CarefulReader.load())
