"""Stories that readers brought themselves: each is one chat's, and gone after some days.

What is known of them stands in the bot's state; the texts and what was read of them lie in a home of their own beside
it, `telegram/BOT_ID.own`, whose encoder is the operator's.
"""

import re
import secrets
import shutil
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from pathlib import Path

import msgspec

from bot.answerer import Answerer
from bot.desk import model_name, shared_reader
from bot.errors import BotError
from bot.telegram.asker import Listed
from bot.telegram.brought import Kind, Material
from bot.telegram.database import Database, storable
from bot.telegram.errors import StateError
from corpus.errors import CorpusError
from corpus.library import Library
from index.apart import Apart
from index.errors import IndexingError
from index.store import forget_read

__all__ = ["UNSAID", "OwnStories", "OwnStory", "State", "is_own", "new_id"]

_ID = re.compile(r"own-[0-9a-f]{32}")
_GLOB = "own-" + 32 * "[0-9a-f]"
_DAY = 24 * 3600
_LEFT_SECONDS = 3600
UNSAID = -1  # the status of a story of which the chat could not be told that it is being read
_COLUMNS = "id, chat, message, last, status, state, brought, title, published, tries, due, at"


def new_id() -> str:
    """The id of another story that a reader brings, which nobody can guess."""
    return f"own-{secrets.token_hex(16)}"


def is_own(story_id: str) -> bool:
    """Whether an id is that of a story that a reader brought."""
    return _ID.fullmatch(story_id) is not None


class State(StrEnum):
    """How far a story has come."""

    WAITING = "waiting"  # for being read, or being read
    READ = "read"  # and its chat does not know yet
    TOLD = "told"


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnStory:
    """A story that `message`, or more messages up to `last`, brought to `chat`, at `at`, in seconds of the clock.

    `status` is the bot's message about it, 0 before that is sent, `UNSAID` where it could not be sent. It may be read
    from `due` on.
    """

    id: str
    chat: int
    message: int
    last: int
    status: int
    state: State
    brought: Material
    title: str
    published: date | None
    tries: int
    due: float
    at: float


class OwnStories:
    """The stories that readers brought. All but `open` and `close` belong to the thread of the database."""

    def __init__(
        self, database: Database, home: Path, shared: Path, *, days: int, clock: Callable[[], float] = time.time
    ) -> None:
        """Keep the stories for `days` under `home`, with the encoder that lies under `shared`. Raises StateError."""
        self._database = database
        self.home = home
        self._days = days
        self.clock = clock
        self._library = Library(home / "library")
        self._apart = Apart(limited=True)
        try:
            _prepare(home, shared / "encoders")
        except OSError as error:
            raise StateError(home, error.strerror or "stories cannot be kept here") from error

    def open(self, story_id: str) -> Answerer:
        """The answerer for a story that was read. Raises BotError."""
        try:
            source = self._library.source(story_id)
            return Answerer(self._apart.open(source, home=self.home, model=model_name()), shared_reader())
        except (CorpusError, IndexingError) as error:
            raise BotError(str(error)) from error

    def close(self) -> None:
        """End what reads a story anew, as a new version of the program does."""
        self._apart.close()

    def listed(self, chat: int) -> Sequence[Listed]:
        """The stories of `chat` that can be asked about, the newest first."""
        found = self._found("chat = ? AND state != ? ORDER BY at DESC, message DESC", chat, State.WAITING)
        return [Listed(story.id, story.title, story.published) for story in found]

    def belongs(self, chat: int, story_id: str) -> bool:
        """Whether a story is one that `chat` can ask about."""
        return story_id in [story.id for story in self.listed(chat)]

    def of(self, chat: int) -> Sequence[OwnStory]:
        """All stories of `chat`, those that are not read yet too, the oldest first."""
        return self._found("chat = ? ORDER BY at, message", chat)

    def brought_by(self, chat: int, message: int) -> OwnStory | None:
        """The story that a message brought, also as one of several parts."""
        return next(iter(self._found("chat = ? AND ? BETWEEN message AND last AND entry = 0", chat, message)), None)

    def waiting(self) -> Sequence[OwnStory]:
        """The stories that are to be read or told of, of which the chats know, what is due longest first.

        Those that came with others are last.
        """
        return self._found("state != ? AND status ORDER BY entry > 0, due, at, message, entry", State.TOLD)

    def count_waiting(self) -> int:
        """How many stories are not read yet, without those that came with others."""
        ((count,),) = self._database.rows("SELECT count(*) FROM own WHERE state = ? AND entry = 0", State.WAITING)
        return int(str(count))

    def bring(self, chat: int, message: int, material: Material, *, wait: float) -> OwnStory:
        """Take on a story, to be read in `wait` seconds."""
        now = self.clock()
        values = (new_id(), chat, message, message, State.WAITING, _json(material), now + wait)
        with self._database.transaction():
            self._database.rows(
                "INSERT INTO own (id, chat, message, last, state, brought, due, at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                *(*values, now),
            )
        return self.get(values[0])

    def bring_with(self, story: OwnStory, titles: Mapping[str, str]) -> None:
        """Take on the stories that came with another one, whose texts are kept already, by their ids."""
        now, material = self.clock(), _json(Material(kind=Kind.ENTRY))
        with self._database.transaction():
            for entry, (id_, title) in enumerate(titles.items(), start=1):
                values = (id_, story.chat, story.message, story.last, UNSAID, State.WAITING, material, storable(title))
                self._database.rows(
                    "INSERT OR IGNORE INTO own (id, chat, message, last, status, state, brought, title, due, at, entry)"
                    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    *(*values, now, now, entry),
                )

    def came_with(self, story: OwnStory) -> int:
        """How many stories came with another one, and are there."""
        return len(self._found("chat = ? AND message = ? AND entry > 0", story.chat, story.message))

    def extend(self, story: OwnStory, message: int, text: str | None, *, sent: int, wait: float) -> None:
        """Put another part, `sent` then, to a text that is not being read yet; None for one that is left out."""
        whole = story.brought.text if text is None else f"{story.brought.text}\n{storable(text)}"
        material = msgspec.structs.replace(story.brought, text=whole, sent=sent, cut=text is None)
        with self._database.transaction():
            self._database.rows(
                "UPDATE own SET last = ?, brought = ?, due = ? WHERE id = ? AND last < ?",
                *(message, _json(material), self.clock() + wait, story.id, message),
            )

    def get(self, story_id: str) -> OwnStory:
        """The story with this id. Raises BotError if it is gone."""
        found = self._found("id = ?", story_id)
        if not found:
            raise BotError("this story is gone")
        return found[0]

    def announced(self, story: OwnStory, status: int) -> None:
        """Note which message tells of the story."""
        self._set(story, status=status)

    def try_(self, story: OwnStory, change: int) -> None:
        """Count a try at reading the story, or take one back."""
        self._set(story, tries=story.tries + change)

    def redate(self, story: OwnStory, published: date) -> OwnStory:
        """Have a story that was read be read again as of the day `published`."""
        material = Material(kind=Kind.KEPT, published=published)
        self._set(story, state=State.WAITING, brought=_json(material), status=0, tries=0, due=self.clock())
        return self.get(story.id)

    def keep(self, story: OwnStory, *, status: int) -> None:
        """Have a story that was to be read again be as it was, with `status` the bot's message about it."""
        self._set(story, state=State.TOLD, brought=_json(Material(kind=Kind.KEPT)), status=status, tries=0)

    def read(self, story: OwnStory, title: str, published: date | None, *, left_out: int = 0) -> None:
        """Note that the story was read, and how many that came with it are `left_out`; what brought it is forgotten."""
        nothing = _json(Material(kind=story.brought.kind, left_out=left_out))
        day = published and published.isoformat()
        self._set(story, state=State.READ, brought=nothing, title=storable(title), published=day, tries=0)

    def told(self, story: OwnStory) -> None:
        """Note that the chat knows that the story was read."""
        self._set(story, state=State.TOLD)

    def last_day(self, story: OwnStory) -> date:
        """The day on which the story is deleted (UTC)."""
        return datetime.fromtimestamp(story.at + self._days * _DAY, UTC).date()

    def remove(self, story_id: str) -> None:
        """Delete a story: what is known of it, what was read of it, and its text."""
        with self._database.transaction():
            self._database.rows("DELETE FROM own WHERE id = ?", story_id)
            self._database.rows("DELETE FROM choices WHERE story = ?", story_id)
            self._forget_shown(story_id)
            self._database.rows("DELETE FROM editions WHERE story = ?", story_id)
        self._delete_files(story_id)

    def old(self) -> Sequence[OwnStory]:
        """The stories whose time is over."""
        return self._found("at <= ?", self.clock() - self._days * _DAY)

    def sweep(self) -> None:
        """Delete the files of stories that are gone, which a crash may have left."""
        folders = (self.home / "library").glob("*"), (self.home / "stories").glob("*")
        present = {found[0] for paths in folders for path in paths if (found := _ID.search(path.name))}
        for story_id in present - {str(row[0]) for row in self._database.rows("SELECT id FROM own")}:
            self._delete_files(story_id)
        with self._database.transaction():
            self._database.rows("DELETE FROM editions WHERE story GLOB ? AND story NOT IN (SELECT id FROM own)", _GLOB)
        for path in (self.home / "library").glob("*.part"):  # what a child that was ended was writing
            with suppress(FileNotFoundError):  # it is done, and has its name, meanwhile
                if path.stat().st_mtime < time.time() - _LEFT_SECONDS:
                    path.unlink()

    def _forget_shown(self, story_id: str) -> None:
        """Delete the answers from a story, and the conversations of its chat, which have its words."""
        for (fingerprint,) in self._database.rows("SELECT fingerprint FROM editions WHERE story = ?", story_id):
            pattern = f'%"reading": "{fingerprint}%'
            self._database.rows("DELETE FROM shown WHERE answer LIKE ?", pattern)
            self._database.rows(
                "DELETE FROM conversations WHERE turns LIKE ?", pattern.replace('"', '\\"')
            )  # JSON within JSON

    def _delete_files(self, story_id: str) -> None:
        for path in (self.home / "library").glob(f"{story_id}*.txt"):
            path.unlink(missing_ok=True)
        forget_read(story_id, home=self.home)
        for path in (self.home / "stories").glob(f"*{story_id}-*"):  # locks, and what a writer left half done
            shutil.rmtree(path, ignore_errors=True) if path.is_dir() else path.unlink(missing_ok=True)

    def _set(self, story: OwnStory, **values: object) -> None:
        named = ", ".join(f"{name} = ?" for name in values)
        with self._database.transaction():
            self._database.rows(f"UPDATE own SET {named} WHERE id = ?", *values.values(), story.id)

    def _found(self, where: str, *values: object) -> list[OwnStory]:
        return [_story(*row) for row in self._database.rows(f"SELECT {_COLUMNS} FROM own WHERE {where}", *values)]


def _story(*row: object) -> OwnStory:
    values = dict(zip(_COLUMNS.split(", "), row, strict=True))
    values["brought"] = msgspec.json.decode(str(values["brought"]), type=Material)
    return msgspec.convert(values, type=OwnStory, strict=False)


def _json(material: Material) -> str:
    return msgspec.json.encode(material).decode()


def _prepare(home: Path, encoders: Path) -> None:
    """Make the home, which nobody else may read, and have its encoder be the one that is there."""
    encoders.mkdir(parents=True, exist_ok=True)
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    link = home / "encoders"
    if not link.is_symlink():
        link.symlink_to(encoders.absolute(), target_is_directory=True)
