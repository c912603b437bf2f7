"""What stops the Telegram channel, as exceptions whose messages can be shown to a user."""

from bot.errors import BotError

__all__ = ["SettingError", "StateError", "TelegramChannelError", "TokenRefusedError"]


class TelegramChannelError(BotError):
    """Base of the errors that the channel raises on purpose; the message is a sentence without the token."""


class SettingError(TelegramChannelError):
    """A setting is missing or has a value that cannot be used; the message starts with its name."""

    def __init__(self, name: str, reason: str) -> None:
        """Say of the setting `name` what is wrong with it."""
        super().__init__(f"{name} {reason}")
        self.name = name
        self.reason = reason


class TokenRefusedError(TelegramChannelError):
    """The Bot API server does not know the token."""

    def __init__(self, server: str) -> None:
        """Name the `server` that refused."""
        super().__init__(f"{server} refused the token in TELEGRAM_BOT_TOKEN: copy it again from @BotFather")
        self.server = server


class StateError(TelegramChannelError):
    """The file that holds the bot's state cannot be used."""

    def __init__(self, path: object, reason: str) -> None:
        super().__init__(f"{path}: {reason}")
        self.path = path
        self.reason = reason
