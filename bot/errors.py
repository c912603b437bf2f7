"""What can go wrong while the bot is set up or asked, as messages that can be shown to a user."""

__all__ = ["BotError"]


class BotError(Exception):
    """Base of every error that `bot` raises on purpose; its message is one sentence for a user."""
