"""A reading as plain JSON values, in the format that outside programs rely on (`statements --json`)."""

from corpus.statement import DateMention, DateType, Reading, Statement
from corpus.story import Span

__all__ = ["reading_record"]


def reading_record(reading: Reading, *, doc: str) -> dict[str, object]:
    """The record of one story file; `doc` is the file's stem. Unknown fields are None."""
    story = reading.story
    return {
        "doc": doc,
        "published": story.published.isoformat() if story.published else None,
        "statements": [_statement(reading, statement) for statement in reading.statements],
        "dates": [_date(story.text, date) for date in reading.dates],
    }


def _date(text: str, date: DateMention) -> dict[str, object]:
    """A date or time; a duration or a set of times (TimeML) says so, since it is no date."""
    record: dict[str, object] = {**_ends("", date.span), "text": date.span.of(text), "value": date.value}
    if date.type in (DateType.DURATION, DateType.SET):
        record["type"] = date.type.value
    return record


def _statement(reading: Reading, statement: Statement) -> dict[str, object]:
    text = reading.story.text
    speaker, when = reading.speaker_of(statement), statement.said_on
    return {
        "start": statement.start,
        "end": statement.end,
        "parts": [list(part) for part in statement.parts],
        "kind": statement.kind.value,
        "text": text[statement.start : statement.end],
        "speaker": speaker.name if speaker else None,
        "speaker_kind": speaker.kind.value if speaker else None,
        **_ends("speaker_", statement.mention),
        "cue": _of(text, statement.cue),
        **_ends("cue_", statement.cue),
        "said_on": when.value if when else None,
        "said_on_how": when.how.value if when else None,
        **_ends("said_on_", when.span if when else None),
        "reported_by": _of(text, statement.reported_by),
        "setting": _of(text, statement.setting),
    }


def _of(text: str, span: Span | None) -> str | None:
    return span.of(text) if span else None


def _ends(prefix: str, span: Span | None) -> dict[str, int | None]:
    return {f"{prefix}start": span.start if span else None, f"{prefix}end": span.end if span else None}
