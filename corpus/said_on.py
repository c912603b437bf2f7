"""Ties each statement to the day it was said.

A date belongs to a statement when it stands with the reporting, not in what is reported: "said Friday that he would
resign on Monday" was said on Friday. Looked for, in this order:

1. the clause of the cue (`corpus.said_clause`);
2. the nearest of: the sentence before that sets the scene for the speaker (`corpus.said_scene`), and the statement of
   the same speaker that this one continues;
3. for a speaker who is only "he" or "the fund" here, the statement right before;
4. the statement of the same speaker that continues this one;
5. where "the day before" opens a passage, the statements that it looks back from.

Before 2 come the frames of the story (`corpus.said_frame_carry`): what a dated report goes on to say, a debate. What is
found so is weighed by learned evidence (`corpus.said_choice`) among the other dates around the statement, and carried
on once more.

Dates inside the content are never used, and where nothing above gives a day, the statement has none.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from spacy.tokens import Doc

from corpus.date_values import first_day
from corpus.said_carry import Carrier
from corpus.said_choice import weigh
from corpus.said_clause import DatedClauses
from corpus.said_evidence import Evidence
from corpus.said_frames import find_frames
from corpus.said_scene import find_scenes
from corpus.said_told import ToldStatements
from corpus.statement import DateMention, DateType, Statement, When, WhenHow
from corpus.story import Story

__all__ = ["Gathered", "date_statements", "gather", "settle"]


@dataclass(frozen=True, slots=True)
class Gathered:
    """The evidence of one story, the days that stand in the statements' own clauses, and those with what is carried.

    The carrier carries on from days that the evidence has spoken for.
    """

    evidence: Evidence
    own: Sequence[When | None]
    carried: Sequence[When | None]
    carrier: Carrier


def date_statements(
    story: Story, doc: Doc, statements: Sequence[Statement], dates: Sequence[DateMention]
) -> tuple[Statement, ...]:
    """The same statements, in order, each with `said_on` set, or None where the text does not fix it.

    `doc` is the parse of the whole of `story.text`, `dates` what `corpus.dates.find_dates` found in it.
    """
    found = settle(gather(story, doc, statements, dates))
    _look_back(story.text, found)
    return tuple(replace(s, said_on=when) for s, when in zip(statements, found, strict=True))


def settle(gathered: Gathered, weights: Mapping[str, float] | None = None) -> list[When | None]:
    """The day of each statement: its own, or what the evidence speaks for, carried on once more from there.

    What somebody "says" in the present tense gets none by that. `weights` are by default the shipped ones
    (`corpus.said_choice`).
    """
    carried = enumerate(gathered.carried)
    found = [gathered.own[place] or weigh(gathered.evidence, place, when, weights) for place, when in carried]
    for place, when in enumerate(gathered.carrier.carry(found)):
        if gathered.carried[place] is None and not gathered.evidence.in_present(place):
            found[place] = found[place] or when
    return found


def gather(story: Story, doc: Doc, statements: Sequence[Statement], dates: Sequence[DateMention]) -> Gathered:
    """What there is to tell the days of the statements by; the arguments are those of `date_statements`."""
    usable = sorted((m for m in dates if _may_date(m, story.published)), key=lambda mention: mention.span.start)
    starts = [span.start for span in story.paragraphs]
    parts = sorted(part for statement in statements for part in statement.parts)
    clauses = DatedClauses(doc, usable, parts=parts, paragraph_starts=starts)
    own = [_when(mention) if (mention := clauses.date_of(s)) else None for s in statements]
    frames = find_frames(doc, clauses, usable, story.published)
    scenes = sorted([*find_scenes(doc, clauses), *frames.remarks], key=lambda scene: scene.span.start)
    told = ToldStatements(statements, clauses=clauses, paragraph_starts=starts)
    carrier = Carrier(told, scenes=scenes, frames=frames)
    carried = carrier.carry(own)
    evidence = Evidence(
        statements,
        usable,
        published=story.published,
        clauses=clauses,
        scenes=scenes,
        paragraph_starts=starts,
        own=own,
        carried=carried,
        reasons=dict(carrier.reasons),
    )
    return Gathered(evidence, own, carried, carrier)


def _may_date(mention: DateMention, published: date | None) -> bool:
    """Whether something can have been said then: a date with its year that does not lie ahead of publication."""
    if mention.type not in {DateType.DATE, DateType.TIME}:
        return False
    first = first_day(mention.value)
    return first is not None and (published is None or first <= published)


def _when(mention: DateMention) -> When:
    return When(value=mention.value.partition("T")[0], span=mention.span, how=mention.how)


def _look_back(text: str, found: list[When | None]) -> None:
    """Date what "the day before" looks back from: the statements ahead of it, if none of them has a day."""
    place = next((n for n, when in enumerate(found) if when is not None), len(found))
    when = found[place] if place < len(found) else None
    if when is None or when.span is None or when.how is not WhenHow.ANAPHORIC:
        return
    if when.span.of(text).lower().split()[-2:] in (["day", "before"], ["day", "earlier"]):
        day = date.fromisoformat(when.value) + timedelta(days=1)
        found[:place] = [replace(when, value=day.isoformat())] * place
