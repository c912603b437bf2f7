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

import msgspec

from corpus.errors import CorpusError
from corpus.source import StorySource
from index.errors import IndexingError, ReadingError
from index.folder import damage
from index.store import key_of, open_story, reading_rules

__all__ = ["read_many"]

Failed = Callable[[StorySource, str], None]
"""Told which story could not be read, and why."""

_MOST = 8  # processes; each holds some 700 MB of models
_NICE = 5


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
    goes on. Raises ReadingError if a process is killed.
    """
    waiting, rules = [], reading_rules(model)
    for source in sources:
        if damage(home / "stories" / key_of(source, rules)) is None:
            yield source
        else:
            waiting.append(source)
    count = min(processes or os.cpu_count() or 1, _MOST, len(waiting))
    if count:
        yield from _read_by(count, waiting, [str(home), *([model] if model else [])], failed)


def _read_by(count: int, sources: Sequence[StorySource], arguments: list[str], failed: Failed) -> Iterator[StorySource]:
    children = [_started(arguments) for _ in range(count)]
    idle: queue.SimpleQueue[subprocess.Popen[bytes]] = queue.SimpleQueue()
    for child in children:
        idle.put(child)
    pool = ThreadPoolExecutor(count)
    try:
        futures = {pool.submit(_read, source, idle): source for source in sources}
        for future in as_completed(futures):
            reason = future.result()
            if reason is None:
                yield futures[future]
            else:
                failed(futures[future], reason)
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
        for child in children:
            child.kill()
            child.communicate()


def _read(source: StorySource, idle: "queue.SimpleQueue[subprocess.Popen[bytes]]") -> str | None:
    """Have a story read by a child that is idle; returns why it could not be read."""
    child = idle.get()
    try:
        if child.stdin is None or child.stdout is None:
            raise ReadingError(source.id, "its reader has no pipes")
        child.stdin.write(msgspec.json.encode(source) + b"\n")
        child.stdin.flush()
        answer = child.stdout.readline()
        if not answer:
            raise ReadingError(source.id, "the process that read it was killed")
        return msgspec.json.decode(answer, type=str | None)
    except OSError as error:
        raise ReadingError(source.id, "the process that read it was killed") from error
    finally:
        idle.put(child)


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
        out.write(msgspec.json.encode(reason) + b"\n")


if __name__ == "__main__":
    _main(*sys.argv[1:])
