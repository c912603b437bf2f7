"""What speaks for and against a date as the day of a statement: the evidence that `corpus.said_choice` weighs.

Every piece is a short name that holds or doesn't: "sentences:before:1" for a date in the sentence before,
"acts:True" for a sentence in which the speaker does something on that day.
"""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from spacy.tokens import Token

from corpus.date_values import first_day
from corpus.date_words import word_set
from corpus.said_clause import DatedClauses, finite_verb, names_occasion
from corpus.said_scene import SPEAKING, Scene
from corpus.statement import DateMention, Statement, When
from corpus.story import Span

__all__ = ["Evidence"]

_BEFORE, _AFTER = 24, 6  # candidate dates on either side of a cue
_BUCKETS = (0, 1, 2, 4, 8)  # upper bounds of the counts that are told apart
_AGES = (0, 1, 6, 13, 60, 365)  # days
_CLIMB = 8
_ELSEWHEN = word_set("recently previously once often frequently earlier already long repeatedly later since")
_SUBJECTS = word_set("nsubj nsubjpass")
_GRAINS = {4: "year", 7: "month", 10: "day"}


class Evidence:
    """The statements and dates of one story, with what the rules made of them."""

    def __init__(
        self,
        statements: Sequence[Statement],
        dates: Sequence[DateMention],
        *,
        published: date | None,
        clauses: DatedClauses,
        scenes: Sequence[Scene],
        paragraph_starts: Sequence[int],
        own: Sequence[When | None],
        carried: Sequence[When | None],
        reasons: Mapping[int, str],
    ) -> None:
        """`own` are the days that stand in the statements' own clauses, `carried` those with what the rules carry.

        `reasons` name the frame that some are carried from (`corpus.said_frames`).

        `dates` are sorted by their start.
        """
        self._statements, self._dates = statements, dates
        self._published = published
        self._clauses = clauses
        self._paragraph_starts = paragraph_starts
        self._own, self._carried, self._reasons = own, carried, reasons
        self._date_starts = [mention.span.start for mention in dates]
        self._cues = [clauses.root(s.cue) if s.cue else None for s in statements]
        self._places = [s.cue.start if s.cue else s.start for s in statements]
        self._order = sorted(range(len(statements)), key=lambda n: self._places[n])
        self._ordered_places = [self._places[n] for n in self._order]
        self._values = Counter(mention.value[:10] for mention in dates)
        self._names = self._names_by_speaker()
        self._scenes = {scene.date.span: scene for scene in scenes}
        self._of_date = [frozenset(self._tell_date(mention)) for mention in dates]
        self._words: dict[int, set[str]] = {}  # of each sentence, by its number
        self._owners: dict[Span, set[int | None]] = {}
        for statement, when in zip(statements, own, strict=True):
            if when is not None and when.span is not None:
                self._owners.setdefault(when.span, set()).add(statement.speaker)

    def candidates(self, place: int) -> list[int]:
        """Which dates may be the day of a statement: those around its cue, and none within its own content."""
        at = bisect_left(self._date_starts, self._places[place])
        near = range(max(0, at - _BEFORE), min(len(self._dates), at + _AFTER))
        parts = self._statements[place].parts
        return [m for m in near if not any(part.overlaps(self._dates[m].span) for part in parts)]

    def mention(self, number: int) -> DateMention:
        """The date of an index."""
        return self._dates[number]

    def same_sentence(self, place: int, number: int) -> bool:
        """Whether a date stands in the sentence of a statement's cue."""
        return self._sentences_between(self._places[place], self._date_starts[number]) == 0

    def in_present(self, place: int) -> bool:
        """Whether the cue is in the present tense: "says", "claims"."""
        cue = self._cues[place]
        return cue is not None and cue.tag_ in {"VBZ", "VBP"}

    def of(self, place: int, mention: int) -> set[str]:
        """The pieces of evidence that hold for a statement and a date, by their indexes."""
        return {
            *self._of_date[mention],
            *self._tell_cue(place),
            *self._tell_place(place, mention),
            *self._tell_speakers(place, mention),
            *self._tell_rules(place, mention),
        }

    def _names_by_speaker(self) -> dict[int | None, set[str]]:
        """The last words of what each speaker is called, pronouns left out."""
        names: dict[int | None, set[str]] = {}
        for statement in self._statements:
            if statement.speaker is not None and statement.mention is not None:
                root = self._clauses.root(statement.mention)
                if root.pos_ != "PRON":
                    names.setdefault(statement.speaker, set()).add(root.text)
        return names

    def _tell_date(self, mention: DateMention) -> Iterator[str]:
        day = mention.value.partition("T")[0]
        yield f"grain:{_GRAINS.get(len(day), 'other') if day.replace('-', '').isdigit() else 'other'}"
        yield f"how:{mention.how}"
        yield f"times:{min(3, self._values[mention.value[:10]])}"
        first = first_day(mention.value)
        if first is not None and self._published is not None:
            yield f"age:{_bucket((self._published - first).days, _AGES)}"
        if mention is self._dates[0]:
            yield "first-date"
        if len(self._values) == 1:
            yield "only-day"
        if self._paragraph(mention.span.start) <= 2:  # the headline and the lead
            yield "in-lead"
        if mention.span in self._scenes:
            yield "scene"
        if self._clauses.parts_at(mention.span):
            yield "in-content"
        yield from _tell_clause(self._clauses.root(mention.span))

    def _tell_cue(self, place: int) -> Iterator[str]:
        cue, statement = self._cues[place], self._statements[place]
        if cue is None:
            yield "cue:none"
            return
        yield f"cue:{cue.tag_}"
        helpers = [child for child in cue.children if child.dep_ in {"aux", "auxpass"}]
        if any(child.lemma_ == "have" for child in helpers):
            yield f"cue-perfect:{any(child.lower_ == 'had' for child in helpers)}"
        if any(child.tag_ == "MD" for child in helpers):
            yield "cue-modal"
        if names_occasion(cue):
            yield f"cue-occasion:{names_occasion(cue, new=True)}"
        if any(child.lower_ in _ELSEWHEN for word in (cue, cue.head) for child in word.children):
            yield "cue-elsewhen"
        if cue.lemma_.lower() in SPEAKING:
            yield "cue-speaking"
        if self._paragraph(statement.start) <= 1:
            yield "headline"
        if self._own[place] is not None:
            yield "has-own"
        if self._clauses.parts_at(Span(cue.idx, cue.idx + len(cue))):
            yield "nested"

    def _tell_place(self, place: int, mention: int) -> Iterator[str]:
        cue, date_at = self._places[place], self._date_starts[mention]
        side = "before" if date_at < cue else "after"
        yield f"sentences:{side}:{_bucket(self._sentences_between(cue, date_at), _BUCKETS)}"
        gap = abs(self._paragraph(cue) - self._paragraph(date_at))
        yield f"paragraphs:{side}:{_bucket(gap, _BUCKETS)}"
        at = bisect_left(self._date_starts, cue)
        yield f"dates:{side}:{_bucket(at - 1 - mention if date_at < cue else mention - at, (0, 1, 2))}"
        between = self._dates[mention + 1 : at] if date_at < cue else []
        if any(other.span in self._scenes for other in between):
            yield "scene-between"
        if any(other.span in self._owners for other in between):
            yield "reported-date-between"

    def _tell_speakers(self, place: int, mention: int) -> Iterator[str]:
        found, speaker = self._dates[mention], self._statements[place].speaker
        low, high = sorted((self._date_starts[mention], self._places[place]))
        first, last = bisect_left(self._ordered_places, low), bisect_left(self._ordered_places, high)
        others = {self._statements[n].speaker for n in self._order[first:last]} - {speaker}
        yield f"others-between:{min(2, len(others))}"
        owners = self._owners.get(found.span)
        if owners is not None:
            yield f"dates-statement-of:{'same' if speaker is not None and speaker in owners else 'other'}"
        names = self._names.get(speaker, set())
        yield f"named-beside-date:{bool(names & self._sentence_words(found.span.start))}"
        scene = self._scenes.get(found.span)
        if scene is not None:
            yield f"acts:{bool(scene.actors & names)}"
        text = self._statements[place].mention
        if text is None or speaker is None:
            yield "speaker:unknown"
        else:
            yield f"speaker:{self._clauses.root(text).pos_}"

    def _tell_rules(self, place: int, mention: int) -> Iterator[str]:
        found, carried = self._dates[mention], self._carried[place]
        if carried is None:
            yield "rules:none"
            return
        same = carried.value == found.value.partition("T")[0]
        yield f"rules:{'same' if same else 'other'}"
        if same:
            yield f"rules-span:{carried.span == found.span}"
            yield f"rules-why:{self._reasons.get(place, 'next')}"

    def _sentence_words(self, offset: int) -> set[str]:
        number = self._clauses.sentence_number(offset)
        if number not in self._words:
            self._words[number] = {token.text for token in self._clauses.token_at(offset).sent}
        return self._words[number]

    def _paragraph(self, offset: int) -> int:
        return bisect_right(self._paragraph_starts, offset)

    def _sentences_between(self, one: int, other: int) -> int:
        return abs(self._clauses.sentence_number(one) - self._clauses.sentence_number(other))


def _tell_clause(root: Token) -> Iterator[str]:
    """How a date stands in its own sentence: its preposition, and the verb that it hangs from."""
    head = root.head
    yield f"date-dep:{root.dep_}"
    if head.pos_ == "ADP":
        yield f"date-after:{head.lower_}"
    if any(child.dep_ == "case" for child in root.children):
        yield "date-genitive"
    word = root
    for _ in range(_CLIMB):
        if finite_verb(word) or word.head is word:
            break
        word = word.head
    yield f"verb:{word.tag_}:{word.dep_ if word.dep_ in {'ROOT', 'relcl', 'advcl', 'ccomp', 'conj'} else 'other'}"
    if word.lemma_.lower() in SPEAKING:
        yield "verb-speaks"
    if any(child.dep_ == "aux" and child.lemma_ == "have" for child in word.children):
        yield "verb-perfect"
    if names_occasion(word):
        yield "verb-occasion"


def _bucket(count: int, bounds: Sequence[int]) -> str:
    return next((str(bound) for bound in bounds if count <= bound), "more")
