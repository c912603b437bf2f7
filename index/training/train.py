"""Train the reader and export it.

    python -m index.training.train --questions train.jsonl --stories PolNeAR/data/train/text --timebank docs.jsonl \
        --teacher all-mpnet-base-v2

Three courses with fixed seeds: the reader on the questions; a larger reader, the teacher, on some of them; then the
reader on what is right and on what the teacher thinks. The weights halfway between those of the first course and
those of the last are exported ("Model soups", Wortsman and others 2022). Every `SAVED_EVERY` steps the running mean of
the weights is saved in the work folder. Without `--teacher`, the reader of the first course is exported.
"""

import argparse
import logging
import time
from collections.abc import Sequence
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

from index.model import named_model
from index.reader import load_tokenizer
from index.training.course import Course, train
from index.training.data import Item, items_of, read_questions
from index.training.export import export
from index.training.model import ReaderModel
from index.training.priors import first_guesses
from index.training.split import held_out
from index.training.stories import read_stories
from index.training.teacher import TeacherModel

__all__ = ["mean_of"]

FIRST = Course(seed=5, steps=2700, rate=1.2e-4, warm_up=60, last_share=0.02, running=0.997)
TEACHING = Course(seed=7, steps=250, rate=5e-5, warm_up=30, last_share=0.03, running=0.0)
REFINING = Course(
    seed=11, steps=500, rate=4e-5, warm_up=30, last_share=0.05, running=0.99, head_rate=3e-4, offset_rate=2e-3
)
SAVED_EVERY = 100  # steps
AVERAGED = 4  # saved states of the first course, the last ones, of which the mean goes on
WEIGHTS = Path(__file__).parents[1] / "weights"

_log = logging.getLogger(__name__)


def mean_of(saved: Sequence[Path]) -> dict[str, torch.Tensor]:
    """The mean of saved weights, by name."""
    states = [load_file(path) for path in saved]
    return {name: torch.stack([state[name].float() for state in states]).mean(0) for name in states[0]}


def _load_items(arguments: argparse.Namespace) -> list[Item]:
    questions = read_questions(arguments.questions)
    names = (question["story"] for question in questions)
    stories = read_stories(names, arguments.stories, arguments.timebank, arguments.work / "stories.json")
    priors = first_guesses(questions, stories, arguments.work / "priors.npz")
    return items_of(questions, stories, priors, load_tokenizer())


def _run(
    model: ReaderModel, items: Sequence[Item], course: Course, kept: Path, teacher: ReaderModel | None = None
) -> list[Path]:
    """Train on `items`; gives the files of the saved running means, in order: `kept` with the step behind its name."""
    started, recent, saved = time.monotonic(), (0.0, 0.0), []
    running = get_ema_multi_avg_fn(course.running)  # type: ignore[no-untyped-call]
    mean = AveragedModel(model, multi_avg_fn=running)
    for step, losses in enumerate(train(model, items, course, teacher), start=1):
        mean.update_parameters(model)
        recent = (0.98 * recent[0] + 0.02 * losses[0], 0.98 * recent[1] + 0.02 * losses[1])
        if step % 25 == 0:
            shown = [loss / (1 - 0.98**step) for loss in recent]
            _log.info("%s %d: relevance %.3f span %.3f, %.0f s", kept.name, step, *shown, time.monotonic() - started)
        if step % SAVED_EVERY == 0 or step == course.steps:
            saved.append(kept.with_name(f"{kept.name}-{step}.safetensors"))
            save_file(mean.module.state_dict(), saved[-1])
    return saved


def _taught(items: Sequence[Item], teacher: Path, work: Path) -> TeacherModel:
    """The teacher, after its course."""
    torch.manual_seed(TEACHING.seed)
    model = TeacherModel(teacher, load_tokenizer())
    _run(model, items, TEACHING, work / "teacher")
    return model


def main() -> None:
    """Train with the questions and corpora named on the command line."""
    parser = argparse.ArgumentParser(description="Train the reader and export it.")
    parser.add_argument("--questions", type=Path, nargs="+", required=True, help="training questions, JSON lines")
    parser.add_argument("--stories", type=Path, nargs="+", required=True, help="folders of <story>.txt")
    parser.add_argument("--timebank", type=Path, required=True, help="TimeBank texts, as the date scorer exports them")
    parser.add_argument("--teacher", type=Path, help="folder of all-mpnet-base-v2; none: the first course only")
    parser.add_argument("--work", type=Path, default=Path("build/reader"), help="folder for what can be kept")
    parser.add_argument("--threads", type=int, default=1)
    arguments = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    arguments.work.mkdir(parents=True, exist_ok=True)
    torch.set_num_threads(arguments.threads)
    torch.manual_seed(FIRST.seed)
    items = _load_items(arguments)
    aside = held_out({item.question["story"] for item in items})
    items = [item for item in items if item.question["story"] not in aside]
    model = ReaderModel(Path(named_model().location))
    first = mean_of(_run(model, items, FIRST, arguments.work / "first")[-AVERAGED:])
    model.load_state_dict(first)
    if arguments.teacher:
        teacher = _taught(items, arguments.teacher, arguments.work).eval()
        torch.manual_seed(REFINING.seed)
        refined = mean_of(_run(model, items, REFINING, arguments.work / "refined", teacher)[-AVERAGED // 2 :])
        model.load_state_dict({name: (weight + refined[name]) / 2 for name, weight in first.items()})
    export(model, WEIGHTS / "reader.onnx")


if __name__ == "__main__":
    main()
