"""Logging without users' words and without the token."""

import json
import logging
from datetime import UTC, datetime

from bot.telegram.settings import LogFormat

__all__ = ["set_up_logging"]


class _TextFormatter(logging.Formatter):
    """Lines for people: time, level, logger, message, and the record's `fields` as name=value."""

    def __init__(self, token: str) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")
        self._token = token

    def format(self, record: logging.LogRecord) -> str:
        """The record's line, and its traceback if it has one, without the token."""
        fields = "".join(f" {name}={value}" for name, value in _fields(record).items())
        return (super().format(record) + fields).replace(self._token, "<token>")


class _JsonFormatter(logging.Formatter):
    """A JSON object a line: time (UTC), level, logger, message, the record's `fields`, and perhaps a traceback."""

    def __init__(self, token: str) -> None:
        super().__init__()
        self._token = token

    def format(self, record: logging.LogRecord) -> str:
        """The record's object, without the token."""
        line: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
            **_fields(record),
        }
        if record.exc_info:
            line["traceback"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False).replace(self._token, "<token>")


def set_up_logging(token: str, form: LogFormat) -> None:
    """Log to stderr from INFO on.

    python-telegram-bot logs whole updates at DEBUG, and httpx, where an operator's own code uses it, each request's
    address at INFO, and so the token. Neither gets to say so; that something was left at the end, we say ourselves.
    """
    handler = logging.StreamHandler()
    handler.setFormatter(_JsonFormatter(token) if form is LogFormat.JSON else _TextFormatter(token))
    logging.basicConfig(level=logging.INFO, handlers=[handler])
    for name in ("httpx", "httpcore", "telegram"):
        logging.getLogger(name).setLevel(logging.ERROR)


def _fields(record: logging.LogRecord) -> dict[str, object]:
    fields = getattr(record, "fields", {})
    return dict(fields) if isinstance(fields, dict) else {}
