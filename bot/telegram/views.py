"""What the buttons of an answer show: the passage in its surroundings, the day, the speaker, and more of them.

Only what the reading of the story holds; nothing is searched and nothing is asked.
"""

from bot.answer import Answer, Citation, Outcome
from bot.telegram import texts
from bot.telegram.markup import Piece, escaped, lines, pages
from bot.wording import day_note, described, said_when
from corpus.statement import Reading, Speaker, Statement
from corpus.story import Span

__all__ = ["cited", "in_context", "more_statements", "the_day", "the_speaker"]

_MORE_AT_ONCE = 3


def cited(reading: Reading, statement: Statement) -> Citation | None:
    """`statement` with the whole of the sentences that it stands in; None for one outside the story's sentences."""
    first, last = reading.story.sentence_at(statement.start), reading.story.sentence_at(statement.end - 1)
    if first is None or last is None:
        return None
    return Citation(reading, first, Span(first.start, last.end), statement)


def in_context(citation: Citation) -> str:
    """The paragraph of a citation with its neighbours, as far as one message holds them; the cited words bold."""
    story, place = citation.story, citation.sentence.paragraph
    for reach in (1, 0):
        around = story.paragraphs[max(0, place - reach) : place + reach + 1]
        made = pages([Piece(texts.IN_CONTEXT), *(Piece(f"\n{_with_bold(citation, span)}") for span in around)])
        if len(made) == 1:
            return made[0]
    return pages([Piece(texts.IN_CONTEXT), Piece(""), *lines(citation.text)])[0]


def the_day(citation: Citation) -> Answer | None:
    """When the cited statement was made, and by which words the story says so; None where it does not."""
    statement = citation.statement
    if statement is None or statement.said_on is None:
        return None
    name = citation.speaker or texts.UNKNOWN_SPEAKER
    text = texts.SAID_WHEN.format(name=name, day=said_when(statement))
    note = day_note(citation.reading, statement)
    return _answer(f"{text[:-1]} ({note})." if note else text, citation)


def the_speaker(citation: Citation) -> Answer | None:
    """Who speaks in the citation, as the story describes them; None where it names nobody."""
    speaker = _speaker(citation)
    if speaker is None:
        return None
    story = citation.story
    said = sum(1 for statement in citation.reading.statements if _says(citation.reading, statement, speaker))
    places = [span for span in (*speaker.descriptions, *speaker.mentions) if story.sentence_at(span.start)]
    found = story.sentence_at(places[0].start) if places else None
    shown = Citation(citation.reading, found, found.span) if found else citation
    text = texts.WHO_IS.format(who=described(citation.reading, speaker), statements=texts.statements(said))
    return _answer(text, shown)


def more_statements(citation: Citation, told: set[int]) -> Answer | None:
    """The next statements of whoever speaks in the citation, those at the places `told` left out; None at the end."""
    reading, speaker = citation.reading, _speaker(citation)
    if speaker is None:
        return None
    rest = (s for i, s in enumerate(reading.statements) if i not in told and _says(reading, s, speaker))
    found = [shown for statement in rest if (shown := cited(reading, statement))][:_MORE_AT_ONCE]
    return _answer(texts.MORE_FROM.format(name=speaker.name), *found) if found else None


def _answer(text: str, *citations: Citation) -> Answer:
    return Answer(outcome=Outcome.ANSWER, text=text, citations=citations, confidence=1.0)


def _speaker(citation: Citation) -> Speaker | None:
    return citation.reading.speaker_of(citation.statement) if citation.statement else None


def _says(reading: Reading, statement: Statement, speaker: Speaker) -> bool:
    return reading.speaker_of(statement) is speaker


def _with_bold(citation: Citation, paragraph: Span) -> str:
    """The paragraph as HTML, with what it has of the cited words in bold."""
    text = citation.story.text
    start = min(max(citation.span.start, paragraph.start), paragraph.end)
    end = max(min(citation.span.end, paragraph.end), start)
    bold = f"<b>{escaped(text[start:end])}</b>" if start < end else ""
    return escaped(text[paragraph.start : start]) + bold + escaped(text[end : paragraph.end])
