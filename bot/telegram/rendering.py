"""Answers and overviews as Telegram messages: HTML, each within Telegram's limits.

A blockquote holds a slice of the story and nothing else; who, when and where stand in the line above it.
"""

from datetime import date

from bot.answer import Answer, Citation, Outcome
from bot.days import in_words
from bot.overview import QuotedSpeaker, quoted, timeline
from bot.telegram import texts
from bot.telegram.markup import Piece, blockquotes, day, escaped, lines, pages, quoted_under
from bot.wording import described
from corpus.statement import Reading, Statement
from corpus.story import Story

__all__ = [
    "MAX_TITLE_CHARACTERS",
    "about_all_messages",
    "about_messages",
    "answer_messages",
    "chart_caption",
    "chosen_messages",
    "example_questions",
    "help_messages",
    "odd_message",
    "own_message",
    "said_messages",
    "sent_quotation",
    "start_messages",
    "timeline_messages",
    "who_messages",
]

MAX_TITLE_CHARACTERS = 300


def answer_messages(answer: Answer, *, asked: str = "", titled: bool = False) -> list[str]:
    """An answer with its passages, numbered from 1 as in its text, as the HTML of one message or more.

    `asked` is the question where the reader has not written it: it then stands first. With `titled`, each passage
    says which story it is from.
    """
    pieces = [Piece(f"<i>{escaped(asked)}</i>"), Piece("")] if asked else []
    pieces += lines(answer.text)
    if answer.outcome is Outcome.NOT_IN_STORY and answer.citations:
        pieces += [Piece(""), Piece(texts.NEAREST)]
    for number, citation in enumerate(answer.citations, start=1):
        pieces += [Piece(""), *quoted_under(_cited_as(number, citation, titled=titled), citation.text)]
    return pages(pieces)


def sent_quotation(citation: Citation) -> str:
    """A passage for a chat that does not know the story: the words, then who, when, and in which story."""
    facts = [citation.speaker, in_words(citation.said_on) if citation.said_on else None, _title(citation.story)]
    source = escaped(" · ".join(fact for fact in facts if fact))
    return pages([*blockquotes(citation.text)[:1], Piece(f"— {source}")])[0]


def start_messages(sample: Reading, *, of_all: bool) -> list[str]:
    """What the bot is, and which story it answers about; `of_all`, that it searches all, and has a `sample`."""
    return _about_one(texts.START_ALL if of_all else texts.START, sample)


def chosen_messages(sample: Reading, *, of_all: bool) -> list[str]:
    """Which story was chosen; `of_all`, that all were."""
    return _about_one(texts.CHOSE_ALL if of_all else texts.CHOSE, sample)


def own_message(reading: Reading, last_day: date, *, more: int, left_out: int) -> str:
    """That a reader's own story was read, what it has, and on which day it is deleted.

    With it came `more` stories, and others that are `left_out`.
    """
    story, speakers = reading.story, len(quoted(reading))
    found = texts.OWN_FOUND.format(statements=texts.statements(len(reading.statements)), speakers=speakers)
    text = texts.OWN_READY.format(
        title=escaped(_title(story)),
        published=_published(story) or texts.OWN_UNDATED,
        found=found if speakers else texts.NOBODY_QUOTED,
        last_day=escaped(in_words(last_day.isoformat())),
        more=texts.came_with(more, left_out),
    )
    return _paragraphs(text)[0]


def about_all_messages() -> list[str]:
    """That all stories are searched, and how answers are made."""
    return _paragraphs(texts.ABOUT_ALL.format(how=texts.HOW))


def about_messages(reading: Reading) -> list[str]:
    """Which story it is, where it comes from, and how answers are made."""
    story = reading.story
    source = ", ".join(escaped(part[:MAX_TITLE_CHARACTERS]) for part in (story.source, story.url) if part)
    return _paragraphs(
        texts.ABOUT.format(
            title=escaped(_title(story)),
            published=_published(story),
            source=texts.ABOUT_SOURCE.format(source=source) if source else "",
            statements=texts.statements(len(reading.statements)),
            speakers=len(quoted(reading)),
            how=texts.HOW,
        )
    )


def chart_caption(reading: Reading) -> str:
    """What stands under the picture of the timeline, within the 1,024 units of a caption."""
    return escaped(texts.CHART.format(title=_title(reading.story)))


def help_messages(sample: Reading, *, of_all: bool, own: str) -> list[str]:
    """How to ask, of one story or `of_all`, how to bring one, where `own` says it, and the commands."""
    title = texts.ALL_ASKED if of_all else f"<b>{escaped(_title(sample.story))}</b>"
    commands = texts.HELP_OWN_COMMANDS if own else ""
    return _paragraphs(texts.HELP.format(title=title, own=own, own_commands=commands))


def odd_message(reading: Reading) -> str:
    """One line for a message that has no words to answer."""
    return texts.ODD.format(example=escaped(example_questions(reading)[0]))


def example_questions(reading: Reading) -> list[str]:
    """Questions that this story can answer; the last is always one that needs nobody's name."""
    names = [row.speaker.name for row in quoted(reading)]
    if not names:
        return [texts.EXAMPLES[-1]]
    return [example.format(name=names[0], other=names[min(1, len(names) - 1)]) for example in texts.EXAMPLES]


def who_messages(reading: Reading) -> list[str]:
    """The people and organisations quoted, the most quoted first."""
    rows = quoted(reading)
    if not rows:
        return [texts.NOBODY_QUOTED]
    heading = Piece(texts.WHO_HEADING.format(title=escaped(_title(reading.story))))
    return pages([heading, *(Piece(_speaker_line(reading, row)) for row in rows)])


def said_messages(reading: Reading, speaker: int) -> list[str]:
    """Everything that one speaker says, as it stands in the story."""
    pieces = [Piece(f"<b>{escaped(described(reading, reading.speakers[speaker]))}</b>")]
    for statement in (statement for statement in reading.statements if statement.speaker == speaker):
        said = day(statement.said_on.value) if statement.said_on else escaped(texts.NO_DAY)
        pieces += [Piece(""), *quoted_under(said, reading.story.text[statement.start : statement.end])]
    return pages(pieces)


def timeline_messages(reading: Reading) -> list[str]:
    """The statements by the day they were said, each as it stands in the story."""
    pieces = [Piece(f"<b>{escaped(_title(reading.story))}</b>")]
    for row in timeline(reading):
        heading = f"\n<b>{day(row.day) if row.day else escaped(texts.NO_DAY)}</b>\n"
        for statement in row.statements:
            label = f"{heading}{_speaker_name(reading, statement)}"
            pieces += quoted_under(label, reading.story.text[statement.start : statement.end])
            heading = ""
    return pages(pieces) if len(pieces) > 1 else [texts.NOTHING_SAID]


def _cited_as(number: int, citation: Citation, *, titled: bool) -> str:
    facts = [
        escaped(citation.speaker or ""),
        day(citation.said_on) if citation.said_on else "",
        escaped(_title(citation.story)) if titled else "",
        escaped(texts.paragraph(citation.sentence.paragraph + 1)),
    ]
    return f"<b>[{number}]</b> {' · '.join(fact for fact in facts if fact)}"


def _speaker_line(reading: Reading, row: QuotedSpeaker) -> str:
    return f"• {escaped(described(reading, row.speaker))} – {texts.statements(len(row.statements))}"


def _speaker_name(reading: Reading, statement: Statement) -> str:
    speaker = reading.speaker_of(statement)
    return escaped(speaker.name if speaker else texts.UNKNOWN_SPEAKER)


def _published(story: Story) -> str:
    return f" ({escaped(in_words(story.published.isoformat()))})" if story.published else ""


def _title(story: Story) -> str:
    """The story's title, shortened where somebody has given it a whole text for one."""
    title = story.title
    return title if len(title) <= MAX_TITLE_CHARACTERS else f"{title[:MAX_TITLE_CHARACTERS].rstrip()}…"


def _about_one(text: str, reading: Reading) -> list[str]:
    return _paragraphs(text.format(title=escaped(_title(reading.story)), published=_published(reading.story)))


def _paragraphs(text: str) -> list[str]:
    return pages(Piece(line) for line in text.split("\n"))
