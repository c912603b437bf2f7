"""Questions and passages become vectors: on onnxruntime and tokenizers, with neither torch nor transformers."""

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

import msgspec
import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from index.session import open_session

__all__ = ["CARD", "ENCODER_FILES", "Encoder", "EncoderCard", "Vectors", "load_encoder"]

Vectors = NDArray[np.float32]

ENCODER_FILES = ("encoder.onnx", "encoder.weights", "tokenizer.json", "card.json")
_GRAPH, _WEIGHTS, _TOKENIZER, CARD = ENCODER_FILES
_BATCH = 16
_KEPT = 16  # questions


class EncoderCard(msgspec.Struct, frozen=True, kw_only=True):
    """What an exported encoder is. `agreement` is its lowest cosine to sentence-transformers on the
    probes. The prompts are put before every question, and before every passage."""

    model: str
    dimensions: int
    query_prompt: str
    passage_prompt: str
    quantised: bool
    agreement: float


class Encoder:
    """An encoder that was exported to a folder. Safe to use from several threads."""

    def __init__(self, folder: Path) -> None:
        """Load the files of `folder`, as `index.export` left them."""
        self.card = msgspec.json.decode((folder / CARD).read_bytes(), type=EncoderCard)
        self._tokenizer = Tokenizer.from_file(str(folder / _TOKENIZER))
        self._session = open_session(folder / _GRAPH)  # for two threads a question is too short
        self._inputs = [node.name for node in self._session.get_inputs()]
        self._question = lru_cache(maxsize=_KEPT)(self._encoded)

    def question(self, text: str) -> Vectors:
        """The vector of one question, (dimensions,), which several stories may be asked; the last ones are kept."""
        vector: Vectors = self._question(text)
        return vector

    def encode(self, texts: Sequence[str]) -> Vectors:
        """The vectors of questions: float32, one normalised row a text, (0, dimensions) for no texts."""
        return self._rows([self.card.query_prompt + text for text in texts])

    def passages(self, texts: Sequence[str]) -> Vectors:
        """The vectors of passages: float32, one normalised row a text, (0, dimensions) for no texts."""
        return self._rows([self.card.passage_prompt + text for text in texts])

    def _rows(self, texts: Sequence[str]) -> Vectors:
        rows = np.zeros((len(texts), self.card.dimensions), np.float32)
        by_length = sorted(range(len(texts)), key=lambda place: len(texts[place]))  # a batch is as long as its longest
        for start in range(0, len(texts), _BATCH):
            places = by_length[start : start + _BATCH]
            rows[places] = self._run([texts[place] for place in places])
        return rows

    def _encoded(self, text: str) -> Vectors:
        vector: Vectors = self.encode([text])[0]
        vector.flags.writeable = False  # it is shared
        return vector

    def _run(self, texts: Sequence[str]) -> Vectors:
        tokens = self._tokenizer.encode_batch(list(texts))
        fields = {
            "input_ids": [each.ids for each in tokens],
            "attention_mask": [each.attention_mask for each in tokens],
            "token_type_ids": [each.type_ids for each in tokens],
        }
        feed = {name: np.array(fields[name], dtype=np.int64) for name in self._inputs}
        vectors: Vectors = self._session.run(None, feed)[0]
        return vectors


@lru_cache(maxsize=2)
def load_encoder(folder: Path, stamp: int) -> Encoder:
    """The encoder in `folder`, loaded once a process; `stamp` tells a rebuilt one from the one before."""
    del stamp  # part of the cache's key only
    return Encoder(folder)
