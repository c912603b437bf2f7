"""What the reader sees: a question beside a few sentences of the story, packed into windows of word pieces.

One window is `[CLS] question [SEP] earlier turns [SEP] sentence [SEP] sentence [SEP] …`. Sentences keep the order of
the story, so that a window shows each one with its neighbours, and the question's pieces are paid for once a window
instead of once a sentence. Used alike to train the reader and to run it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Self

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

__all__ = ["Pieces", "WindowBatch", "choose", "encode", "fold", "pack", "question_pieces"]

CLS, SEP = 101, 102
MAX_QUESTION = 40  # pieces
MAX_TURNS = 20
MAX_SENTENCE = 96  # with its note
MAX_NOTE = 16
WINDOW = 150  # pieces of sentences in one window, about


@dataclass(frozen=True, slots=True)
class Pieces:
    """A text's word pieces without special ones, and the half-open code points that each stands for.

    The first `note` of them are of a note before the text; their offsets mean nothing.
    """

    ids: tuple[int, ...]
    offsets: tuple[tuple[int, int], ...]
    note: int = 0

    def cut(self, size: int) -> Self:
        """The first `size` pieces."""
        return self if len(self.ids) <= size else replace(self, ids=self.ids[:size], offsets=self.offsets[:size])


@dataclass(frozen=True, slots=True)
class WindowBatch:
    """One batch of windows as arrays: `n` windows of `length` pieces, at most `width` sentences a window.

    `ids`, `types` and `mask` are int64 (n, length). `question_pool` (n, 1, length) and `sentence_pool` (n, width,
    length) are float32 rows that average the pieces of the question and of each sentence. `places[w][k]` is the
    sentence in row k of window w, `starts[w][k]` the position of its first piece.
    """

    ids: NDArray[np.int64]
    types: NDArray[np.int64]
    mask: NDArray[np.int64]
    question_pool: NDArray[np.float32]
    sentence_pool: NDArray[np.float32]
    places: tuple[tuple[int, ...], ...]
    starts: tuple[tuple[int, ...], ...]


def encode(tokenizer: Tokenizer, text: str, note: str = "") -> Pieces:
    """The word pieces of `text`, after those of `note` and a colon. The tokenizer must neither pad nor cut."""
    body = tokenizer.encode(text, add_special_tokens=False)
    head = tokenizer.encode(f"{note}:", add_special_tokens=False).ids[:MAX_NOTE] if note else []
    return Pieces((*head, *body.ids), (*((0, 0) for _ in head), *body.offsets), len(head))


def question_pieces(question: Pieces, turns: Sequence[Pieces]) -> tuple[int, ...]:
    """The left part of a window: the question, then the earlier turns, latest first, as far as there is room."""
    earlier = [piece for turn in reversed(turns) for piece in (*turn.ids, SEP)][:MAX_TURNS]
    if earlier and earlier[-1] != SEP:
        earlier[-1] = SEP
    return (CLS, *question.cut(MAX_QUESTION).ids, SEP, *earlier)


def choose(prior: Sequence[float] | NDArray[np.float32], lengths: Sequence[int], budget: int) -> list[int]:
    """Which sentences to read: the best by `prior`, each with the one before it, until `budget` pieces are spent.

    Returns places in story order; never empty unless there are no sentences.
    """
    chosen: set[int] = set()
    spent = 0
    for place in sorted(range(len(prior)), key=lambda i: -prior[i]):
        new = {place, max(place - 1, 0)} - chosen
        cost = sum(min(lengths[i], MAX_SENTENCE) + 1 for i in new)
        if chosen and spent + cost > budget:
            break
        chosen |= new
        spent += cost
    return sorted(chosen)


def pack(lengths: Sequence[int], window: int = WINDOW) -> list[range]:
    """Cut consecutive sentences into windows of about equal size, none over `window` pieces unless one sentence is.

    >>> pack([50, 50, 50, 50], 120)
    [range(0, 2), range(2, 4)]
    """
    total = sum(lengths) + len(lengths)
    fill = total / max(1, -(-total // window))
    windows, start, size = [], 0, 0
    for place, length in enumerate(lengths):
        grown = size + length + 1
        if size and (grown > window or grown - fill > fill - size):
            windows.append(range(start, place))
            start, size = place, 0
        size += length + 1
    return [*windows, range(start, len(lengths))] if lengths else []


def fold(
    left: Sequence[Sequence[int]], sentences: Sequence[Sequence[Pieces]], places: Sequence[Sequence[int]]
) -> WindowBatch:
    """Lay windows out as arrays: window w is `left[w]`, then `sentences[w]`, the story's sentences `places[w]`."""
    rows = [[*head, *_joined(body)] for head, body in zip(left, sentences, strict=True)]
    length, width = max(map(len, rows)), max(map(len, sentences))
    ids, types, mask = (np.zeros((len(rows), length), dtype=np.int64) for _ in range(3))
    question_pool = np.zeros((len(rows), 1, length), dtype=np.float32)
    sentence_pool = np.zeros((len(rows), width, length), dtype=np.float32)
    starts = []
    for w, row in enumerate(rows):
        head = len(left[w])
        ids[w, : len(row)], mask[w, : len(row)], types[w, head : len(row)] = row, 1, 1
        question_pool[w, 0, :head] = 1 / head
        starts.append(tuple(_starts(head, sentences[w])))
        for k, (start, body) in enumerate(zip(starts[w], sentences[w], strict=True)):
            sentence_pool[w, k, start : start + len(body.ids)] = 1 / max(1, len(body.ids))
    return WindowBatch(ids, types, mask, question_pool, sentence_pool, tuple(map(tuple, places)), tuple(starts))


def _joined(body: Iterable[Pieces]) -> list[int]:
    return [piece for sentence in body for piece in (*sentence.ids, SEP)]


def _starts(head: int, body: Iterable[Pieces]) -> Iterable[int]:
    for sentence in body:
        yield head
        head += len(sentence.ids) + 1
