"""How well each sentence of a story answers a question."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.question import Question, QuestionKind
from corpus.statement import DateType, Reading, Statement
from corpus.story import Sentence
from index.search import Search

__all__ = ["Evidence", "statements_in", "weigh"]

_LEXICAL = 0.35  # weight of BM25, scaled to the best sentence, beside the cosine
_SPEAKER = 0.12  # for a sentence in which the speaker asked about speaks; as much against one in which others do
_KIND = 0.04  # for a sentence that holds the kind of thing asked for
_ENOUGH = 0.52  # the score from which a sentence answers
_SLOPE = 12.0


@dataclass(frozen=True, slots=True)
class Evidence:
    """Sentences by how well they answer, best first; `scores` are those of all sentences, by index."""

    order: tuple[Sentence, ...]
    scores: NDArray[np.float32]

    @property
    def confidence(self) -> float:
        """How sure it is, in [0, 1], that the best sentence answers at all; 0.5 is the line."""
        if not self.order:
            return 0.0
        return float(1 / (1 + np.exp(-_SLOPE * (self.scores[self.order[0].index] - _ENOUGH))))


def weigh(question: Question, reading: Reading, search: Search) -> Evidence:
    """Weigh every sentence of `reading` against the question that `search` was made for."""
    sentences = reading.story.sentences
    if not sentences:
        return Evidence((), np.zeros(0, dtype=np.float32))
    lexical = search.lexical / max(float(search.lexical.max()), 1e-6)
    scores = search.dense + _LEXICAL * lexical
    for sentence in sentences:
        scores[sentence.index] += _bonus(question, reading, sentence)
    order = tuple(sentences[i] for i in np.argsort(-scores, kind="stable"))
    return Evidence(order, scores)


def statements_in(reading: Reading, sentence: Sentence) -> tuple[Statement, ...]:
    """The statements whose content, or whose cue, lies at least partly in `sentence`."""
    return tuple(
        statement for statement in reading.statements if any(part.overlaps(sentence.span) for part in statement.parts)
    )


def _bonus(question: Question, reading: Reading, sentence: Sentence) -> float:
    here = statements_in(reading, sentence)
    bonus = 0.0
    if question.speakers:
        speakers = {statement.speaker for statement in here}
        bonus += _SPEAKER if question.speakers[0] in speakers else -_SPEAKER if speakers - {None} else 0.0
    if question.kind in (QuestionKind.WHO, QuestionKind.WHAT_SAID):
        bonus += _KIND if here else 0.0
    if question.kind is QuestionKind.WHEN:
        dated = any(s.said_on for s in here) or any(
            d.span.overlaps(sentence.span) and d.type in (DateType.DATE, DateType.TIME) for d in reading.dates
        )
        bonus += _KIND if dated else -_KIND
    return bonus
