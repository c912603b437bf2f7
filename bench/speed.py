"""Prints how long the bot takes, and how much memory: `python -m bench.speed`, from the root of a checkout.

Every figure is of whole processes of the command line, as a user starts them, with a home of the bench's own,
in which the encoder is exported and the shipped story read beforehand.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from bench.machine import machine_line

__all__ = ["main"]

_BOT = (sys.executable, "-m", "bot.cli")  # what the console script runs
_QUESTIONS = Path("tests/bot/resources/conscripts_questions.jsonl")
_ROUNDS = 5  # of all questions in one process
_YARDSTICK = "import sentence_transformers"


@dataclass(frozen=True, slots=True)
class _Run:
    """A process that has ended: its wall-clock seconds, the most memory that it held in MB, and what it
    printed."""

    seconds: float
    megabytes: float
    output: str


@click.command()
@click.option("--runs", default=7, show_default=True, help="How often the short processes are started.")
def main(runs: int) -> None:
    """Measure speed and size on the shipped story; print medians."""
    questions = [json.loads(line)["question"] for line in _QUESTIONS.read_text(encoding="utf-8").splitlines()]
    with tempfile.TemporaryDirectory() as home:
        _run((*_BOT, "index"), home)  # exports the encoder
        reading = [_run((*_BOT, "index"), home) for _ in range(3)]
        asking = [_run((*_BOT, "ask", questions[0]), home) for _ in range(runs)]
        batch = _run((*_BOT, "ask", "--batch", "-"), home, [{"question": q} for q in questions * _ROUNDS])
        yardstick = [_run((sys.executable, "-c", _YARDSTICK), home) for _ in range(3)]
    times = [json.loads(line)["took_ms"] for line in batch.output.splitlines()][1:]  # the first one warms up
    _print(
        ("process start to the printed answer of `ask`", f"{_median(asking):.2f} s", "≤ 1.2 s"),
        (f"`{_YARDSTICK}`, beside it", f"{_median(yardstick):.2f} s", ""),
        (f"a further question in one process, p50 of {len(times)}", f"{_percentile(times, 50):.1f} ms", ""),
        ("the same, p95", f"{_percentile(times, 95):.1f} ms", "≤ 300 ms"),
        ("memory while answering them, at the most", f"{batch.megabytes:.0f} MB", "≤ 350 MB"),
        ("reading the shipped story, encoder exported", f"{_median(reading):.1f} s", "≤ 8 s"),
    )


def _run(command: Sequence[str], home: str, lines: Iterable[object] = ()) -> _Run:
    """Run a process to its end with `lines` as JSON on its standard input. Raises CalledProcessError if it
    fails."""
    with tempfile.TemporaryFile("w+", encoding="utf-8") as given, tempfile.TemporaryFile("w+", encoding="utf-8") as out:
        given.writelines(f"{json.dumps(line)}\n" for line in lines)
        given.seek(0)
        started = time.perf_counter()
        process = subprocess.Popen(command, stdin=given, stdout=out, env={**os.environ, "ON_THE_RECORD_HOME": home})
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        output = out.read()
    if process.returncode != 0:
        raise subprocess.CalledProcessError(process.returncode, command, output)
    unit = 1 if sys.platform == "darwin" else 1024  # bytes there, KiB elsewhere
    return _Run(seconds, usage.ru_maxrss * unit / 1e6, output)


def _median(runs: Sequence[_Run]) -> float:
    return statistics.median(run.seconds for run in runs)


def _percentile(values: Sequence[float], percent: int) -> float:
    return statistics.quantiles(values, n=100, method="inclusive")[percent - 1]


def _print(*rows: tuple[str, str, str]) -> None:
    table = Table("measured", "figure", "to reach")
    for row in rows:
        table.add_row(*row)
    console = Console()
    console.print(
        machine_line(), f"(load average {os.getloadavg()[0]:.1f}; the bench alone makes about 1)", soft_wrap=True
    )
    console.print(table)


if __name__ == "__main__":
    main()
