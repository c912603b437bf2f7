"""How many ask at once: what a reader does for one question alone, it cannot do for many."""

import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["CROWDED", "Crowd"]

CROWDED = 3  # questions asked at the same time


class Crowd:
    """Counts the questions that are being asked. Safe to use from several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._counts: Counter[str] = Counter()
        self.hurried = 0  # questions that were read once only because there was a crowd

    @property
    def is_there(self) -> bool:
        """Whether `CROWDED` questions or more are being asked, or read, now."""
        return max(self._counts.values(), default=0) >= CROWDED

    @contextmanager
    def asking(self) -> Iterator[None]:
        """Count a question from when it is asked to when it is answered, whether it is being read or waits to be."""
        with self._counted("asked"):
            yield

    @contextmanager
    def reading(self) -> Iterator[bool]:
        """Count a question while it is read; gives whether there is a crowd, for which it is `hurried` then."""
        with self._counted("read"):
            crowded = self.is_there
            with self._lock:
                self.hurried += crowded
            yield crowded

    @contextmanager
    def _counted(self, what: str) -> Iterator[None]:
        with self._lock:
            self._counts[what] += 1
        try:
            yield
        finally:
            with self._lock:
                self._counts[what] -= 1
