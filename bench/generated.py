"""Generated news for the bench of scale: stories of made-up people, with what a reading of them would hold.

The same number always gives the same story. Nothing of it is kept in the repository.
"""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from corpus.source import StorySource
from corpus.statement import Reading, Speaker, SpeakerKind, Statement, StatementKind, When, WhenHow
from corpus.story import PublishedHow, Sentence, Span, Story

__all__ = ["SENTENCES", "Made", "made_story", "questions_about"]

SENTENCES = 25
"""Sentences of every story."""

_FIRST = (
    "Anna Karl Maria Igor Helen Peter Sofia Tom Nadia Omar Laura Victor Elena Paul Grace Ivan Lena Hugo Clara David "
    "Rosa Felix Julia Simon Vera Mark Nina Oscar Ruth Adam"
).split()
_STEMS = "Ber Vog Mar Kon Sil Tar Hol Wes Bran Dor Fal Gren Hart Jan Kes Lind Mor Nor Pel Quin Ros Stan Thal Ul".split()
_ENDS = "g el tin ash va kov man ton dt feld son ley ski en ick ard ov er berg well".split()
_TITLES = "Mayor Minister Judge Senator Governor Professor Chancellor Doctor".split()
_OUTLETS = "Gazette Herald Courier Tribune Observer Chronicle Dispatch Monitor Examiner Sentinel".split()
_PLACES = (
    "Arden Belmont Corvo Dunmore Estel Farrow Glenn Harwick Ilmar Jasper Kelmar Lorne Mirova Norwick Ostrava".split()
)
_THINGS = (
    "harbour school hospital bridge railway airport pension tax budget strike election treaty border army refinery "
    "pipeline river forest museum theatre prison court bank factory mine fishery farm drought flood vaccine stadium "
    "market rent wage tariff embassy parliament curfew ceasefire telescope"
).split()
_VERBS = "cost save harm help close delay rescue replace divide protect".split()
_WHOM = (
    "the fishermen|thousands of families|every village on the coast|the oldest districts|nurses and teachers|"
    "small traders|the whole region|young people without work|farmers in the north|the next government"
).split("|")
_WHEN = "this summer|before the winter|within a year|sooner than anyone expects|after the election|for decades".split(
    "|"
)
_WHY = (
    "because nobody has counted the money|although the council promised otherwise|if the talks fail again|"
    "unless the court objects|whatever the opposition claims|as the report of the auditors shows"
).split("|")
_DONE = "Workers inspected|Neighbours photographed|Engineers measured|Protesters surrounded|Officials visited".split(
    "|"
)


@dataclass(frozen=True, slots=True)
class Made:
    """A story as it would be added, what would be read of it, and its topic."""

    source: StorySource
    reading: Reading
    thing: str


def made_story(number: int) -> Made:
    """The story of this number."""
    draw = random.Random(number)
    thing, place = draw.choice(_THINGS), draw.choice(_PLACES)
    story_id, published = f"made-{number:07}", date(2015, 1, 1) + timedelta(days=number % 3000)
    text = _Text(published)
    people = [_person(draw) for _ in range(3)]
    while len(text.sentences) < SENTENCES:
        draw.choice(_FORMS)(text, draw, people, f"the {thing} in {place}")
    title = f"{draw.choice(_OUTLETS)} reports on the {thing} in {place}, part {number}"
    outlet = f"{place} {draw.choice(_OUTLETS)}"
    source = StorySource(
        id=story_id, text=text.text, body=Span(0, len(text.text)), title=title, published=published, source=outlet
    )
    story = Story(
        id=story_id,
        title=title,
        text=text.text,
        published=published,
        published_how=PublishedHow.GIVEN,
        source=outlet,
        paragraphs=tuple(sentence.span for sentence in text.sentences),
        sentences=tuple(text.sentences),
    )
    speakers = tuple(Speaker(name, SpeakerKind.PERSON, mentions=tuple(text.mentions[name])) for name in text.mentions)
    return Made(source, Reading(story=story, speakers=speakers, statements=tuple(text.statements)), thing)


def questions_about(made: Made) -> Iterator[str]:
    """Questions as people ask them, which the story answers."""
    reading = made.reading
    statement = (
        reading.statements[made.source.published.day % len(reading.statements)] if made.source.published else None
    )
    speaker = reading.speaker_of(statement) if statement else None
    if statement and speaker:
        words = statement.parts[0].of(reading.story.text).strip("“”,. ")
        yield f"What did {speaker.name} say about the {made.thing}?"
        yield f"Who said that {words[0].lower()}{words[1:]}?"
        yield f"When did {speaker.name.split()[-1]} speak about the {made.thing}?"


def _person(draw: random.Random) -> str:
    return f"{draw.choice(_FIRST)} {draw.choice(_STEMS)}{draw.choice(_ENDS)}{draw.choice(('', '', 's', 'o', 'a'))}"


@dataclass(slots=True)
class _Text:
    """A text that grows by a sentence, each a paragraph of its own."""

    published: date
    text: str = ""
    sentences: list[Sentence] = field(default_factory=list)
    statements: list[Statement] = field(default_factory=list)
    mentions: dict[str, list[Span]] = field(default_factory=dict)

    def say(self, kind: StatementKind, said: str, before: str, person: str, cue: str, after: str) -> None:
        """Add a sentence in which `person` says `said`; "{}" in `before` or `after` is the name."""
        start = len(self.text)
        before, after = before.format(person), after.format(person)
        sentence = f"{before}{said}{after}"
        mention = self._span(start, sentence, person)
        part = Span(start + len(before), start + len(before) + len(said))
        self.mentions.setdefault(person, []).append(mention)
        self.statements.append(
            Statement(
                kind=kind,
                parts=(part,),
                cue=self._span(start, sentence, cue),
                speaker=list(self.mentions).index(person),
                mention=mention,
                said_on=When(self.published.isoformat(), None, WhenHow.PUBLISHED),
            )
        )
        self.tell(sentence)

    def tell(self, sentence: str) -> None:
        """Add a sentence."""
        start, index = len(self.text), len(self.sentences)
        self.sentences.append(Sentence(index, start, start + len(sentence), index))
        self.text += f"{sentence}\n\n"

    @staticmethod
    def _span(start: int, sentence: str, words: str) -> Span:
        place = start + sentence.index(words)
        return Span(place, place + len(words))


def _claim(draw: random.Random, thing: str) -> str:
    return f"{thing} will {draw.choice(_VERBS)} {draw.choice(_WHOM)} {draw.choice(_WHEN)}, {draw.choice(_WHY)}"


_Form = Callable[[_Text, random.Random, list[str], str], None]


def _direct(text: _Text, draw: random.Random, people: list[str], thing: str) -> None:
    claim = _claim(draw, thing)
    said = f"“{claim[0].upper()}{claim[1:]},”"
    text.say(StatementKind.DIRECT, said, "", draw.choice(people), "said", " {} said.")


def _indirect(text: _Text, draw: random.Random, people: list[str], thing: str) -> None:
    said = _claim(draw, thing)
    text.say(
        StatementKind.INDIRECT, said, draw.choice(_TITLES) + " {} warned that ", draw.choice(people), "warned", "."
    )


def _according(text: _Text, draw: random.Random, people: list[str], thing: str) -> None:
    said = _claim(draw, thing)
    text.say(StatementKind.INDIRECT, said, "According to {}, ", draw.choice(people), "According to", ".")


def _narrated(text: _Text, draw: random.Random, people: list[str], thing: str) -> None:
    del people
    text.tell(f"{draw.choice(_DONE)} {thing} {draw.choice(_WHEN)}, {draw.choice(_WHY)}.")


_FORMS: tuple[_Form, ...] = (_direct, _indirect, _according, _narrated, _narrated)
