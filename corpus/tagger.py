"""The attribution tagger: finds cues, and for each cue the words of its content and of its source.

One pass of the encoder over a window of paragraphs; a cue's own pass of a small head over the window tells content and
source apart from the rest for this cue, so that attributions may nest and share words. Trained on PolNeAR
(`corpus.train_tagger`); the weights lie in `weights/`.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

import numpy as np
import numpy.typing as npt
from safetensors.numpy import load
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]  # it ships no types

from corpus.minilm import Array, Ints, MiniLM, base_tokenizer, gelu
from corpus.quotations import Quotation, with_plain_marks
from corpus.story import Sentence, Span

__all__ = ["WEIGHTS", "Frame", "Window", "distance_buckets", "pack", "steps_from", "tag", "tokenise"]

WEIGHTS = "tagger.safetensors"

_WINDOW, _LONGEST = 224, 440  # tokens: paragraphs are packed up to the first, one alone may reach the second
_CUE = 0.2
_CONTENT, _SOURCE = 1, 2


@dataclass(frozen=True, slots=True)
class Window:
    """Consecutive tokens: ids, offsets into the text (n, 2), whether quoted, and places of sentence and paragraph."""

    ids: Ints
    offsets: Ints
    quoted: Ints
    sentence: Ints
    paragraph: Ints

    def __len__(self) -> int:
        return len(self.ids)

    def cut(self, start: int, end: int) -> "Window":
        """The tokens from `start` up to `end`."""
        arrays = (self.ids, self.offsets, self.quoted, self.sentence, self.paragraph)
        return Window(*(array[start:end] for array in arrays))


@dataclass(frozen=True, slots=True)
class Frame:
    """One cue with, for each token of its window, how likely it belongs to the content and to the source."""

    cue: Span
    score: float
    offsets: Ints
    content: Array
    source: Array


def tag(
    text: str, paragraphs: Sequence[Span], sentences: Sequence[Sentence], quotations: Sequence[Quotation]
) -> list[Frame]:
    """The frames of every cue in `text`, in order."""
    with threadpool_limits(1, user_api="blas"):  # more gain little on such matrices, and lose much on busy cores
        return list(_tag(pack(tokenise(text, paragraphs, sentences, quotations), lambda: _WINDOW)))


def _tag(windows: Iterable[Window]) -> Iterator[Frame]:
    encoder, weights = _model()
    for window in windows:
        hidden = encoder(window.ids, window.quoted)
        cues = list(_cues(_softmax(_linear(weights, "head.cue", hidden[1:-1]))))
        if cues:
            shared = _linear(weights, "head.a", hidden), _linear(weights, "head.a2", hidden)
        for start, end, score in cues:
            roles = _softmax(_roles(weights, hidden, shared, window, start, end))
            cue = Span(int(window.offsets[start, 0]), int(window.offsets[end - 1, 1]))
            yield Frame(cue, score, window.offsets, roles[:, _CONTENT], roles[:, _SOURCE])


def pack(paragraphs: Iterable[Window], limit: Callable[[], int]) -> Iterator[Window]:
    """Consecutive paragraphs packed into windows of up to `limit()` tokens, asked anew for each window.

    A paragraph longer than the encoder can take is cut between sentences.
    """
    waiting: list[Window] = []
    size = limit()
    for paragraph in paragraphs:
        if waiting and sum(map(len, waiting)) + len(paragraph) > size:
            yield _joined(waiting)
            waiting, size = [], limit()
        if len(paragraph) > _LONGEST:
            yield from _cut(paragraph)
        else:
            waiting.append(paragraph)
    if waiting:
        yield _joined(waiting)


def tokenise(
    text: str, paragraphs: Sequence[Span], sentences: Sequence[Sentence], quotations: Sequence[Quotation]
) -> Iterator[Window]:
    """Each paragraph's tokens, with quotation marks made plain; empty ones are left out."""
    plain = with_plain_marks(text, quotations)
    quoted = np.zeros(len(text) + 1, np.int64)
    for quotation in quotations:
        quoted[slice(*quotation.span)] = not quotation.single
    places = np.full(len(text) + 1, -1, np.int64)
    for sentence in sentences:
        places[sentence.start : sentence.end] = sentence.index
    tokenizer = _tokenizer()
    for index, paragraph in enumerate(paragraphs):
        encoding = tokenizer.encode(paragraph.of(plain), add_special_tokens=False)
        if encoding.ids:
            offsets = np.array(encoding.offsets, np.int64) + paragraph.start
            starts = offsets[:, 0]
            number = np.full(len(starts), index, np.int64)
            yield Window(np.array(encoding.ids, np.int64), offsets, quoted[starts], places[starts], number)


def _joined(windows: list[Window]) -> Window:
    fields = ("ids", "offsets", "quoted", "sentence", "paragraph")
    return Window(*(np.concatenate([getattr(window, name) for window in windows]) for name in fields))


def _cut(window: Window) -> Iterator[Window]:
    start = 0
    while start < len(window):
        end = min(len(window), start + _LONGEST)
        if end < len(window):
            changes = np.flatnonzero(np.diff(window.sentence[start:end])) + start + 1
            end = int(changes[-1]) if len(changes) and changes[-1] > start + _LONGEST // 2 else end
        yield window.cut(start, end)
        start = end


def _cues(scores: Array) -> Iterator[tuple[int, int, float]]:
    """Cues as (start, end, score) from the tokens' probabilities of being outside, first and further in a cue."""
    at = 0
    while at < len(scores):
        first, further = scores[at, 1], scores[at, 2]
        end = at + 1
        if first > _CUE and first >= further / 2:
            least = max(float(first + further), 0.5) / 2
            while end < len(scores) and scores[end, 2] > max(least, scores[end, 1]):
                end += 1
            yield at, end, float(first)
        at = end


def _roles(
    weights: dict[str, Array], hidden: Array, shared: tuple[Array, Array], window: Window, start: int, end: int
) -> Array:
    """Scores (n, 3) of every token of the window for one cue: neither, content, source.

    `hidden` and `shared` have a row more on either side, for [CLS] and [SEP].
    """
    cue: Array = hidden[start + 1 : end + 1].mean(axis=0)
    product = shared[1] * _linear(weights, "head.b2", cue)
    features = shared[0] + _linear(weights, "head.b", cue) + _times(product, weights["head.m.weight"])
    features += weights["head.dist.weight"][distance_buckets(len(hidden), start + 1, end + 1)]
    features += weights["head.sd.weight"][np.pad(steps_from(window.sentence, start, 4), 1)]
    features += weights["head.pd.weight"][np.pad(steps_from(window.paragraph, start, 2), 1)]
    features = gelu(features)
    features = features + gelu(_convolved(weights, "head.c1", features, 1))
    features = features + gelu(_convolved(weights, "head.c2", features, 2))
    return _linear(weights, "head.out", features)[1:-1]


def steps_from(places: Ints, start: int, most: int) -> Ints:
    """How many sentences or paragraphs each token stands from the one at `start`, in 2 * `most` + 1 buckets."""
    steps: Ints = np.clip(places - places[start], -most, most) + most
    return steps


def distance_buckets(length: int, start: int, end: int) -> Ints:
    """How far each of `length` tokens stands from the cue, in 32 logarithmic buckets; 16 is the cue itself."""
    places = np.arange(length)
    distance = np.where(places < start, places - start, np.where(places >= end, places - end + 1, 0))
    size = np.minimum((np.log2(np.maximum(np.abs(distance), 1).astype(np.float32)) * 1.8).astype(np.int64) + 1, 15)
    buckets: Ints = 16 + np.sign(distance) * size
    return buckets


def _convolved(weights: dict[str, Array], name: str, values: Array, dilation: int) -> Array:
    kernel, bias = weights[name + ".weight"], weights[name + ".bias"]  # (out, in, width)
    width = kernel.shape[2]
    reach = width // 2 * dilation
    padded = np.pad(values, ((reach, reach), (0, 0)))
    taps = (padded[tap * dilation : tap * dilation + len(values)] @ kernel[:, :, tap].T for tap in range(width))
    result: Array = sum(taps, start=bias)
    return result


def _linear(weights: dict[str, Array], name: str, values: Array) -> Array:
    return _times(values, weights[name + ".weight"]) + weights[name + ".bias"]


def _times(values: Array, matrix: Array) -> Array:
    result: Array = values @ matrix.T
    return result


def _softmax(scores: Array) -> Array:
    raised = np.exp(scores - scores.max(axis=-1, keepdims=True))
    result: Array = raised / raised.sum(axis=-1, keepdims=True)
    return result


@cache
def _model() -> tuple[MiniLM, dict[str, Array]]:
    data = (resources.files("corpus.weights") / WEIGHTS).read_bytes()
    weights: dict[str, npt.NDArray[np.float32]] = {k: v.astype(np.float32) for k, v in load(data).items()}
    return MiniLM(weights), weights


_tokenizer = cache(base_tokenizer)
