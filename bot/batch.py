"""Many questions at once: JSON lines in, JSON lines out, in order."""

import json
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from bot.across import Across
from bot.answerer import Answerer
from bot.conversation import Conversation
from bot.errors import BotError
from bot.record import answer_record
from corpus.errors import CorpusError
from index.errors import IndexingError

__all__ = ["answer_lines"]


@dataclass(frozen=True, slots=True)
class _Request:
    question: str
    turns: tuple[str, ...]
    story: str | None
    question_id: object


def answer_lines(lines: Iterable[str], answerer_of: Callable[[str | None], Answerer | Across]) -> Iterator[str]:
    """One JSON object for each line that is not blank. A bad line gives an object with "error", and the rest goes on.

    `answerer_of` opens the story with the id that a line names (None where it names none) and may raise the
    project's own errors.
    """
    for number, line in enumerate(lines, 1):
        if line.strip():
            yield json.dumps(_answer_line(line, number, answerer_of), ensure_ascii=False)


def _answer_line(line: str, number: int, answerer_of: Callable[[str | None], Answerer | Across]) -> dict[str, object]:
    given: object = None
    try:
        given = json.loads(line)
        request = _request(given)
        answerer = answerer_of(request.story)
    except (ValueError, RecursionError, BotError, CorpusError, IndexingError) as error:
        reason = "not JSON" if isinstance(error, (json.JSONDecodeError, RecursionError)) else str(error)
        return {
            "id": given.get("id") if isinstance(given, dict) else None,
            "error": f"line {number}: {reason}",
        }
    conversation = Conversation()
    for turn in request.turns:
        conversation = conversation.then(turn, answerer.ask(turn, conversation))
    started = time.perf_counter()
    answer = answerer.ask(request.question, conversation)
    return answer_record(
        answer,
        story=answerer.reading.story.id if isinstance(answerer, Answerer) else None,
        question=request.question,
        took_ms=1000 * (time.perf_counter() - started),
        question_id=request.question_id,
    )


def _request(given: object) -> _Request:
    """Check one line's object. Raises ValueError with the reason."""
    if not isinstance(given, dict):
        raise ValueError("not a JSON object")
    question, turns, story = given.get("question"), given.get("turns") or [], given.get("story")
    if not isinstance(question, str):
        raise ValueError('"question" is missing or not a string')
    if not isinstance(turns, list) or not all(isinstance(turn, str) for turn in turns):
        raise ValueError('"turns" is not a list of strings')
    if story is not None and not isinstance(story, str):
        raise ValueError('"story" is not a string')
    return _Request(question, tuple(turns), story, given.get("id"))
