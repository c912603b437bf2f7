"""What each story of the library was read as: worked out once a file, so that a large library is looked through in a
moment."""

import os
from collections.abc import Callable, Mapping
from pathlib import Path

import msgspec

__all__ = ["Ledger"]


class _Row(msgspec.Struct, frozen=True, array_like=True):
    stamp: str
    key: str


class _Page(msgspec.Struct, frozen=True):
    rules: str
    rows: dict[str, _Row]


class Ledger:
    """A file with the keys of stories (`index.store.key_of`), valid for one set of rules for reading."""

    def __init__(self, path: Path, rules: str) -> None:
        """Open the ledger at `path`; what it holds counts only if it was written under the same `rules`."""
        self._path = path
        self._rules = rules
        self._rows = self._read()

    def keys(self, stamps: Mapping[str, str], key: Callable[[str], str | None]) -> dict[str, str]:
        """The keys of the stories with these stamps (`Library.stamps`), by id; `key` works out one that is not known.

        A story whose key is None is left out, and asked for again only when its file changes or it is forgotten.
        """
        rows = {}
        for story_id, stamp in stamps.items():
            row = self._rows.get(story_id)
            rows[story_id] = row if row and row.stamp == stamp else _Row(stamp, key(story_id) or "")
        self._rows = rows
        return {story_id: row.key for story_id, row in rows.items() if row.key}

    def blank(self, story_id: str) -> None:
        """Leave a story out until its file changes: it cannot be read."""
        self._rows[story_id] = _Row(self._rows[story_id].stamp, "")

    def forget(self) -> None:
        """Have every key worked out anew."""
        self._rows = {}

    def save(self) -> None:
        """Write the ledger, whole or not at all. Raises OSError."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        part = self._path.with_name(f"{self._path.name}.{os.getpid()}.part")  # of this process alone
        part.write_bytes(msgspec.json.encode(_Page(self._rules, self._rows)))
        part.replace(self._path)

    def _read(self) -> dict[str, _Row]:
        try:
            page = msgspec.json.decode(self._path.read_bytes(), type=_Page)
        except (OSError, msgspec.DecodeError):
            return {}
        return page.rows if page.rules == self._rules else {}
