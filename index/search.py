"""A question finds passages: how near each sentence of a story is to it, by meaning and by words."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from corpus.statement import Reading
from index.encoder import Encoder, Vectors
from index.lexical import LexicalStore
from index.notes import speaker_notes
from index.vectors import VectorStore

__all__ = ["Search", "StoryIndex"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Search:
    """What a question found. Every array has one float32 for each of the story's sentences, in their order.

    `dense` is the cosine of the vectors, from -1 to 1; `lexical` the BM25 score, 0 where no word is shared.
    More is better in both. `vector` is the question's own, normalised.
    """

    question: str
    dense: Vectors
    lexical: Vectors
    vector: Vectors


class StoryIndex:
    """One story, ready to be asked. Safe to use from several threads."""

    def __init__(self, *, reading: Reading, encoder: Encoder, vectors: VectorStore, lexical: LexicalStore) -> None:
        """Put the parts together; passage i of both stores is sentence i of the story."""
        self.reading = reading
        self._encoder = encoder
        self._vectors = vectors
        self._lexical = lexical

    @cached_property
    def notes(self) -> tuple[str, ...]:
        """What the reader is told before each sentence (`index.notes`)."""
        return speaker_notes(self.reading)

    def encode(self, questions: Sequence[str]) -> Vectors:
        """The vectors of questions: float32, one normalised row a question."""
        return self._encoder.encode(questions)

    def vectors(self) -> Vectors:
        """The vectors of the story's sentences: float32, one normalised row a sentence."""
        return self._vectors.rows()

    def search(self, question: str, vector: Vectors | None = None) -> Search:
        """How near every sentence of the story is to `question`, whose vector may be known already."""
        if vector is None:
            vector = self._encoder.question(question)
        return Search(
            question=question,
            dense=self._vectors.similarities(vector),
            lexical=self._lexical.scores(question),
            vector=vector,
        )
