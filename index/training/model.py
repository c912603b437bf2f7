"""The reader as a torch module: the MiniLM encoder with two small heads."""

from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn
from transformers import AutoModel

__all__ = ["ReaderModel"]

HIDDEN = 128


class ReaderModel(nn.Module):
    """Reads windows (see `index.windows`); gives a relevance for each sentence and start and end scores for each piece.

    A sentence's relevance is its cosine with the question, scaled, plus a small network over the sentence's mean
    vector and its product with the question's: so the untrained model already ranks about as the plain encoder
    does. "The story does not say" has the fixed relevance 0.
    """

    attention = "sdpa"

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.encoder: Any = AutoModel.from_pretrained(
            folder,
            attn_implementation=self.attention,
            attention_probs_dropout_prob=0.0,
            add_pooling_layer=False,
            local_files_only=True,
        )
        size = self.encoder.config.hidden_size
        self.scale = nn.Parameter(torch.tensor(10.0))
        self.bias = nn.Parameter(torch.tensor(-3.0))
        self.inner = nn.Linear(2 * size, HIDDEN)
        self.outer = nn.Linear(HIDDEN, 1, bias=False)
        self.spans = nn.Linear(size, 2)
        nn.init.normal_(self.outer.weight, std=0.02)

    def forward(
        self, ids: Tensor, types: Tensor, mask: Tensor, question_pool: Tensor, sentence_pool: Tensor
    ) -> tuple[Tensor, Tensor, Tensor]:
        """Relevance (n, width), start and end scores (n, length each), all float32 logits."""
        hidden = self.hidden(ids, types, mask).float()
        with torch.autocast("cpu", enabled=False):
            return self._heads(hidden, question_pool, sentence_pool)

    def _heads(self, hidden: Tensor, question_pool: Tensor, sentence_pool: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        question, sentence = question_pool @ hidden, sentence_pool @ hidden
        cosine = (_unit(question) * _unit(sentence)).sum(-1)
        product = sentence * question
        inner = nn.functional.gelu(self.inner(torch.cat([sentence, product], dim=-1)))
        relevance = self.scale * cosine + self.bias + self.outer(inner).squeeze(-1)
        start, end = self.spans(hidden).unbind(-1)
        return relevance, start, end

    def hidden(self, ids: Tensor, types: Tensor, mask: Tensor) -> Tensor:
        """The encoder's last vectors (n, length, size)."""
        return self.encoder(input_ids=ids, attention_mask=mask, token_type_ids=types).last_hidden_state  # type: ignore[no-any-return]


def _unit(vectors: Tensor) -> Tensor:
    return torch.nn.functional.normalize(vectors, dim=-1, eps=1e-6)
