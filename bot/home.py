"""Where the library and the indexes lie."""

import os
from pathlib import Path

import platformdirs

__all__ = ["home_folder"]


def home_folder() -> Path:
    """ON_THE_RECORD_HOME, or else the platform's folder for a user's data. The folder need not exist."""
    named = os.environ.get("ON_THE_RECORD_HOME")
    return Path(named).expanduser() if named else platformdirs.user_data_path("on-the-record", appauthor=False)
