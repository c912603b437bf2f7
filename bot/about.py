"""Answers about the story as a whole: who is quoted, what it is about, when it was published."""

import numpy as np
from numpy.typing import NDArray

from bot import texts
from bot.answer import Answer, Citation, Outcome
from bot.composing import cite_statement
from bot.days import on_day
from bot.overview import quoted, quoted_as
from bot.question import Question, QuestionKind
from bot.wording import described, passage_line
from corpus.statement import Reading

__all__ = ["about_story"]

_OPENING = 3  # sentences, the headline among them


def about_story(question: Question, reading: Reading, scores: NDArray[np.float32] | None = None) -> Answer:
    """The answer to a question of such a kind.

    Where a role is asked for, `scores` has how well each of the story's sentences answers: those quoted come in that
    order, each cited by the best of their words.
    """
    kind = question.kind
    if kind is QuestionKind.SPEAKERS:
        return _speakers(reading, question.role, scores)
    if kind is QuestionKind.ABOUT:
        return _opening(reading)
    if kind is QuestionKind.PUBLISHED:
        return _published(reading)
    return Answer(outcome=Outcome.CHAT, text=texts.ASK_MORE, confidence=1.0)


def _speakers(reading: Reading, role: str | None, scores: NDArray[np.float32] | None) -> Answer:
    rows = quoted_as(role, reading) if role else quoted(reading)
    if not rows:
        return Answer(outcome=Outcome.NOT_IN_STORY, text=texts.NOBODY_QUOTED, confidence=1.0)

    def score(citation: Citation) -> float:
        return 0.0 if scores is None else float(scores[citation.sentence.index])

    told = []
    for row in rows:
        citations = [c for statement in row.statements if (c := cite_statement(reading, statement))]
        if citations:
            told.append((described(reading, row.speaker), max(citations, key=score)))
    told.sort(key=lambda pair: -score(pair[1]))
    return Answer(
        outcome=Outcome.ANSWER,
        text=f"The story quotes {'; '.join(name for name, _ in told)}.",
        citations=tuple(citation for _, citation in told),
        confidence=1.0,
    )


def _opening(reading: Reading) -> Answer:
    sentences = reading.story.sentences[:_OPENING]
    if not sentences:
        return Answer(outcome=Outcome.NOT_IN_STORY, text=texts.NOT_IN_STORY, confidence=1.0)
    body = next((s for s in sentences if s.span.of(reading.story.text) != reading.story.title), sentences[0])
    citations = tuple(Citation(reading, s, s.span) for s in (body, *(s for s in sentences if s != body)))
    return Answer(outcome=Outcome.ANSWER, text=passage_line(reading, body), citations=citations, confidence=1.0)


def _published(reading: Reading) -> Answer:
    day = reading.story.published
    text = f"The story was published {on_day(day.isoformat())}." if day else texts.UNDATED_STORY
    return Answer(outcome=Outcome.CHAT, text=text, confidence=1.0)
