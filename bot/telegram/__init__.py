"""The bot on Telegram. Nothing outside this package knows of Telegram."""

from bot.telegram.asker import Asker
from bot.telegram.errors import SettingError, TelegramChannelError, TokenRefusedError
from bot.telegram.service import run, serve
from bot.telegram.settings import TelegramSettings

__all__ = [
    "Asker",
    "SettingError",
    "TelegramChannelError",
    "TelegramSettings",
    "TokenRefusedError",
    "run",
    "serve",
]
