"""Many stories read at once, by as many processes as there are processors.

Each story is kept as soon as it is read, so that reading that is cut off goes on where it stopped. A child is
`python -m index.many HOME [MODEL]`: it gets sources as JSON on stdin, a line each, and answers each with a line on
stdout, which is `null`, or in quotation marks why the story could not be read.
"""

import os
import queue
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path
from threading import Lock

import msgspec

from corpus.errors import CorpusError
from corpus.source import StorySource
from index.errors import IndexingError, ReadingError
from index.folder import damage
from index.processors import processors
from index.store import key_of, open_story, reading_rules

__all__ = ["read_many"]

Failed = Callable[[StorySource, str], None]
"""Told which story could not be read, and why."""

_MOST = 8  # processes; each holds some 700 MB of models
_NICE = 5
_LOST = 8  # processes that may end in a row before it is taken to be nobody's story
_KILLED = "the process that read it was killed, as happens when memory is short"


def read_many(
    sources: Sequence[StorySource],
    *,
    home: Path,
    model: str | None = None,
    processes: int | None = None,
    failed: Failed = lambda source, reason: None,
) -> Iterator[StorySource]:
    """Read the stories that were not read before; each comes back once it is, in no order.

    `processes` is the number of processors by default. `failed` hears of a story that could not be read, and the rest
    goes on, also if it kills the process that reads it. Raises ReadingError if every process ends at once.
    """
    waiting, rules = [], reading_rules(model)
    for source in sources:
        if damage(home / "stories" / key_of(source, rules)) is None:
            yield source
        else:
            waiting.append(source)
    count = min(processes or processors(), _MOST, len(waiting))
    if count:
        yield from _read_by(count, waiting, [str(home), *([model] if model else [])], failed)


def _read_by(count: int, sources: Sequence[StorySource], arguments: list[str], failed: Failed) -> Iterator[StorySource]:
    readers = _Readers(arguments)
    pool = ThreadPoolExecutor(count)
    try:
        for _ in range(count):
            readers.start()
        futures = {pool.submit(readers.read, source): source for source in sources}
        for future in as_completed(futures):
            reason = future.result()
            if reason is None:
                yield futures[future]
            else:
                failed(futures[future], reason)
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
        readers.end()


class _Readers:
    """Child processes that read stories. One that a story kills is replaced by another one."""

    def __init__(self, arguments: list[str]) -> None:
        self._arguments = arguments
        self._idle: queue.SimpleQueue[subprocess.Popen[bytes]] = queue.SimpleQueue()
        self._all: list[subprocess.Popen[bytes]] = []
        self._lock = Lock()
        self._ended = False
        self._lost = 0  # children in a row that ended without an answer

    def start(self, instead_of: "subprocess.Popen[bytes] | None" = None) -> None:
        """Start a child, or after the end put back the one that it would replace, so that nobody waits for it."""
        with self._lock:
            if self._ended and instead_of:
                self._idle.put(instead_of)
                return
            child = _started(self._arguments)
            self._all.append(child)
            self._idle.put(child)

    def read(self, source: StorySource) -> str | None:
        """Have a story read by a child that is idle; returns why it could not be read.

        Raises ReadingError if children end one after the other, so that it is not the stories.
        """
        child = self._idle.get()
        answer = _asked(child, source)
        if answer:
            self._lost = 0
            self._idle.put(child)
            return msgspec.json.decode(answer, type=str | None)
        self._lost += 1
        self.start(instead_of=child)
        if self._lost > _LOST:
            raise ReadingError(source.id, _KILLED)
        return _KILLED

    def end(self) -> None:
        """End all children."""
        with self._lock:
            self._ended = True
        for child in self._all:
            child.kill()
            child.communicate()


def _asked(child: "subprocess.Popen[bytes]", source: StorySource) -> bytes:
    """What a child answers; nothing if it ended."""
    if child.stdin is None or child.stdout is None:
        raise ReadingError(source.id, "its reader has no pipes")
    try:
        child.stdin.write(msgspec.json.encode(source) + b"\n")
        child.stdin.flush()
        return child.stdout.readline()
    except (OSError, ValueError):  # its pipes are broken, or closed already
        return b""


def _started(arguments: list[str]) -> "subprocess.Popen[bytes]":
    one_thread = {"OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}  # the processes share the processors already
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("TELEGRAM_")}  # no token
    return subprocess.Popen(
        [sys.executable, "-m", "index.many", *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**inherited, **one_thread},
        start_new_session=True,  # Ctrl-C is for the parent, which ends its children itself
    )


def _main(home: str, model: str | None = None) -> None:
    os.nice(_NICE)
    out = os.fdopen(os.dup(1), "wb", buffering=0)
    os.dup2(2, 1)  # whatever the libraries print is no answer
    for line in sys.stdin.buffer:
        reason = None
        try:
            open_story(msgspec.json.decode(line, type=StorySource), home=Path(home), model=model)
        except (CorpusError, IndexingError) as error:
            reason = str(error)
        except Exception as error:  # noqa: BLE001  # whatever a story brings about, the others are read
            reason = f"it could not be read ({type(error).__name__})"
        out.write(msgspec.json.encode(reason) + b"\n")


if __name__ == "__main__":
    _main(*sys.argv[1:])
