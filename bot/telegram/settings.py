"""The channel's settings, read once and checked by name."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from bot.home import home_folder
from bot.telegram.errors import SettingError

__all__ = ["TelegramSettings"]

TELEGRAM = "https://api.telegram.org"
_TOKEN = re.compile(r"\d+:[A-Za-z0-9_-]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class TelegramSettings:
    """How to reach Telegram, and how to treat readers.

    `api_url` has no trailing slash; `/bot<token>/<method>` is appended to it. The bot's state lies in a folder of
    `home`.

    Raises SettingError, when made, for a value that cannot be used.
    """

    token: str = field(repr=False)
    api_url: str = TELEGRAM
    home: Path = field(default_factory=home_folder)
    questions_per_minute: int = 40

    def __post_init__(self) -> None:
        """Check every value."""
        if not self.token:
            raise SettingError("TELEGRAM_BOT_TOKEN", "is not set: ask @BotFather on Telegram for a token")
        if not _TOKEN.fullmatch(self.token):
            raise SettingError("TELEGRAM_BOT_TOKEN", "is not a bot token: it looks like 123456:ABC-DEF1234ghIkl")
        parts = urlsplit(self.api_url)
        if parts.scheme not in ("http", "https") or not parts.netloc:
            raise SettingError("TELEGRAM_API_URL", f"is {self.api_url!r}, not an http or https address")
        if self.questions_per_minute < 1:
            raise SettingError("TELEGRAM_QUESTIONS_PER_MINUTE", "has to be 1 or more")

    @property
    def state_path(self) -> Path:
        """The file that holds the state of this bot; another bot's lies beside it."""
        return self.home / "telegram" / f"{self.token.partition(':')[0]}.sqlite3"

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> "TelegramSettings":
        """The settings from `environment`. Raises SettingError for a missing or unusable value."""
        return cls(
            token=environment.get("TELEGRAM_BOT_TOKEN", "").strip(),
            api_url=(environment.get("TELEGRAM_API_URL", "").strip() or TELEGRAM).rstrip("/"),
            questions_per_minute=_whole_number(environment, "TELEGRAM_QUESTIONS_PER_MINUTE", 40),
        )


def _whole_number(environment: Mapping[str, str], name: str, default: int) -> int:
    value = environment.get(name, "").strip()
    if not value:
        return default
    if not value.isdecimal():
        raise SettingError(name, f"is {value!r}, not a whole number")
    return int(value)
