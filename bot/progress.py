"""Progress of long work, as one line on stderr that goes when the work is done."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.progress import Progress

__all__ = ["progress_line"]


@contextmanager
def progress_line(title: str) -> Iterator[Callable[[str, float], None]]:
    """Show a bar on stderr; the value is a function that takes what is being done, and the share done, in [0, 1].

    Nothing shows until the function is called, nor where stderr is no terminal.
    """
    shown: list[Progress] = []

    def report(doing: str, done: float) -> None:
        if not shown:
            shown.append(_started(title))
        shown[0].update(shown[0].task_ids[0], completed=done, description=f"{title}: {doing}")

    try:
        yield report
    finally:
        for progress in shown:
            progress.stop()


def _started(title: str) -> "Progress":
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    progress = Progress(*columns, console=console, transient=True, disable=not console.is_terminal)
    progress.add_task(title, total=1.0)
    progress.start()
    return progress
