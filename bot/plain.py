"""An answer and a story's overviews as plain text."""

from bot import texts
from bot.answer import Answer, Citation, Outcome
from bot.days import in_words
from bot.overview import QuotedSpeaker, TimelineDay
from bot.wording import described, words_of
from corpus.statement import Reading, Statement

__all__ = ["answer_text", "citation_source", "timeline_text", "who_text"]


def answer_text(answer: Answer, *, titled: bool = False) -> str:
    """The answer, then its passages, numbered, each verbatim with the number of its paragraph (from 1).

    With `titled`, each is told with its story's title.
    """
    lines = [answer.text]
    if answer.outcome is Outcome.NOT_IN_STORY and answer.citations:
        lines.append(texts.NEAREST)
    for number, citation in enumerate(answer.citations, 1):
        lines.append(f"  [{number}] {citation.text}  ({_titled(citation) if titled else citation_source(citation)})")
    return "\n".join(lines)


def citation_source(citation: Citation) -> str:
    """Where a cited passage stands, in words, counted from 1 as readers count."""
    return f"paragraph {citation.sentence.paragraph + 1}"


def _titled(citation: Citation) -> str:
    return f"{citation.story.title or citation.story.id}, {citation_source(citation)}"


def who_text(reading: Reading, rows: tuple[QuotedSpeaker, ...]) -> str:
    """Everybody quoted, a line each: name, first description, number of statements."""
    if not rows:
        return texts.NOBODY_QUOTED
    return "\n".join(_who_line(reading, row) for row in rows)


def timeline_text(reading: Reading, days: tuple[TimelineDay, ...]) -> str:
    """The statements by day, earliest first, and those without a day last."""
    if not days:
        return texts.NOBODY_QUOTED
    lines = []
    for day in days:
        lines.append(in_words(day.day) if day.day else "No day given")
        lines += [f"  · {_said(reading, statement)}" for statement in day.statements]
    return "\n".join(lines)


def _who_line(reading: Reading, row: QuotedSpeaker) -> str:
    count = len(row.statements)
    return f"{described(reading, row.speaker)}: {count} statement{'s' if count > 1 else ''}"


def _said(reading: Reading, statement: Statement) -> str:
    speaker = reading.speaker_of(statement)
    return f"{speaker.name if speaker else 'Not named'}: {words_of(reading, statement)}"
