"""How well the bot answers: the table of `evaluate`, risk against coverage, and how far its confidence can be trusted.

    python -m bench.answers QUESTIONS… --stories FOLDER… [--published-from TSV] [--plot FILE.png]

Files of questions are as for `evaluate`; a story's day is taken from the table, else from its name, if it has one.
"""

import argparse
import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bench.machine import machine_line
from bot.answer import Outcome
from bot.answerer import Answerer
from bot.desk import Desk
from bot.evaluation import Verdict, judge_all, read_questions, table
from bot.home import home_folder
from bot.listing import published_days
from corpus.source import load_source

__all__ = ["calibration_error", "risk_coverage"]

_BINS = 10


def calibration_error(verdicts: Sequence[Verdict]) -> float:
    """The expected calibration error (Guo et al. 2017), over ten bins of equal width."""
    confidence = np.array([v.confidence for v in verdicts])
    right = np.array([v.right for v in verdicts], dtype=float)
    bins = np.minimum((confidence * _BINS).astype(int), _BINS - 1)
    gaps = (abs((right - confidence)[bins == b].sum()) for b in range(_BINS))
    return float(sum(gaps)) / max(len(verdicts), 1)


def risk_coverage(verdicts: Sequence[Verdict]) -> list[tuple[float, float]]:
    """(coverage, risk) as less and less confident answers are given: shares of the answered, and of them wrong."""
    answered = sorted((v for v in verdicts if v.outcome is Outcome.ANSWER), key=lambda v: -v.confidence)
    wrong = np.cumsum([not v.right for v in answered])
    return [((i + 1) / len(verdicts), float(wrong[i]) / (i + 1)) for i in range(len(answered))]


def _interval(values: NDArray[np.float64]) -> tuple[float, float]:
    """The 95 % interval of a mean by bootstrap over questions, seeded."""
    draws = np.random.default_rng(0).choice(values, (2_000, len(values))).mean(axis=1)
    low, high = np.percentile(draws, [2.5, 97.5])
    return float(low), float(high)


def _plot(curve: Sequence[tuple[float, float]], file: Path) -> None:
    import matplotlib as mpl

    mpl.use("Agg")
    from matplotlib import pyplot as plt

    figure, axes = plt.subplots(figsize=(5, 3.5), layout="constrained")
    axes.plot([100 * c for c, _ in curve], [100 * r for _, r in curve])
    axes.set(xlabel="answered, % of all questions", ylabel="of those, wrong, %", xlim=(0, 100), ylim=(0, None))
    axes.grid(alpha=0.3)
    figure.savefig(file, dpi=150)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("questions", nargs="+", type=Path)
    parser.add_argument("--stories", nargs="+", type=Path, required=True)
    parser.add_argument("--published-from", type=Path)
    parser.add_argument("--plot", type=Path)
    return parser.parse_args()


def main() -> None:
    """Print the figures."""
    arguments = _arguments()
    days = published_days(arguments.published_from) if arguments.published_from else {}
    desk = Desk(home_folder(), notice=print)

    def answerer(story: str) -> Answerer:
        path = next(p for folder in arguments.stories if (p := folder / f"{story}.txt").is_file())
        named = re.search(r"\d{4}-\d\d-\d\d", story)
        return desk.open(
            load_source(path, published=days.get(story) or (date.fromisoformat(named[0]) if named else None))
        )

    questions = [question for file in arguments.questions for question in read_questions(file)]
    verdicts = list(judge_all(questions, answerer))
    low, high = _interval(np.array([v.right for v in verdicts], dtype=float))
    curve = risk_coverage(verdicts)
    print(machine_line())
    print(table(verdicts))
    print(f"RIGHT: 95 % interval {100 * low:.1f}–{100 * high:.1f}")
    print(f"expected calibration error: {calibration_error(verdicts):.3f}")
    for share in (0.2, 0.4, 0.6, 0.8):
        print(f"  of the surest {share:.0%} of the answers, wrong: {100 * curve[int(share * len(curve))][1]:.1f} %")
    if arguments.plot:
        _plot(curve, arguments.plot)


if __name__ == "__main__":
    main()
