"""Train the weights of `corpus.said_choice`: `python -m corpus.train_said_on POLNEAR FILE [--out WEIGHTS]`.

FILE has hand-read statements (`corpus.said_examples`) of PolNeAR articles that the rules weren't written for. Every
date near a statement that its own clause doesn't date is an example, right or wrong, for a logistic regression with an
L2 penalty, fitted by Newton's method. It prints, by cross-validation over the articles, how the rules alone do, and how
with the weights.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from corpus.dates import find_dates
from corpus.said_choice import WEIGHTS
from corpus.said_examples import HandRead, read_examples
from corpus.said_on import Gathered, gather, settle

__all__ = ["main"]

_PENALTY = 10.0
_ROUNDS = 12
_FOLDS = 8
_OFTEN = 3  # examples in which a piece of evidence must be seen


@dataclass(frozen=True, slots=True)
class Article:
    """What was gathered from one article, and the day of each statement that was judged."""

    gathered: Gathered
    days: dict[int, str | None]

    def examples(self) -> list[tuple[set[str], bool]]:
        """The evidence for each date near a statement, and whether it is the day."""
        evidence = self.gathered.evidence
        return [
            (evidence.of(place, number), evidence.mention(number).value.partition("T")[0] == day)
            for place, day in self.days.items()
            if self.gathered.own[place] is None
            for number in evidence.candidates(place)
        ]


def fit(articles: Sequence[Article]) -> dict[str, float]:
    """The weights that tell the right dates of the articles from the wrong ones."""
    examples = [example for article in articles for example in article.examples()]
    seen: dict[str, int] = {}
    for pieces, _ in examples:
        for piece in pieces:
            seen[piece] = seen.get(piece, 0) + 1
    names = ["", *sorted(piece for piece, count in seen.items() if count >= _OFTEN)]
    columns = {name: column for column, name in enumerate(names)}
    matrix = np.zeros((len(examples), len(names)))
    matrix[:, 0] = 1
    for row, (pieces, _) in enumerate(examples):
        matrix[row, [columns[piece] for piece in pieces if piece in columns]] = 1
    weights = _newton(matrix, np.array([right for _, right in examples], dtype=float))
    return {name: round(float(weight), 3) for name, weight in zip(names, weights, strict=True)}


def _newton(matrix: np.ndarray, right: np.ndarray) -> np.ndarray:
    """The weights of a logistic regression; `matrix` is (examples, pieces), `right` (examples,) of 0 and 1."""
    weights = np.zeros(matrix.shape[1])
    for _ in range(_ROUNDS):
        likely = 1 / (1 + np.exp(-matrix @ weights))
        slope = matrix.T @ (likely - right) + _PENALTY * weights
        curve = (matrix * (likely * (1 - likely))[:, None]).T @ matrix + _PENALTY * np.eye(len(weights))
        weights -= np.linalg.solve(curve, slope)
    return weights


def tally(articles: Sequence[Article], weights: dict[str, float] | None) -> np.ndarray:
    """Dated, right, wrong, undated, falsely dated statements; by the rules alone where there are no weights."""
    counts = np.zeros(5, dtype=int)
    for article in articles:
        days = article.gathered.carried if weights is None else settle(article.gathered, weights)
        for place, day in article.days.items():
            when = days[place]
            found = when.value if when else None
            dated = day is not None
            counts += [dated, dated and found == day, dated and found not in {day, None}, not dated, bool(when) > dated]
    return counts


def cross_validate(articles: Sequence[Article]) -> np.ndarray:
    """The tally of articles, each with weights that were fitted on the rest."""
    folds = [articles[fold::_FOLDS] for fold in range(_FOLDS)]
    rests = [[article for other in folds if other is not fold for article in other] for fold in folds]
    tallies = [tally(fold, fit(rest)) for fold, rest in zip(folds, rests, strict=True)]
    total: np.ndarray = np.asarray(tallies).sum(axis=0)
    return total


def _row(counts: np.ndarray) -> str:
    dated, right, wrong, undated, false = counts
    return (
        f"{dated} dated: {right} right ({100 * right / max(1, dated):.1f} %), {wrong} wrong; "
        f"{undated} undated: {false} falsely dated ({100 * false / max(1, undated):.1f} %)"
    )


def _article(read: HandRead) -> Article:
    dates = find_dates(read.doc, read.story.published)
    return Article(gather(read.story, read.doc, read.statements, dates), read.days)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line: print the cross-validation, then write the weights of all files."""
    parser = argparse.ArgumentParser(prog="python -m corpus.train_said_on", description=__doc__)
    parser.add_argument("polnear", type=Path, help="checkout of PolNeAR, v1.0.0")
    parser.add_argument("file", type=Path, help="hand-read statements, JSON lines")
    parser.add_argument("--out", type=Path, default=Path(__file__).parent / "weights" / WEIGHTS)
    options = parser.parse_args(arguments)
    missing = [path for path in (options.polnear, options.file) if not path.exists()]
    if missing:
        sys.exit(f"{missing[0]}: not found")
    articles = [_article(read) for read in read_examples(options.file, options.polnear)]
    print(f"rules alone: {_row(tally(articles, None))}")
    print(f"weighed:     {_row(cross_validate(articles))}", flush=True)
    weights = fit(articles)
    options.out.write_text(json.dumps(weights, indent=0) + "\n", encoding="utf-8")
    print(f"{options.out}: {len(weights)} weights")


if __name__ == "__main__":
    main()
