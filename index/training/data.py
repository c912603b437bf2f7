"""Questions and stories as training examples."""

import json
import random
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from index.training.stories import StoryText
from index.windows import MAX_SENTENCE, Pieces, choose, encode, pack, question_pieces

__all__ = ["Example", "Item", "items_of", "misspell", "read_questions", "sample", "shared_words"]

NOISE = 0.12  # share of questions misspelt anew, and standard deviation of what shakes the first guess
_FUNCTION_WORDS = frozenset(("what", "when", "where", "which", "that", "this", "have", "does", "with", "from", "about"))
CERTAIN = 9.0  # added to the first guess of what must be read


@dataclass(frozen=True, slots=True)
class Item:
    """A question, and what the sentences of its story are to it.

    `sentences` are the story's, in pieces, `texts` as they stand. `right` has the places of the evidence (empty if the
    story does not answer), `answer` the place of the sentence with the answer's words and the first and last of its
    pieces that cover them, `prior` a first guess for each sentence.
    """

    question: dict[str, Any]
    sentences: tuple[Pieces, ...]
    texts: tuple[str, ...]
    right: frozenset[int]
    answer: tuple[int, int, int] | None
    prior: NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Example:
    """One question laid out in windows: the left part, and for each window the places of its sentences."""

    item: Item
    left: tuple[int, ...]
    windows: tuple[tuple[int, ...], ...]


def read_questions(paths: Iterable[Path]) -> list[dict[str, Any]]:
    """The questions of JSON-lines files, in order."""
    return [json.loads(line) for path in paths for line in path.read_text(encoding="utf-8").splitlines() if line]


def items_of(
    questions: Sequence[dict[str, Any]],
    stories: dict[str, StoryText],
    priors: Sequence[NDArray[np.float32]],
    tokenizer: Tokenizer,
) -> list[Item]:
    """Questions tied to the sentences of their stories. `priors[i]` guesses at each sentence of question i's story."""
    sentences = {name: _sentences(story, tokenizer) for name, story in stories.items()}
    return [
        _item(question, stories[question["story"]], sentences[question["story"]], prior)
        for question, prior in zip(questions, priors, strict=True)
    ]


def sample(
    item: Item,
    tokenizer: Tokenizer,
    budget: int,
    rng: random.Random,
    misses: NDArray[np.float32] | None = None,
) -> Example:
    """Lay out one question for training in windows of about `budget` pieces in all.

    One sentence of the evidence and the one with the answer are always among those read; the rest are near misses by
    the first guess, which is shaken and to which `misses` are added. The question may be misspelt.
    """
    prior = item.prior + np.array([rng.gauss(0, NOISE) for _ in item.prior], dtype=np.float32)
    if misses is not None:
        prior += misses
    if item.right:
        prior[rng.choice(sorted(item.right))] += CERTAIN
    if item.answer:
        prior[item.answer[0]] += CERTAIN
    lengths = [len(one.ids) for one in item.sentences]
    chosen = choose(prior, lengths, budget)
    windows = pack([lengths[place] for place in chosen])
    asked = item.question["question"]
    question = encode(tokenizer, misspell(asked, rng) if rng.random() < NOISE else asked)
    turns = [encode(tokenizer, turn) for turn in item.question["turns"]]
    return Example(item, question_pieces(question, turns), tuple(tuple(chosen[i] for i in cut) for cut in windows))


def shared_words(item: Item) -> float:
    """The share, in [0, 1], of the question's longer words whose beginning stands in its evidence; 1 without any."""
    asked = _beginnings(item.question["question"])
    evidence = _beginnings(" ".join(item.texts[place] for place in item.right))
    return len(asked & evidence) / len(asked) if asked and item.right else 1.0


def _beginnings(text: str) -> set[str]:
    return {word[:5] for word in re.findall(r"\w{4,}", text.lower())} - _FUNCTION_WORDS


def misspell(text: str, rng: random.Random) -> str:
    """`text` as typed carelessly: letters dropped, doubled or swapped, capitals and most marks left out."""
    words = [_slip(word, rng) if len(word) > 3 and rng.random() < 0.25 else word for word in text.split()]
    return "".join(c for c in " ".join(words) if c.isalnum() or c.isspace() or rng.random() < 0.3).lower()


def _slip(word: str, rng: random.Random) -> str:
    at = rng.randrange(1, len(word) - 1)
    before, here, after = word[:at], word[at], word[at + 1 :]
    return rng.choice((before + after, before + 2 * here + after, before + after[0] + here + after[1:]))


def _sentences(story: StoryText, tokenizer: Tokenizer) -> tuple[Pieces, ...]:
    return tuple(
        encode(tokenizer, story.text[start:end], note).cut(MAX_SENTENCE)
        for (start, end), note in zip(story.spans, story.notes, strict=True)
    )


def _item(
    question: dict[str, Any], story: StoryText, sentences: tuple[Pieces, ...], prior: NDArray[np.float32]
) -> Item:
    evidence = question["evidence"] if question["answerable"] else []
    right = frozenset(i for i, span in enumerate(story.spans) if any(_covers(span, gold) for gold in evidence))
    answer = _answer(question.get("answer_span"), story, sentences)
    texts = tuple(story.text[start:end] for start, end in story.spans)
    return Item(question, sentences, texts, right, answer if answer and answer[0] in right else None, prior)


def _covers(span: Sequence[int], gold: Sequence[int]) -> bool:
    """Whether `span` covers half of `gold` or more: the scorer's rule."""
    return max(0, min(span[1], gold[1]) - max(span[0], gold[0])) * 2 >= gold[1] - gold[0]


def _answer(gold: Sequence[int] | None, story: StoryText, sentences: Sequence[Pieces]) -> tuple[int, int, int] | None:
    if gold is None:
        return None
    for place, (start, end) in enumerate(story.spans):
        if start <= gold[0] and gold[1] <= end:
            inside = _within(sentences[place], gold[0] - start, gold[1] - start)
            return (place, inside[0], inside[-1]) if inside else None
    return None


def _within(sentence: Pieces, start: int, end: int) -> list[int]:
    """Which pieces of the sentence's own text share a code point with the half-open range."""
    return [i for i, (a, b) in enumerate(sentence.offsets) if i >= sentence.note and a < end and b > start]
