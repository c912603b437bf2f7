"""What the reader is trained to do, as one loss."""

from collections.abc import Sequence

import torch
from torch import Tensor
from torch.nn.functional import cross_entropy, kl_div

from index.training.data import Example
from index.training.model import ReaderModel
from index.windows import WindowBatch, fold

__all__ = ["loss_of"]

ANY = 0.7  # weight of "one of the right sentences comes first" against "each of them does"
NEVER = -1e4
TAUGHT = 0.6  # weight of the teacher's softmax against what is right
FLATTENED = 2.0


def loss_of(
    model: ReaderModel, examples: Sequence[Example], teacher: ReaderModel | None = None
) -> tuple[Tensor, Tensor, list[list[float]]]:
    """The two losses of a batch, relevance and spans, each a mean over the questions; and the relevance itself.

    The last has, for each question, the logits of the sentences read, window after window.

    Relevance is a softmax over all the sentences read for one question and over "the story does not say", whose
    logit is 0 and which is right where no sentence is. A span's ends are softmaxes over the window that holds the
    answer. With a `teacher`, most of the relevance loss is how far the model's softmax is from the teacher's, both
    flattened (Hinton, Vinyals and Dean 2015, "Distilling the knowledge in a neural network").
    """
    owners = [example for example in examples for _ in example.windows]
    windows = [window for example in examples for window in example.windows]
    batch = fold(
        [example.left for example in owners],
        [[example.item.sentences[place] for place in window] for example, window in zip(owners, windows, strict=True)],
        windows,
    )
    arrays = (batch.ids, batch.types, batch.mask, batch.question_pool, batch.sentence_pool)
    inputs = [torch.from_numpy(array) for array in arrays]
    with torch.autocast("cpu", torch.bfloat16):
        relevance, start, end = model(*inputs)
        with torch.no_grad():
            thought = teacher(*inputs)[0] if teacher else None
    first, chosen, spans, scores = 0, [], [], []
    for example in examples:
        rows = range(first, first + len(example.windows))
        first = rows.stop
        loss = _relevance_loss(example, rows, batch, relevance)
        if thought is not None:
            loss = (1 - TAUGHT) * loss + TAUGHT * _distance(rows, batch, relevance, thought)
        chosen.append(loss)
        scores.append([score for w in rows for score in relevance[w, : len(batch.places[w])].tolist()])
        spans.extend(_span_loss(example, rows, batch, start, end))
    return torch.stack(chosen).mean(), (sum(spans, torch.zeros(())) / len(examples)), scores


def _relevance_loss(example: Example, rows: range, batch: WindowBatch, relevance: Tensor) -> Tensor:
    right = example.item.right
    scores = _candidates(rows, batch, relevance)
    good = torch.tensor([not right, *(place in right for w in rows for place in batch.places[w])])
    found = torch.log_softmax(scores, dim=0)[good]
    return -ANY * torch.logsumexp(found, dim=0) - (1 - ANY) * found.mean()


def _candidates(rows: range, batch: WindowBatch, relevance: Tensor) -> Tensor:
    """The logits of "the story does not say" and of the sentences read for one question."""
    return torch.cat([relevance.new_zeros(1), *(relevance[w, : len(batch.places[w])] for w in rows)])


def _distance(rows: range, batch: WindowBatch, relevance: Tensor, thought: Tensor) -> Tensor:
    """The Kullback-Leibler divergence of the model's softmax from the teacher's, both at temperature `FLATTENED`."""
    own = torch.log_softmax(_candidates(rows, batch, relevance) / FLATTENED, dim=0)
    theirs = torch.softmax(_candidates(rows, batch, thought) / FLATTENED, dim=0)
    return FLATTENED**2 * kl_div(own, theirs, reduction="sum")


def _span_loss(example: Example, rows: range, batch: WindowBatch, start: Tensor, end: Tensor) -> list[Tensor]:
    if example.item.answer is None:
        return []
    place, first, last = example.item.answer
    window = next((w for w in rows if place in batch.places[w]), None)
    if window is None:  # there was no room for it beside the other evidence
        return []
    at = batch.starts[window][batch.places[window].index(place)]
    passage = torch.from_numpy(batch.types[window] == 1)
    return [
        cross_entropy(logits[window].masked_fill(~passage, NEVER)[None], torch.tensor([at + piece])) / 2
        for logits, piece in ((start, first), (end, last))
    ]
