"""Prints where the time of a question of all stories goes, in processor ms on one thread.

    python -m bench.stages FOLDER

FOLDER is what `bench.scale --folder` kept. `--hurried` leaves out the second reading, as a crowd of questions does.
"""

import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
import numpy as np

import bot.across
import bot.holdings
from bench.archive_home import ArchiveHome
from bench.generated import SENTENCES, made_story, questions_about
from bench.machine import machine_line
from bot.across import Across
from bot.conversation import Conversation
from index.archive.embedded import EmbeddedArchive
from index.careful import CarefulReader
from index.reader import Reader

__all__ = ["main"]

_ASKED = 40  # stories, each of three questions
_WARM = 6  # questions that are not counted
_STAGES = {
    "encoding the question": (bot.holdings.Holdings, "encode"),
    "by vectors": (EmbeddedArchive, "nearest"),
    "by words": (EmbeddedArchive, "with_words"),
    "opening stories": (bot.holdings.Holdings, "opened"),
    "who published any": (EmbeddedArchive, "sources"),
    "weighing their sentences": (bot.across, "weigh_together"),
    "of that, both readings": (Reader, "read"),
}


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, exists=True))
@click.option("--hurried", is_flag=True, help="Without the second reading.")
def main(folder: Path, *, hurried: bool) -> None:
    """Ask questions of the archive in FOLDER, and print what each stage took."""
    made = ArchiveHome(folder, base=0, texts=None)
    spent: dict[str, float] = defaultdict(float)
    for stage, (owner, name) in _STAGES.items():
        setattr(owner, name, _timed(getattr(owner, name), stage, spent))
    made.holdings.keep_up()
    reader = Reader.load() if hurried else CarefulReader.load()
    across = Across(made.holdings, reader)
    size = len(made.holdings.archive)
    rows = []
    for number in np.linspace(0, size // SENTENCES - 1, _ASKED).astype(int):
        for question in questions_about(made_story(int(number))):
            spent.clear()
            started = time.process_time()
            across.ask(question, Conversation())
            rows.append({"a question": time.process_time() - started, **spent})
    print(machine_line())
    for stage in ("a question", *_STAGES):
        took = [1000 * row.get(stage, 0.0) for row in rows[_WARM:]]
        print(f"{stage:<26}{np.percentile(took, 50):6.1f} ms, p95 {np.percentile(took, 95):6.1f} ms")


def _timed(act: Callable[..., Any], stage: str, spent: dict[str, float]) -> Callable[..., Any]:
    def timed(*args: object, **options: object) -> object:
        started = time.process_time()
        try:
            return act(*args, **options)
        finally:
            spent[stage] += time.process_time() - started

    return timed


if __name__ == "__main__":
    main()
