"""What chats ask: a story that is open, or all stories at once."""

from bot.desk import shared_crowd
from bot.telegram.asker import Asker, Searcher
from bot.telegram.overviews import Overviews
from bot.telegram.records import Records
from bot.telegram.remembering import Remembering
from corpus.statement import Reading

__all__ = ["ALL", "Asked", "Edition", "Everything"]

ALL = "*"  # in the place of a story's id, and of a fingerprint; no story has such an id


class Edition:
    """A story as it was read, open to be asked about and shown. Buttons know it by its `fingerprint`."""

    is_all = False

    def __init__(self, asker: Asker, *, private: bool = False) -> None:
        """A `private` story is one chat's own."""
        self.private = private
        self.source = asker
        self.asker = Remembering(asker, crowd=shared_crowd())
        self.records = Records.of(asker.reading)
        self.overviews = Overviews(asker.reading, self.records.fingerprint)

    @property
    def id(self) -> str:
        """The id of the story."""
        return self.reading.story.id

    @property
    def reading(self) -> Reading:
        """What was read of the story."""
        return self.source.reading

    @property
    def fingerprint(self) -> str:
        """What tells it from other stories and other readings, short enough for a button."""
        return self.records.fingerprint

    @property
    def sample(self) -> "Edition":
        """The story that examples are about."""
        return self


class Everything:
    """All stories, to be asked at once. Answers are not remembered: another story may come at any time."""

    id = ALL
    is_all = True
    private = False

    def __init__(self, searcher: Searcher, sample: Edition) -> None:
        """Ask `searcher`; examples are about the `sample`."""
        self.asker = searcher
        self.sample = sample
        self.records = Records(ALL, searcher.reading)


Asked = Edition | Everything
