"""The archive is kept in step with the library by a process of its own, so that whoever answers meanwhile can end.

The child is `python -m bot.keeping HOME`. What the operator should know it writes to stderr, a line each.
"""

import os
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from time import monotonic

from bot.errors import BotError
from bot.holdings import Holdings
from corpus.errors import CorpusError
from index.errors import IndexingError

__all__ = ["Keeping"]

_PAUSE_SECONDS = 60.0  # after a failure


class Keeping:
    """Has a child bring the archive in step whenever it is behind. Several threads may use it."""

    def __init__(self, home: Path, holdings: Holdings, notice: Callable[[str], None]) -> None:
        """`notice` gets a line about what the operator should know."""
        self._home = home
        self._holdings = holdings
        self._notice = notice
        self._lock = threading.Lock()
        self._child: subprocess.Popen[str] | None = None
        self._thread: threading.Thread | None = None
        self._done: str | None = None  # the state of the library that a child has dealt with
        self._again = 0.0  # when to try again
        self._closed = False

    def begin(self) -> threading.Thread | None:
        """Start a child if one is needed and none runs; gives the thread that waits for it, if there is one."""
        with self._lock:
            if self._thread is not None and self._thread.is_alive():
                return self._thread
            behind = self._holdings.behind()
            if behind is None or behind == self._done or monotonic() < self._again or self._closed:
                return None
            self._child = _started(self._home)
            self._thread = threading.Thread(
                target=self._wait, args=(self._child, behind), name="keeping up", daemon=True
            )
            self._thread.start()
            return self._thread

    def close(self) -> None:
        """End the child, and start no other."""
        with self._lock:
            self._closed = True
            if self._child is not None:
                self._child.kill()

    def _wait(self, child: "subprocess.Popen[str]", state: str) -> None:
        _, said = child.communicate()
        for line in said.strip().splitlines():
            self._notice(line)
        if child.returncode:
            self._again = monotonic() + _PAUSE_SECONDS
        else:
            self._done = state


def _started(home: Path) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-m", __name__, str(home)],
        stdin=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        errors="replace",
        env={name: value for name, value in os.environ.items() if not name.startswith("TELEGRAM_")},  # no token
        start_new_session=True,  # Ctrl-C is for the parent, which ends its child itself
    )


def _main(home: str) -> int:
    from bot.desk import Desk

    try:
        Desk(Path(home), notice=lambda line: print(line, file=sys.stderr)).holdings.keep_up()
    except (BotError, CorpusError, IndexingError, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(_main(*sys.argv[1:]))
