"""The encoder as sentence-transformers has it, from which the one that is used is exported.

Importing this module imports torch and takes seconds, so it is imported only for the export.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import numpy as np
from safetensors import SafetensorError
from sentence_transformers import SentenceTransformer
from transformers.utils import logging as transformers_logging

from index.encoder import Vectors
from index.errors import ModelError
from index.model import Model

__all__ = ["PassageEncoder"]


class PassageEncoder:
    """A sentence-transformers model on the CPU. `network` is the model itself, for the export."""

    def __init__(self, model: Model) -> None:
        """Check the weights and load them. Nothing is fetched for a model that lies in a folder.

        Raises ModelError if the model is missing, is not the published one, or can't be loaded.
        """
        model.check()
        self.model = model
        try:
            with _no_progress_bars():
                self.network = SentenceTransformer(
                    model.location,
                    device="cpu",
                    local_files_only=model.is_local,
                    model_kwargs={"attn_implementation": "eager"},  # the plain one, which exports cleanly
                )
        except (OSError, ValueError, RuntimeError, ImportError, KeyError, SafetensorError) as error:
            raise ModelError(model.name, f"cannot be loaded: {_first_line(error)}") from error

    def encode(self, passages: Sequence[str]) -> Vectors:
        """The vectors of passages: float32, one normalised row a passage."""
        texts = list(passages) or [""]  # no passages are no rows, but of as many columns
        rows = self.network.encode_document(texts, normalize_embeddings=True, show_progress_bar=False)
        return np.asarray(rows, np.float32)[: len(passages)]

    def encode_questions(self, questions: Sequence[str]) -> Vectors:
        """The vectors of questions, to compare the exported encoder with."""
        rows = self.network.encode_query(list(questions), normalize_embeddings=True, show_progress_bar=False)
        return np.asarray(rows, np.float32)


@contextmanager
def _no_progress_bars() -> Iterator[None]:
    shown = transformers_logging.is_progress_bar_enabled()
    transformers_logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    try:
        yield
    finally:
        if shown:
            transformers_logging.enable_progress_bar()  # type: ignore[no-untyped-call]


def _first_line(error: Exception) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0]
