"""A story's statements as the carrying of days needs them: cues, names of the speakers, who is told within whom."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from spacy.tokens import Token

from corpus.date_words import word_set
from corpus.said_clause import DatedClauses
from corpus.statement import DateMention, Statement, When, WhenHow
from corpus.story import Span

__all__ = ["ToldStatements", "carried", "dated", "is_perfect", "place_of"]

_ELSEWHEN = word_set("recently previously once often frequently earlier before already long")
_OWN_TIMES = word_set("after before following")
_REQUESTS = word_set("request requests inquiry message call calls")  # whoever didn't answer one did so on no day
_NESTING = 5  # contents that may overlap at one place


class ToldStatements:
    """The statements of one story in the order of its text."""

    def __init__(
        self, statements: Sequence[Statement], *, clauses: DatedClauses, paragraph_starts: Sequence[int]
    ) -> None:
        self.statements = statements
        self.clauses = clauses
        self.paragraph_starts = paragraph_starts
        self.places = [place_of(statement) for statement in statements]
        self.paragraphs = [self.paragraph(place) for place in self.places]
        self.cues = [clauses.root(s.cue) if s.cue else None for s in statements]
        self.mentions = [clauses.root(s.mention) if s.mention else None for s in statements]
        self.nested = _nested(statements)
        self.cue_places = {cue.i for cue in self.cues if cue}
        self._names = self._names_by_speaker()
        self._named_speakers = {
            s.speaker for s, root in zip(statements, self.mentions, strict=True) if root and root.pos_ == "PROPN"
        }

    def paragraph(self, offset: int) -> int:
        """Which paragraph an offset stands in, from 1."""
        return bisect_right(self.paragraph_starts, offset)

    def names(self, speaker: int | None) -> set[str]:
        """The last words of what a speaker is called, pronouns left out."""
        return self._names.get(speaker, set()) if speaker is not None else set()

    def is_named(self, speaker: int | None) -> bool:
        """Whether the speaker is called by a name anywhere."""
        return speaker in self._named_speakers

    def may_inherit(self, place: int) -> bool:
        """Whether the saying isn't nested, nor told as past by then ("had warned", "recently said")."""
        cue = self.cues[place]
        if cue is None or self.nested[place]:
            return False
        asked = any(token.lower_ in _REQUESTS for token in cue.doc[cue.i + 1 : cue.i + 6])
        unsaid = asked and any(child.dep_ == "neg" for child in cue.children)
        return (
            not is_perfect(cue)
            and not unsaid
            and not any(_is_elsewhen(word) for word in (cue, cue.head, cue.head.head))
        )

    def has_own_time(self, cue: Token) -> bool:
        """Whether something else than a date, or what was said next, tells when: "said after the convention"."""
        times = [child for child in cue.children if child.dep_ == "prep" and child.lower_ in _OWN_TIMES]
        return any(below.i not in self.cue_places for child in times for below in child.children)

    def _names_by_speaker(self) -> dict[int, set[str]]:
        names: dict[int, set[str]] = {}
        for statement, root in zip(self.statements, self.mentions, strict=True):
            if statement.speaker is not None and root is not None and root.pos_ != "PRON":
                names.setdefault(statement.speaker, set()).add(root.text)
        return names


def place_of(statement: Statement) -> int:
    """Where a statement is told: by its cue, if it has one."""
    return statement.cue.start if statement.cue else statement.start


def dated(mention: DateMention) -> When:
    """The day of a date that stands elsewhere than with the statement."""
    return When(mention.value.partition("T")[0], mention.span, WhenHow.CARRIED)


def carried(when: When | None) -> When | None:
    """The day as the next statement has it; a whole year is too much to be one occasion."""
    return None if when is None or len(when.value) <= len("2016") else replace(when, how=WhenHow.CARRIED)


def is_perfect(verb: Token) -> bool:
    """Whether a verb is in a perfect tense: "has said", "had warned"."""
    return any(child.dep_ == "aux" and child.lemma_ == "have" for child in verb.children)


def _is_elsewhen(word: Token) -> bool:
    """Whether an adverb puts a verb at a time that the story doesn't tell."""
    adverbs = [child for child in word.children if child.dep_ == "advmod" and child.lower_ in _ELSEWHEN]
    return any(not any(below.dep_ == "prep" for below in adverb.children) for adverb in adverbs)


def _nested(statements: Sequence[Statement]) -> list[bool]:
    """Which statements are told within another one's content, so that neither dates the other."""
    parts: list[tuple[Span, int]] = sorted((part, n) for n, s in enumerate(statements) for part in s.parts)
    starts = [part.start for part, _ in parts]

    def is_nested(number: int, place: int) -> bool:
        last = bisect_right(starts, place)
        around = parts[max(0, last - _NESTING) : last]
        return any(part.start <= place < part.end and other != number for part, other in around)

    return [is_nested(n, place_of(s)) for n, s in enumerate(statements)]
