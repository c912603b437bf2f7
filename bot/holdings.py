"""All stories of a library in one archive, kept in step with it."""

import os
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property, lru_cache
from pathlib import Path

from bot.answerer import Answerer
from bot.progress import progress_line
from corpus.library import Library
from corpus.source import StorySource
from index.archive.contract import Archive
from index.archive.entry import archived
from index.archive.opening import archive_at, archive_of, use_archive
from index.encoder import Vectors
from index.errors import HomeError
from index.many import read_many
from index.reader import Reader
from index.store import EncoderFacts, encoder_facts, key_of, open_encoder, open_kept, open_story

__all__ = ["Holdings"]

_KEPT_OPEN = 64
_AT_ONCE = 64  # stories that go into the archive together
_UNASKED = 50  # stories that are read because somebody asks; for more, the operator has to say so


class Holdings:
    """The archive of a library's stories, and those of them that are open. Several threads may use it."""

    def __init__(
        self,
        home: Path,
        library: Library,
        reader: Callable[[], Reader],
        notice: Callable[[str], None],
        *,
        model: str | None = None,
    ) -> None:
        """The stories of `library`, whose indexes lie under `home`."""
        self._home = home
        self._library = library
        self._reader = reader
        self._notice = notice
        self._model = model
        self.open = lru_cache(_KEPT_OPEN)(self._open)

    @cached_property
    def archive(self) -> Archive:
        """The archive. Raises HomeError or ArchiveError."""
        return archive_of(self._home, encoder=self._encoder(), notice=self._notice)

    def move(self, uri: str) -> None:
        """Use the archive at `uri` from now on, with what the present one has; "" is the home's own."""
        other = archive_at(uri, home=self._home, encoder=self._encoder(), notice=self._notice)
        known = other.keys()
        wanted = [key for story, key in self.archive.keys().items() if known.get(story) != key]
        with progress_line(f"Moving {len(wanted):,} stories") as progress:
            for start in range(0, len(wanted), _AT_ONCE):
                progress(uri or "home", start / len(wanted))
                self._put(wanted[start : start + _AT_ONCE], other)
        use_archive(self._home, uri)
        self.__dict__["archive"] = other

    def encode(self, question: str) -> Vectors:
        """The vector of a question, (dimensions,), normalised."""
        vector: Vectors = open_encoder(self._home, model=self._model).encode([question])[0]
        return vector

    def has_several(self) -> bool:
        """Whether the library has more than one story; the archive is asked if it is in step, for that is quicker."""
        if self._is_in_step():
            return len(self.archive.keys()) > 1
        return len(self._library.sources()) > 1

    def keep_up(self, *, everything: bool = False) -> None:
        """Bring the archive in step with the library, if that has changed since this was last done.

        Stories that were never read are read first, if they are few; with `everything`, however many they are, and
        whether or not the library seems to have changed.
        """
        if not everything and self._is_in_step():
            return
        state = self._library_state()
        sources = self._library.sources()
        known = self.archive.keys()
        for gone in known.keys() - sources.keys():
            self.archive.remove(gone)
        keys = {source.id: key_of(source, model=self._model) for source in sources.values()}
        wanted = [source for source in sources.values() if known.get(source.id) != keys[source.id]]
        if not everything and len(wanted) > _UNASKED:
            self._notice(f"{len(wanted):,} stories are not in the archive; put them in with: on-the-record index")
            return
        failures = self._put_in(wanted, keys)
        if not failures:
            self._mark.parent.mkdir(parents=True, exist_ok=True)
            self._mark.write_text(state)

    def forget(self, story_ids: Iterable[str]) -> None:
        """Take stories out of the archive, where one was made."""
        if encoder_facts(self._home, model=self._model):
            for story_id in story_ids:
                self.archive.remove(story_id)

    def _open(self, key: str) -> Answerer | None:
        """The answerer for what was read as `key`; None if that is not there any more."""
        index = open_kept(key, home=self._home, model=self._model)
        return Answerer(index, self._reader()) if index else None

    def _put_in(self, sources: Sequence[StorySource], keys: dict[str, str]) -> int:
        """Read stories and put them into the archive; returns how many could not be read."""
        failures: list[str] = []
        ready: list[str] = []
        with progress_line(f"Reading {len(sources):,} stories") as progress:
            for done, source in enumerate(
                read_many(sources, home=self._home, model=self._model, failed=failures.append), 1
            ):
                ready.append(keys[source.id])
                progress(source.id, done / len(sources))
                if len(ready) >= _AT_ONCE:
                    self._put(ready, self.archive)
                    ready.clear()
            self._put(ready, self.archive)
        for line in failures:
            self._notice(line)
        return len(failures)

    def _put(self, keys: Sequence[str], archive: Archive) -> None:
        opened = ((key, open_kept(key, home=self._home, model=self._model)) for key in keys)
        archive.add([archived(index, key) for key, index in opened if index])

    def _encoder(self) -> EncoderFacts:
        """The exported encoder; a story is read where there is none yet."""
        facts = encoder_facts(self._home, model=self._model)
        if facts is None:
            open_story(self._library.source(), home=self._home, model=self._model, notice=self._notice)
            facts = encoder_facts(self._home, model=self._model)
        if facts is None:
            raise HomeError(self._home, "the encoder is missing")
        return facts

    def _is_in_step(self) -> bool:
        return self._mark.is_file() and self._mark.read_text() == self._library_state()

    @property
    def _mark(self) -> Path:
        return self._home / "archive" / "library.state"

    def _library_state(self) -> str:
        """What changes whenever a story comes, goes or changes: the times of the library's folders."""
        folder = self._home / "library"
        if not folder.is_dir():
            return "empty"
        with os.scandir(folder) as entries:
            inner = sorted(f"{entry.name} {entry.stat().st_mtime_ns}" for entry in entries if entry.is_dir())
        return "\n".join([str(folder.stat().st_mtime_ns), *inner])
