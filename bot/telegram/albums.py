"""Albums: each picture of one comes as a message of its own, and one reply is enough."""

from collections import OrderedDict

from telegram import Message

__all__ = ["Albums"]

_REMEMBERED = 1_000


class Albums:
    """Knows which albums have had a reply."""

    def __init__(self) -> None:
        self._replied: OrderedDict[tuple[int, str], None] = OrderedDict()

    def note(self, message: Message) -> bool:
        """Note that `message` gets a reply; True if it belongs to an album that has had one."""
        if message.media_group_id is None:
            return False
        key = (message.chat.id, message.media_group_id)
        known = key in self._replied
        self._replied[key] = None
        if len(self._replied) > _REMEMBERED:
            self._replied.popitem(last=False)
        return known
