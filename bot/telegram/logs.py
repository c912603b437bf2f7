"""Logging without users' words and without the token."""

import logging

__all__ = ["set_up_logging"]


class _WithoutToken(logging.Formatter):
    """Formats records as usual, and puts a mark where the token would stand."""

    def __init__(self, token: str) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")
        self._token = token

    def format(self, record: logging.LogRecord) -> str:
        """The record's line (and its traceback, if it has one), without the token."""
        return super().format(record).replace(self._token, "<token>")


def set_up_logging(token: str) -> None:
    """Log to stderr from INFO on.

    httpx logs each request's address, and so the token, at INFO; python-telegram-bot logs whole updates at
    DEBUG. Both are kept to warnings.
    """
    handler = logging.StreamHandler()
    handler.setFormatter(_WithoutToken(token))
    logging.basicConfig(level=logging.INFO, handlers=[handler])
    for name in ("httpx", "httpcore", "telegram"):
        logging.getLogger(name).setLevel(logging.WARNING)
