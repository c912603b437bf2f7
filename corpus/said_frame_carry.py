"""Dates statements by the frames of their story (`corpus.said_frames`): the report that goes on, the debate, what he
said "then", "hours later" or "in the interview"."""

from collections.abc import Sequence

from spacy.tokens import Token

from corpus.date_words import word_set
from corpus.said_clause import names_occasion
from corpus.said_frames import Document, Frames, is_statement, names_beside, speaks_as
from corpus.said_told import ToldStatements, carried, dated
from corpus.statement import DateMention, When

__all__ = ["FrameCarrier"]

_NEXT = 1  # paragraphs from a statement to one that goes on at once
_BACK = 3  # paragraphs within which a date was just told
_REACH = 6  # paragraphs over which a writer goes on from what is told to have been written
_DAY = len("2016-10-12")
_SOON = ("hours later", "minutes later", "moments later", "shortly after", "shortly before", "moments after")
_ONGOING = ("later in the", "elsewhere in the", "later in his", "later in her", "at one point during the")
_THEN = ("at the time", "at that time", "back then")
_ADVERBIAL = word_set("advmod npadvmod prep advcl")
_WRITES = word_set("write read")
_KNOWN = word_set("the this that same")
_PLACED = word_set("in at during")
_PAST = word_set("VBD VBG VBN")


class FrameCarrier:
    """Finds the frame that a statement belongs to; `reasons` tell which it was, by the statement's place."""

    def __init__(self, told: ToldStatements, frames: Frames) -> None:
        self._told = told
        self._frames = frames
        self.reasons: dict[int, str] = {}

    def find(self, place: int, found: Sequence[When | None]) -> When | None:
        """The day of the frame of a statement, given the days found for those before it, or None."""
        cue = self._told.cues[place]
        tried = [("document", self._from_document(place))]
        if cue is not None and cue.lower_ != "according":
            tried += [("occasion", self._from_occasion(place)), ("then", self._from_then(place))]
            tried += [("soon", self._from_soon(place, found))]
        for reason, when in tried:
            if when is not None:
                self.reasons[place] = reason
                return when
        return None

    def date_remarks(self, found: list[When | None]) -> None:
        """Date what somebody said before the sentence that tells when: "His comments came in an interview Saturday"."""
        told = self._told
        for scene in self._frames.remarks:
            before = [n for n in range(len(found)) if told.places[n] < scene.span.start]
            speaker = told.statements[before[-1]].speaker if before and scene.by_pronoun else None
            for place in reversed(before):
                own = told.statements[place].speaker
                same = own == speaker if scene.by_pronoun else bool(told.names(own) & scene.actors)
                if not same or told.nested[place]:
                    continue
                if found[place] is not None and place not in self.reasons:
                    break
                if told.may_inherit(place):
                    found[place], self.reasons[place] = dated(scene.date), "remarks"

    def date_event(self, found: list[When | None]) -> None:
        """Date what is told as said at the event that the story is about, where nothing else did."""
        event, told = self._frames.event, self._told
        if event is None:
            return
        for place, when in enumerate(found):
            cue = told.cues[place]
            if when is not None or cue is None or told.places[place] < event.span.start:
                continue
            past = cue.tag_ in _PAST and cue.lower_ != "according"
            if past and told.may_inherit(place) and not names_occasion(cue, new=True) and not told.has_own_time(cue):
                found[place], self.reasons[place] = dated(event), "event"

    def _from_document(self, place: int) -> When | None:
        """The day of the report that speaks, or of the letter that somebody "wrote"."""
        root, cue = self._told.mentions[place], self._told.cues[place]
        if root is None:
            return None
        kinds = speaks_as(root)
        alike = [one for one in self._frames.documents if one.kind in kinds]
        only = len({one.date.value for one in alike}) == 1
        telling = [one for one in alike if only or (names_beside(root) <= one.names and not is_statement(root))]
        if telling:
            return self._last(place, telling) or dated(telling[0].date)
        if cue is not None and cue.lemma_.lower() in _WRITES:
            names = self._told.names(self._told.statements[place].speaker)
            near = [one for one in self._frames.documents if one.written and (names & one.names or root.pos_ == "NOUN")]
            return self._last(place, near, reach=_REACH)
        return None

    def _last(self, place: int, documents: Sequence[Document], reach: int = 10_000) -> When | None:
        """The day of the last of some documents that is told of before a statement, within a number of paragraphs."""
        start = self._told.places[place]
        before = [one.date for one in documents if one.date.span.start < start]
        near = before and self._told.paragraphs[place] - self._told.paragraph(before[-1].span.start) <= reach
        return dated(before[-1]) if near else None

    def _from_occasion(self, place: int) -> When | None:
        """The day of the interview or the speech that was told of before: "he said in the interview"."""
        cue = self._told.cues[place]
        nouns = _known_occasions(cue) if cue is not None else set()
        if not nouns:
            return None
        start, names = self._told.places[place], self._told.names(self._told.statements[place].speaker)
        alike = [(date, beside) for noun, date, beside in self._frames.occasions if noun in nouns]
        before = [(date, beside) for date, beside in alike if date.span.start < start]
        own = [date for date, beside in before if beside & names] or [date for date, _ in before]
        return dated(own[-1]) if own else None

    def _from_then(self, place: int) -> When | None:
        cue = self._told.cues[place]
        if cue is None:
            return None
        then = any(token.lower_ == "then" for token in cue.doc[cue.i + 1 : cue.i + 2])
        return self._told_last(place) if then or _says(cue, _THEN) else None

    def _from_soon(self, place: int, found: Sequence[When | None]) -> When | None:
        cue = self._told.cues[place]
        if cue is None or not _says(cue, _SOON + _ONGOING):
            return None
        near = place and self._told.paragraphs[place] - self._told.paragraphs[place - 1] <= _NEXT
        return carried(found[place - 1] if near else None) or self._told_last(place, least=_DAY)

    def _told_last(self, place: int, least: int = 0) -> When | None:
        """The date that the text itself tells last before a statement, if it isn't far off.

        `least` characters of its value, to ask for a day.
        """
        told = self._told
        first = told.paragraph_starts[max(0, told.paragraphs[place] - 1 - _BACK)]
        near: Sequence[DateMention] = told.clauses.within(first, told.places[place])
        own = (m for m in reversed(near) if len(m.value) >= least and not told.clauses.parts_at(m.span))
        mention = next(own, None)
        return dated(mention) if mention else None


def _says(cue: Token, phrases: Sequence[str]) -> bool:
    """Whether a phrase hangs from the cue or from the verb above it."""
    for verb in (cue, cue.head):
        below = [token.lower_ for child in verb.children if child.dep_ in _ADVERBIAL for token in child.subtree]
        if any(phrase in " ".join(below[:12]) for phrase in phrases):
            return True
    return False


def _known_occasions(cue: Token) -> set[str]:
    """The occasions, told of before, at which the cue or the verb above it places what is said."""
    placed = (child for verb in (cue, cue.head) for child in verb.children if child.lower_ in _PLACED)
    nouns = (below for child in placed for below in child.children if below.dep_ == "pobj")
    return {noun.lemma_.lower() for noun in nouns if any(child.lower_ in _KNOWN for child in noun.children)}
