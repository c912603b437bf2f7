"""Prints what an archive of many stories costs: `python -m bench.scale --sentences 1000 --sentences 10000`, from a
checkout's root.

The archive grows to each of these sizes. Opening, questions and adding are measured on whole processes of the command
line. `--choices` compares FAISS's indexes on the same vectors, `--milvus` puts Milvus Lite beside them. What was made
is kept with `--folder`, and grows with the next run. Times in brackets are those that processors worked, which on a
busy machine tell more than the clock.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import click
import numpy as np

from bench.archive_home import ArchiveHome, row_of
from bench.generated import SENTENCES, made_story, questions_about
from bench.machine import machine_line
from bench.vector_choices import compare_choices, exact_nearest
from bot.across import Across
from bot.conversation import Conversation
from index.encoder import Vectors

__all__ = ["main"]

_BOT = (sys.executable, "-m", "bot.cli")
_STORIES_ASKED = 40  # each is asked three questions
_WARM = 6  # questions of a process that are not counted
_K = 10
_OPENING = """
import sys, time
from pathlib import Path
from index.archive.opening import archive_of
from index.store import encoder_facts, open_encoder
home = Path(sys.argv[1])
vector = open_encoder(home).encode(["Who said that?"])[0]
started, worked = time.perf_counter(), time.process_time()
archive = archive_of(home, encoder=encoder_facts(home))
archive.nearest(vector, 10)
print(time.perf_counter() - started, time.process_time() - worked)
"""


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a process that answers questions takes: ms and processor ms by question, MB at the most and of its own."""

    took: Sequence[float]
    worked: Sequence[float]
    most: float
    own: float


class _Asking:
    """A process of `ask --batch` on one processor that answers a question at a time, and stays as it is meanwhile."""

    def __init__(self, home: Path) -> None:
        self._process = subprocess.Popen(
            (*_BOT, "ask", "--batch", "-"),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "ON_THE_RECORD_HOME": str(home)},
            encoding="utf-8",
            preexec_fn=lambda: os.sched_setaffinity(0, {max(os.sched_getaffinity(0))}),
        )

    def ask(self, question: str) -> dict[str, object]:
        """The record of the answer."""
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps({"question": question}) + "\n")
        self._process.stdin.flush()
        record: dict[str, object] = json.loads(self._process.stdout.readline())
        return record

    def megabytes(self, field: str) -> float:
        """A field of /proc/PID/status; 0 where the system has none."""
        try:
            lines = Path(f"/proc/{self._process.pid}/status").read_text(encoding="utf-8").splitlines()
        except OSError:
            return 0.0
        return next((int(line.split()[1]) / 1024 for line in lines if line.startswith(f"{field}:")), 0.0)

    def worked(self) -> float:
        """The milliseconds that processors spent on it so far; 0 where the system does not tell."""
        tasks = Path(f"/proc/{self._process.pid}/task").glob("*/schedstat")
        return sum(int(task.read_text(encoding="utf-8").split()[0]) for task in tasks) / 1e6

    def close(self) -> None:
        """End the process."""
        self._process.communicate()


@click.command()
@click.option("--sentences", "sizes", multiple=True, type=int, help="Measure the archive with so many; more than once.")
@click.option("--base", default=10_000, show_default=True, help="How many are really encoded.")
@click.option("--texts", type=click.Path(path_type=Path), help="Encode sentences of these text files for it.")
@click.option("--asked", type=click.Path(path_type=Path), help="JSON lines with questions about them, for recall.")
@click.option("--folder", type=click.Path(path_type=Path), help="Keep the archive here.")
@click.option("--choices", multiple=True, type=int, help="Compare FAISS's indexes with so many; more than once.")
@click.option("--milvus", multiple=True, type=int, help="Measure Milvus Lite at so many sentences; more than once.")
def main(
    sizes: tuple[int, ...],
    base: int,
    texts: Path | None,
    asked: Path | None,
    folder: Path | None,
    choices: tuple[int, ...],
    milvus: tuple[int, ...],
) -> None:
    """Measure archives of generated stories."""
    with tempfile.TemporaryDirectory() as temporary:
        made = ArchiveHome(folder or Path(temporary), base=base, texts=texts)
        print(machine_line(), flush=True)
        questions = _questions(base) if asked is None else _read(asked)
        vectors = made.encoder.encode(questions)
        for size in sorted(sizes):
            _print(f"{size:,} sentences", _measured(made, size, vectors))
        for size in sorted(choices):
            _print(f"FAISS at {size:,}", compare_choices(_rows(made, size), vectors))
        for size in sorted(milvus):
            from bench.milvus_beside import measure_milvus

            _print(f"Milvus Lite at {size:,}", measure_milvus(made, size, questions, vectors))


def _measured(made: ArchiveHome, size: int, vectors: Vectors) -> Iterator[tuple[str, str]]:
    archive, count = made.holdings.archive, size // SENTENCES
    there = sum(story.startswith("made-") for story in archive.keys())  # noqa: SIM118  # an archive is no dict
    with _Clock() as adding:
        archive.add(made.stories(there, count))
    yield f"adding {count - there:,} stories that are read", str(adding)
    with _Clock() as merging:
        archive.compact()
    yield "putting them in order (`index` does)", str(merging)
    folder = made.home / "archive"
    yield "on disk: all, vectors", f"{_megabytes(folder):,.0f} MB, {_megabytes(folder, '*.faiss'):,.0f} MB"
    with _Clock() as looking:
        made.holdings.keep_up()
    yield "looking through the library the first time", str(looking)
    opening = [_opened(made.home) for _ in range(3)]
    yield "opening, with the first search", "{:.2f} s ({:.2f} s)".format(*sorted(opening)[1])
    yield "recall@10 against exact search", f"{_recall(made, size, vectors):.3f}"
    questions = _questions(size)
    _write_readings(made, questions)
    asked = _ask(made.home, questions)
    for part in (50, 95):
        both = (np.percentile(asked.took, part), np.percentile(asked.worked, part))
        yield f"a question with the reader, p{part} of {len(asked.took)}", "{:.0f} ms ({:.0f} ms)".format(*both)
    yield "memory at the most, of which not mapped", f"{asked.most:.0f} MB, {asked.own:.0f} MB"
    with made.one_more(10**6 + size):
        with _Clock() as adding:
            made.fresh_holdings().keep_up()
        yield "putting one more story that is read into it", str(adding)
    yield from _added(made.home, size)


class _Clock:
    """Counts the seconds that pass within it, and those that processors work, for children too."""

    def __enter__(self) -> "_Clock":
        self._started = os.times()
        return self

    def __exit__(self, *_: object) -> None:
        past = [now - then for now, then in zip(os.times(), self._started, strict=True)]
        self._seconds, self._worked = past[-1], sum(past[:-1])

    def __str__(self) -> str:
        return f"{self._seconds:.1f} s ({self._worked:.1f} s)"


def _megabytes(folder: Path, pattern: str = "*") -> float:
    return sum(path.stat().st_size for path in folder.rglob(pattern) if path.is_file()) / 2**20


def _opened(home: Path) -> tuple[float, float]:
    run = subprocess.run((sys.executable, "-c", _OPENING, str(home)), capture_output=True, text=True, check=True)
    wall, worked = run.stdout.split()
    return float(wall), float(worked)


def _questions(size: int) -> list[str]:
    numbers = np.linspace(0, size // SENTENCES - 1, min(_STORIES_ASKED, size // SENTENCES)).astype(int)
    return [question for number in numbers for question in questions_about(made_story(int(number)))]


def _read(asked: Path) -> list[str]:
    return [json.loads(line)["question"] for line in asked.read_text(encoding="utf-8").splitlines()]


def _rows(made: ArchiveHome, size: int) -> Vectors:
    return np.concatenate(list(made.vectors(size // SENTENCES)))


def _recall(made: ArchiveHome, size: int, asked: Vectors) -> float:
    """The share of the ten nearest sentences that the archive finds, of the generated ones."""
    exact = exact_nearest(made.vectors(size // SENTENCES), asked, _K)
    found = []
    for vector, nearest in zip(asked, exact, strict=True):
        hits = made.holdings.archive.nearest(vector, _K + SENTENCES)  # with those of other stories, which are left out
        rows = [row for hit in hits if (row := row_of(hit.story, hit.sentence)) is not None][:_K]
        found.append(len({*rows} & {*nearest.tolist()}) / _K)
    return float(np.mean(found))


def _write_readings(made: ArchiveHome, questions: Sequence[str]) -> None:
    across = Across(made.holdings, made.reader)
    for question in questions:
        across.ask(question, Conversation())


def _ask(home: Path, questions: Sequence[str]) -> _Asked:
    asking = _Asking(home)
    took, worked = [], [asking.worked()]
    for question in questions:
        took.append(float(str(asking.ask(question)["took_ms"])))
        worked.append(asking.worked())
    asked = _Asked(
        took[_WARM:], np.diff(worked).tolist()[_WARM:], asking.megabytes("VmHWM"), asking.megabytes("RssAnon")
    )
    asking.close()
    return asked


def _added(home: Path, size: int) -> Iterator[tuple[str, str]]:
    """What it takes to add a story, and until a process that runs already answers from it."""
    name = f"zeppelin-{size}"
    question = f"Who saw the zeppelin number {size}?"
    running = _Asking(home)
    before = running.ask(question)["story"]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{name}.txt"
        path.write_text(
            f"A zeppelin number {size} was seen by Wilma Krause.\n\n“It was green,” Krause said.\n", "utf-8"
        )
        with _Clock() as adding:
            subprocess.run(
                (*_BOT, "add", str(path)), env={**os.environ, "ON_THE_RECORD_HOME": str(home)}, check=True, stdout=-3
            )
    after = running.ask(question)["story"]
    running.close()
    yield "`add` of one story, whole process", str(adding)
    yield "a process that ran before answers from it", f"{before != name and after == name}"


def _print(title: str, rows: Iterator[tuple[str, str]]) -> None:
    print(f"\n{title}", flush=True)
    for name, value in rows:
        print(f"  {name:<50}{value}", flush=True)


if __name__ == "__main__":
    main()
