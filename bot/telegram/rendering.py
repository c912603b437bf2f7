"""Answers and overviews as Telegram messages: HTML, each within Telegram's limits.

A blockquote holds a slice of the story and nothing else; who, when and where stand in the line above it.
"""

from bot.answer import Answer, Citation, Outcome
from bot.days import in_words
from bot.overview import QuotedSpeaker, quoted, timeline
from bot.telegram import texts
from bot.telegram.markup import Piece, escaped, lines, pages, quoted_under
from corpus.statement import Reading, Statement

__all__ = [
    "answer_messages",
    "example_questions",
    "help_messages",
    "odd_message",
    "start_messages",
    "timeline_messages",
    "who_messages",
]


def answer_messages(answer: Answer) -> list[str]:
    """An answer with its passages, numbered from 1 as in its text, as the HTML of one message or more."""
    pieces = lines(answer.text)
    if answer.outcome is Outcome.NOT_IN_STORY and answer.citations:
        pieces += [Piece(""), Piece(texts.NEAREST)]
    for number, citation in enumerate(answer.citations, start=1):
        pieces += [Piece(""), *quoted_under(_cited_as(number, citation), citation.text)]
    return pages(pieces)


def start_messages(reading: Reading) -> list[str]:
    """What the bot is, which story it answers about, and what to ask."""
    story = reading.story
    published = f" ({escaped(in_words(story.published.isoformat()))})" if story.published else ""
    examples = "\n".join(f"• {escaped(question)}" for question in example_questions(reading))
    text = texts.START.format(title=escaped(story.title), published=published, examples=examples)
    return pages(Piece(line) for line in text.split("\n"))


def help_messages(reading: Reading) -> list[str]:
    """How to ask, and the commands."""
    text = texts.HELP.format(title=escaped(reading.story.title))
    return pages(Piece(line) for line in text.split("\n"))


def odd_message(reading: Reading) -> str:
    """One line for a message that has no words to answer."""
    return texts.ODD.format(example=escaped(example_questions(reading)[0]))


def example_questions(reading: Reading) -> list[str]:
    """Questions that this story can answer; the last is always one that needs nobody's name."""
    rows = quoted(reading)
    return [example.format(name=rows[0].speaker.name) for example in texts.EXAMPLES] if rows else [texts.EXAMPLES[-1]]


def who_messages(reading: Reading) -> list[str]:
    """The people and organisations quoted, the most quoted first."""
    rows = quoted(reading)
    if not rows:
        return [texts.NOBODY_QUOTED]
    return pages([Piece(texts.WHO_HEADING), *(Piece(_speaker_line(reading, row)) for row in rows)])


def timeline_messages(reading: Reading) -> list[str]:
    """The statements by the day they were said, each as it stands in the story."""
    pieces: list[Piece] = []
    for day in timeline(reading):
        heading = f"\n<b>{escaped(in_words(day.day) if day.day else texts.NO_DAY)}</b>\n"
        for statement in day.statements:
            label = f"{heading}{_speaker_name(reading, statement)}"
            pieces += quoted_under(label, reading.story.text[statement.start : statement.end])
            heading = ""
    return pages(pieces) or [texts.NOTHING_SAID]


def _cited_as(number: int, citation: Citation) -> str:
    facts = [citation.speaker, in_words(citation.said_on) if citation.said_on else None]
    facts.append(texts.paragraph(citation.sentence.paragraph + 1))
    return f"<b>[{number}]</b> {escaped(' · '.join(fact for fact in facts if fact))}"


def _speaker_line(reading: Reading, row: QuotedSpeaker) -> str:
    described = row.speaker.descriptions[:1]
    description = f", {escaped(described[0].of(reading.story.text))}" if described else ""
    return f"• <b>{escaped(row.speaker.name)}</b>{description} – {texts.statements(len(row.statements))}"


def _speaker_name(reading: Reading, statement: Statement) -> str:
    speaker = reading.speaker_of(statement)
    return escaped(speaker.name if speaker else texts.UNKNOWN_SPEAKER)
