"""Updates out of the JSON that a Bot API server sends, one by one, so that an odd one takes no other with it.

python-telegram-bot refuses an object that lacks what the newest Bot API requires, as an older server's (or a future
one's) may; its `get_updates` then loses the whole batch, again and again. Such a message is read for its essentials.
"""

import logging
from collections.abc import Iterator
from typing import Any

from telegram import Bot, Update

__all__ = ["RawUpdate", "update_id_of", "update_of"]

RawUpdate = dict[str, Any]

_MESSAGES = ("message", "edited_message")
_ESSENTIALS = (
    "message_id",
    "date",
    "edit_date",
    "chat",
    "from",
    "text",
    "caption",
    "message_thread_id",
    "is_topic_message",
)
_LOGGER = logging.getLogger(__name__)


def update_of(raw: object, bot: Bot | None) -> Update | None:
    """The update in a JSON object, whole or else its essentials; None, and a line in the log, if it is none."""
    if isinstance(raw, dict):
        for form in _forms(raw):
            try:
                update = Update.de_json(form, bot)
                _ = update.effective_chat, update.effective_user, update.to_json()
            except (LookupError, TypeError, ValueError, AttributeError, RecursionError):
                continue
            if isinstance(update.update_id, int):
                return update
    _LOGGER.error("The server sent what is not an update; it is left out.")
    return None


def update_id_of(raw: object) -> int | None:
    """The id by which the server knows an update, whatever else is in it."""
    number = raw.get("update_id") if isinstance(raw, dict) else None
    return number if isinstance(number, int) else None


def _forms(raw: RawUpdate) -> Iterator[RawUpdate]:
    """The update as it came, and then with less and less of its message."""
    yield raw
    for kept in ((*_ESSENTIALS, "entities", "caption_entities"), _ESSENTIALS):
        messages = {kind: raw[kind] for kind in _MESSAGES if isinstance(raw.get(kind), dict)}
        if messages:
            cut = {kind: {name: m[name] for name in kept if name in m} for kind, m in messages.items()}
            yield {"update_id": raw.get("update_id"), **cut}
