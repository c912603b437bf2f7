"""Progress of long work, as one line on stderr that goes when the work is done."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

__all__ = ["progress_line"]


@contextmanager
def progress_line(title: str) -> Iterator[Callable[[str, float], None]]:
    """Show a bar on stderr; the value is a function that takes what is being done, and the share done, in [0, 1].

    Nothing shows until the function is called, nor where stderr is no terminal.
    """
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    progress = Progress(
        *columns, console=Console(stderr=True), transient=True, disable=not Console(stderr=True).is_terminal
    )
    task = progress.add_task(title, total=1.0, visible=True)

    def report(doing: str, done: float) -> None:
        if not progress.live.is_started:
            progress.start()
        progress.update(task, completed=done, description=f"{title}: {doing}")

    try:
        yield report
    finally:
        progress.stop()
