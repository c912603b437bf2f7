"""A question as it was understood."""

from dataclasses import dataclass
from enum import StrEnum

from bot.conversation import Turn

__all__ = ["Question", "QuestionKind"]


class QuestionKind(StrEnum):
    """What a question asks for."""

    WHO = "who"  # who said, who did
    WHAT_SAID = "what-said"
    WHEN = "when"
    WHERE = "where"  # where or how something was said
    REPORTED_BY = "reported-by"
    IDENTITY = "identity"
    YES_NO = "yes-no"
    NUMBER = "number"
    SPEAKERS = "speakers"  # who is quoted in the story
    LIST = "list"
    COMPARISON = "comparison"  # do two sides disagree
    MORE = "more"  # what else did they say
    NAME = "name"  # nothing but a speaker's name: "Putin", "what did Putin say?"
    ABOUT = "about"  # what the story is about
    PUBLISHED = "published"  # when the story was published
    EMPTY = "empty"  # no word that says what it is about, and nothing before it that does
    FACT = "fact"


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question about a story.

    `text` is what was asked, cleaned; `context` the earlier questions that it continues, oldest first. `speakers`
    are indices into `Reading.speakers` of those whose words are asked about; with `only_speakers`, the question says
    nothing else ("and the ministry?").
    `role` is what those are whom the story quotes, where only some are asked for ("former officials").
    `back` is the turn that a follow-up points back to ("when did he say that?"), whose evidence answers it; `told` is
    the sentence that answered the turn that any other follow-up continues, by index; `instead` are the words of one
    that only names something else ("and Chevron?"). `day` is an ISO day, month or year that the words asked about were
    said on.
    """

    text: str
    kind: QuestionKind
    speakers: tuple[int, ...] = ()
    only_speakers: bool = False
    role: str | None = None
    day: str | None = None
    context: tuple[str, ...] = ()
    back: Turn | None = None
    told: int | None = None
    instead: tuple[str, ...] = ()

    @property
    def full_text(self) -> str:
        """The question with the earlier ones that it continues before it."""
        return " ".join((*self.context, self.text))
