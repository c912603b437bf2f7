"""The buttons under messages, and what they carry: at most 64 bytes each, and enough after any restart."""

from collections.abc import Collection, Mapping, Sequence
from enum import StrEnum

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.answer import Answer, Citation, Outcome
from bot.telegram import texts
from bot.telegram.views import more_statements, the_day, the_speaker

__all__ = [
    "Action",
    "answer_keyboard",
    "back_keyboard",
    "example_keyboard",
    "overview_keyboard",
    "own_keyboard",
    "privacy_keyboard",
    "story_keyboard",
]

_IN_CONTEXT_BUTTONS = 3
_LONGEST_NAME = 24
_LONGEST_TITLE = 60


class Action(StrEnum):
    """What a button does: the first part of its data, which colons divide."""

    CONTEXT = "context"  # :number of the citation
    BACK = "back"
    WHEN = "when"
    WHO = "who"
    MORE = "more"
    GOOD = "good"
    BAD = "bad"
    EXAMPLE = "example"  # :fingerprint of the reading:number of the question
    OVERVIEW = "overview"  # :fingerprint of the reading:name:argument:number of the page
    SAID = "said"  # :fingerprint of the reading:place of the speaker
    CHART = "chart"  # :fingerprint of the reading
    LIST = "list"  # :number of the page
    CHOOSE = "choose"  # :tag of the story
    DELETE = "delete"  # :id of a reader's own story[:number of the page of the list that the button is in]
    FORGET = "forget"


def answer_keyboard(answer: Answer, told: Collection[int], *, feedback: bool) -> InlineKeyboardMarkup | None:
    """The buttons that apply to an answer: context for its first citations, then what the very first is about."""
    if answer.outcome is Outcome.CHAT:
        return None
    citations = answer.citations
    about = _about(citations[0], set(told)) if citations and answer.outcome is Outcome.ANSWER else []
    opinion = [_button(texts.GOOD_BUTTON, Action.GOOD), _button(texts.BAD_BUTTON, Action.BAD)] if feedback else []
    return _markup([_context(len(citations)), about[:2], about[2:], opinion])


def back_keyboard() -> InlineKeyboardMarkup:
    """The way back from a passage in its context."""
    return InlineKeyboardMarkup([[_button(texts.BACK_BUTTON, Action.BACK)]])


def example_keyboard(fingerprint: str, questions: Sequence[str]) -> InlineKeyboardMarkup:
    """A button for each example question."""
    rows = [[_button(question, Action.EXAMPLE, fingerprint, n)] for n, question in enumerate(questions)]
    return InlineKeyboardMarkup(rows)


def own_keyboard(fingerprint: str, questions: Sequence[str], story_id: str) -> InlineKeyboardMarkup:
    """A button for each example question about a reader's own story, and the one that deletes it."""
    rows = [[_button(question, Action.EXAMPLE, fingerprint, n)] for n, question in enumerate(questions)]
    return InlineKeyboardMarkup([*rows, [_button(texts.OWN_DELETE_BUTTON, Action.DELETE, story_id)]])


def overview_keyboard(
    fingerprint: str,
    name: str,
    argument: int,
    page: int,
    pages: int,
    *,
    speakers: Sequence[tuple[int, str]] = (),
    chart: bool = False,
) -> InlineKeyboardMarkup | None:
    """The ways to the pages before and after, to the statements of `speakers` (places and names), and to the chart."""
    turns = [
        _button(label, Action.OVERVIEW, fingerprint, name, argument, to)
        for label, to in ((texts.EARLIER_BUTTON, page - 1), (texts.LATER_BUTTON, page + 1))
        if 0 <= to < pages
    ]
    names = [_button(_short(name), Action.SAID, fingerprint, place) for place, name in speakers]
    picture = [_button(texts.CHART_BUTTON, Action.CHART, fingerprint)] if chart else []
    return _markup([*(names[n : n + 2] for n in range(0, len(names), 2)), turns, picture])


def story_keyboard(
    stories: Sequence[tuple[str, str]], chosen: str, page: int, pages: int, *, own: Mapping[str, str]
) -> InlineKeyboardMarkup | None:
    """A button for each of `stories` (tags and titles), the `chosen` one marked, and the ways to other pages.

    `own` has the ids of the reader's own by their tags; beside each is a button that deletes it.
    """
    rows = [
        [
            _button((texts.CHOSEN if tag == chosen else "") + _short(title, _LONGEST_TITLE), Action.CHOOSE, tag),
            *([_button(texts.OWN_DELETE_SHORT, Action.DELETE, own[tag], page)] if tag in own else []),
        ]
        for tag, title in stories
    ]
    turns = [
        _button(label, Action.LIST, to)
        for label, to in ((texts.EARLIER_BUTTON, page - 1), (texts.LATER_BUTTON, page + 1))
        if 0 <= to < pages
    ]
    return _markup([*rows, turns])


def privacy_keyboard() -> InlineKeyboardMarkup:
    """The button that has everything kept of a conversation deleted."""
    return InlineKeyboardMarkup([[_button(texts.FORGET_BUTTON, Action.FORGET)]])


def _context(citations: int) -> list[InlineKeyboardButton]:
    if citations == 1:
        return [_button(texts.CONTEXT_BUTTON, Action.CONTEXT, 0)]
    numbers = range(min(citations, _IN_CONTEXT_BUTTONS))
    return [_button(texts.CONTEXT_N_BUTTON.format(number=n + 1), Action.CONTEXT, n) for n in numbers]


def _about(citation: Citation, told: set[int]) -> list[InlineKeyboardButton]:
    made = []
    if the_day(citation):
        made.append(_button(texts.WHEN_BUTTON, Action.WHEN))
    if the_speaker(citation):
        made.append(_button(texts.WHO_BUTTON, Action.WHO))
    if more_statements(citation, told):
        made.append(_button(texts.MORE_BUTTON.format(name=_short(citation.speaker or "")), Action.MORE))
    return made


def _markup(rows: Sequence[Sequence[InlineKeyboardButton]]) -> InlineKeyboardMarkup | None:
    filled = [row for row in rows if row]
    return InlineKeyboardMarkup(filled) if filled else None


def _button(label: str, *data: object) -> InlineKeyboardButton:
    return InlineKeyboardButton(label, callback_data=":".join(map(str, data)))


def _short(name: str, longest: int = _LONGEST_NAME) -> str:
    return name if len(name) <= longest else name[: longest - 1].rstrip() + "…"
