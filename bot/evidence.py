"""How well each sentence of a story answers a question."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from bot.question import Question, QuestionKind
from corpus.statement import DateType, Reading, Statement
from corpus.story import Sentence, Span
from index.notes import speaker_notes
from index.reader import Passage, Reader, ReaderOutput
from index.search import StoryIndex

__all__ = ["Evidence", "statements_in", "weigh"]

_LEXICAL = 0.35  # weight of BM25, scaled to the best sentence, beside the cosine, in what the reader is to read
_SPEAKER = 0.12  # in the same, for a sentence in which the speaker asked about speaks; as much against others' words
_KIND = 0.04  # in the same, for a sentence that holds the kind of thing asked for
_OUTLET = 0.25  # in the same, for a sentence that names the outlet which reports a statement, where that is asked for
_DAY = 0.25  # in the same, for a sentence about the day that the question names
_BONUS = 8.0  # what a unit of the two above is worth in the reader's logits
_UNREAD = -20.0  # the score of a sentence that was not worth reading
_SLOPE = 1.0  # of confidence over the margin in logits


@dataclass(frozen=True, slots=True)
class Evidence:
    """Sentences by how well they answer, best first.

    `scores` are those of all sentences, by index, in logits: above 0, a sentence rather answers than not. `answers`
    holds, for sentences that were read, the words in them that answer best.
    """

    order: tuple[Sentence, ...]
    scores: NDArray[np.float32]
    answers: Mapping[int, Span] = field(default_factory=dict)

    def answer_in(self, sentence: Sentence) -> Span | None:
        """The words of `sentence` that answer, if it was read."""
        return self.answers.get(sentence.index)

    @property
    def confidence(self) -> float:
        """How sure it is, in [0, 1], that the best sentence answers at all; 0.5 is the line."""
        if not self.order:
            return 0.0
        return float(1 / (1 + np.exp(-_SLOPE * self.scores[self.order[0].index])))


def weigh(question: Question, story: StoryIndex, reader: Reader) -> Evidence:
    """Weigh every sentence of `story` against the question: found by vectors and words, then read by `reader`.

    A score is how much more the reader takes the sentence for an answer than it takes the story to be silent, in
    logits, with what is known of its speakers and dates added.
    """
    reading = story.reading
    sentences = reading.story.sentences
    if not sentences:
        return Evidence((), np.zeros(0, dtype=np.float32))
    search = story.search(question.full_text)
    bonus = np.array([_bonus(question, reading, sentence) for sentence in sentences], dtype=np.float32)
    prior = search.dense + _LEXICAL * search.lexical / max(float(search.lexical.max()), 1e-6) + bonus
    texts = [sentence.span.of(reading.story.text) for sentence in sentences]
    passages = [Passage(text, note) for text, note in zip(texts, speaker_notes(reading), strict=True)]
    output = reader.read(question.text, question.context, passages, prior=prior.tolist())
    scores = np.full(len(sentences), _UNREAD, dtype=np.float32)
    for place, one in output.readings.items():
        scores[place] = one.relevance - output.null
    scores += _BONUS * bonus
    order = tuple(sentences[i] for i in np.argsort(-scores, kind="stable"))
    return Evidence(order, scores, _answers(sentences, output))


def _answers(sentences: Sequence[Sentence], output: ReaderOutput) -> dict[int, Span]:
    return {
        place: Span(sentences[place].start + one.span[0], sentences[place].start + one.span[1])
        for place, one in output.readings.items()
        if one.span
    }


def statements_in(reading: Reading, sentence: Sentence) -> tuple[Statement, ...]:
    """The statements whose content, or whose cue, lies at least partly in `sentence`."""
    return tuple(
        statement for statement in reading.statements if any(part.overlaps(sentence.span) for part in statement.parts)
    )


def _on_day(day: str, reading: Reading, sentence: Sentence, here: Sequence[Statement]) -> bool:
    """Whether something in a sentence was said, or dates, on a day given as "--MM-DD"."""
    said = (s.said_on.value for s in here if s.said_on)
    dated = (d.value for d in reading.dates if d.span.overlaps(sentence.span))
    return any(value[4:10] == day[1:] for value in (*said, *dated))


def _bonus(question: Question, reading: Reading, sentence: Sentence) -> float:
    here = statements_in(reading, sentence)
    bonus = 0.0
    if question.speakers:
        speakers = {statement.speaker for statement in here}
        bonus += _SPEAKER if question.speakers[0] in speakers else -_SPEAKER if speakers - {None} else 0.0
    if question.kind in (QuestionKind.WHO, QuestionKind.WHAT_SAID):
        bonus += _KIND if here else 0.0
    if question.day:
        bonus += _DAY if _on_day(question.day, reading, sentence, here) else 0.0
    if question.kind is QuestionKind.REPORTED_BY:
        bonus += _OUTLET if any(s.reported_by for s in here) else 0.0
    if question.kind is QuestionKind.WHERE:
        bonus += _KIND if any(s.setting for s in here) else 0.0
    if question.kind is QuestionKind.WHEN:
        dated = any(s.said_on for s in here) or any(
            d.span.overlaps(sentence.span) and d.type in (DateType.DATE, DateType.TIME) for d in reading.dates
        )
        bonus += _KIND if dated else -_KIND
    return bonus
