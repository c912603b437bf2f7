"""A larger reader, for training only: all-mpnet-base-v2 with the same heads."""

from pathlib import Path

import torch
from tokenizers import Tokenizer
from torch import Tensor

from index.training.model import ReaderModel

__all__ = ["TeacherModel"]

_SPECIAL = {"[CLS]": "<s>", "[SEP]": "</s>", "[PAD]": "<pad>", "[UNK]": "[UNK]", "[MASK]": "<mask>"}


class TeacherModel(ReaderModel):
    """Reads the same windows as `ReaderModel`; its word pieces are the same, under other numbers."""

    attention = "eager"
    numbers: Tensor

    def __init__(self, folder: Path, tokenizer: Tokenizer) -> None:
        super().__init__(folder)
        own = Tokenizer.from_file(str(folder / "tokenizer.json")).get_vocab()
        pieces = sorted(tokenizer.get_vocab().items(), key=lambda entry: entry[1])
        numbers = [own[_SPECIAL.get(piece, piece)] for piece, _ in pieces]
        self.register_buffer("numbers", torch.tensor(numbers), persistent=False)

    def hidden(self, ids: Tensor, types: Tensor, mask: Tensor) -> Tensor:
        """The encoder's last vectors (n, length, size)."""
        return self.encoder(input_ids=self.numbers[ids], attention_mask=mask).last_hidden_state  # type: ignore
