"""Answers about the story as a whole: who is quoted, what it is about, when it was published."""

from bot import texts
from bot.answer import Answer, Citation, Outcome
from bot.composing import cite_statement
from bot.days import on_day
from bot.overview import quoted
from bot.question import QuestionKind
from bot.wording import described, passage_line
from corpus.statement import Reading

__all__ = ["about_story"]

_OPENING = 3  # sentences, the headline among them


def about_story(kind: QuestionKind, reading: Reading) -> Answer:
    """The answer to a question of such a kind."""
    if kind is QuestionKind.SPEAKERS:
        return _speakers(reading)
    if kind is QuestionKind.ABOUT:
        return _opening(reading)
    if kind is QuestionKind.PUBLISHED:
        return _published(reading)
    return Answer(outcome=Outcome.CHAT, text=texts.ASK_MORE, confidence=1.0)


def _speakers(reading: Reading) -> Answer:
    rows = quoted(reading)
    if not rows:
        return Answer(outcome=Outcome.NOT_IN_STORY, text=texts.NOBODY_QUOTED, confidence=1.0)
    names = "; ".join(described(reading, row.speaker) for row in rows)
    citations = [cite_statement(reading, row.statements[0]) for row in rows]
    return Answer(
        outcome=Outcome.ANSWER,
        text=f"The story quotes {names}.",
        citations=tuple(c for c in citations if c),
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
