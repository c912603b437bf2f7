"""The bot on Telegram. Nothing outside this package knows of Telegram."""

from bot.telegram.asker import Asker, Listed, Shelf
from bot.telegram.errors import SettingError, TelegramChannelError, TokenRefusedError
from bot.telegram.service import run, serve
from bot.telegram.settings import TelegramSettings
from bot.telegram.shelf import LibraryShelf

__all__ = [
    "Asker",
    "LibraryShelf",
    "Listed",
    "SettingError",
    "Shelf",
    "TelegramChannelError",
    "TelegramSettings",
    "TokenRefusedError",
    "run",
    "serve",
]
