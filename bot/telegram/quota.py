"""How many questions a user may ask in a minute."""

from collections import OrderedDict, deque
from collections.abc import Callable
from time import monotonic

__all__ = ["Quota"]

_MINUTE = 60.0
_REMEMBERED_USERS = 10_000


class Quota:
    """At most `limit` questions a user in any minute; whoever asks more is told once, until they may ask again."""

    def __init__(self, limit: int, *, clock: Callable[[], float] = monotonic) -> None:
        self.limit = limit
        self._clock = clock
        self._asked: OrderedDict[int, deque[float]] = OrderedDict()
        self._told: set[int] = set()

    def take(self, user: int) -> float:
        """Count a question of `user`; gives 0.0, or how many seconds they have to wait (then it is not counted)."""
        now = self._clock()
        asked = self._asked.setdefault(user, deque(maxlen=self.limit))
        self._asked.move_to_end(user)
        if len(asked) == self.limit and now - asked[0] < _MINUTE:
            return _MINUTE - (now - asked[0])
        asked.append(now)
        self._told.discard(user)
        if len(self._asked) > _REMEMBERED_USERS:
            self._told.discard(self._asked.popitem(last=False)[0])
        return 0.0

    def tell(self, user: int) -> bool:
        """Whether `user` has to be told; True once, until they are within the limit again."""
        told = user in self._told
        self._told.add(user)
        return not told
