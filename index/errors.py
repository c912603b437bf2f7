"""What can go wrong with vectors and indexes, as exceptions whose messages can be shown to a user."""

from pathlib import Path

__all__ = ["ArchiveError", "HomeError", "IndexingError", "ModelError", "ReadingError"]


class IndexingError(Exception):
    """Base of every error that `index` raises on purpose; its message is one sentence for a user."""


class ArchiveError(IndexingError):
    """An archive of stories cannot be reached or used."""

    def __init__(self, where: str, reason: str) -> None:
        """`where` is its folder or URI, `reason` a few words."""
        super().__init__(f"the archive {where}: {reason}")
        self.where = where
        self.reason = reason


class HomeError(IndexingError):
    """The folder for indexes can't be written or read: no permission, no space, or it is no folder."""

    def __init__(self, path: Path, reason: str) -> None:
        """`path` is where it went wrong, `reason` a few words."""
        super().__init__(f"{path}: the index cannot be kept here: {reason}")
        self.path = path
        self.reason = reason


class ModelError(IndexingError):
    """An encoder is missing, is not the one that was published, or cannot be used."""

    def __init__(self, model: str, reason: str) -> None:
        """`model` is its name, `reason` a few words."""
        super().__init__(f"the encoder {model}: {reason}")
        self.model = model
        self.reason = reason


class ReadingError(IndexingError):
    """A story could not be read by a process of its own."""

    def __init__(self, story_id: str, reason: str) -> None:
        """`reason` is a few words, or the reader's own error."""
        super().__init__(f"the story {story_id} could not be read: {reason}")
        self.story_id = story_id
        self.reason = reason
