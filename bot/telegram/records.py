"""Answers as JSON, and back: only where their passages stand is written, never the story's text."""

import hashlib
import json

from bot.answer import Answer, Citation, Outcome
from bot.conversation import Conversation, Turn
from corpus.statement import Reading
from corpus.story import Span

__all__ = ["Records"]

_SHORT = 8  # characters; short enough for a button


class Records:
    """Writes and reads the answers of one reading of a story."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._fingerprint = _fingerprint(reading)
        self.fingerprint = self._fingerprint[:_SHORT]
        self._places = {id(statement): place for place, statement in enumerate(reading.statements)}

    def told(self, answer: Answer) -> tuple[int, ...]:
        """The places in the reading of the statements that `answer` cites."""
        return tuple(self._places[id(s)] for s in answer.statements if id(s) in self._places)

    def of_answer(self, answer: Answer) -> str:
        """`answer` as a JSON object."""
        cited = [[c.sentence.index, *c.span, self._places.get(id(c.statement))] for c in answer.citations]
        return json.dumps(
            {
                "reading": self._fingerprint,
                "outcome": answer.outcome.value,
                "text": answer.text,
                "confidence": answer.confidence,
                "citations": cited,
            }
        )

    @staticmethod
    def fingerprint_in(record: str) -> str:
        """The `fingerprint` of the reading that the answer in `record` is from."""
        return str(json.loads(record)["reading"])[:_SHORT]

    def answer(self, record: str) -> Answer | None:
        """The answer that `record` was made of, or None if the story was read anew since, and differently."""
        held = json.loads(record)
        if held["reading"] != self._fingerprint:
            return None
        return Answer(
            outcome=Outcome(held["outcome"]),
            text=held["text"],
            confidence=held["confidence"],
            citations=tuple(self._citation(*place) for place in held["citations"]),
        )

    def of_conversation(self, conversation: Conversation) -> str:
        """The turns of `conversation` as a JSON array."""
        return json.dumps([[turn.question, self.of_answer(turn.answer)] for turn in conversation.turns])

    def conversation(self, record: str) -> Conversation:
        """The conversation that `record` was made of, without turns whose answers cannot be read any more."""
        turns = ((question, self.answer(answer)) for question, answer in json.loads(record))
        return Conversation(tuple(Turn(question, answer) for question, answer in turns if answer is not None))

    def _citation(self, sentence: int, start: int, end: int, statement: int | None) -> Citation:
        cited = None if statement is None else self._reading.statements[statement]
        return Citation(self._reading, self._reading.story.sentences[sentence], Span(start, end), cited)


def _fingerprint(reading: Reading) -> str:
    """What tells one reading of one story from any other, as far as the places of its parts go."""
    story = reading.story
    digest = hashlib.sha256(story.text.encode("utf-8", "surrogatepass"))
    digest.update(repr((story.id, story.sentences)).encode())
    digest.update(repr([(statement.parts, statement.speaker) for statement in reading.statements]).encode())
    return digest.hexdigest()[:16]
