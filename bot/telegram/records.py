"""Answers as JSON, and back: only where their passages stand is written, never a story's text."""

import hashlib
import json
from collections.abc import Callable

from bot.answer import Answer, Citation, Outcome
from bot.conversation import Conversation, Turn
from corpus.statement import Reading, Statement
from corpus.story import Span

__all__ = ["Records", "told_in"]

_SHORT = 8  # characters; short enough for a button
_REMEMBERED = 64


class Records:
    """Writes and reads answers whose passages are from readings that it can find."""

    def __init__(self, mark: str, find: Callable[[str], Reading | None]) -> None:
        """`mark` stands in every record; `find` gives the reading of the story with an id, which may take a while."""
        self._mark = mark
        self._find = find
        self._fingerprints: dict[int, tuple[Reading, str]] = {}
        self.fingerprint = mark[:_SHORT]

    @classmethod
    def of(cls, reading: Reading) -> "Records":
        """Those of answers from one reading, which they are marked with."""
        return cls(_fingerprint(reading), {reading.story.id: reading}.get)

    def of_answer(self, answer: Answer) -> str:
        """`answer` as a JSON object."""
        readings = list({id(citation.reading): citation.reading for citation in answer.citations}.values())
        cited = [
            [c.sentence.index, *c.span, _place(c.reading, c.statement), [id(r) for r in readings].index(id(c.reading))]
            for c in answer.citations
        ]
        return json.dumps(
            {
                "reading": self._mark,
                "outcome": answer.outcome.value,
                "text": answer.text,
                "confidence": answer.confidence,
                "readings": [[reading.story.id, self._known(reading)] for reading in readings],
                "citations": cited,
            }
        )

    @staticmethod
    def fingerprint_in(record: str) -> str:
        """The `fingerprint` of the records that wrote the answer in `record`."""
        return str(json.loads(record)["reading"])[:_SHORT]

    def answer(self, record: str) -> Answer | None:
        """The answer that `record` was made of; None if a story is gone, or was read anew since, and differently."""
        held = json.loads(record)
        readings = []
        for story_id, fingerprint in held["readings"]:
            reading = self._find(story_id)
            if reading is None or self._known(reading) != fingerprint:
                return None
            readings.append(reading)
        return Answer(
            outcome=Outcome(held["outcome"]),
            text=held["text"],
            confidence=held["confidence"],
            citations=tuple(_citation(readings, *place) for place in held["citations"]),
        )

    def of_conversation(self, conversation: Conversation) -> str:
        """The turns of `conversation` as a JSON array."""
        return json.dumps([[turn.question, self.of_answer(turn.answer)] for turn in conversation.turns])

    def conversation(self, record: str) -> Conversation:
        """The conversation that `record` was made of, without turns whose answers cannot be read any more."""
        turns = ((question, self.answer(answer)) for question, answer in json.loads(record))
        return Conversation(tuple(Turn(question, answer) for question, answer in turns if answer is not None))

    def _known(self, reading: Reading) -> str:
        """The fingerprint of a reading, worked out once for as long as it is likely to come again."""
        known = self._fingerprints.get(id(reading))
        if known is None:
            if len(self._fingerprints) >= _REMEMBERED:
                self._fingerprints.clear()
            known = self._fingerprints[id(reading)] = reading, _fingerprint(reading)
        return known[1]


def told_in(answer: Answer) -> tuple[int, ...]:
    """The places of the statements that `answer` cites from the story of its first passage, in what was read of it."""
    cited = [citation for citation in answer.citations if citation.reading is answer.citations[0].reading]
    places = (_place(citation.reading, citation.statement) for citation in cited)
    return tuple(place for place in places if place is not None)


def _place(reading: Reading, statement: Statement | None) -> int | None:
    return next((place for place, one in enumerate(reading.statements) if one is statement), None)


def _citation(
    readings: list[Reading], sentence: int, start: int, end: int, statement: int | None, number: int = 0
) -> Citation:
    reading = readings[number]
    cited = None if statement is None else reading.statements[statement]
    return Citation(reading, reading.story.sentences[sentence], Span(start, end), cited)


def _fingerprint(reading: Reading) -> str:
    """What tells one reading of one story from any other, as far as the places of its parts go."""
    story = reading.story
    digest = hashlib.sha256(story.text.encode("utf-8", "surrogatepass"))
    digest.update(repr((story.id, story.sentences)).encode())
    digest.update(repr([(statement.parts, statement.speaker) for statement in reading.statements]).encode())
    return digest.hexdigest()[:16]
