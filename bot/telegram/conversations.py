"""The conversations that follow-up questions need: a bounded number, each forgotten after a while."""

from collections import OrderedDict
from collections.abc import Callable
from time import monotonic

from bot.conversation import Conversation

__all__ = ["ChatKey", "Conversations"]

ChatKey = tuple[int, int]
"""A chat and, in a group, one of its members: `(chat id, user id)`; the user id is 0 in a private chat."""


class Conversations:
    """A conversation for each key, bounded in number; forgotten after `idle_seconds` unused."""

    def __init__(
        self, *, kept: int = 2_000, idle_seconds: float = 1_800, clock: Callable[[], float] = monotonic
    ) -> None:
        """Keep at most `kept` conversations."""
        self._kept = kept
        self._idle_seconds = idle_seconds
        self._clock = clock
        self._held: OrderedDict[ChatKey, tuple[float, Conversation]] = OrderedDict()

    def __len__(self) -> int:
        """How many conversations are held, those that nobody goes on with included."""
        return len(self._held)

    def get(self, key: ChatKey) -> Conversation:
        """The conversation under `key`, or a new one."""
        used, conversation = self._held.get(key, (self._clock(), Conversation()))
        return conversation if self._clock() - used <= self._idle_seconds else Conversation()

    def put(self, key: ChatKey, conversation: Conversation) -> None:
        """Hold `conversation` under `key`, and forget what is over the bounds."""
        now = self._clock()
        self._held[key] = (now, conversation)
        self._held.move_to_end(key)
        while len(self._held) > self._kept or now - next(iter(self._held.values()))[0] > self._idle_seconds:
            self._held.popitem(last=False)
