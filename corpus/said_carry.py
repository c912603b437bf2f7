"""Carries the day of one statement to others of the same occasion, and the day of a scene to what its actors say."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile

from corpus.date_words import word_set
from corpus.said_clause import names_occasion
from corpus.said_frame_carry import FrameCarrier
from corpus.said_frames import Frames
from corpus.said_scene import Scene, names_group
from corpus.said_told import ToldStatements, carried, dated
from corpus.statement import When, WhenHow

__all__ = ["Carrier"]

_REACH = 6  # paragraphs over which a day is carried from one statement of a speaker to the next
_SCENE_REACH = 5  # paragraphs over which a scene holds for what its actors say
_NEXT = 1  # paragraphs from a statement to one that goes on at once
_BACK = 3  # paragraphs over which a day is carried back to where a speaker begins
_DEFINITE = word_set("the his her its their")
_REPLIES = word_set("add agree reply respond counter retort chime interject")
_ASKS = word_set("ask press question quiz interrupt")


class Carrier:
    """The statements of one story, with what is needed to date them from each other.

    `reasons` tell, once carried, which days come from a frame (`corpus.said_frame_carry`), by the statement's place.
    """

    def __init__(self, told: ToldStatements, *, scenes: Sequence[Scene], frames: Frames) -> None:
        self._told = told
        self._statements = told.statements
        self._scenes = scenes
        self._scene_starts = [scene.span.start for scene in scenes]
        self._scene_paragraphs = [told.paragraph(start) for start in self._scene_starts]
        self._frames = FrameCarrier(told, frames)
        self.reasons = self._frames.reasons

    def carry(self, own: Sequence[When | None]) -> list[When | None]:
        """The day of each statement, given those that their own clauses tell."""
        found = list(own)
        for place, when in enumerate(found):
            if when is None and self._told.may_inherit(place):
                found[place] = self._frames.find(place, found) or self._from_before(place, found)
        self._frames.date_remarks(found)
        self._frames.date_event(found)
        first = self._first_dated(found)
        for place in reversed(range(len(found))):
            begins = place < first.get(self._statements[place].speaker, 0) or self._asks(place)
            if begins and found[place] is None and self._told.may_inherit(place):
                found[place] = self._from_after(place, found)
        return found

    def _first_dated(self, found: Sequence[When | None]) -> dict[int | None, int]:
        """Where each speaker's first dated statement stands."""
        return {self._statements[n].speaker: n for n in reversed(range(len(found))) if found[n] is not None}

    def _from_before(self, place: int, found: Sequence[When | None]) -> When | None:
        cue = self._told.cues[place]
        if cue is not None and cue.lower_ == "according":
            return None
        if self._statements[place].speaker is None:
            return self._going_on(place, found)
        scene = self._scene(place)
        new_occasion = cue is not None and (names_occasion(cue, new=True) or self._told.has_own_time(cue))
        before = self._same_speaker_before(place, found)
        if before is not None and (scene is None or self._statements[before].start >= scene.span.start):
            return None if new_occasion else carried(found[before])
        if scene is not None and not new_occasion:
            return dated(scene.date)
        return None if new_occasion else self._going_on(place, found)

    def _same_speaker_before(self, place: int, found: Sequence[When | None]) -> int | None:
        """The last statement of the same speaker that is near enough to go on from."""
        for before in range(place - 1, -1, -1):
            if self._told.paragraphs[place] - self._told.paragraphs[before] > _REACH:
                return None
            same = self._statements[before].speaker == self._statements[place].speaker or self._is_among(place, before)
            if same and not self._told.nested[before] and (found[before] or self._told.may_inherit(before)):
                return before
        return None

    def _is_among(self, place: int, before: int) -> bool:
        """Whether a speaker is one of those who spoke together: "Sanders and Sheppard said", then "Sheppard said"."""
        mention, speaker = self._statements[before].mention, self._statements[place].speaker
        if mention is None or speaker is None:
            return False
        words = [token.text for token in takewhile(lambda token: token.text != ",", self._told.clauses.tokens(mention))]
        return "and" in words and not self._told.names(speaker).isdisjoint(words)

    def _asks(self, place: int) -> bool:
        """Whether a question is told of, which is of the day of its answer."""
        cue = self._told.cues[place]
        return cue is not None and cue.lemma_.lower() in _ASKS

    def _scene(self, place: int) -> Scene | None:
        """The nearest scene before a statement in which its speaker acts."""
        speaker = self._statements[place].speaker
        names = self._told.names(speaker)
        first = bisect_left(self._scene_starts, self._told.places[place])
        for number in range(first - 1, -1, -1):
            scene = self._scenes[number]
            if self._told.paragraphs[place] - self._scene_paragraphs[number] > _SCENE_REACH:
                return None
            if scene.actors & names or self._acts_as_pronoun(scene, number, place):
                return scene
        return None

    def _acts_as_pronoun(self, scene: Scene, number: int, place: int) -> bool:
        """Whether the scene's pronoun is the speaker, or the speaker's pronoun the one who acts in the scene."""
        speaker, mention = self._statements[place].speaker, self._told.mentions[place]
        before, alone = place - 1, True
        while before >= 0 and self._told.places[before] >= scene.span.start:
            alone &= self._statements[before].speaker == speaker
            before -= 1
        if scene.by_pronoun:
            spoke = before >= 0 and self._statements[before].speaker == speaker
            return spoke or self._acted_before(number, speaker)
        near = self._told.paragraphs[place] - self._scene_paragraphs[number] <= _NEXT
        if scene.described and self._told.is_named(speaker):
            return alone and near
        pronoun = mention is not None and mention.pos_ == "PRON"
        return alone and near and pronoun and not self._told.is_named(speaker)

    def _acted_before(self, number: int, speaker: int | None) -> bool:
        """Whether the speaker acts in the scene before, in the same paragraph: "Trump spoke Tuesday. Wednesday, he"."""
        if number == 0 or self._scene_paragraphs[number - 1] != self._scene_paragraphs[number]:
            return False
        return bool(self._scenes[number - 1].actors & self._told.names(speaker))

    def _going_on(self, place: int, found: Sequence[When | None]) -> When | None:
        """The day of the statement right before, where this one goes on from it although another may speak."""
        last = next((n for n in range(place - 1, -1, -1) if not self._told.nested[n]), None)
        if last is None or self._told.paragraphs[place] - self._told.paragraphs[last] > _NEXT:
            return None
        before, when = self._told.mentions[last], found[last]
        own = when is not None and when.how is not WhenHow.CARRIED
        one_of_them = own and before is not None and names_group(before)
        return carried(when) if one_of_them or self._refers_back(place, last) else None

    def _refers_back(self, place: int, last: int) -> bool:
        """Whether a speaker is only "he" or "the fund" here, or one who "added"."""
        root, cue = self._told.mentions[place], self._told.cues[place]
        speaker = self._statements[place].speaker
        if (cue is not None and cue.lemma_ in _REPLIES) or self._asks(place):
            return True
        if root is None or (self._statements[last].speaker != speaker and self._told.is_named(speaker)):
            return False
        definite = any(child.lower_ in _DEFINITE for child in root.children)
        return root.pos_ == "PRON" or (root.pos_ == "NOUN" and definite)

    def _from_after(self, place: int, found: Sequence[When | None]) -> When | None:
        """The day of the statement that goes on from this one, where a speaker's first words have none of their own."""
        speaker = self._statements[place].speaker
        answers = [n for n in range(place + 1, len(found)) if not self._told.nested[n]]
        own = (n for n in answers if self._statements[n].speaker == speaker)
        after = next(own if speaker is not None and not self._asks(place) else iter(answers), None)
        cue = self._told.cues[place]
        if after is None or (cue is not None and self._told.has_own_time(cue)):
            return None
        answered = self._asks(place) and self._statements[after].speaker is not None
        if not answered and (speaker is None or self._statements[after].speaker != speaker):
            return None
        when = found[after]
        near = self._told.paragraphs[after] - self._told.paragraphs[place] <= (_NEXT if answered else _BACK)
        return replace(when, how=WhenHow.CARRIED) if when and near and len(when.value) == len("2016-10-12") else None
