"""What can go wrong while the bot is set up or asked, as messages that can be shown to a user."""

__all__ = ["BotError", "BringingError"]


class BotError(Exception):
    """Base of every error that `bot` raises on purpose; its message is one sentence for a user."""


class BringingError(BotError):
    """What a reader brought cannot become a story. The message says why, of an "it"."""

    def __init__(self, reason: str, *, ours: bool = False) -> None:
        """`ours` says that nothing is wrong with what was brought."""
        super().__init__(reason)
        self.ours = ours
