"""A home with the exported encoder for each test: the encoder is exported once for all."""

from pathlib import Path

import pytest

from index.store import open_story
from tests.home import home_with_encoder, plain_reading, source_of


@pytest.fixture(scope="session")
def exported(shipped_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home that holds the exported encoder and one small story; to be read only."""
    home = home_with_encoder(shipped_home, tmp_path_factory.mktemp("exported"))
    open_story(source_of(), home=home, read=plain_reading)
    return home


@pytest.fixture
def home(exported: Path, tmp_path: Path) -> Path:
    """A home of the test's own that holds the exported encoder."""
    return home_with_encoder(exported, tmp_path / "home")
