"""Train the attribution tagger on PolNeAR: `python -m corpus.train_tagger POLNEAR [--out FILE]`.

The encoder starts from all-MiniLM-L6-v2; its embeddings stay as they are, so that only the layers are kept (as
float16). 200 articles of `train`, drawn by hash, are held out. It runs on one thread in bfloat16, with the optimiser's
copy of the weights in float32; the seed fixes the order of the articles, the packing and the dropout.
"""

import argparse
import random
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from safetensors.numpy import save_file
from torch import Tensor, nn
from torch.nn import functional
from transformers import BertConfig, BertModel

from corpus.minilm import CLS, SEP, base_state
from corpus.paragraphs import find_paragraphs
from corpus.polnear import Article, Attribution, held_out, load_articles
from corpus.quotations import find_quotations
from corpus.sentences import find_sentences
from corpus.story import Span
from corpus.tagger import WEIGHTS, Window, distance_buckets, pack, steps_from, tokenise

__all__ = ["main"]

_SIZE, _HEAD = 384, 128
_BATCH_TOKENS = 2048
_PACK = (160, 288)
_IGNORED = -100
_OUTSIDE, _CONTENT, _SOURCE = 0, 1, 2
_FIRST, _FURTHER = 1, 2


@dataclass(frozen=True, slots=True)
class Example:
    """A window with the labels of its tokens: of cues, and for each cue (start, end) of its roles."""

    window: Window
    cues: np.ndarray
    roles: list[tuple[int, int, np.ndarray]]


class Head(nn.Module):
    """Scores cues from the tokens' vectors, and for one cue every token's role."""

    def __init__(self, drop: float) -> None:
        super().__init__()
        self.cue = nn.Linear(_SIZE, 3)
        self.a, self.b = nn.Linear(_SIZE, _HEAD), nn.Linear(_SIZE, _HEAD)
        self.a2, self.b2 = nn.Linear(_SIZE, _HEAD), nn.Linear(_SIZE, _HEAD)
        self.m = nn.Linear(_HEAD, _HEAD, bias=False)
        self.dist, self.sd, self.pd = nn.Embedding(32, _HEAD), nn.Embedding(9, _HEAD), nn.Embedding(5, _HEAD)
        self.c1 = nn.Conv1d(_HEAD, _HEAD, 5, padding=2)
        self.c2 = nn.Conv1d(_HEAD, _HEAD, 5, padding=4, dilation=2)
        self.out = nn.Linear(_HEAD, 3)
        self.drop = nn.Dropout(drop)

    def roles(self, hidden: Tensor, batch: "Batch") -> Tensor:
        """Scores (cues, tokens, 3)."""
        rows, mask = batch.rows, batch.mask[batch.rows][:, :, None].to(hidden.dtype)
        inside = batch.inside.to(hidden.dtype)
        cue = (hidden[rows] * inside[:, :, None]).sum(1) / inside.sum(1, keepdim=True)
        product = self.m(self.a2(hidden)[rows] * self.b2(cue)[:, None])
        features = self.a(hidden)[rows] + self.b(cue)[:, None] + product
        features = features + self.dist(batch.distance) + self.sd(batch.sentences) + self.pd(batch.paragraphs)
        features = self.drop(functional.gelu(features)) * mask
        for convolution in (self.c1, self.c2):
            mixed = convolution((features * mask).transpose(1, 2)).transpose(1, 2)
            features = features + functional.gelu(mixed)
        scores: Tensor = self.out(self.drop(features))
        return scores


class Tagger(nn.Module):
    """MiniLM with frozen embeddings, a vector added to quoted tokens, and the head."""

    def __init__(self, drop: float = 0.1) -> None:
        super().__init__()
        config = BertConfig(
            hidden_size=_SIZE, num_hidden_layers=6, num_attention_heads=12, intermediate_size=1536,
            attention_probs_dropout_prob=0.0, hidden_dropout_prob=drop,
        )  # fmt: skip
        config._attn_implementation = "eager"
        self.bert = BertModel(config, add_pooling_layer=False)
        self.bert.load_state_dict({k: torch.from_numpy(v) for k, v in base_state().items()}, strict=False)
        for parameter in self.bert.embeddings.parameters():
            parameter.requires_grad = False
        self.q = nn.Embedding(2, _SIZE)
        nn.init.zeros_(self.q.weight)
        self.head = Head(drop)

    def forward(self, batch: "Batch") -> tuple[Tensor, Tensor]:
        """Scores of cues (windows, tokens, 3) and of roles (cues, tokens, 3)."""
        with torch.no_grad():
            embedded = self.bert.embeddings(input_ids=batch.ids)
        hidden = embedded + self.q(batch.quoted)
        hidden_mask = (1.0 - batch.mask[:, None, None, :].to(hidden.dtype)) * -1e4
        encoded = self.bert.encoder(hidden, attention_mask=hidden_mask).last_hidden_state
        return self.head.cue(self.head.drop(encoded)), self.head.roles(encoded, batch)


@dataclass(frozen=True, slots=True)
class Batch:
    """Windows as padded tensors (windows, tokens), and their cues as rows (cues, tokens)."""

    ids: Tensor
    quoted: Tensor
    mask: Tensor
    cues: Tensor
    rows: Tensor
    inside: Tensor
    distance: Tensor
    sentences: Tensor
    paragraphs: Tensor
    roles: Tensor


def collate(examples: list[Example]) -> Batch:
    """Pad windows to one length, with [CLS] and [SEP] around each."""
    length = max(len(example.window) for example in examples) + 2
    ids, quoted, mask = (np.zeros((len(examples), length), np.int64) for _ in range(3))
    cues = np.full((len(examples), length), _IGNORED)
    per_cue: list[tuple[int, np.ndarray, np.ndarray, np.ndarray, np.ndarray, np.ndarray]] = []
    for row, example in enumerate(examples):
        window, end = example.window, len(example.window) + 1
        ids[row, 0], ids[row, 1:end], ids[row, end] = CLS, window.ids, SEP
        quoted[row, 1:end], mask[row, : end + 1], cues[row, 1:end] = window.quoted, 1, example.cues
        for start, stop, roles in example.roles:
            places = np.arange(length)
            inside = (places > start) & (places <= stop)
            distance = distance_buckets(length, start + 1, stop + 1)
            sentence = _padded(steps_from(window.sentence, start, 4), length, 0)
            paragraph = _padded(steps_from(window.paragraph, start, 2), length, 0)
            per_cue.append((row, inside, distance, sentence, paragraph, _padded(roles, length, _IGNORED)))
    rows, inside_, distance_, sentences, paragraphs, roles_ = (
        torch.from_numpy(np.array(column)) for column in zip(*per_cue, strict=True)
    )
    return Batch(
        torch.from_numpy(ids), torch.from_numpy(quoted), torch.from_numpy(mask), torch.from_numpy(cues),
        rows, inside_, distance_, sentences, paragraphs, roles_,
    )  # fmt: skip


def _padded(values: np.ndarray, length: int, filler: int) -> np.ndarray:
    padded = np.full(length, filler)
    padded[1 : len(values) + 1] = values
    return padded


def examples_of(article: Article, generator: random.Random) -> Iterator[Example]:
    """The windows of an article that hold a cue, packed at random, with their labels."""
    paragraphs = find_paragraphs(article.text)
    sentences = find_sentences(article.text, paragraphs)
    quotations = find_quotations(article.text, paragraphs)
    tokens = tokenise(article.text, paragraphs, sentences, quotations)
    for window in pack(tokens, lambda: generator.randint(*_PACK)):
        example = label(window, article.attributions)
        if example.roles:
            yield example


def label(window: Window, attributions: tuple[Attribution, ...]) -> Example:
    """The labels of a window's tokens; a token belongs to a span when its middle lies in it."""
    middle = window.offsets.mean(axis=1)
    cues = np.zeros(len(window), np.int64)
    roles = []
    for attribution in attributions:
        places = np.flatnonzero(_within(middle, attribution.cue))
        if not len(places) or not attribution.content:
            continue
        cues[places[cues[places] == _OUTSIDE]] = _FURTHER
        cues[places[0]] = _FIRST
        role = np.zeros(len(window), np.int64)
        role[_within(middle, attribution.source)] = _SOURCE
        role[_within(middle, attribution.content)] = _CONTENT
        roles.append((int(places[0]), int(places[-1]) + 1, role))
    return Example(window, cues, roles)


def _within(middle: np.ndarray, spans: tuple[Span, ...]) -> np.ndarray:
    inside = np.zeros(len(middle), bool)
    for span in spans:
        inside |= (middle >= span.start) & (middle < span.end)
    return inside


def batches(examples: list[Example], generator: random.Random) -> list[list[Example]]:
    """The examples in random batches of windows of about one length, `_BATCH_TOKENS` tokens each."""
    shuffled = examples.copy()
    generator.shuffle(shuffled)
    found: list[list[Example]] = []
    for start in range(0, len(shuffled), 128):
        chunk = sorted(shuffled[start : start + 128], key=lambda example: len(example.window))
        while chunk:
            size = max(1, _BATCH_TOKENS // (len(chunk[-1].window) + 2))
            found.append(chunk[-size:])
            del chunk[-size:]
    generator.shuffle(found)
    return found


class Optimiser:
    """AdamW over float32 copies of a bfloat16 model's weights, with a linear warm-up and decay."""

    def __init__(self, model: Tagger, steps: int, rate: float, head_rate: float) -> None:
        named = [(name, p) for name, p in model.named_parameters() if p.requires_grad]
        self._live = [p for _, p in named]
        self._copies = [p.detach().float().clone() for p in self._live]
        encoder = [c for (name, _), c in zip(named, self._copies, strict=True) if name.startswith("bert.")]
        head = [c for (name, _), c in zip(named, self._copies, strict=True) if not name.startswith("bert.")]
        groups = [{"params": encoder, "lr": rate}, {"params": head, "lr": head_rate}]
        self._adam = torch.optim.AdamW(groups, weight_decay=0.01)
        warm = max(1, int(0.06 * steps))
        self._schedule = torch.optim.lr_scheduler.LambdaLR(
            self._adam, lambda step: min(1.0, (step + 1) / warm) * max(0.0, 1 - step / steps)
        )

    def step(self, loss: Tensor) -> None:
        """One update from the gradients of `loss`."""
        for live in self._live:
            live.grad = None
        loss.backward()  # type: ignore[no-untyped-call]
        for live, copy in zip(self._live, self._copies, strict=True):
            copy.grad = None if live.grad is None else live.grad.float()
        nn.utils.clip_grad_norm_(self._copies, 1.0)
        self._adam.step()
        self._schedule.step()
        with torch.no_grad():
            for live, copy in zip(self._live, self._copies, strict=True):
                live.copy_(copy)


def train(articles: list[Article], *, epochs: int, seed: int, rate: float, head_rate: float) -> Tagger:
    """Train on `articles`; progress goes to stderr."""
    torch.manual_seed(seed)
    generator = random.Random(seed)
    model = Tagger().bfloat16().train()
    packed = [[e for a in articles for e in examples_of(a, generator)] for _ in range(epochs)]
    plan = [batches(examples, generator) for examples in packed]
    steps = sum(map(len, plan))
    optimiser = Optimiser(model, steps, rate, head_rate)
    started, done = time.monotonic(), 0
    for epoch, batched in enumerate(plan, 1):
        total = 0.0
        for examples in batched:
            batch = collate(examples)
            cues, roles = model(batch)
            loss = 2 * (_loss(cues, batch.cues) + _loss(roles, batch.roles))
            optimiser.step(loss)
            total, done = total + loss.item(), done + 1
            if done % 25 == 0:
                seconds = time.monotonic() - started
                print(f"{done}/{steps} steps, epoch {epoch}, {seconds:.0f} s, loss {loss.item():.3f}", file=sys.stderr)
        print(f"epoch {epoch}: mean loss {total / len(batched):.4f}", file=sys.stderr)
    return model


def _loss(scores: Tensor, labels: Tensor) -> Tensor:
    return functional.cross_entropy(scores.float().reshape(-1, 3), labels.reshape(-1), ignore_index=_IGNORED)


def save(model: Tagger, path: Path) -> None:
    """Write the weights that are this project's own, as float16."""
    state = {k: v.float().numpy() for k, v in model.state_dict().items() if not k.startswith("bert.embeddings.")}
    save_file({k: np.ascontiguousarray(v.astype(np.float16)) for k, v in state.items()}, path)


def main() -> None:
    """Train from the command line."""
    parser = argparse.ArgumentParser(description="Train the attribution tagger on PolNeAR.")
    parser.add_argument("corpus", type=Path, help="a checkout of PolNeAR v1.0.0")
    parser.add_argument("--out", type=Path, default=Path(__file__).parent / "weights" / WEIGHTS)
    parser.add_argument("--epochs", type=int, default=3)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rate", type=float, default=2.5e-4, help="learning rate of the encoder")
    parser.add_argument("--head-rate", type=float, default=1e-3)
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    articles = load_articles(arguments.corpus, "train")
    kept = held_out(articles)
    model = train(
        [article for article in articles if article.stem not in kept],
        epochs=arguments.epochs, seed=arguments.seed, rate=arguments.rate, head_rate=arguments.head_rate,
    )  # fmt: skip
    save(model, arguments.out)


if __name__ == "__main__":
    main()
