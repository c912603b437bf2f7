"""Train the reader and export it.

    python -m index.training.train --questions train.jsonl --stories PolNeAR/data/train/text --timebank docs.jsonl

In a few passes, each saved in the work folder, so that `--first-pass 3` goes on from there.
"""

import argparse
import logging
import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import cycle, islice
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file

from index.model import named_model
from index.reader import load_tokenizer
from index.training.data import Item, items_of, read_questions, sample
from index.training.export import export
from index.training.model import ReaderModel
from index.training.objective import loss_of
from index.training.priors import first_guesses
from index.training.split import held_out
from index.training.stories import read_stories

__all__ = ["Pass", "train"]

SEED = 5
BATCH = 8  # questions
WARM_UP = 40  # steps
HEAD_RATE, OFFSET_RATE = 1e-3, 1e-2
WEIGHTS = Path(__file__).parents[1] / "weights"

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Pass:
    """Steps of training, word pieces of story read for a question, and the encoder's rate from start to end."""

    steps: int
    budget: int
    first_rate: float
    last_rate: float


PASSES = (
    Pass(steps=600, budget=240, first_rate=1.2e-4, last_rate=4.5e-5),
    Pass(steps=100, budget=260, first_rate=1e-4, last_rate=9e-5),
    Pass(steps=300, budget=220, first_rate=9e-5, last_rate=3e-6),
    Pass(steps=600, budget=240, first_rate=8e-5, last_rate=2e-6),
)


def train(model: ReaderModel, items: Sequence[Item], one: Pass, rng: random.Random) -> Iterator[tuple[float, float]]:
    """Train `model` in place on `items` in their order, `BATCH` a step, round and round.

    Yields each step's relevance and span loss.
    """
    optimiser = _optimiser(model, one.first_rate)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, partial(_share, one))
    tokenizer, endless = load_tokenizer(), cycle(items)
    model.train()
    for _ in range(one.steps):
        batch = [sample(item, tokenizer, one.budget, rng) for item in islice(endless, BATCH)]
        relevance, span = loss_of(model, batch)
        (relevance + span).backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimiser.step()
        optimiser.zero_grad()
        schedule.step()
        yield relevance.item(), span.item()


def _share(one: Pass, step: int) -> float:
    """What share of the first rate is used at a step: a short rise, then a line to the last rate."""
    fall = 1 - one.last_rate / one.first_rate
    return min(1.0, (step + 1) / WARM_UP) * (1 - fall * step / one.steps)


def _optimiser(model: ReaderModel, rate: float) -> torch.optim.Optimizer:
    """AdamW with a rate for the encoder, one for the heads, one for the two numbers that scale the cosine.

    Word embeddings stay as they are: most are too rare here to be learnt.
    """
    model.encoder.embeddings.word_embeddings.weight.requires_grad_(False)
    encoder = [weight for weight in model.encoder.parameters() if weight.requires_grad]
    heads = [weight for part in (model.inner, model.outer, model.spans) for weight in part.parameters()]
    groups = [
        {"params": encoder, "lr": rate},
        {"params": heads, "lr": HEAD_RATE},
        {"params": [model.scale, model.bias], "lr": OFFSET_RATE},
    ]
    return torch.optim.AdamW(groups, weight_decay=0.01, fused=True)


def _load_items(arguments: argparse.Namespace) -> list[Item]:
    questions = read_questions(arguments.questions)
    names = (question["story"] for question in questions)
    stories = read_stories(names, arguments.stories, arguments.timebank, arguments.work / "stories.json")
    priors = first_guesses(questions, stories, arguments.work / "priors.npz")
    return items_of(questions, stories, priors, load_tokenizer())


def _run_pass(model: ReaderModel, items: Sequence[Item], number: int, work: Path) -> None:
    """Train in pass `number`, from 1; it starts with the question after the last of the pass before."""
    torch.manual_seed(SEED + number)
    done = BATCH * sum(one.steps for one in PASSES[: number - 1]) % len(items)
    order = [*items[done:], *items[:done]]
    started, recent = time.monotonic(), (0.0, 0.0)
    for step, losses in enumerate(train(model, order, PASSES[number - 1], random.Random(SEED + number)), start=1):
        recent = (0.98 * recent[0] + 0.02 * losses[0], 0.98 * recent[1] + 0.02 * losses[1])
        if step % 25 == 0:
            shown = [loss / (1 - 0.98**step) for loss in recent]
            seconds = time.monotonic() - started
            _log.info("pass %d step %d: relevance %.3f span %.3f, %.0f s", number, step, *shown, seconds)
        if step % 100 == 0:
            save_file(model.state_dict(), work / "running.safetensors")
    save_file(model.state_dict(), work / f"pass-{number}.safetensors")


def main() -> None:
    """Train with the questions and corpora named on the command line."""
    parser = argparse.ArgumentParser(description="Train the reader and export it.")
    parser.add_argument("--questions", type=Path, nargs="+", required=True, help="training questions, JSON lines")
    parser.add_argument("--stories", type=Path, nargs="+", required=True, help="folders of <story>.txt")
    parser.add_argument("--timebank", type=Path, required=True, help="TimeBank texts, as the date scorer exports them")
    parser.add_argument("--work", type=Path, default=Path("build/reader"), help="folder for what can be kept")
    parser.add_argument("--first-pass", type=int, default=1, help="go on with this pass from the one before")
    parser.add_argument("--threads", type=int, default=2)
    arguments = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    arguments.work.mkdir(parents=True, exist_ok=True)
    torch.set_num_threads(arguments.threads)
    torch.manual_seed(SEED)
    items = _load_items(arguments)
    aside = held_out({item.question["story"] for item in items})
    model = ReaderModel(Path(named_model().location))
    if arguments.first_pass > 1:
        model.load_state_dict(load_file(arguments.work / f"pass-{arguments.first_pass - 1}.safetensors"))
    taught = [item for item in items if item.question["story"] not in aside]
    random.Random(SEED).shuffle(taught)
    for number in range(arguments.first_pass, len(PASSES) + 1):
        _run_pass(model, taught, number, arguments.work)
    export(model, WEIGHTS / "reader.onnx")


if __name__ == "__main__":
    main()
