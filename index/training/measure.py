"""Measure the small reader, or both, on stories they were not trained on, and choose the threshold.

    python -m index.training.measure --held-out --fit --questions train.jsonl --stories … --timebank docs.jsonl

Its best sentence is the first citation and the short answer, the next two follow.
"""

import argparse
import json
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.careful import CarefulReader
from index.reader import BUDGET, Passage, PassageReader, Reader, ReaderOutput, load_tokenizer
from index.training.data import Item, items_of, read_questions
from index.training.priors import first_guesses
from index.training.split import held_out
from index.training.stories import StoryText, read_stories
from index.training.train import WEIGHTS

__all__ = ["Figures", "figures", "threshold"]


@dataclass(frozen=True, slots=True)
class Figures:
    """Shares from 0 to 1: over the answerable, evidence read at all, first, among three; token F1 of the span where the
    answer's sentence is first; over all, handled right; F1 of abstaining; share of the unanswerable answered."""

    questions: int
    read: float
    first: float
    three: float
    span: float
    right: float
    abstention: float
    answered: float


def figures(items: Sequence[Item], outputs: Sequence[ReaderOutput], null: float) -> Figures:
    """What the outputs are worth if a question is answered where its best relevance is above `null`."""
    rankings = [output.ranking for output in outputs]
    answerable = [(item, ranking) for item, ranking in zip(items, rankings, strict=True) if item.right]
    tops, first, cannot = _columns(items, outputs)
    abstained = tops <= null
    caught = float((abstained & cannot).sum())
    return Figures(
        questions=len(items),
        read=_mean([bool(item.right & set(ranking)) for item, ranking in answerable]),
        first=_mean([ranking[0] in item.right for item, ranking in answerable]),
        three=_mean([bool(item.right & set(ranking[:3])) for item, ranking in answerable]),
        span=_mean(_span_scores(items, outputs)),
        right=_mean(np.where(cannot, abstained, first & ~abstained)),
        abstention=2 * caught / max(1.0, float(abstained.sum() + cannot.sum())),
        answered=_mean(~abstained[cannot]),
    )


def threshold(items: Sequence[Item], outputs: Sequence[ReaderOutput]) -> float:
    """The threshold at which most questions are handled right; of equals, the middle one."""
    tops, first, cannot = _columns(items, outputs)
    candidates = np.linspace(tops.min(), tops.max(), 401)
    right = np.array([np.where(cannot, tops <= null, first & (tops > null)).sum() for null in candidates])
    smooth = np.convolve(right, np.ones(15) / 15, mode="same")
    return float(candidates[int(smooth.argmax())])


def _columns(
    items: Sequence[Item], outputs: Sequence[ReaderOutput]
) -> tuple[NDArray[np.float64], NDArray[np.bool_], NDArray[np.bool_]]:
    tops = np.array([output.readings[output.ranking[0]].relevance for output in outputs])
    first = np.array([output.ranking[0] in item.right for item, output in zip(items, outputs, strict=True)])
    return tops, first, np.array([not item.right for item in items])


def _span_scores(items: Sequence[Item], outputs: Sequence[ReaderOutput]) -> list[float]:
    scores = []
    for item, output in zip(items, outputs, strict=True):
        if item.answer and output.ranking[0] == item.answer[0]:
            place, first, last = item.answer
            offsets = item.sentences[place].offsets
            found = output.readings[place].span or (0, 0)
            gold = (offsets[first][0], offsets[last][1])
            shared = max(0, min(found[1], gold[1]) - max(found[0], gold[0]))
            scores.append(2 * shared / (found[1] - found[0] + gold[1] - gold[0]))
    return scores


def _mean(values: Sequence[float] | NDArray[Any]) -> float:
    return float(np.mean(values)) if len(values) else float("nan")


def prediction(item: Item, output: ReaderOutput, story: StoryText) -> dict[str, object]:
    """One answer as the scorer reads it."""
    spans = [story.spans[place] for place in output.ranking[:3]]
    answers = output.readings[output.ranking[0]].relevance > output.null
    return {
        "id": item.question["id"],
        "outcome": "answer" if answers else "not_in_story",
        "answer": story.text[slice(*spans[0])] if answers else "",
        "citations": [{"start": start, "end": end, "text": story.text[start:end]} for start, end in spans],
    }


def main() -> None:
    """Measure with the questions and corpora named on the command line."""
    parser = argparse.ArgumentParser(description="Measure the readers alone.")
    parser.add_argument("--twice", action="store_true", help="both readers, not the small one alone")
    parser.add_argument("--questions", type=Path, nargs="+", required=True)
    parser.add_argument("--stories", type=Path, nargs="+", required=True, help="folders of <story>.txt")
    parser.add_argument("--timebank", type=Path, required=True, help="TimeBank texts, as the date scorer exports them")
    parser.add_argument("--work", type=Path, default=Path("build/reader"), help="folder for what can be kept")
    parser.add_argument("--held-out", action="store_true", help="only the stories kept aside in training")
    parser.add_argument("--fit", action="store_true", help="choose the threshold on these questions and keep it")
    parser.add_argument("--budget", type=int, default=BUDGET, help="word pieces read for a question")
    parser.add_argument("--predictions", type=Path, help="write answers for the scorer here")
    arguments = parser.parse_args()
    items, stories = _load(arguments)
    reader: PassageReader = CarefulReader.load() if arguments.twice else Reader.load()
    started = time.process_time()
    outputs = [_read(reader, item, stories[item.question["story"]], arguments.budget) for item in items]
    spent = (time.process_time() - started) / len(items)
    null = threshold(items, outputs) if arguments.fit else outputs[0].null
    if arguments.fit:
        _keep_null(null, "careful.json" if arguments.twice else "reader.json")
    print(f"null {null:.3f}, {1000 * spent:.1f} ms of processor time a question")
    print(figures(items, outputs, null))
    if arguments.predictions:
        lines = [
            json.dumps(prediction(i, o, stories[i.question["story"]])) for i, o in zip(items, outputs, strict=True)
        ]
        arguments.predictions.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _keep_null(null: float, name: str) -> None:
    path = WEIGHTS / name
    kept = json.loads(path.read_text(encoding="utf-8")) | {"null": round(null, 3)}
    path.write_text(json.dumps(kept) + "\n", encoding="utf-8")


def _load(arguments: argparse.Namespace) -> tuple[list[Item], dict[str, StoryText]]:
    arguments.work.mkdir(parents=True, exist_ok=True)
    questions = read_questions(arguments.questions)
    names = [question["story"] for question in questions]
    stories = read_stories(names, arguments.stories, arguments.timebank, arguments.work / "stories.json")
    priors = first_guesses(questions, stories, arguments.work / "priors.npz")
    items = items_of(questions, stories, priors, load_tokenizer())
    aside = held_out(names) if arguments.held_out else frozenset(names)
    return [item for item in items if item.question["story"] in aside], stories


def _read(reader: PassageReader, item: Item, story: StoryText, budget: int) -> ReaderOutput:
    passages = [
        Passage(story.text[start:end], note) for (start, end), note in zip(story.spans, story.notes, strict=True)
    ]
    question = item.question
    return reader.read(question["question"], question["turns"], passages, prior=item.prior, budget=budget)


if __name__ == "__main__":
    main()
