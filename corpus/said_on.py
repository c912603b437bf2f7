"""Ties each statement to the day it was said.

A date belongs to a statement when it stands with the reporting, not in what is reported: "said Friday that he would
resign on Monday" was said on Friday. Looked for, in this order:

1. the clause of the cue (`corpus.said_clause`);
2. the nearest of: the sentence before that sets the scene for the speaker (`corpus.said_scene`), and the statement of
   the same speaker that this one continues;
3. the statement of the same speaker that continues this one;
4. where "the day before" opens a passage, the statements that it looks back from.

Dates inside the content are never used, and where nothing above gives a day, the statement has none.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from spacy.tokens import Doc, Token

from corpus.date_values import first_day
from corpus.date_words import word_set
from corpus.said_clause import DatedClauses, names_occasion
from corpus.said_scene import Scene, find_scenes
from corpus.statement import DateMention, DateType, Statement, When, WhenHow
from corpus.story import Span, Story

__all__ = ["date_statements"]

_REACH = 6  # paragraphs over which a date is carried from one statement of a speaker to the next
_SCENE_REACH = 5  # paragraphs over which a scene holds for what its actors say
_BACK_REACH = 1  # paragraphs over which a date is carried back to where a speaker begins

_DEFINITE = word_set("the his her its their")


def date_statements(
    story: Story, doc: Doc, statements: Sequence[Statement], dates: Sequence[DateMention]
) -> tuple[Statement, ...]:
    """The same statements, in order, each with `said_on` set, or None where the text does not fix it.

    `doc` is the parse of the whole of `story.text`, `dates` what `corpus.dates.find_dates` found in it.
    """
    usable = [mention for mention in dates if _may_date(mention, story.published)]
    paragraph_starts = [span.start for span in story.paragraphs]
    clauses = DatedClauses(doc, usable, paragraph_starts)
    parts = sorted(((part, s) for s in statements for part in s.parts), key=lambda pair: pair[0])
    carrier = _Carrier(
        statements=statements,
        clauses=clauses,
        scenes=find_scenes(doc, clauses, statements),
        parts=parts,
        part_starts=[part.start for part, _ in parts],
        text=story.text,
        paragraph_starts=paragraph_starts,
    )
    return tuple(replace(s, said_on=when) for s, when in zip(statements, carrier.whens(), strict=True))


def _may_date(mention: DateMention, published: date | None) -> bool:
    """Whether something can have been said then: a date with its year that does not lie ahead of publication."""
    if mention.type not in {DateType.DATE, DateType.TIME}:
        return False
    first = first_day(mention.value)
    return first is not None and (published is None or first <= published)


def _when(mention: DateMention, how: WhenHow | None = None) -> When:
    return When(value=mention.value.partition("T")[0], span=mention.span, how=how or mention.how)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Carrier:
    """Dates the statements of one story, first by their own clauses, then from each other."""

    statements: Sequence[Statement]
    clauses: DatedClauses
    scenes: Sequence[Scene]
    parts: Sequence[tuple[Span, Statement]]
    part_starts: Sequence[int]
    text: str
    paragraph_starts: Sequence[int]

    def whens(self) -> list[When | None]:
        """The date of each statement, or None."""
        found = [_when(own) if (own := self.clauses.date_of(s)) else None for s in self.statements]
        for place, when in enumerate(found):
            if when is None and self._carries(self.statements[place]):
                found[place] = self._from_before(place, found)
        for place in reversed(range(len(found))):
            if found[place] is None and self._carries(self.statements[place]):
                found[place] = self._from_after(place, found)
        self._look_back(found)
        return found

    def _carries(self, statement: Statement) -> bool:
        """Whether the statement may have another one's date: its speaker is known, and it isn't told as past by then."""
        if statement.speaker is None or statement.cue is None or self._is_nested(statement):
            return False
        return not _is_perfect(self.clauses.root(statement.cue))

    def _is_nested(self, statement: Statement) -> bool:
        """Whether the statement is told within another one's content, so that neither dates the other."""
        place = bisect_right(self.part_starts, _place(statement)) - 1
        return any(
            part.start <= _place(statement) < part.end and other is not statement
            for part, other in self.parts[max(0, place - 5) : place + 1]
        )

    def _from_before(self, place: int, found: Sequence[When | None]) -> When | None:
        statement = self.statements[place]
        scene = self._scene(place)
        new_occasion = statement.cue is not None and names_occasion(self.clauses.root(statement.cue))
        for before in range(place - 1, -1, -1):
            earlier = self.statements[before]
            if scene is not None and earlier.start < scene.span.start:
                break
            if self._gap(earlier, statement) > _REACH:
                break
            if self._is_nested(earlier):
                continue
            if earlier.speaker == statement.speaker and (found[before] or self._carries(earlier)):
                return None if new_occasion else _carried(found[before])
        if scene is not None:
            return _when(scene.date, WhenHow.CARRIED)
        return None if new_occasion else self._going_on(place, found)

    def _going_on(self, place: int, found: Sequence[When | None]) -> When | None:
        """The date of the statement right before, for a speaker who is only "he" or "the fund" here."""
        statement = self.statements[place]
        if place == 0 or statement.mention is None or self._gap(self.statements[place - 1], statement) > _BACK_REACH:
            return None
        root = self.clauses.root(statement.mention)
        definite = any(child.lower_ in _DEFINITE for child in root.children)
        return _carried(found[place - 1]) if root.pos_ == "PRON" or (root.pos_ == "NOUN" and definite) else None

    def _scene(self, place: int) -> Scene | None:
        """The nearest scene before a statement in which its speaker acts."""
        statement = self.statements[place]
        names = self._names(statement.speaker)
        cue = _place(statement)
        for scene in reversed(self.scenes):
            if scene.span.start >= cue:
                continue
            if self._paragraph(cue) - self._paragraph(scene.span.start) > _SCENE_REACH:
                return None
            if scene.actors & names or (scene.by_pronoun and self._spoke_before(scene, place)):
                return scene
            if not any(name.istitle() for name in names) and self._follows_at_once(scene, place):
                return scene
        return None

    def _follows_at_once(self, scene: Scene, place: int) -> bool:
        """Whether the speaker is only a pronoun here, and nobody else speaks between the scene and the statement."""
        statement = self.statements[place]
        if statement.mention is None or self.clauses.root(statement.mention).pos_ != "PRON":
            return False
        between = (s for s in self.statements[:place] if _place(s) > scene.span.start)
        return all(s.speaker == statement.speaker for s in between) and (
            self._paragraph(_place(statement)) - self._paragraph(scene.span.start) <= 1
        )

    def _names(self, speaker: int | None) -> frozenset[str]:
        """The last words of what the speaker is called, pronouns left out."""
        mentions = [s.mention for s in self.statements if s.speaker == speaker and s.mention is not None]
        roots = (self.clauses.root(mention) for mention in mentions)
        return frozenset(root.text for root in roots if root.pos_ != "PRON")

    def _spoke_before(self, scene: Scene, place: int) -> bool:
        """Whether the last statement before the scene is of the speaker of this one."""
        before = [s for s in self.statements[:place] if _place(s) < scene.span.start]
        return bool(before) and before[-1].speaker == self.statements[place].speaker

    def _from_after(self, place: int, found: Sequence[When | None]) -> When | None:
        """The date of the next statement, where a speaker's first words are dated only by what follows."""
        statement = self.statements[place]
        after = place + 1
        if after >= len(found) or self.statements[after].speaker != statement.speaker:
            return None
        when = found[after]
        begins = all(
            s.speaker != statement.speaker or found[n] is None for n, s in enumerate(self.statements[:place])
        )
        near = self._gap(statement, self.statements[after]) <= _BACK_REACH
        return (
            replace(when, how=WhenHow.CARRIED) if when and begins and near and len(when.value) == 10 else None
        )

    def _gap(self, earlier: Statement, later: Statement) -> int:
        return self._paragraph(_place(later)) - self._paragraph(_place(earlier))

    def _paragraph(self, offset: int) -> int:
        return bisect_right(self.paragraph_starts, offset) - 1

    def _look_back(self, found: list[When | None]) -> None:
        """Date what "the day before" looks back from: the undated statements ahead of it."""
        for place, when in enumerate(found):
            if when is None:
                continue
            if (
                when.how is WhenHow.ANAPHORIC
                and when.span is not None
                and _is_day_before(when.span.of(self.text))
            ):
                day = (date.fromisoformat(when.value) + timedelta(days=1)).isoformat()
                found[:place] = [replace(when, value=day)] * place
            return


def _carried(when: When | None) -> When | None:
    """The date as the next statement has it; a whole year is too much to be one occasion."""
    return None if when is None or len(when.value) <= len("2016") else replace(when, how=WhenHow.CARRIED)


def _is_day_before(words: str) -> bool:
    return words.lower().split()[-2:] in (["day", "before"], ["day", "earlier"])


def _is_perfect(cue: Token) -> bool:
    return any(child.dep_ == "aux" and child.lemma_ == "have" for child in cue.children)


def _place(statement: Statement) -> int:
    return statement.cue.start if statement.cue else statement.start
