"""The channel's state on disk: one SQLite file for each bot, opened in WAL mode and migrated by version."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.telegram.errors import StateError

__all__ = ["Database", "open_database", "storable"]

# Each entry brings the file from the version that is its place to the next. Entries are never changed, only added.
_MIGRATIONS = (
    """
    CREATE TABLE updates (
        update_id INTEGER PRIMARY KEY,
        lane INTEGER NOT NULL,           -- the chat, or for an inline query the user, whose updates keep their order
        payload TEXT NOT NULL,           -- the Bot API's JSON
        started INTEGER NOT NULL DEFAULT 0,
        crashes INTEGER NOT NULL DEFAULT 0,
        received REAL NOT NULL
    ) STRICT;
    CREATE TABLE finished (update_id INTEGER PRIMARY KEY, at REAL NOT NULL) STRICT;
    CREATE INDEX finished_at ON finished (at);
    CREATE TABLE set_aside (update_id INTEGER PRIMARY KEY, payload TEXT NOT NULL, at REAL NOT NULL) STRICT;
    CREATE TABLE conversations (
        chat INTEGER NOT NULL,
        member INTEGER NOT NULL,
        used REAL NOT NULL,
        turns TEXT NOT NULL,
        PRIMARY KEY (chat, member)
    ) STRICT;
    CREATE INDEX conversations_used ON conversations (used);
    """,
    """
    CREATE TABLE shown (
        chat INTEGER NOT NULL,
        message INTEGER NOT NULL,        -- the one with the buttons
        member INTEGER NOT NULL,
        replies_to INTEGER NOT NULL,
        messages TEXT NOT NULL,
        question TEXT NOT NULL,
        answer TEXT NOT NULL,
        told TEXT NOT NULL,
        at REAL NOT NULL,
        PRIMARY KEY (chat, message)
    ) STRICT;
    CREATE INDEX shown_under ON shown (chat, replies_to);
    CREATE INDEX shown_at ON shown (at);
    ALTER TABLE set_aside ADD COLUMN chat INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE set_aside ADD COLUMN member INTEGER NOT NULL DEFAULT 0;
    CREATE TABLE feedback (
        number INTEGER PRIMARY KEY,
        day TEXT NOT NULL,
        verdict TEXT NOT NULL,
        story TEXT NOT NULL,
        question TEXT NOT NULL,
        outcome TEXT NOT NULL,
        answer TEXT NOT NULL
    ) STRICT;
    """,
    """
    CREATE TABLE editions (fingerprint TEXT PRIMARY KEY, story TEXT NOT NULL) STRICT;
    ALTER TABLE shown ADD COLUMN heading TEXT NOT NULL DEFAULT '';
    CREATE TABLE choices (chat INTEGER PRIMARY KEY, story TEXT NOT NULL) STRICT;
    """,
    """
    ALTER TABLE updates ADD COLUMN digest BLOB NOT NULL DEFAULT x'';  -- what tells a repeated update from another
    DROP TABLE finished;
    CREATE TABLE finished (digest BLOB PRIMARY KEY, at REAL NOT NULL) STRICT;
    CREATE INDEX finished_at ON finished (at);
    """,
    """
    CREATE TABLE own (
        id TEXT PRIMARY KEY,
        chat INTEGER NOT NULL,
        message INTEGER NOT NULL,        -- the first that brought the story
        last INTEGER NOT NULL,           -- the last
        status INTEGER NOT NULL DEFAULT 0,
        state TEXT NOT NULL,
        brought TEXT NOT NULL,
        title TEXT NOT NULL DEFAULT '',
        published TEXT,
        tries INTEGER NOT NULL DEFAULT 0,
        due REAL NOT NULL,
        at REAL NOT NULL
    ) STRICT;
    CREATE UNIQUE INDEX own_of ON own (chat, message);
    """,
    """
    -- Passages of an answer may be from several stories: the id and the fingerprint of each stand with it.
    UPDATE shown SET answer = json_set(answer, '$.readings', json_array(json_array(
        (SELECT story FROM editions WHERE fingerprint = substr(json_extract(answer, '$.reading'), 1, 8)),
        json_extract(answer, '$.reading')
    )));
    DELETE FROM conversations;
    """,
    """
    ALTER TABLE own ADD COLUMN entry INTEGER NOT NULL DEFAULT 0;  -- the place of a story that came with others
    DROP INDEX own_of;
    CREATE UNIQUE INDEX own_of ON own (chat, message, entry);
    """,
)


def storable(text: str) -> str:
    """`text` as SQLite takes it: without halves of surrogate pairs."""
    return text.encode("utf-8", "replace").decode()


class Database:
    """A connection whose writes survive the process. Used by one thread."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def rows(self, query: str, *values: object) -> list[tuple[object, ...]]:
        """What `query` finds, or changes where it says RETURNING."""
        return self._connection.execute(query, values).fetchall()

    @contextmanager
    def transaction(self, *, through_power_loss: bool = False) -> Iterator[None]:
        """All writes of the block, or none.

        They survive the end of the process, however it ends; with `through_power_loss`, that of the machine too, at
        the price of a disk flush.
        """
        self._connection.execute(f"PRAGMA synchronous = {'FULL' if through_power_loss else 'NORMAL'}")
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._connection.execute("ROLLBACK")
            raise
        self._connection.execute("COMMIT")

    def tidy(self) -> None:
        """Move what the write-ahead log holds into the file, and empty it."""
        self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        """Close the file; further use raises."""
        self._connection.close()


def open_database(path: Path) -> Database:
    """Open the file at `path`, made and migrated as needed. Raises StateError where that cannot be done."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(path, isolation_level=None, timeout=10)
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA secure_delete = ON")  # what users wrote is gone once it is deleted
        _migrate(path, connection)
    except (sqlite3.Error, OSError) as error:
        raise StateError(path, f"the bot's state cannot be kept here ({error})") from error
    return Database(connection)


def _migrate(path: Path, connection: sqlite3.Connection) -> None:
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if version > len(_MIGRATIONS):
        raise StateError(path, "the bot's state was written by a newer version of this program")
    for number, script in enumerate(_MIGRATIONS[version:], start=version + 1):
        connection.executescript(f"BEGIN; {script}; PRAGMA user_version = {number}; COMMIT;")
