"""A larger reader: all-mpnet-base-v2 with the same heads. It teaches the small one, and reads again what that finds."""

from pathlib import Path

import torch
from tokenizers import Tokenizer
from torch import Tensor, nn

from index.training.model import ReaderModel

__all__ = ["LargeModel"]

_SPECIAL = {"[CLS]": "<s>", "[SEP]": "</s>", "[PAD]": "<pad>", "[UNK]": "[UNK]", "[MASK]": "<mask>"}
_LATIN = 0x250  # the first code point behind the Latin letters
_MARKS = range(0x2000, 0x20D0)  # general punctuation, currencies


class LargeModel(ReaderModel):
    """Reads the same windows as `ReaderModel`; its word pieces are the same, under other numbers."""

    attention = "eager"
    numbers: Tensor

    def __init__(self, folder: Path, tokenizer: Tokenizer, layers: int | None = None) -> None:
        """Load the encoder in `folder`; with `layers`, only so many of its layers, the lower ones."""
        super().__init__(folder)
        if layers:
            self.encoder.encoder.layer = self.encoder.encoder.layer[:layers]
        own = Tokenizer.from_file(str(folder / "tokenizer.json")).get_vocab()
        numbers = [own[_SPECIAL.get(piece, piece)] for piece in _pieces(tokenizer)]
        self.register_buffer("numbers", torch.tensor(numbers), persistent=False)

    def hidden(self, ids: Tensor, types: Tensor, mask: Tensor) -> Tensor:
        """The encoder's last vectors (n, length, size)."""
        return self.encoder(input_ids=self.numbers[ids], attention_mask=mask).last_hidden_state  # type: ignore[no-any-return]

    def leave_out_foreign(self, tokenizer: Tokenizer) -> None:
        """Drop the vectors of word pieces that no English text has; they are read as unknown from now on."""
        pieces = _pieces(tokenizer)
        unknown = self.numbers[pieces.index("[UNK]")].item()
        numbers = [number if _is_latin(p) else unknown for p, number in zip(pieces, self.numbers.tolist(), strict=True)]
        kept = sorted(set(numbers))  # the special pieces stay first, under their numbers
        vectors = self.encoder.embeddings.word_embeddings
        self.encoder.embeddings.word_embeddings = nn.Embedding(
            len(kept), vectors.embedding_dim, vectors.padding_idx, _weight=vectors.weight.data[kept]
        )
        rows = {number: row for row, number in enumerate(kept)}
        self.numbers = torch.tensor([rows[number] for number in numbers], dtype=torch.int32)


def _pieces(tokenizer: Tokenizer) -> list[str]:
    vocabulary = tokenizer.get_vocab()
    return sorted(vocabulary, key=vocabulary.__getitem__)


def _is_latin(piece: str) -> bool:
    return not piece.startswith("[unused") and all(ord(c) < _LATIN or ord(c) in _MARKS for c in piece)
