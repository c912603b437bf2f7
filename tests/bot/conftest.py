"""What the tests of the channels share."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.telegram.database import Database, open_database


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    """The state of a bot on Telegram, in a file of the test's own."""
    opened = open_database(tmp_path / "state.sqlite3")
    yield opened
    opened.close()
