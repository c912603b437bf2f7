"""Double taps: the second comes before the reader has seen what the first did."""

from collections import OrderedDict
from collections.abc import Callable
from time import monotonic

from telegram import CallbackQuery

__all__ = ["Repeats"]

_REPEATED_WITHIN_SECONDS = 1.0
_REMEMBERED = 1_000


class Repeats:
    """Knows which button was tapped by whom within the last second."""

    def __init__(self, *, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._done: OrderedDict[tuple[object, ...], float] = OrderedDict()

    def is_repeated(self, query: CallbackQuery) -> bool:
        """Whether the same button was tapped by the same reader a moment ago."""
        return self._clock() - self._done.get(_key(query), float("-inf")) < _REPEATED_WITHIN_SECONDS

    def note(self, query: CallbackQuery) -> None:
        """Remember a tap, once what it asks for is done."""
        self._done[_key(query)] = self._clock()
        self._done.move_to_end(_key(query))
        if len(self._done) > _REMEMBERED:
            self._done.popitem(last=False)


def _key(query: CallbackQuery) -> tuple[object, ...]:
    message = query.message
    return (message.chat.id if message else None, message and message.message_id, query.from_user.id, query.data)
