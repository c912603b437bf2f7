"""Answers to questions that were asked before, in the same words after the same conversation, without asking again."""

import hashlib
import threading
from collections import OrderedDict

from bot.answer import Answer
from bot.conversation import Conversation
from bot.telegram.asker import Asker
from corpus.statement import Reading
from index.crowd import Crowd

__all__ = ["Remembering"]


class Remembering:
    """An asker that remembers the last `kept` answers of another: popular questions come from many readers.

    Answers are the same for everybody, and hold for as long as the process; a hurried one holds for as long
    as there is a crowd. What was asked is kept as a digest only.
    """

    def __init__(self, asker: Asker, *, crowd: Crowd, kept: int = 2_000) -> None:
        self._asker = asker
        self._crowd = crowd
        self._kept = kept
        self._answers: OrderedDict[bytes, Answer] = OrderedDict()
        self._lock = threading.Lock()

    @property
    def reading(self) -> Reading:
        """What was read of the story."""
        return self._asker.reading

    def ask(self, question: str, conversation: Conversation) -> Answer:
        """Answer `question`, asked after the turns of `conversation`, from memory where it was asked before."""
        key = _digest(question, conversation)
        with self._lock:
            known = self._answers.get(key)
            if known is not None and (not known.hurried or self._crowd.is_there):
                self._answers.move_to_end(key)
                return known
        answer = self._asker.ask(question, conversation)
        with self._lock:
            self._answers[key] = answer
            if len(self._answers) > self._kept:
                self._answers.popitem(last=False)
        return answer


def _digest(question: str, conversation: Conversation) -> bytes:
    turns = [(turn.question, turn.answer.text, [c.span for c in turn.answer.citations]) for turn in conversation.turns]
    return hashlib.sha256(repr((question, turns)).encode("utf-8", "surrogatepass")).digest()
