"""What can go wrong with a story, as exceptions whose messages can be shown to a user."""

__all__ = ["CorpusError", "DocumentError", "FetchError", "ShippedStoryError", "StoryFileError", "UnknownStoryError"]

_NAMED = 20  # ids that a message lists


class CorpusError(Exception):
    """Base of every error that `corpus` raises on purpose; its message is one sentence for a user."""


class DocumentError(CorpusError):
    """A document cannot become a story. The message says why, of an "it"."""


class FetchError(CorpusError):
    """A page cannot be fetched, or may not be."""

    def __init__(self, url: str, reason: str) -> None:
        super().__init__(f"{url[:200]}: {reason}")
        self.url = url
        self.reason = reason


class ShippedStoryError(CorpusError):
    """A story that comes with the package cannot be removed."""

    def __init__(self, story_id: str) -> None:
        super().__init__(f"the story {story_id} comes with the package and cannot be removed")
        self.story_id = story_id


class StoryFileError(CorpusError):
    """A story file is missing, unreadable, empty, not text, or too large."""

    def __init__(self, path: object, reason: str) -> None:
        super().__init__(f"{path}: {reason}")
        self.path = path
        self.reason = reason


class UnknownStoryError(CorpusError):
    """No story has the id that was asked for."""

    def __init__(self, story_id: str, known: list[str]) -> None:
        named = ", ".join(known[:_NAMED]) or "none"
        more = f" and {len(known) - _NAMED:,} more" if len(known) > _NAMED else ""
        super().__init__(f"no story has the id {story_id[:200]!r}; known: {named}{more}")
        self.story_id = story_id
        self.known = known
