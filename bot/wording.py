"""The words of an answer: names, days and fixed connecting words around slices of the story.

Whatever stands between “ and ” is a slice of the story's text. Reported speech stands without quotation marks: it is
the story's wording, not the speaker's.
"""

import re
from datetime import date, timedelta

from bot import texts
from bot.days import on_day
from corpus.statement import Reading, Speaker, Statement, StatementKind, WhenHow
from corpus.story import Sentence, Span

__all__ = [
    "day_note",
    "described",
    "passage_line",
    "quote",
    "said_when",
    "said_where",
    "statement_line",
    "words_of",
]

_LITTLE = 30  # letters beside a quotation and its speaker that a quotation may stand without
_LOOSE = " \t\n\r,"
_PAIRS = (("“", "”"), ("„", "“"), ("«", "»"), ('"', '"'), ("''", "''"), ("‘", "’"))
_NEXT_TO = re.compile(r"(?:the|a|one) (?:day|night|evening|morning) (before|earlier|after|later)")
_SMALL = re.compile(r"(?:The|A|An|His|Her|Their|In|At|On|During|Through|By)\b")


def quote(text: str, span: Span) -> str:
    """The slice of `span` between quotation marks, without marks of its own or a comma at its ends."""
    return f"“{_trimmed(text, span).of(text)}”"


def words_of(reading: Reading, statement: Statement, within: Span | None = None) -> str:
    """The content of a statement, or the part of it that lies `within` a span: quoted if it is a quotation.

    A quotation in several parts comes as several quoted slices with an ellipsis between them.
    """
    text = reading.story.text
    parts = [_common(part, within) for part in statement.parts if within is None or part.overlaps(within)]
    if statement.kind is StatementKind.DIRECT:
        return " … ".join(quote(text, part) for part in parts)
    return " … ".join(_reported(part.of(text)) for part in parts)


def _speaker_phrase(reading: Reading, statement: Statement) -> str:
    """The speaker's name with the first description that the story gives: "Igor Konashenkov, the spokesman of …"."""
    speaker = reading.speaker_of(statement)
    return described(reading, speaker) if speaker else "Somebody whom the story does not name"


def described(reading: Reading, speaker: Speaker) -> str:
    """A speaker's name with the first description that the story gives, in brackets."""
    title = _description(reading, speaker)
    return f"{speaker.name} ({title})" if title else _upper_first(speaker.name)


def said_when(statement: Statement) -> str:
    """The day it was said with its preposition, or an empty string where the story does not fix it."""
    return on_day(statement.said_on.value) if statement.said_on else ""


def said_where(reading: Reading, statement: Statement) -> str:
    """The setting and the outlet that reports it, as the story names them; empty where it names none."""
    text = reading.story.text
    setting = _lower_article(statement.setting.of(text)) if statement.setting else ""
    outlet = f"as reported by {statement.reported_by.of(text)}" if statement.reported_by else ""
    return ", ".join(filter(None, (setting, outlet)))


def statement_line(
    reading: Reading,
    statement: Statement,
    sentence: Sentence,
    answer: Span | None = None,
    *,
    day: bool = True,
    brief: bool = False,
) -> str:
    """One line: who, on which day (unless it is told already), where, and the words in `sentence`.

    Those are the quoted words alone if the sentence has little else and they hold the `answer`; else the sentence,
    so that whatever else it tells, and how it reports the speaking, is not lost. With `brief`, for a speaker who has
    been introduced, the name alone and what is said alone.
    """
    speaker = reading.speaker_of(statement)
    if brief and speaker:
        words = words_of(reading, statement, sentence.span)
        quoted = statement.kind is StatementKind.DIRECT
        said = said_when(statement) if day else ""
        return ", ".join(filter(None, (speaker.name, said, "" if quoted else texts.STORY_WORDS))) + f": {words}"
    alone = _is_quotation(reading, statement, sentence.span, answer)
    head = (
        _speaker_phrase(reading, statement),
        said_when(statement) if day else "",
        said_where(reading, statement),
        "" if alone else texts.STORY_WORDS,
    )
    said = words_of(reading, statement, sentence.span) if alone else quote(reading.story.text, sentence.span)
    return ", ".join(filter(None, head)) + ": " + said


def _is_quotation(reading: Reading, statement: Statement, sentence: Span, answer: Span | None) -> bool:
    """Whether a sentence is nothing but quoted words, as far as the answer goes, and who says them."""
    if statement.kind is not StatementKind.DIRECT:
        return False
    told = [*statement.parts, *filter(None, (statement.mention, statement.cue, statement.reported_by))]
    if answer and not any(span.start < answer.end and answer.start < span.end for span in told):
        return False
    rest = [c for c in range(sentence.start, sentence.end) if not any(s.start <= c < s.end for s in told)]
    return sum(reading.story.text[c].isalnum() for c in rest) <= _LITTLE


def passage_line(reading: Reading, sentence: Sentence) -> str:
    """One line for a passage in which nobody is reported to speak: the story's own words."""
    return f"The story says: “{sentence.span.of(reading.story.text)}”"


def day_note(reading: Reading, statement: Statement) -> str:
    """The words that fix the day of a statement, where it takes more than reading a date: "the story says “…”".

    What is the day before or after somebody's statement is told so: "the day before Igor Konashenkov’s statement".
    """
    when = statement.said_on
    sentence = reading.story.sentence_at(when.span.start) if when and when.span else None
    if when and sentence:
        same = [d.span for d in reading.dates if d.span.overlaps(sentence.span) and d.value.startswith(when.value)]
        anchored = (_beside_statement(reading, when.value, span) for span in same)
        if found := next(filter(None, anchored), ""):
            return found
    if when is None or when.span is None or when.how in (WhenHow.EXPLICIT, WhenHow.CARRIED):
        return ""
    return f"the story says {quote(reading.story.text, when.span)}"


def _beside_statement(reading: Reading, value: str, span: Span) -> str:
    """ "The day before X’s statement", where the words of the span say so of a statement that the text tells before."""
    words = " ".join(span.of(reading.story.text).lower().split())
    found = _NEXT_TO.fullmatch(words)
    if found is None or len(value) != len("2022-03-09"):
        return ""
    before = found[1] in {"before", "earlier"}
    other = (date.fromisoformat(value) + timedelta(days=1 if before else -1)).isoformat()
    told = [s for s in reading.statements if s.said_on and s.said_on.value == other and s.start < span.start]
    speaker = reading.speaker_of(told[-1]) if told else None
    return f"the day {'before' if before else 'after'} {speaker.name}’s statement" if speaker else ""


def _reported(words: str) -> str:
    """Reported content without "that" before it; between marks of its own where the story's are not paired in it."""
    words = words.strip(" \t\n\r,").removeprefix("that ")
    if words.count("“") == words.count("”"):
        return words
    return f"“{words.strip('“”')}”"


def _description(reading: Reading, speaker: Speaker) -> str:
    """The first description of two words or more, else the first; none that the name has already."""
    phrases = [" ".join(span.of(reading.story.text).split()) for span in speaker.descriptions]
    new = [words for words in phrases if words.lower() not in speaker.name.lower()]
    return _lower_article(next((words for words in new if " " in words), new[0] if new else ""))


def _common(part: Span, within: Span | None) -> Span:
    return Span(max(part.start, within.start), min(part.end, within.end)) if within else part


def _trimmed(text: str, span: Span) -> Span:
    """`span` without spaces and commas at its ends, nor quotation marks that enclose it or lack a partner in it."""
    start, end = span
    while start < end:
        left, right = _superfluous(text[start:end])
        if left == right == 0:
            return Span(start, end)
        start, end = start + left, end - right
    return span


def _superfluous(words: str) -> tuple[int, int]:
    """How many characters to take off the two ends of `words`, a mark at a time."""
    if words[0] in _LOOSE or words[-1] in _LOOSE:
        return int(words[0] in _LOOSE), int(words[-1] in _LOOSE)
    for opening, closing in _PAIRS:
        starts, ends = words.startswith(opening), words.endswith(closing)
        opened, closed = words.count(opening), words.count(closing)
        if opening == closing:
            opened, closed = opened % 2, opened % 2  # an odd one has no partner, at whichever end it stands
        inside = words[len(opening) : -len(closing)]
        if starts and ends and opening not in inside and closing not in inside:
            return len(opening), len(closing)
        odd = opening == closing and opened == 1
        if starts and opening != "‘" and (opened > closed or odd):
            return len(opening), 0
        if ends and opening != "‘" and (closed > opened or odd):
            return 0, len(closing)
    return 0, 0


def _lower_article(words: str) -> str:
    return words[:1].lower() + words[1:] if _SMALL.match(words) else words


def _upper_first(words: str) -> str:
    return words[:1].upper() + words[1:]
