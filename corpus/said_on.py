"""Ties each statement to the day it was said.

A date belongs to a statement when it stands with the reporting, not in what is reported: "said Friday that he would
resign on Monday" was said on Friday. Looked for, in this order:

1. the clause of the cue ("said on Tuesday", "in a statement released Monday", "On Tuesday, he attacked …, saying");
2. the sentence before, where it sets the scene ("He spoke at a rally on Friday.");
3. the statement that this one continues: of the same speaker, in the same or the next paragraph;
4. where "the day before" opens a passage, the statements that it looks back from.

Dates inside the content are never used, and where nothing above gives a day, the statement has none.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from spacy.tokens import Doc

from corpus.said_clause import Clause
from corpus.statement import DateMention, DateType, Statement, When, WhenHow
from corpus.story import Story

__all__ = ["date_statements"]

_REACH = 2  # paragraphs that a date is carried over, from one statement of a speaker to the next


def date_statements(
    story: Story, doc: Doc, statements: Sequence[Statement], dates: Sequence[DateMention]
) -> tuple[Statement, ...]:
    """The same statements, in order, each with `said_on` set, or None where the text does not fix it.

    `doc` is the parse of the whole of `story.text`, `dates` what `corpus.dates.find_dates` found in it.
    """
    usable = [mention for mention in dates if _may_date(mention, story.published)]
    clauses = Clause(doc, usable)
    own = [_own(clauses, statement) for statement in statements]
    story_dates = _Carrier(story=story, statements=statements, own=own)
    carried = story_dates.carried()
    return tuple(replace(s, said_on=when) for s, when in zip(statements, carried, strict=True))


def _may_date(mention: DateMention, published: date | None) -> bool:
    """Whether something can have been said then: a date with its year that does not lie ahead of publication."""
    if mention.type not in {DateType.DATE, DateType.TIME} or not mention.value[:4].isdigit():
        return False
    return published is None or mention.value[:10] <= published.isoformat()


def _when(mention: DateMention, how: WhenHow | None = None) -> When:
    return When(value=mention.value.partition("T")[0], span=mention.span, how=how or mention.how)


def _own(clauses: Clause, statement: Statement) -> When | None:
    mention = clauses.date_of(statement)
    return _when(mention) if mention else None


@dataclass(frozen=True, slots=True)
class _Carrier:
    """Carries dates from statement to statement."""

    story: Story
    statements: Sequence[Statement]
    own: Sequence[When | None]

    def carried(self) -> list[When | None]:
        """The date of each statement: its own, or the one it inherits."""
        found: list[When | None] = list(self.own)
        for place, when in enumerate(found):
            if when is None:
                found[place] = self._from_before(place, found)
        self._look_back(found)
        return found

    def _from_before(self, place: int, found: Sequence[When | None]) -> When | None:
        statement = self.statements[place]
        if statement.speaker is None:
            return None
        for before in range(place - 1, -1, -1):
            earlier = self.statements[before]
            if self._paragraph(statement) - self._paragraph(earlier) > _REACH:
                return None
            if earlier.speaker == statement.speaker:
                when = found[before]
                return replace(when, how=WhenHow.CARRIED) if when else None
        return None

    def _paragraph(self, statement: Statement) -> int:
        place = statement.cue.start if statement.cue else statement.start
        return next((n for n, span in enumerate(self.story.paragraphs) if span.start <= place < span.end), -1)

    def _look_back(self, found: list[When | None]) -> None:
        """Date what "the day before" looks back from: the undated statements ahead of it."""
        for place, when in enumerate(found):
            if (
                when is None
                or when.how is not WhenHow.ANAPHORIC
                or when.span is None
                or len(when.value) != 10
            ):
                continue
            words = when.span.of(self.story.text).lower().split()
            if "before" not in words and "earlier" not in words:
                continue
            if any(found[:place]):
                return
            day = (date.fromisoformat(when.value) + timedelta(days=1)).isoformat()
            for before in range(place):
                found[before] = replace(when, value=day)
            return
