"""The answer about a quotation that a user wants checked: whose it is, and whether it stands in the story so."""

from bot import texts
from bot.answer import Answer, Citation, Outcome
from bot.evidence import statements_in
from bot.quotation import QuotationCheck
from bot.wording import described, passage_line, quote, statement_line
from corpus.statement import Reading, Statement

__all__ = ["checked", "not_found"]


def checked(reading: Reading, check: QuotationCheck, asked: tuple[int, ...]) -> Answer:
    """Say whether the words stand in the story as quoted, and who says them; `asked` are the speakers supposed to."""
    sentence = reading.story.sentence_at(check.span.start) or reading.story.sentences[0]
    statement = next(
        (s for s in statements_in(reading, sentence) if any(p.overlaps(check.span) for p in s.parts)), None
    )
    line = statement_line(reading, statement, sentence, check.span) if statement else passage_line(reading, sentence)
    lead = _exactness(reading, check) + _whose(reading, statement, asked)
    citation = Citation(reading, sentence, sentence.span, statement)
    return Answer(outcome=Outcome.ANSWER, text=f"{lead} {line}", citations=(citation,), confidence=1.0)


def not_found() -> Answer:
    """Say that the quoted words are not in the story."""
    return Answer(outcome=Outcome.NOT_IN_STORY, text=texts.QUOTATION_NOT_FOUND, confidence=1.0)


def _exactness(reading: Reading, check: QuotationCheck) -> str:
    if check.exact:
        return texts.WORD_FOR_WORD
    text = reading.story.text
    rows = [
        f"{quote(text, s) if s.start < s.end else texts.NOTHING} (yours: {yours or '–'})" for s, yours in check.changes
    ]
    return f"{texts.ALTERED} {', '.join(rows)}."


def _whose(reading: Reading, statement: Statement | None, asked: tuple[int, ...]) -> str:
    speaker = reading.speaker_of(statement) if statement else None
    if not asked or statement is None or speaker is None or statement.speaker in asked:
        return ""
    return f" Not said by {reading.speakers[asked[0]].name}: it is said by {described(reading, speaker)}."
