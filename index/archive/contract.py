"""What an archive of stories holds and can be asked, wherever it is kept."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from index.encoder import Vectors

__all__ = ["Archive", "ArchivedStory", "Hit", "Line", "StoryCard", "Where"]


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryCard:
    """A story as an archive knows it. `key` names the folder with what was read of it; a new reading has a new key.

    `published` is an ISO day, `source` whoever published it; both None where unknown.
    """

    id: str
    key: str
    title: str = ""
    source: str | None = None
    published: str | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence of a story as an archive searches it.

    `since` and `until` are ISO days, the first and the last on which something in it was said, or on which the story
    was published; None where neither is known. `names` are the last words of its speakers' names, in lower case.
    """

    text: str
    since: str | None = None
    until: str | None = None
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ArchivedStory:
    """A story to put into an archive: line i and row i of `vectors` (float32, normalised) are its sentence i."""

    card: StoryCard
    lines: Sequence[Line]
    vectors: Vectors


@dataclass(frozen=True, slots=True, kw_only=True)
class Where:
    """Which sentences count: all that meet every condition that is not None.

    `since` and `until` are ISO days, both included; a sentence counts if its days overlap theirs. `name` is the last
    word of a speaker's name, in lower case; `source` who published the story, in any case.
    """

    since: str | None = None
    until: str | None = None
    name: str | None = None
    source: str | None = None

    @property
    def is_everything(self) -> bool:
        """Whether every sentence counts."""
        return self == Where()


@dataclass(frozen=True, slots=True)
class Hit:
    """A sentence that was found; the higher the score, the better. Scores of different searches can't be compared."""

    story: str
    sentence: int
    score: float


class Archive(Protocol):
    """Sentences of many stories, with their vectors. Several threads may search while one process adds.

    Whatever was added can be found by every process as soon as `add` returns, and survives the process. A story is
    there whole or not at all.
    """

    def add(self, stories: Iterable[ArchivedStory]) -> None:
        """Put stories in, each in the place of the one with its id."""
        ...

    def remove(self, story_id: str) -> None:
        """Take a story out; nothing happens if it is not there."""
        ...

    def compact(self) -> None:
        """Put what was added bit by bit in the order that is searched fastest."""
        ...

    def nearest(self, vector: Vectors, k: int, where: Where = ...) -> list[Hit]:
        """The `k` sentences whose vectors have the highest cosine to `vector`, (dimensions,), best first."""
        ...

    def with_words(self, question: str, k: int, where: Where = ...) -> list[Hit]:
        """The `k` sentences that share words with `question`, by BM25, best first."""
        ...

    def keys(self) -> dict[str, str]:
        """The key of every story, by id."""
        ...

    def cards(self, story_ids: Iterable[str]) -> dict[str, StoryCard]:
        """What is known of these stories, by id; those that are not there are left out."""
        ...

    def sources(self) -> list[str]:
        """Everyone who published a story, each once, sorted."""
        ...

    def latest(self) -> str | None:
        """The ISO day on which the newest story was published; None if no day is known."""
        ...

    def __len__(self) -> int:
        """How many sentences it holds."""
        ...

    def close(self) -> None:
        """Let go of files and connections."""
        ...
