"""What readers think of answers: kept without who they are."""

import csv
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple, TextIO

from bot.catalogue import inert
from bot.telegram.database import Database, open_database
from bot.telegram.shown import Shown

__all__ = ["Feedback", "Opinion", "opinions", "write_opinions"]

_REMEMBERED_TAPS = 1_000


class Opinion(NamedTuple):
    """One reader's verdict ("good" or "bad") on one answer. The question is empty where it was forgotten before."""

    day: str
    verdict: str
    story: str
    question: str
    outcome: str
    answer: str


class Feedback:
    """Collects opinions. Whose they are is known in memory alone, while the bot runs, for those who change theirs."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._given: OrderedDict[tuple[int, int, int], int] = OrderedDict()

    def give(self, shown: Shown, member: int, verdict: str) -> None:
        """Keep the verdict of `member` on an answer, in place of an earlier one."""
        place = (shown.key.chat, shown.buttons_at, member)
        with self._database.transaction():
            if place in self._given:
                self._database.rows("UPDATE feedback SET verdict = ? WHERE number = ?", verdict, self._given[place])
            else:
                self._given[place] = self._kept(shown, verdict)
        if len(self._given) > _REMEMBERED_TAPS:
            self._given.popitem(last=False)

    def _kept(self, shown: Shown, verdict: str) -> int:
        today, answer = datetime.now(UTC).date().isoformat(), shown.answer
        story = answer.citations[0].story.id if answer.citations else shown.edition.id
        opinion = Opinion(today, verdict, story, shown.question, answer.outcome.value, answer.text)
        ((number,),) = self._database.rows(
            "INSERT INTO feedback (day, verdict, story, question, outcome, answer)"
            " VALUES (?, ?, ?, ?, ?, ?) RETURNING number",
            *opinion,
        )
        return int(str(number))


def opinions(home: Path) -> Iterator[Opinion]:
    """The opinions that readers gave to any bot whose state lies under `home`, oldest first. Raises StateError."""
    for path in sorted((home / "telegram").glob("*.sqlite3")):
        with closing(open_database(path)) as database:
            rows = database.rows("SELECT day, verdict, story, question, outcome, answer FROM feedback ORDER BY number")
        yield from (Opinion(*map(str, row)) for row in rows)


def write_opinions(home: Path, file: TextIO) -> int:
    """Write the opinions as CSV with a header; gives how many there were. Raises StateError."""
    writer = csv.writer(file)
    writer.writerow(Opinion._fields)
    count = 0
    for opinion in opinions(home):
        writer.writerow(map(inert, opinion))
        count += 1
    return count
