"""Stories read in a process of their own, which ends: reading takes half a gigabyte that asking never needs again.

The child is `python -m index.apart`. It gets a task as JSON on stdin, and leaves the index under its home. Where both
want the processor or the last of the memory, it gives way to its parent. What the user should know it writes to stderr,
a line each; where it fails, the last line is the error.
"""

import os
import subprocess
import sys
import threading
from pathlib import Path

import msgspec

from corpus.errors import CorpusError
from corpus.source import StorySource
from index.errors import IndexingError, ReadingError
from index.folder import Notice
from index.limits import SECONDS, SMALL, give_way, limit
from index.search import StoryIndex
from index.store import open_read, open_story

__all__ = ["Apart"]


class _Task(msgspec.Struct, frozen=True, kw_only=True):
    home: str
    model: str | None
    source: StorySource
    limited: bool


class Apart:
    """Opens stories, those that were never read once a child process has read them. Several threads may use it."""

    def __init__(self, notice: Notice = lambda line: None, *, limited: bool = False, seconds: float = SECONDS) -> None:
        """`notice` gets a line about what the user should know.

        If the stories are strangers', reading is to be `limited` (`index.limits`), and to `seconds` on the clock.
        """
        self._notice = notice
        self._limited = limited
        self._seconds = seconds if limited else None
        self._lock = threading.Lock()
        self._children: set[subprocess.Popen[str]] = set()
        self._closed = False

    def open(self, source: StorySource, *, home: Path, model: str | None = None) -> StoryIndex:
        """Open the index of a story under `home`, as `open_story` does. Raises IndexingError."""
        index = open_read(source, home=home, model=model)
        if index is None:
            self._notice(f"reading “{source.title or source.id}”")
            self._read(source, home, model)
            index = open_read(source, home=home, model=model)
        if index is None:
            raise ReadingError(source.id, "its index could not be opened")
        return index

    def close(self) -> None:
        """End the children; whoever waits for one gets a ReadingError, as does whoever asks for another."""
        with self._lock:
            self._closed = True
            for child in self._children:
                child.kill()

    def _read(self, source: StorySource, home: Path, model: str | None) -> None:
        task = _Task(home=str(home), model=model, source=source, limited=self._limited)
        child = self._started(source)
        try:
            _, said = child.communicate(msgspec.json.encode(task).decode(), timeout=self._seconds)
        except subprocess.TimeoutExpired as error:
            child.kill()
            child.communicate()
            raise ReadingError(source.id, f"it took more than {self._seconds:g} seconds") from error
        except BaseException:  # a signal ends the program
            child.kill()
            raise
        finally:
            with self._lock:
                self._children.discard(child)
        lines = said.strip().splitlines()
        if child.returncode:
            raise ReadingError(source.id, lines[-1] if lines else f"the reader ended with {child.returncode}")
        for line in lines:
            self._notice(line)

    def _started(self, source: StorySource) -> "subprocess.Popen[str]":
        with self._lock:
            if self._closed:
                raise ReadingError(source.id, "the program is stopping")
            child = subprocess.Popen(
                [sys.executable, "-m", "index.apart"],
                stdin=subprocess.PIPE,
                stderr=subprocess.PIPE,
                encoding="utf-8",
                errors="replace",
                env=(SMALL if self._limited else {})
                | {name: value for name, value in os.environ.items() if not name.startswith("TELEGRAM_")},  # no token
                start_new_session=True,  # Ctrl-C is for the parent, which ends its children itself
            )
            self._children.add(child)
        return child


def _main() -> int:
    give_way()
    task = msgspec.json.decode(sys.stdin.buffer.read(), type=_Task)
    if task.limited:
        limit()
    try:
        open_story(
            task.source, home=Path(task.home), model=task.model, notice=lambda line: print(line, file=sys.stderr)
        )
    except (CorpusError, IndexingError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(_main())
