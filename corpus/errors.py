"""What can go wrong with a story, as exceptions whose messages can be shown to a user."""

__all__ = ["CorpusError", "StoryFileError", "UnknownStoryError"]


class CorpusError(Exception):
    """Base of every error that `corpus` raises on purpose; its message is one sentence for a user."""


class StoryFileError(CorpusError):
    """A story file is missing, unreadable, empty, not text, or too large."""

    def __init__(self, path: object, reason: str) -> None:
        super().__init__(f"{path}: {reason}")
        self.path = path
        self.reason = reason


class UnknownStoryError(CorpusError):
    """No story has the id that was asked for."""

    def __init__(self, story_id: str, known: list[str]) -> None:
        super().__init__(f"no story has the id {story_id!r}; known: {', '.join(known) or 'none'}")
        self.story_id = story_id
        self.known = known
