"""A story made up for the tests of the Telegram channel, read by hand, and an asker that answers from it."""

import re
import threading
from collections.abc import Collection
from datetime import date

from bot.answer import Answer, Citation, Outcome
from bot.conversation import Conversation
from bot.errors import BotError
from bot.telegram import Asker, Listed
from corpus.statement import Reading, Speaker, SpeakerKind, Statement, StatementKind, When, WhenHow
from corpus.story import PublishedHow, Sentence, Span, Story

PARAGRAPHS = (
    "The harbour bridge will close for <two> years, Mayor Anna Berg said on Monday.",
    "“The bolts are rusty & the money is there,” Berg said. “We start in May.”",
    "Traders fear for their shops. “Nobody asked us,” said Tom Okoro, who sells fish. 🐟",
    "The ferry company said it would run twice as often, from six in the morning until midnight on every "
    "working day, on Saturdays until one in the morning, and on Sundays and public holidays from eight.",
)


def read_story(
    paragraphs: tuple[str, ...] = PARAGRAPHS, *, story_id: str = "bridge", title: str = "Bridge <closed> & barred"
) -> Reading:
    """The story of `paragraphs`, one sentence each; each of the first four is a statement."""
    text = "\n\n".join(paragraphs)
    spans = [Span(text.index(p), text.index(p) + len(p)) for p in paragraphs]
    story = Story(
        id=story_id,
        title=title,
        text=text,
        published=date(2024, 3, 12),
        published_how=PublishedHow.GIVEN,
        paragraphs=tuple(spans),
        sentences=tuple(Sentence(i, s.start, s.end, i) for i, s in enumerate(spans)),
    )
    monday = When("2024-03-11", None, WhenHow.PUBLISHED)
    speakers = (
        _speaker(text, "Anna Berg", SpeakerKind.PERSON, "Mayor"),
        _speaker(text, "Tom Okoro", SpeakerKind.PERSON, "who sells fish"),
        _speaker(text, "The ferry company", SpeakerKind.ORGANISATION),
    )
    said = [(0, 0, monday), (1, 0, monday), (2, 1, None), (3, 2, None)]
    statements = tuple(
        Statement(kind=StatementKind.INDIRECT, parts=(spans[place],), speaker=who, said_on=when)
        for place, who, when in said
        if place < len(spans)
    )
    return Reading(story=story, speakers=speakers, statements=statements)


def _speaker(text: str, name: str, kind: SpeakerKind, *descriptions: str) -> Speaker:
    found = tuple(Span(text.find(d), text.find(d) + len(d)) for d in descriptions if d in text)
    return Speaker(name, kind, found)


class SmallAsker:
    """Answers with the statements of whoever is named, or was named last; notes how it was asked."""

    def __init__(self, reading: Reading | None = None, *, holding: Collection[str] = ()) -> None:
        """`holding` are words; a question with one of them is answered only once `release` is set."""
        self.reading = reading or read_story()
        self.holding = holding
        self.release = threading.Event()
        self.asked: list[tuple[str, int]] = []
        self.threads: set[str] = set()

    def ask(self, question: str, conversation: Conversation) -> Answer:
        """Answer by the names in the question, or in the turn before it."""
        self.threads.add(threading.current_thread().name)
        if any(word in question for word in self.holding):
            assert self.release.wait(20)
        self.asked.append((question, len(conversation.turns)))
        if "raise" in question:
            raise RuntimeError(f"secret words: {question}")
        said = self._statements(question)
        if not said and conversation.turns and re.search(r"\b(she|he|they|that)\b", question):
            said = list(conversation.turns[-1].answer.statements)
        if not said:
            nearest = self.reading.story.sentences[0]
            return Answer(
                outcome=Outcome.NOT_IN_STORY,
                text="The story does not say.",
                citations=(Citation(self.reading, nearest, nearest.span),),
            )
        cited = tuple(self._cited(statement) for statement in said)
        speaker = self.reading.speaker_of(said[0])
        text = f"{speaker.name if speaker else 'Somebody'} <said> so. [1]"
        return Answer(outcome=Outcome.ANSWER, text=text, citations=cited, confidence=0.9)

    def _statements(self, question: str) -> list[Statement]:
        names = {who for who, s in enumerate(self.reading.speakers) if s.name.split()[-1].lower() in question.lower()}
        return [s for s in self.reading.statements if s.speaker in names]

    def _cited(self, statement: Statement) -> Citation:
        sentence = self.reading.story.sentence_at(statement.start)
        assert sentence is not None
        return Citation(self.reading, sentence, sentence.span, statement)


class SmallShelf:
    """A shelf of stories that are read already; tests may add to `askers`, or take from it."""

    def __init__(self, *askers: Asker) -> None:
        self.askers = list(askers)

    def listed(self, chat: int) -> list[Listed]:
        """All of them, for every chat."""
        stories = [asker.reading.story for asker in self.askers]
        return [Listed(story.id, story.title, story.published) for story in stories]

    def first(self, chat: int) -> str:
        """The first, for every chat."""
        return self.askers[0].reading.story.id

    def searched(self) -> None:
        """Nothing searches them all."""

    begins_with_all = False

    def allows(self, chat: int, story_id: str) -> bool:
        """All of them, for every chat."""
        return True

    def open(self, story_id: str) -> Asker:
        """The asker of a story."""
        for asker in self.askers:
            if asker.reading.story.id == story_id:
                return asker
        raise BotError(f"no story has the id {story_id}")

    def close(self) -> None:
        """Nothing goes on."""
