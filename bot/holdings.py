"""All stories of a library in one archive, kept in step with it."""

import time
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from threading import Lock

from bot.answerer import Answerer
from bot.ledger import Ledger
from bot.progress import progress_line
from corpus.document import digest
from corpus.errors import CorpusError
from corpus.library import Library
from corpus.source import StorySource
from index.archive.contract import Archive, StoryCard
from index.archive.embedded import LAYOUT
from index.archive.entry import archived
from index.archive.opening import archive_at, archive_of, archive_uri, use_archive
from index.encoder import Vectors
from index.errors import HomeError, IndexingError
from index.folder import damage
from index.many import read_many
from index.reader import PassageReader
from index.store import EncoderFacts, encoder_facts, key_of, open_encoder, open_kept, open_story, reading_rules

__all__ = ["Holdings"]

_KEPT_OPEN = 64
_AT_ONCE = 64  # stories that go into the archive together
_UNASKED = 50  # stories that are read because somebody asks; for more, the operator has to say so
_INDEX = "on-the-record index"
_RESTED = 100  # times what looking through the library took, after which its files are looked at again


@dataclass(frozen=True, slots=True)
class _Seen:
    """The library as it was when it was looked through: what changes with each story, and with any of them."""

    folder: str
    stamps: Mapping[str, str]
    state: str
    until: float  # in the monotonic clock's seconds


class _GoneError(Exception):
    """What was read of a story is not there any more."""


class Holdings:
    """The archive of a library's stories, and those of them that are open. Several threads may use it."""

    def __init__(
        self,
        home: Path,
        library: Library,
        reader: Callable[[], PassageReader],
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
        self._seen: _Seen | None = None
        self._told: str | None = None
        self._lock = Lock()
        self._kept = lru_cache(_KEPT_OPEN)(self._open)

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
        self.__dict__.pop("_place", None)
        self._seen = None

    def encode(self, question: str) -> Vectors:
        """The vector of a question, (dimensions,), normalised."""
        return open_encoder(self._home, model=self._model).question(question)

    def has_several(self) -> bool:
        """Whether the library has more than one story."""
        return len(self._look().stamps) > 1

    def behind(self) -> str | None:
        """What `keep_up` would bring the archive in step with; None if it is."""
        state = self._look().state
        return None if self._is_marked(state) else state

    def keep_up(self, *, everything: bool = False, at_least: Collection[str] = ()) -> None:
        """Bring the archive in step with the library, if that has changed since this was last done.

        Stories that were never read are read first, if they are few; otherwise those `at_least`; with `everything`,
        however many they are, and whether or not the library seems to have changed. Stories that cannot be read are
        left out, and told of once.
        """
        with self._lock:
            seen = self._look()
            if everything or not (self._is_marked(seen.state) or self._told == seen.state):
                self._catch_up(seen, at_least, everything=everything)

    def forget(self, story_ids: Iterable[str]) -> None:
        """Take stories out of the archive, where one was made."""
        if encoder_facts(self._home, model=self._model):
            for story_id in story_ids:
                self.archive.remove(story_id)

    def open(self, key: str) -> Answerer | None:
        """The answerer for what was read as `key`; None if that is not there, or damaged."""
        with suppress(_GoneError):  # which is not kept in mind
            return self._kept(key)
        return None

    def opened(self, card: StoryCard) -> Answerer | None:
        """The answerer for a story of the archive, which is read again if what was read of it is gone or damaged.

        None if that cannot be done, which is told.
        """
        found = self.open(card.key)
        if found:
            return found
        try:
            source = self._library.source(card.id)
            key = key_of(source, self._rules)
            if key == card.key or not self.open(key):
                self._notice(f"{card.id}: what was read of it is missing or damaged; reading it again")
                list(read_many([source], home=self._home, model=self._model, failed=self._cannot))
            return self.open(key)
        except (CorpusError, IndexingError) as error:
            self._notice(str(error))
            return None

    def _cannot(self, source: StorySource, reason: str) -> None:
        self._notice(f"{source.id}: {reason}")

    def _open(self, key: str) -> Answerer:
        index = open_kept(key, home=self._home, model=self._model)
        if index is None:
            raise _GoneError
        return Answerer(index, self._reader())

    def _catch_up(self, seen: _Seen, at_least: Collection[str], *, everything: bool) -> None:
        rules = self._rules
        ledger = Ledger(self._mark.with_name("ledger.json"), rules)
        if everything:
            ledger.forget()
        keys = ledger.keys(seen.stamps, lambda story_id: self._key(story_id, rules))
        known = self.archive.keys()
        self.forget(known.keys() - keys.keys())
        wanted = [story_id for story_id, key in keys.items() if known.get(story_id) != key]
        if everything:
            wanted += [story_id for story_id, key in keys.items() if known.get(story_id) == key and self._lacks(key)]
        few = everything or len(wanted) <= _UNASKED
        now = wanted if few else [story_id for story_id in wanted if story_id in at_least]
        for story_id in self._put_in(now, keys):
            ledger.blank(story_id)
        if not few:
            self._notice(f"{len(wanted) - len(now):,} stories are not in the archive; put them in with: {_INDEX}")
            self._told = seen.state
        try:
            ledger.save()
            if few:
                self._mark.write_text(seen.state)
        except OSError as error:
            raise HomeError(self._home, error.strerror or "it cannot be written") from error

    def _lacks(self, key: str) -> bool:
        """Whether what was read as `key` is not there whole."""
        return damage(self._home / "stories" / key) is not None

    def _is_marked(self, state: str) -> bool:
        return self._mark.is_file() and self._mark.read_text() == state

    def _key(self, story_id: str, rules: str) -> str | None:
        """The key of a story as it is in the library now; None if its file is none, which is told."""
        try:
            return key_of(self._library.source(story_id), rules)
        except CorpusError as error:
            self._notice(str(error))
            return None

    def _put_in(self, story_ids: Iterable[str], keys: dict[str, str]) -> list[str]:
        """Read stories and put them into the archive; returns the ids of those that could not be read."""
        failed: list[str] = []
        ready: list[str] = []
        sources = [self._library.source(story_id) for story_id in story_ids]

        def cannot(source: StorySource, reason: str) -> None:
            self._cannot(source, f"{reason}; it is left out of the archive until its file changes or you run: {_INDEX}")
            failed.append(source.id)

        with progress_line(f"Reading {len(sources):,} stories") as progress:
            for done, source in enumerate(read_many(sources, home=self._home, model=self._model, failed=cannot), 1):
                ready.append(keys[source.id])
                progress(source.id, done / len(sources))
                if len(ready) >= _AT_ONCE:
                    self._put(ready, self.archive)
                    ready.clear()
            self._put(ready, self.archive)
        return failed

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

    @property
    def _mark(self) -> Path:
        return self._home / "archive" / "library.state"

    @cached_property
    def _rules(self) -> str:
        """How stories are read: `reading_rules` of the model."""
        return reading_rules(self._model)

    @cached_property
    def _place(self) -> str:
        """Where the archive is that this process uses."""
        return archive_uri(self._home)

    def _look(self) -> _Seen:
        """The library as it is, or was not long ago. Its `state` changes whenever the archive may be out of step: with
        the stories' files, with the rules by which they are read, or because it is another one.

        The files are looked at when the time of their folder changes, for that takes no time; and every so often, for
        one may be written over. However many they are, that takes a hundredth of the time at the most.
        """
        path = self._home / "library"
        folder = str(path.stat().st_mtime_ns) if path.is_dir() else "empty"
        seen, started = self._seen, time.monotonic()
        if seen is None or seen.folder != folder or started > seen.until:
            stamps = self._library.stamps()
            state = f"{folder} {digest(sorted(stamps.items()), self._rules, self._place, LAYOUT)}"
            done = time.monotonic()
            seen = self._seen = _Seen(folder, stamps, state, done + _RESTED * (done - started))
        return seen
