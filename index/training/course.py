"""A course of training: so many steps, at rates that rise shortly and then fall in a line."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

import torch

from index.reader import load_tokenizer
from index.training.data import Item, sample, shared_words
from index.training.misses import NearMisses
from index.training.model import ReaderModel
from index.training.objective import loss_of

__all__ = ["Course", "train"]

BATCH = 8  # questions
BUDGET = 240  # word pieces of story read for a question
TWICE = 0.34  # share of the words that a question and its evidence share, up to which it is asked twice a round


@dataclass(frozen=True, slots=True)
class Course:
    """How long and how fast to train.

    `rate` is the encoder's at its highest, `head_rate` that of the two heads, `offset_rate` that of the two numbers
    which scale the cosine. They rise for `warm_up` steps and then fall to `last_share`. `running` is the share of the
    running mean of the weights that a step leaves as it is.
    """

    seed: int
    steps: int
    rate: float
    warm_up: int
    last_share: float
    running: float
    head_rate: float = 1e-3
    offset_rate: float = 1e-2


def train(
    model: ReaderModel, items: Sequence[Item], course: Course, teacher: ReaderModel | None = None
) -> Iterator[tuple[float, float]]:
    """Train `model` in place on `items`, `BATCH` a step, in a new order each round; beside a `teacher`, if given.

    Yields each step's relevance and span loss. What the model takes for an answer and is none is read again in the
    next round: a near miss.
    """
    rng = random.Random(course.seed)
    optimiser = _optimiser(model, course)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda step: _share(course, step))
    tokenizer, endless, misses = load_tokenizer(), _endless(items, rng), NearMisses()
    model.train()
    for _ in range(course.steps):
        batch = [sample(item, tokenizer, BUDGET, rng, misses.of(item)) for item in islice(endless, BATCH)]
        relevance, span, scores = loss_of(model, batch, teacher)
        (relevance + span).backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimiser.step()
        optimiser.zero_grad()
        schedule.step()
        misses.learn(batch, scores)
        yield relevance.item(), span.item()


def _endless(items: Sequence[Item], rng: random.Random) -> Iterator[Item]:
    """Round after round; questions with few words of their answer are asked twice a round."""
    rounds = [*items, *(item for item in items if shared_words(item) <= TWICE)]
    while True:
        rng.shuffle(rounds)
        yield from rounds


def _share(course: Course, step: int) -> float:
    """What share of the highest rate is used at a step."""
    return min(1.0, (step + 1) / course.warm_up) * (1 - (1 - course.last_share) * step / course.steps)


def _optimiser(model: ReaderModel, course: Course) -> torch.optim.Optimizer:
    """AdamW. Word embeddings stay as they are: most are too rare here to be learnt."""
    model.encoder.embeddings.word_embeddings.weight.requires_grad_(False)
    encoder = [weight for weight in model.encoder.parameters() if weight.requires_grad]
    heads = [weight for part in (model.inner, model.outer, model.spans) for weight in part.parameters()]
    groups = [
        {"params": encoder, "lr": course.rate},
        {"params": heads, "lr": course.head_rate},
        {"params": [model.scale, model.bias], "lr": course.offset_rate},
    ]
    return torch.optim.AdamW(groups, weight_decay=0.01, fused=True)
