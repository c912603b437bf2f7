"""What the reader is trained to do, as one loss."""

from collections.abc import Sequence

import torch
from torch import Tensor
from torch.nn.functional import cross_entropy

from index.training.data import Example
from index.training.model import ReaderModel
from index.windows import WindowBatch, fold

__all__ = ["loss_of"]

ANY = 0.7  # weight of "one of the right sentences comes first" against "each of them does"
NEVER = -1e4


def loss_of(model: ReaderModel, examples: Sequence[Example]) -> tuple[Tensor, Tensor]:
    """The two losses of a batch: relevance and spans, each a mean over the questions.

    Relevance is a softmax over all the sentences read for one question and over "the story does not say", whose
    logit is 0 and which is right where no sentence is. A span's ends are softmaxes over the window that holds the
    answer.
    """
    owners = [example for example in examples for _ in example.windows]
    windows = [window for example in examples for window in example.windows]
    batch = fold(
        [example.left for example in owners],
        [[example.item.sentences[place] for place in window] for example, window in zip(owners, windows, strict=True)],
        windows,
    )
    arrays = (batch.ids, batch.types, batch.mask, batch.question_pool, batch.sentence_pool)
    with torch.autocast("cpu", torch.bfloat16):
        relevance, start, end = model(*(torch.from_numpy(array) for array in arrays))
    first, chosen, spans = 0, [], []
    for example in examples:
        rows = range(first, first + len(example.windows))
        first = rows.stop
        chosen.append(_relevance_loss(example, rows, batch, relevance))
        spans.extend(_span_loss(example, rows, batch, start, end))
    return torch.stack(chosen).mean(), (sum(spans, torch.zeros(())) / len(examples))


def _relevance_loss(example: Example, rows: range, batch: WindowBatch, relevance: Tensor) -> Tensor:
    right = example.item.right
    scores = torch.cat([relevance.new_zeros(1), *(relevance[w, : len(batch.places[w])] for w in rows)])
    good = torch.tensor([not right, *(place in right for w in rows for place in batch.places[w])])
    found = torch.log_softmax(scores, dim=0)[good]
    return -ANY * torch.logsumexp(found, dim=0) - (1 - ANY) * found.mean()


def _span_loss(example: Example, rows: range, batch: WindowBatch, start: Tensor, end: Tensor) -> list[Tensor]:
    if example.item.answer is None:
        return []
    place, first, last = example.item.answer
    window = next(w for w in rows if place in batch.places[w])
    at = batch.starts[window][batch.places[window].index(place)]
    passage = torch.from_numpy(batch.types[window] == 1)
    return [
        cross_entropy(logits[window].masked_fill(~passage, NEVER)[None], torch.tensor([at + piece])) / 2
        for logits, piece in ((start, first), (end, last))
    ]
