"""How well each sentence of a story answers a question."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from bot.question import Question, QuestionKind
from bot.understanding import content_words
from corpus.statement import Reading, Statement
from corpus.story import Sentence, Span
from index.lexical import words
from index.reader import BUDGET, Passage, PassageReader, ReaderOutput, first_guess
from index.search import StoryIndex

__all__ = ["Asked", "Evidence", "statements_in", "weigh", "weigh_together"]

# Fitted on 30 stories of training questions that the readers were not trained on (docs/answers.md).
_UNREAD = -20.0  # the score of a sentence that was not worth reading
_GUESS = 0.5  # logits that a first guess of 1 adds, over what the reader gives it
_THRESHOLD = 0.4  # logits over the reader's own threshold from which the story answers
_ANSWERED = (0.31, -0.17)  # slope and intercept of the log odds that an answer is right, over its score
_SILENT = (0.93, -0.63)  # the same for "the story does not say", over how far the best score lies below 0
_SHARE = 90  # pieces read of each of several stories; of the first one twice as many (docs/scale.md)
_CLUE_IN_GUESS = 0.05  # what a logit of the clues is worth in the first guess, by which sentences are chosen to be read

# What speaks for or against a sentence besides its words, in logits.
_SPEAKER = 0.6  # the speaker asked about speaks in it; as much against, if only others do
_ONLY_SPEAKER = 5.0  # the same, where the question says nothing else
_PLACED = 0.8  # it tells where something was said, where that is asked for
_IN_SETTING = 4.0  # something is said in it in the setting that the question names: "in his video message"
_OUTLET = 1.3  # it names the outlet that reports a statement, where that is asked for
_ON_DAY = 7.0  # it is about the day that the question names
_TOLD = 1.5  # it was the answer to the question that a follow-up continues
_NEW = 1.0  # it has a word of a follow-up of so few content words:
_SHORT = 3
_INSTEAD = 5.0  # it has what a follow-up names that says nothing else: "and Chevron?"


@dataclass(frozen=True, slots=True)
class Evidence:
    """Sentences by how well they answer, best first.

    `scores` are those of all sentences, by index, in logits: above 0, a sentence rather answers than not. `answers`
    holds, for sentences that were read, the words in them that answer best. They are `hurried` if they would have been
    read again with fewer who ask.
    """

    order: tuple[Sentence, ...]
    scores: NDArray[np.float32]
    answers: Mapping[int, Span] = field(default_factory=dict)
    hurried: bool = False

    def answer_in(self, sentence: Sentence) -> Span | None:
        """The words of `sentence` that answer, if it was read."""
        return self.answers.get(sentence.index)

    @property
    def answers_it(self) -> bool:
        """Whether the best sentence answers."""
        return bool(self.order) and bool(self.scores[self.order[0].index] > 0)

    @property
    def confidence(self) -> float:
        """The chance, in [0, 1], that the answer is right; or, if there is none, that the story is silent."""
        best = float(self.scores[self.order[0].index]) if self.order else _UNREAD
        slope, intercept = _ANSWERED if best > 0 else _SILENT
        return float(1 / (1 + np.exp(-slope * abs(best) - intercept)))


def weigh(question: Question, story: StoryIndex, reader: PassageReader) -> Evidence:
    """Weigh every sentence of `story` against the question: found by vectors and words, then read by `reader`.

    A score is how much more the reader takes the sentence for an answer than it takes the story to be silent, in
    logits, with what is known of its speakers and dates added.
    """
    return weigh_together([Asked(question, story)], reader)[0]


@dataclass(frozen=True, slots=True)
class Asked:
    """One of the stories that a question is asked of; the question is understood with the story's own speakers.

    `allowed` tells by sentence which ones may answer; all may where it is None.
    """

    question: Question
    story: StoryIndex
    allowed: NDArray[np.bool_] | None = None


def weigh_together(stories: Sequence[Asked], reader: PassageReader) -> list[Evidence]:
    """Weigh the sentences of several stories against one question; the most promising story comes first.

    Each is read by itself, for sentences of different stories side by side confuse the reader, and less than one story
    alone would be: the first one twice as much as each of the others. Scores of different stories can be compared.
    """
    if not stories:
        return []
    text = stories[0].question.full_text
    searches = [one.story.search(text) for one in stories]
    guess = first_guess(_joined([s.dense for s in searches]), _joined([s.lexical for s in searches]))
    ends = np.cumsum([len(search.dense) for search in searches])[:-1]
    first = BUDGET if len(stories) == 1 else 2 * _SHARE
    return [
        _weighed(one, part, reader, first if place == 0 else _SHARE)
        for place, (one, part) in enumerate(zip(stories, np.split(guess, ends), strict=True))
    ]


def _weighed(one: Asked, guess: NDArray[np.float32], reader: PassageReader, budget: int) -> Evidence:
    reading, question = one.story.reading, one.question
    sentences = reading.story.sentences
    clues = np.array([_clues(question, reading, sentence) for sentence in sentences], dtype=np.float32)
    allowed = np.ones(len(sentences), np.bool_) if one.allowed is None else one.allowed
    prior = np.where(allowed, guess + _CLUE_IN_GUESS * clues, _UNREAD)
    texts = [sentence.span.of(reading.story.text) for sentence in sentences]
    passages = [Passage(text, note) for text, note in zip(texts, one.story.notes, strict=True)]
    output = reader.read(question.text, question.context, passages, prior=prior, budget=budget)
    scores = np.full(len(sentences), _UNREAD, dtype=np.float32)
    for place, found in output.readings.items():
        if allowed[place]:
            scores[place] = found.relevance - output.null - _THRESHOLD
    scores += clues + _GUESS * guess
    order = tuple(sentences[i] for i in np.argsort(-scores, kind="stable"))
    return Evidence(order, scores, _answers(sentences, output), output.hurried)


def _joined(arrays: Sequence[NDArray[np.float32]]) -> NDArray[np.float32]:
    return np.concatenate([np.zeros(0, np.float32), *arrays])


def _answers(sentences: Sequence[Sentence], output: ReaderOutput) -> dict[int, Span]:
    return {
        place: Span(sentences[place].start + one.span[0], sentences[place].start + one.span[1])
        for place, one in output.readings.items()
        if one.span
    }


def statements_in(reading: Reading, sentence: Sentence) -> tuple[Statement, ...]:
    """The statements whose content, or whose cue, lies at least partly in `sentence`."""
    start, end = sentence.start, sentence.end  # compared as numbers, for this is done for every sentence
    return tuple(s for s in reading.statements if any(part.start < end and start < part.end for part in s.parts))


def _clues(question: Question, reading: Reading, sentence: Sentence) -> float:
    """What is known of a sentence besides its words, weighed for what the question asks."""
    here = statements_in(reading, sentence)
    speakers = {statement.speaker for statement in here} - {None}
    clues = 0.0
    if question.speakers and speakers:
        weight = _ONLY_SPEAKER if question.only_speakers else _SPEAKER
        clues += weight if question.speakers[0] in speakers else -weight
    if question.kind is QuestionKind.WHERE and any(s.setting for s in here):
        clues += _PLACED
    if _names_setting(question, reading, here):
        clues += _IN_SETTING
    if question.kind is QuestionKind.REPORTED_BY and any(s.reported_by for s in here):
        clues += _OUTLET
    if question.day and _is_on_day(question.day, reading, sentence, here):
        clues += _ON_DAY
    if question.told is not None:
        clues += _continued(question, reading, sentence)
    return clues


def _continued(question: Question, reading: Reading, sentence: Sentence) -> float:
    """What a follow-up tells of a sentence: whether it was the answer before, and whether it has what is new."""
    has, instead = set(words(sentence.span.of(reading.story.text))), words(" ".join(question.instead))
    if not has.isdisjoint(instead):
        return _INSTEAD
    asked = words(" ".join(content_words(question.text)))
    new = len(asked) <= _SHORT and not has.isdisjoint(asked)
    return _NEW * new - _TOLD * (sentence.index == question.told)


def _names_setting(question: Question, reading: Reading, here: Sequence[Statement]) -> bool:
    """Whether the question has the last word of a setting, which is its head ("message"), and another one of it."""
    asked = set(words(question.text))
    settings = (words(s.setting.of(reading.story.text)) for s in here if s.setting)
    return any(setting[-1] in asked and len(asked.intersection(setting)) > 1 for setting in settings if setting)


def _is_on_day(day: str, reading: Reading, sentence: Sentence, here: Sequence[Statement]) -> bool:
    """Whether something in a sentence was said, or dates, on a day given as "--MM-DD"."""
    said = (s.said_on.value for s in here if s.said_on)
    dated = (d.value for d in reading.dates if d.span.overlaps(sentence.span))
    return any(value[4:10] == day[1:] for value in (*said, *dated))
