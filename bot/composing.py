"""From weighed evidence to a cited answer: which statement or passage answers, and which words go before it."""

import re

from bot import texts
from bot.answer import Answer, Citation, Outcome
from bot.cleaning import plain_spelling
from bot.days import on_day
from bot.evidence import Evidence, statements_in
from bot.overview import quoted
from bot.polarity import settles
from bot.question import Question, QuestionKind
from bot.wording import (
    day_note,
    described,
    passage_line,
    quote,
    said_where,
    statement_line,
    words_of,
)
from corpus.statement import DateMention, DateType, Reading, Statement
from corpus.story import Sentence, Span

__all__ = ["cite", "compose", "list_speakers", "more_from"]

_MOST_CITATIONS = 3
_MARGIN = 0.1  # a further passage is cited if its score comes so near to the best one's
_SPOKEN = re.compile(
    r"\b(?:sa(?:y|id|ys|ying)|t(?:ell|old)|claim|announc|spoke|speak|remark|comment|promis|respon|statement|brief|interview)"
)


def compose(question: Question, reading: Reading, evidence: Evidence) -> Answer:
    """The answer from the best evidence, in the order that the kind of question wants."""
    best = evidence.order[0]
    first = cite(reading, best, question)
    citations = _citations(question, reading, evidence, first)
    if question.kind in (QuestionKind.LIST, QuestionKind.COMPARISON):
        text = _several(reading, citations)
    else:
        text = _one(question, reading, first)
    if text is None:
        return Answer(
            outcome=Outcome.NOT_IN_STORY,
            text=texts.DAY_UNKNOWN,
            citations=citations[:2],
            confidence=1 - evidence.confidence,
        )
    return Answer(outcome=Outcome.ANSWER, text=text, citations=citations, confidence=evidence.confidence)


def cite(reading: Reading, sentence: Sentence, question: Question) -> Citation:
    """Cite a sentence, for the statement in it that the question is about: the asked speaker's, else the longest."""
    here = statements_in(reading, sentence)
    best = max(
        here,
        key=lambda s: (s.speaker in question.speakers, _length_within(s, sentence.span)),
        default=None,
    )
    return Citation(reading, sentence, sentence.span, best)


def list_speakers(reading: Reading) -> Answer:
    """Who is quoted in the story, each with a passage."""
    rows = quoted(reading)
    if not rows:
        return Answer(outcome=Outcome.NOT_IN_STORY, text="The story quotes nobody.", confidence=1.0)
    names = "; ".join(described(reading, row.speaker) for row in rows)
    citations = [_cite_statement(reading, row.statements[0]) for row in rows]
    return Answer(
        outcome=Outcome.ANSWER,
        text=f"The story quotes {names}.",
        citations=tuple(c for c in citations if c),
        confidence=1.0,
    )


def more_from(reading: Reading, speaker: int, told: set[Statement]) -> Answer:
    """The next statements of a speaker, in the order of the text, that are not among those already `told`."""
    rest = [s for s in reading.statements if s.speaker == speaker and s not in told][:_MOST_CITATIONS]
    citations = tuple(c for s in rest if (c := _cite_statement(reading, s)))
    if not citations:
        return Answer(outcome=Outcome.NOT_IN_STORY, text=texts.NO_MORE, confidence=1.0)
    text = "\n".join(statement_line(reading, s) for s in rest)
    return Answer(outcome=Outcome.ANSWER, text=text, citations=citations, confidence=1.0)


def _cite_statement(reading: Reading, statement: Statement) -> Citation | None:
    sentence = reading.story.sentence_at(statement.start)
    return Citation(reading, sentence, sentence.span, statement) if sentence else None


def _length_within(statement: Statement, span: Span) -> int:
    return sum(max(0, min(part.end, span.end) - max(part.start, span.start)) for part in statement.parts)


def _citations(question: Question, reading: Reading, evidence: Evidence, first: Citation) -> tuple[Citation, ...]:
    line = evidence.scores[evidence.order[0].index] - _MARGIN
    near = [s for s in evidence.order[1:_MOST_CITATIONS] if evidence.scores[s.index] >= line]
    return (first, *(cite(reading, sentence, question) for sentence in near))


def _several(reading: Reading, citations: tuple[Citation, ...]) -> str:
    by_day = sorted(citations, key=lambda c: (c.said_on or "9999", c.span.start))
    return "\n".join(_line(reading, citation) for citation in by_day)


def _one(question: Question, reading: Reading, citation: Citation) -> str | None:
    """The words for one passage; None where a day is asked for and the story does not fix it."""
    statement = citation.statement
    if question.kind is QuestionKind.WHEN:
        lead = _when(question, reading, citation)
        return f"{lead}: {_line(reading, citation, day=False)}" if lead else None
    line = _line(reading, citation)
    if statement is None:
        return line
    if question.kind is QuestionKind.YES_NO:
        settled = settles(question.text, words_of(reading, statement, citation.span))
        return line if settled is None else f"{texts.YES if settled else texts.NO} {line}"
    if question.kind is QuestionKind.WHERE and statement.setting:
        return f"{_upper_first(said_where(reading, statement))}. {line}"
    if question.kind is QuestionKind.REPORTED_BY and statement.reported_by:
        return f"{statement.reported_by.of(reading.story.text)}. {line}"
    return line


def _line(reading: Reading, citation: Citation, *, day: bool = True) -> str:
    """One line for a passage: as somebody's statement where one covers it, else as the story's own words."""
    if citation.statement is None:
        return passage_line(reading, citation.sentence)
    return statement_line(reading, citation.statement, citation.span, day=day)


def _when(question: Question, reading: Reading, citation: Citation) -> str | None:
    """The day asked for: of the saying where the question is about saying, else a date in the passage."""
    statement = citation.statement
    inside = [d for d in reading.dates if d.span.overlaps(citation.span) and d.type in (DateType.DATE, DateType.TIME)]
    content = [d for d in inside if statement and any(d.span.overlaps(part) for part in statement.parts)]
    about_saying = bool(_SPOKEN.search(plain_spelling(question.text)))
    if statement and statement.said_on and (about_saying or not content):
        note = day_note(reading, statement)
        return _upper_first(on_day(statement.said_on.value)) + (f" ({note})" if note else "")
    dated = content or inside
    return _dated(reading, dated[0]) if dated else None


def _dated(reading: Reading, mention: DateMention) -> str:
    return f"{_upper_first(on_day(mention.value))} ({quote(reading.story.text, mention.span)})"


def _upper_first(words: str) -> str:
    return words[:1].upper() + words[1:]
