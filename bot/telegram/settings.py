"""The channel's settings, from flags and the environment, each checked by its name."""

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from bot.home import home_folder
from bot.telegram.errors import SettingError

__all__ = ["Address", "LogFormat", "TelegramSettings"]

TELEGRAM = "https://api.telegram.org"


class LogFormat(StrEnum):
    """How the log is written: lines for people, or JSON objects, one a line."""

    TEXT = "text"
    JSON = "json"


class Address(NamedTuple):
    """Where a server listens."""

    host: str
    port: int

    def __str__(self) -> str:
        """The address as it is written in a setting."""
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"


@dataclass(frozen=True, slots=True, kw_only=True)
class TelegramSettings:
    """How to reach Telegram, and how to treat readers.

    `api_url` has no trailing slash; `/bot<token>/<method>` is appended to it. With `webhook`, the public https
    address that Telegram sends updates to, the bot takes them at `listen`, from senders that know `webhook_secret`;
    without, it fetches them. At `listen`, if given, it also answers `/healthz` and `/metrics`. With `own_stories`,
    readers may bring stories of their own, and with `links` too, pages on the web. The bot's state lies in a folder of
    `home`.

    Raises SettingError, when made, for settings that do not go together.
    """

    token: str = field(repr=False)
    api_url: str = TELEGRAM
    webhook: str | None = None
    webhook_secret: str | None = field(default=None, repr=False)
    listen: Address | None = None
    questions_per_minute: int = 40
    threads: int = 3
    feedback: bool = True
    own_stories: bool = True
    own_stories_per_chat: int = 10
    own_story_megabytes: int = 5
    own_story_days: int = 7
    links: bool = False
    log_format: LogFormat = LogFormat.TEXT
    home: Path = field(default_factory=home_folder)

    def __post_init__(self) -> None:
        if self.webhook and not self.webhook_secret:
            raise SettingError("TELEGRAM_WEBHOOK_SECRET", "is not set, and a webhook needs one: letters and digits")
        if self.webhook and not self.listen:
            raise SettingError("--listen", "is not set, and a webhook needs it: for instance 127.0.0.1:8080")

    @property
    def state_path(self) -> Path:
        """The file that holds the state of this bot; another bot's lies beside it."""
        return self.home / "telegram" / f"{self.token.partition(':')[0]}.sqlite3"

    @property
    def own_story_bytes(self) -> int:
        """How many bytes a file or a page may have that a reader brings."""
        return 1_000_000 * self.own_story_megabytes

    @property
    def own_home(self) -> Path:
        """The folder for the stories that readers bring."""
        return self.state_path.with_suffix(".own")

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ, **flags: str | None) -> "TelegramSettings":
        """The settings from `environment`; a flag (named as its field) that is not None overrides it.

        Raises SettingError for a missing or unusable value, by the name under which it was given.
        """
        values = {name: _value(name, row, environment, flags.get(name)) for name, row in _ROWS.items()}
        return cls(**{name: value for name, value in values.items() if value is not None})  # type: ignore[arg-type]

    def shown(self) -> str:
        """Every setting in a line of its own, as its environment variable; the token and the secret are masked."""
        return "\n".join(f"{row.variable}={self._masked(name)}" for name, row in _ROWS.items()) + (
            f"\nON_THE_RECORD_HOME={self.home}"
        )

    def _masked(self, name: str) -> str:
        value = getattr(self, name)
        if name == "token":
            return f"{self.token.partition(':')[0]}:***"
        if name == "webhook_secret":
            return "***" if value else ""
        if isinstance(value, bool):
            return "on" if value else "off"
        return "" if value is None else str(value)


class _Row(NamedTuple):
    """How one setting is given: a variable, perhaps a flag, and what makes a value of the text.

    `parse` raises ValueError with the rest of a sentence that starts with the name.
    """

    variable: str
    flag: str | None
    parse: Callable[[str], object]


def _value(name: str, row: _Row, environment: Mapping[str, str], flag: str | None) -> object:
    text = (environment.get(row.variable, "") if flag is None else flag).strip()
    if not text and name == "token":
        raise SettingError(row.variable, "is not set: ask @BotFather on Telegram for a token")
    if not text:
        return None
    try:
        return row.parse(text)
    except ValueError as error:
        raise SettingError(row.variable if flag is None else row.flag or name, str(error)) from None


def _token(text: str) -> str:
    if not re.fullmatch(r"\d+:[A-Za-z0-9_-]+", text):
        raise ValueError("is not a bot token: it looks like 123456:ABC-DEF1234ghIkl")
    return text


def _api_url(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.netloc:
        raise ValueError(f"is {text!r}, not an http or https address")
    return text.rstrip("/")


def _webhook(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme != "https" or not parts.netloc:
        raise ValueError(f"is {text!r}, not an https address")
    if parts.path in ("", "/", "/healthz", "/metrics"):
        raise ValueError(f"is {text!r}, and needs a path of its own, such as https://example.org/telegram")
    return text


def _secret(text: str) -> str:
    if not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", text):
        raise ValueError("may have up to 256 letters, digits, _ and - only")
    return text


def _address(text: str) -> Address:
    match = re.fullmatch(r"(?:\[([0-9a-fA-F:]+)\]|([^:\[\]]*)):(\d+)", text)
    if not match or not 0 <= int(match[3]) <= 65535:
        raise ValueError(f"is {text!r}, not an address such as 127.0.0.1:8080")
    return Address(match[1] or match[2] or "127.0.0.1", int(match[3]))


def _count(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 10_000:
        raise ValueError(f"is {text!r}, not a whole number from 1 to 10,000")
    return int(text)


def _megabytes(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 20:
        raise ValueError(f"is {text!r}, not a whole number from 1 to 20, which is what Telegram allows")
    return int(text)


def _days(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 366:
        raise ValueError(f"is {text!r}, not a whole number from 1 to 366")
    return int(text)


def _switch(text: str) -> bool:
    if text.lower() not in ("on", "off"):
        raise ValueError(f"is {text!r}, not on or off")
    return text.lower() == "on"


def _log_format(text: str) -> LogFormat:
    if text not in (known := [str(form) for form in LogFormat]):
        raise ValueError(f"is {text!r}, not {' or '.join(known)}")
    return LogFormat(text)


_ROWS = {
    "token": _Row("TELEGRAM_BOT_TOKEN", None, _token),
    "api_url": _Row("TELEGRAM_API_URL", None, _api_url),
    "webhook": _Row("TELEGRAM_WEBHOOK", "--webhook", _webhook),
    "webhook_secret": _Row("TELEGRAM_WEBHOOK_SECRET", None, _secret),
    "listen": _Row("TELEGRAM_LISTEN", "--listen", _address),
    "questions_per_minute": _Row("TELEGRAM_QUESTIONS_PER_MINUTE", "--questions-per-minute", _count),
    "threads": _Row("TELEGRAM_THREADS", "--threads", _count),
    "feedback": _Row("TELEGRAM_FEEDBACK", "--feedback", _switch),
    "own_stories": _Row("TELEGRAM_OWN_STORIES", "--own-stories", _switch),
    "own_stories_per_chat": _Row("TELEGRAM_OWN_STORIES_PER_CHAT", "--own-stories-per-chat", _count),
    "own_story_megabytes": _Row("TELEGRAM_OWN_STORY_MEGABYTES", "--own-story-megabytes", _megabytes),
    "own_story_days": _Row("TELEGRAM_OWN_STORY_DAYS", "--own-story-days", _days),
    "links": _Row("TELEGRAM_LINKS", "--links", _switch),
    "log_format": _Row("TELEGRAM_LOG_FORMAT", "--log-format", _log_format),
}
