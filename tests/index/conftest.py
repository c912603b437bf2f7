"""The encoder, exported once for all tests here, and a home with it for each test."""

from pathlib import Path

import pytest

from tests.home import export_encoder, home_with_encoder


@pytest.fixture(scope="session")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home that holds the exported encoder and one story; to be read only."""
    return export_encoder(tmp_path_factory.mktemp("home"))


@pytest.fixture
def home(exported: Path, tmp_path: Path) -> Path:
    """A home of the test's own that holds the exported encoder."""
    return home_with_encoder(exported, tmp_path / "home")
