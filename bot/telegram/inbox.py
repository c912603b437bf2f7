"""The updates that are not answered yet: on disk before they are confirmed to Telegram, and off it once answered.

python-telegram-bot confirms an update to Telegram as soon as its queue has it, so a queue in memory loses what waits
there in a crash. `Inbox` is a queue for its `Application` that does not: what `store` was given is handed out until
`finished` was told of it, in this run of the program or a later one. An update comes out again only if the program
ended after its reply was sent and before `finished`.

Updates of one lane (a chat) are handed out in the order of their ids, one at a time; lanes do not wait for each
other. Updates that were in hand when the program crashed are suspects: they are handed out one at a time over all
lanes, so that a crash then tells which it was. One that crashed the program three times is handed out once more, as
`SetAside`, and never again.
"""

import asyncio
import hashlib
import heapq
import json
import logging
import sqlite3
import time
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass

from telegram import Bot, Update

from bot.telegram.database import Database
from bot.telegram.decoding import update_of

__all__ = ["Inbox", "SetAside"]

CRASHES_ALLOWED = 3
_NUMBERS_END = 1 << 40  # Telegram gives no such numbers
_REMEMBERED_SECONDS = 48 * 3600  # Telegram repeats an update for 24 hours at most
_KEPT_ASIDE_SECONDS = 7 * 24 * 3600
_LOGGER = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class SetAside:
    """An update that has crashed the program too often to be processed."""

    update: Update


class Inbox(asyncio.Queue[object]):
    """A queue of updates on disk. As a queue it holds what may be processed now; the rest waits for its lane."""

    def __init__(self, database: Database, *, at_once: int) -> None:
        """Hand out at most `at_once` updates that are not finished. `restore` has to be called before the first."""
        super().__init__()
        self._database = database
        self._at_once = at_once
        self._bot: Bot | None = None
        self._waiting: dict[int, list[int]] = {}  # a heap of update ids for each lane
        self._suspects: set[int] = set()
        self._free: OrderedDict[int, None] = OrderedDict()  # lanes with something waiting and nothing in hand
        self._in_hand: dict[int, int] = {}  # update id -> lane
        self._busy: set[int] = set()  # the lanes of what is in hand
        self._closing = False
        self._idle = asyncio.Event()
        self._idle.set()

    @property
    def unfinished(self) -> int:
        """How many updates are waiting or in hand."""
        return len(self._in_hand) + sum(len(heap) for heap in self._waiting.values())

    def restore(self, bot: Bot) -> None:
        """Take up what an earlier run of the program left, for `bot`."""
        self._bot = bot
        now = time.time()
        with self._database.transaction():
            self._database.rows("UPDATE updates SET crashes = crashes + 1, started = 0 WHERE started")
            self._database.rows("DELETE FROM updates WHERE crashes > ?", CRASHES_ALLOWED)
            self._database.rows("DELETE FROM finished WHERE at < ?", now - _REMEMBERED_SECONDS)
            self._database.rows("DELETE FROM set_aside WHERE at < ?", now - _KEPT_ASIDE_SECONDS)
        for update_id, lane, crashes in self._database.rows("SELECT update_id, lane, crashes FROM updates"):
            self._wait(int(str(update_id)), int(str(lane)), suspect=bool(crashes))
        if self.unfinished:
            _LOGGER.info("Taking up %s updates that were not answered.", self.unfinished)
        self._hand_out()

    async def store(self, updates: Sequence[Update]) -> int:
        """Keep `updates` on disk, those that came before left out; gives how many were new. Raises OSError."""
        try:
            fresh = self._stored(updates)
        except sqlite3.Error as error:
            raise OSError(f"updates could not be stored: {type(error).__name__}") from error
        for number, lane in fresh:
            self._wait(number, lane)
        self._hand_out()
        return len(fresh)

    async def put(self, item: object) -> None:
        """Store an update; anything else is the `Application`'s sign to stop, after which nothing is handed out."""
        if isinstance(item, Update):
            await self.store([item])
        else:
            self._closing = True
            await super().put(item)

    def finished(self, item: object) -> None:
        """Forget an update that was handed out, and hand out what waited for it."""
        update = item.update if isinstance(item, SetAside) else item
        if not isinstance(update, Update):
            return
        self._finish(update.update_id)
        self._hand_out()
        if not self.unfinished:
            self._idle.set()

    async def idle(self) -> None:
        """Wait until every update is finished."""
        await self._idle.wait()

    def close(self) -> None:
        """Note that what is in hand was left unfinished, not crashed in."""
        with self._database.transaction():
            self._database.rows("UPDATE updates SET started = 0 WHERE started")

    def _finish(self, update_id: int) -> None:
        try:
            with self._database.transaction():
                self._database.rows(
                    "INSERT OR IGNORE INTO finished SELECT digest, ? FROM updates WHERE update_id = ?",
                    *(time.time(), update_id),
                )
                self._database.rows("DELETE FROM updates WHERE update_id = ?", update_id)
        except sqlite3.Error as error:  # the worst that follows is that it is answered again after a restart
            _LOGGER.error("An update could not be marked as finished: %s", type(error).__name__)
        lane = self._in_hand.pop(update_id)
        self._busy.discard(lane)
        self._suspects.discard(update_id)
        if self._waiting.get(lane):
            self._free[lane] = None

    def _stored(self, updates: Sequence[Update]) -> list[tuple[int, int]]:
        """Write those of `updates` that are new to the disk; gives the number and the lane of each.

        Telegram numbers updates anew after a quiet week, so a number may come twice; it is what was sent that tells
        a repeated update. The number of one that still waits is not given away: the other gets one of ours.
        """
        fresh = []
        with self._database.transaction(through_power_loss=True):
            for update in updates:
                digest = _digest(update)
                if self._database.rows(
                    "SELECT 1 FROM finished WHERE digest = ?1 UNION ALL SELECT 1 FROM updates WHERE digest = ?1", digest
                ):
                    continue
                payload, number, lane = update.to_dict(), update.update_id, _lane(update)
                if self._database.rows("SELECT 1 FROM updates WHERE update_id = ?", number):
                    ((last,),) = self._database.rows("SELECT max(update_id) FROM updates")
                    payload["update_id"] = number = max(int(str(last)), _NUMBERS_END) + 1
                self._database.rows(
                    "INSERT INTO updates (update_id, lane, payload, received, digest) VALUES (?, ?, ?, ?, ?)",
                    *(number, lane, json.dumps(payload), time.time(), digest),
                )
                fresh.append((number, lane))
        return fresh

    def _wait(self, update_id: int, lane: int, *, suspect: bool = False) -> None:
        heapq.heappush(self._waiting.setdefault(lane, []), update_id)
        if suspect:
            self._suspects.add(update_id)
        if lane not in self._busy:
            self._free[lane] = None
        self._idle.clear()

    def _hand_out(self) -> None:
        """Put on the queue what may be processed now: the first of each free lane, suspects one at a time."""
        passed_over = []
        while self._free and len(self._in_hand) < self._at_once and not self._closing:
            lane, _ = self._free.popitem(last=False)
            if self._waiting[lane][0] in self._suspects and not self._suspects.isdisjoint(self._in_hand):
                passed_over.append(lane)
                continue
            try:
                item = self._started(self._waiting[lane][0])
            except sqlite3.Error as error:  # tried again when the next update comes or is finished
                _LOGGER.error("An update could not be taken up: %s", type(error).__name__)
                passed_over.append(lane)
                break
            update_id = self._take(lane)
            if item is None:
                self._finish(update_id)
            else:
                self.put_nowait(item)
        for lane in reversed(passed_over):
            self._free[lane] = None
            self._free.move_to_end(lane, last=False)

    def _take(self, lane: int) -> int:
        """Move the first update that waits in `lane` into the hand."""
        update_id = heapq.heappop(self._waiting[lane])
        if not self._waiting[lane]:
            del self._waiting[lane]
        self._in_hand[update_id] = lane
        self._busy.add(lane)
        return update_id

    def _started(self, update_id: int) -> Update | SetAside | None:
        """The update, marked on disk as in hand; None, and set aside, if what is on disk is no update any more."""
        ((payload, crashes),) = self._database.rows(
            "SELECT payload, crashes FROM updates WHERE update_id = ?", update_id
        )
        update = update_of(json.loads(str(payload)), self._bot)
        blamed = int(str(crashes)) >= CRASHES_ALLOWED
        with self._database.transaction():
            self._database.rows("UPDATE updates SET started = 1 WHERE update_id = ?", update_id)
            if update is None or blamed:
                self._database.rows(
                    "INSERT OR REPLACE INTO set_aside (update_id, payload, at, chat, member) VALUES (?, ?, ?, ?, ?)",
                    *(update_id, payload, time.time(), *_whose(update)),
                )
        if blamed:
            _LOGGER.error("An update crashed the program %s times, and is set aside.", crashes)
        return SetAside(update) if update and blamed else update


def _whose(update: Update | None) -> tuple[int, int]:
    """The chat and the user that an update comes from, 0 where there is none."""
    chat, user = (update.effective_chat, update.effective_user) if update else (None, None)
    return chat.id if chat else 0, user.id if user else 0


def _digest(update: Update) -> bytes:
    """What tells an update from any other, also from one of the same number."""
    message, query = update.message or update.edited_message, update.callback_query or update.inline_query
    told = (
        (message.chat.id, message.message_id, message.date, message.edit_date, message.text, message.caption)
        if message
        else None
    )
    identity = repr((update.update_id, told, query.id if query else None))
    return hashlib.sha256(identity.encode("utf-8", "surrogatepass")).digest()


def _lane(update: Update) -> int:
    chat, user = update.effective_chat, update.effective_user
    return chat.id if chat else user.id if user else 0
