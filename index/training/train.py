"""Train the reader and export it.

    python -m index.training.train --questions train.jsonl --stories PolNeAR/data/train/text --timebank docs.jsonl \
        --teacher all-mpnet-base-v2 --squad squad

Four courses with fixed seeds: the reader on the questions; a larger reader, the teacher, on some of them; then the
reader on what is right and on what the teacher thinks. The weights halfway between those of the first course and
those of the last are exported ("Model soups", Wortsman and others 2022). Last, the teacher's lower layers on all the
questions and on some of SQuAD's: the reader that reads again. Every `SAVED_EVERY` steps the running mean of the weights
is saved in the work folder; a course that was finished there is not run again. Without `--teacher`, the reader of the
first course is exported; without `--squad` (see `index.training.squad`), there is no fourth course.
"""

import argparse
import logging
import random
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

from index.model import named_model
from index.reader import load_tokenizer
from index.training.course import Course, train
from index.training.data import Item, items_of, read_questions
from index.training.export import export
from index.training.large import LargeModel
from index.training.model import ReaderModel
from index.training.priors import first_guesses
from index.training.split import held_out
from index.training.stories import read_stories

__all__ = ["mean_of"]

FIRST = Course(seed=5, steps=2700, rate=1.2e-4, warm_up=60, last_share=0.02, running=0.997)
TEACHING = Course(seed=7, steps=250, rate=5e-5, warm_up=30, last_share=0.03, running=0.0)
REFINING = Course(
    seed=11, steps=500, rate=4e-5, warm_up=30, last_share=0.05, running=0.99, head_rate=3e-4, offset_rate=2e-3
)
AGAIN = Course(seed=13, steps=1500, rate=5e-5, warm_up=40, last_share=0.02, running=0.99)
LAYERS = 8  # of the teacher's twelve; without the upper four it ranks nearly as well (docs/reader.md)
SQUAD = 4000  # questions
SAVED_EVERY = 100  # steps
AVERAGED = 4  # saved states of the first course, the last ones, of which the mean goes on
WEIGHTS = Path(__file__).parents[1] / "weights"

_log = logging.getLogger(__name__)


def mean_of(saved: Sequence[Path]) -> dict[str, torch.Tensor]:
    """The mean of saved weights, by name."""
    states = [load_file(path) for path in saved]
    return {name: torch.stack([state[name].float() for state in states]).mean(0) for name in states[0]}


def _load_items(paths: Sequence[Path], folders: Sequence[Path], timebank: Path, work: Path) -> list[Item]:
    work.mkdir(parents=True, exist_ok=True)
    questions = read_questions(paths)
    stories = read_stories((question["story"] for question in questions), folders, timebank, work / "stories.json")
    return items_of(questions, stories, first_guesses(questions, stories, work / "priors.npz"), load_tokenizer())


def _run(
    model: ReaderModel, items: Sequence[Item], course: Course, kept: Path, teacher: ReaderModel | None = None
) -> list[Path]:
    """Train on `items`; `model` has the running mean of its weights in the end.

    Gives the files of the saved running means, in order: `kept` with the step behind its name.
    """
    steps = [*range(SAVED_EVERY, course.steps, SAVED_EVERY), course.steps]
    saved = [kept.with_name(f"{kept.name}-{step}.safetensors") for step in steps]
    if not saved[-1].is_file():
        _follow(model, items, course, dict(zip(steps, saved, strict=True)), teacher)
    model.load_state_dict(load_file(saved[-1]))
    return saved


def _follow(
    model: ReaderModel, items: Sequence[Item], course: Course, saved: Mapping[int, Path], teacher: ReaderModel | None
) -> None:
    """Train on `items` and save the running mean after the steps that are keys of `saved`."""
    torch.manual_seed(course.seed)
    started, recent = time.monotonic(), (0.0, 0.0)
    running = get_ema_multi_avg_fn(course.running)  # type: ignore[no-untyped-call]
    mean = AveragedModel(model, multi_avg_fn=running)
    for step, losses in enumerate(train(model, items, course, teacher), start=1):
        mean.update_parameters(model)
        recent = (0.98 * recent[0] + 0.02 * losses[0], 0.98 * recent[1] + 0.02 * losses[1])
        if step % 25 == 0:
            shown = [loss / (1 - 0.98**step) for loss in recent]
            _log.info("%d: relevance %.3f span %.3f, %.0f s", step, *shown, time.monotonic() - started)
        if step in saved:
            save_file(mean.module.state_dict(), saved[step])


def _small(items: Sequence[Item], teacher: LargeModel | None, work: Path) -> ReaderModel:
    """The reader, after its one or two courses."""
    torch.manual_seed(FIRST.seed)
    model = ReaderModel(Path(named_model().location))
    first = mean_of(_run(model, items, FIRST, work / "first")[-AVERAGED:])
    model.load_state_dict(first)
    if teacher:
        refined = mean_of(_run(model, items, REFINING, work / "refined", teacher)[-AVERAGED // 2 :])
        model.load_state_dict({name: (weight + refined[name]) / 2 for name, weight in first.items()})
    return model


def _taught(items: Sequence[Item], folder: Path, work: Path) -> LargeModel:
    """The teacher, after its course."""
    torch.manual_seed(TEACHING.seed)
    model = LargeModel(folder, load_tokenizer())
    _run(model, items, TEACHING, work / "teacher")
    return model.eval()


def _second(teacher: LargeModel, items: Sequence[Item], folder: Path, work: Path) -> LargeModel:
    """The reader that reads again, after its course: the lower layers of the teacher to begin with."""
    model = LargeModel(folder, load_tokenizer(), LAYERS)
    weights = teacher.state_dict()
    model.load_state_dict({name: weights[name] for name in model.state_dict()})
    _run(model, items, AGAIN, work / "again")
    model.leave_out_foreign(load_tokenizer())
    return model


def main() -> None:
    """Train with the questions and corpora named on the command line."""
    parser = argparse.ArgumentParser(description="Train the reader and export it.")
    parser.add_argument("--questions", type=Path, nargs="+", required=True, help="training questions, JSON lines")
    parser.add_argument("--stories", type=Path, nargs="+", required=True, help="folders of <story>.txt")
    parser.add_argument("--timebank", type=Path, required=True, help="TimeBank texts, as the date scorer exports them")
    parser.add_argument("--squad", type=Path, help="folder that index.training.squad wrote; none: no second reader")
    parser.add_argument("--teacher", type=Path, help="folder of all-mpnet-base-v2; none: the first course only")
    parser.add_argument("--work", type=Path, default=Path("build/reader"), help="folder for what can be kept")
    parser.add_argument("--threads", type=int, default=1)
    arguments = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    torch.set_num_threads(arguments.threads)
    timebank, work = arguments.timebank, arguments.work
    items = _load_items(arguments.questions, arguments.stories, timebank, work)
    aside = held_out({item.question["story"] for item in items})
    items = [item for item in items if item.question["story"] not in aside]
    teacher = _taught(items, arguments.teacher, work) if arguments.teacher else None
    export(_small(items, teacher, work), WEIGHTS / "reader.onnx")
    if teacher and arguments.squad:
        squad = arguments.squad
        wide = _load_items([squad / "squad.jsonl"], [squad / "stories"], timebank, work / "squad")
        wide = [item for item in wide if item.right or not item.question["answerable"]]
        items = [*items, *random.Random(AGAIN.seed).sample(wide, SQUAD)]
        export(_second(teacher, items, arguments.teacher, work), WEIGHTS / "careful.onnx")


if __name__ == "__main__":
    main()
