"""Telegram's flood limits, kept before the server has to enforce them.

https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this gives them: about one message a second
in a chat, with short bursts allowed; twenty a minute in a group; about thirty a second over all chats.
"""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic

__all__ = ["FloodLimits", "Pace"]

_REMEMBERED_CHATS = 10_000


@dataclass(frozen=True, slots=True)
class Pace:
    """`rate` events a second on average, `burst` of them at once after a rest."""

    rate: float
    burst: int


CHAT = Pace(1.0, 3)
GROUP = Pace(20 / 60, 3)
OVERALL = Pace(28.0, 28)


class _Meter:
    """Gives turns at a pace: the generic cell rate algorithm (ITU-T I.371), which needs one number for its state."""

    __slots__ = ("_due", "_pace")

    def __init__(self, pace: Pace) -> None:
        self._pace = pace
        self._due = float("-inf")  # when the next event would come if all came evenly

    def turn(self, now: float) -> float:
        """Take the next turn; gives when it is."""
        at = max(now, self._due - (self._pace.burst - 1) / self._pace.rate)
        self._due = max(at, self._due) + 1 / self._pace.rate
        return at

    def hold(self, until: float) -> None:
        """Give no turn before `until`, and then no burst."""
        self._due = max(self._due, until + (self._pace.burst - 1) / self._pace.rate)


class FloodLimits:
    """When the next message to a chat may go out. Times are those of `clock`, in seconds."""

    def __init__(
        self,
        *,
        chat: Pace = CHAT,
        group: Pace = GROUP,
        overall: Pace = OVERALL,
        clock: Callable[[], float] = monotonic,
    ) -> None:
        self._chat = chat
        self._group = group
        self._clock = clock
        self._overall = _Meter(overall)
        self._chats: OrderedDict[int, _Meter] = OrderedDict()

    def chat_turn(self, chat: int) -> float:
        """Take a chat's next turn; gives how many seconds away it is. Groups and channels have negative ids."""
        return self._meter(chat).turn(self._clock()) - self._clock()

    def overall_turn(self) -> float:
        """Take the next turn over all chats, once that of the chat has come; gives how many seconds away it is."""
        return self._overall.turn(self._clock()) - self._clock()

    def hold(self, chat: int, seconds: float) -> None:
        """Give `chat` no turn for `seconds`, because the server said so; no other chat waits for it."""
        self._meter(chat).hold(self._clock() + seconds)

    def _meter(self, chat: int) -> _Meter:
        meter = self._chats.setdefault(chat, _Meter(self._group if chat < 0 else self._chat))
        self._chats.move_to_end(chat)
        if len(self._chats) > _REMEMBERED_CHATS:
            self._chats.popitem(last=False)
        return meter
