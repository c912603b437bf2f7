"""What the bot has shown under which question, so that buttons and edited questions still work after a restart."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass

from bot.answer import Answer
from bot.telegram.conversations import ChatKey
from bot.telegram.database import Database, storable
from bot.telegram.edition import Asked
from bot.telegram.editions import Editions
from bot.telegram.records import Records

__all__ = ["Shown", "ShownAnswers"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One answer in a chat: the messages that hold it (the last has the buttons), and the message it replies to.

    `edition` is what was asked. `question` is empty once it is forgotten. `heading` is what stands over the answer.
    `told` are the statements that "more" does not tell again, as `told_in` has them.
    """

    key: ChatKey
    edition: Asked
    messages: tuple[int, ...]
    replies_to: int
    question: str
    answer: Answer
    heading: str = ""
    told: tuple[int, ...] = ()

    @property
    def buttons_at(self) -> int:
        """The message that has the buttons."""
        return self.messages[-1]


class ShownAnswers:
    """The answers shown in the last `kept_seconds`; their questions are forgotten after `question_seconds`."""

    def __init__(
        self,
        database: Database,
        editions: Editions,
        *,
        kept_seconds: float = 7 * 24 * 3600,
        question_seconds: float = 1_800,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._database = database
        self._editions = editions
        self._kept_seconds = kept_seconds
        self._question_seconds = question_seconds
        self._clock = clock

    def put(self, shown: Shown) -> None:
        """Remember `shown`, in place of what its messages showed before."""
        row = (
            shown.key.chat,
            shown.buttons_at,
            shown.key.member,
            shown.replies_to,
            " ".join(map(str, shown.messages)),
            storable(shown.question),
            shown.edition.records.of_answer(shown.answer),
            " ".join(map(str, shown.told)),
            self._clock(),
            storable(shown.heading),
        )
        with self._database.transaction():
            self._database.rows("INSERT OR REPLACE INTO shown VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", *row)

    async def at(self, chat: int, message: int) -> Shown | None:
        """What the buttons of `message` belong to, or None if that is forgotten or the story was read anew since."""
        return await self._found("chat = ? AND message = ?", chat, message)

    async def under(self, chat: int, question: int) -> Shown | None:
        """What was shown as the reply to the message `question`, likewise."""
        return await self._found("chat = ? AND replies_to = ? ORDER BY at LIMIT 1", chat, question)

    def forget(self, shown: Shown) -> None:
        """Forget one answer."""
        with self._database.transaction():
            self._database.rows("DELETE FROM shown WHERE chat = ? AND message = ?", shown.key.chat, shown.buttons_at)

    def forget_all(self, key: ChatKey) -> None:
        """Forget everything that was shown under `key`."""
        with self._database.transaction():
            self._database.rows("DELETE FROM shown WHERE chat = ? AND member = ?", *key)

    def forget_old(self) -> None:
        """Forget answers, and the questions of answers, whose time is over."""
        now = self._clock()
        with self._database.transaction():
            self._database.rows("DELETE FROM shown WHERE at < ?", now - self._kept_seconds)
            self._database.rows(
                "UPDATE shown SET question = '' WHERE question != '' AND at < ?", now - self._question_seconds
            )

    async def _found(self, where: str, *values: int) -> Shown | None:
        rows = self._database.rows(
            f"SELECT chat, member, messages, replies_to, question, answer, told, heading FROM shown WHERE {where}",
            *values,
        )
        if not rows:
            return None
        chat, member, messages, replies_to, question, record, told, heading = rows[0]
        edition = await self._editions.shown_in(Records.fingerprint_in(str(record)), int(str(chat)))
        answer = await asyncio.to_thread(edition.records.answer, str(record)) if edition else None
        if edition is None or answer is None:
            return None
        return Shown(
            key=ChatKey(int(str(chat)), int(str(member))),
            edition=edition,
            messages=tuple(map(int, str(messages).split())),
            replies_to=int(str(replies_to)),
            question=str(question),
            answer=answer,
            heading=str(heading),
            told=tuple(map(int, str(told).split())),
        )
