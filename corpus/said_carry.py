"""Carries the day of one statement to others of the same occasion, and the day of a scene to what its actors say."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile

from spacy.tokens import Token

from corpus.date_words import word_set
from corpus.said_clause import DatedClauses, names_occasion
from corpus.said_scene import Scene, names_group
from corpus.statement import Statement, When, WhenHow
from corpus.story import Span

__all__ = ["Carrier"]

_REACH = 6  # paragraphs over which a day is carried from one statement of a speaker to the next
_SCENE_REACH = 5  # paragraphs over which a scene holds for what its actors say
_NEXT = 1  # paragraphs from a statement to one that goes on at once
_BACK = 3  # paragraphs over which a day is carried back to where a speaker begins
_DEFINITE = word_set("the his her its their")
_REPLIES = word_set("add agree reply respond counter retort chime interject")
_ASKS = word_set("ask press question quiz interrupt")
_ELSEWHEN = word_set("recently previously once often frequently earlier before already long")
_OWN_TIMES = word_set("after before following")
_NESTING = 5  # contents that may overlap at one place


class Carrier:
    """The statements of one story in the order of its text, with what is needed to date them from each other."""

    def __init__(
        self,
        statements: Sequence[Statement],
        *,
        clauses: DatedClauses,
        scenes: Sequence[Scene],
        paragraph_starts: Sequence[int],
    ) -> None:
        self._statements = statements
        self._clauses = clauses
        self._scenes = scenes
        self._scene_starts = [scene.span.start for scene in scenes]
        self._paragraphs = [bisect_right(paragraph_starts, _place(s)) for s in statements]
        self._scene_paragraphs = [bisect_right(paragraph_starts, start) for start in self._scene_starts]
        self._cues = [clauses.root(s.cue) if s.cue else None for s in statements]
        self._cue_places = {cue.i for cue in self._cues if cue}
        self._mentions = [clauses.root(s.mention) if s.mention else None for s in statements]
        self._names = self._names_by_speaker()
        self._named_speakers = {
            s.speaker for s, root in zip(statements, self._mentions, strict=True) if root and root.pos_ == "PROPN"
        }
        self._nested = _nested(statements)

    def carry(self, own: Sequence[When | None]) -> list[When | None]:
        """The day of each statement, given those that their own clauses tell."""
        found = list(own)
        for place, when in enumerate(found):
            if when is None and self._may_inherit(place):
                found[place] = self._from_before(place, found)
        first = self._first_dated(found)
        for place in reversed(range(len(found))):
            begins = place < first.get(self._statements[place].speaker, 0) or self._asks(place)
            if begins and found[place] is None and self._may_inherit(place):
                found[place] = self._from_after(place, found)
        return found

    def _first_dated(self, found: Sequence[When | None]) -> dict[int | None, int]:
        """Where each speaker's first dated statement stands."""
        return {self._statements[n].speaker: n for n in reversed(range(len(found))) if found[n] is not None}

    def _names_by_speaker(self) -> dict[int, set[str]]:
        """The last words of what each speaker is called, pronouns left out."""
        names: dict[int, set[str]] = {}
        for statement, root in zip(self._statements, self._mentions, strict=True):
            if statement.speaker is not None and root is not None and root.pos_ != "PRON":
                names.setdefault(statement.speaker, set()).add(root.text)
        return names

    def _is_named(self, speaker: int | None) -> bool:
        """Whether the speaker is called by a name anywhere."""
        return speaker in self._named_speakers

    def _may_inherit(self, place: int) -> bool:
        """Whether the saying isn't nested, nor told as past by then ("had warned", "recently said")."""
        cue = self._cues[place]
        if cue is None or self._nested[place]:
            return False
        return not _is_perfect(cue) and not any(_is_elsewhen(word) for word in (cue, cue.head, cue.head.head))

    def _from_before(self, place: int, found: Sequence[When | None]) -> When | None:
        cue = self._cues[place]
        if self._statements[place].speaker is None:
            return self._going_on(place, found)
        scene = self._scene(place)
        new_occasion = cue is not None and (names_occasion(cue, new=True) or self._has_own_time(cue))
        before = self._same_speaker_before(place, found)
        if before is not None and (scene is None or self._statements[before].start >= scene.span.start):
            return None if new_occasion else _carried(found[before])
        if scene is not None:
            return When(scene.date.value.partition("T")[0], scene.date.span, WhenHow.CARRIED)
        return None if new_occasion else self._going_on(place, found)

    def _same_speaker_before(self, place: int, found: Sequence[When | None]) -> int | None:
        """The last statement of the same speaker that is near enough to go on from."""
        for before in range(place - 1, -1, -1):
            if self._paragraphs[place] - self._paragraphs[before] > _REACH:
                return None
            same = self._statements[before].speaker == self._statements[place].speaker or self._is_among(place, before)
            if same and not self._nested[before] and (found[before] or self._may_inherit(before)):
                return before
        return None

    def _told_in_turn(self, place: int, found: Sequence[When | None]) -> bool:
        """Whether a statement has a day and isn't told as past by then ("had said on Friday")."""
        cue = self._cues[place]
        return found[place] is not None and (cue is None or not _is_perfect(cue))

    def _is_among(self, place: int, before: int) -> bool:
        """Whether a speaker is one of those who spoke together: "Sanders and Sheppard said", then "Sheppard said"."""
        mention, speaker = self._statements[before].mention, self._statements[place].speaker
        if mention is None or speaker is None:
            return False
        words = [token.text for token in takewhile(lambda token: token.text != ",", self._clauses.tokens(mention))]
        return "and" in words and not self._names.get(speaker, set()).isdisjoint(words)

    def _asks(self, place: int) -> bool:
        """Whether a question is told of, which is of the day of its answer."""
        cue = self._cues[place]
        return cue is not None and cue.lemma_.lower() in _ASKS

    def _has_own_time(self, cue: Token) -> bool:
        """Whether something else than a date, or what was said next, tells when: "said after the convention"."""
        times = [child for child in cue.children if child.dep_ == "prep" and child.lower_ in _OWN_TIMES]
        return any(below.i not in self._cue_places for child in times for below in child.children)

    def _scene(self, place: int) -> Scene | None:
        """The nearest scene before a statement in which its speaker acts."""
        speaker = self._statements[place].speaker
        names = self._names.get(speaker, set()) if speaker is not None else set()
        first = bisect_left(self._scene_starts, _place(self._statements[place]))
        for number in range(first - 1, -1, -1):
            scene = self._scenes[number]
            if self._paragraphs[place] - self._scene_paragraphs[number] > _SCENE_REACH:
                return None
            if scene.actors & names or self._acts_as_pronoun(scene, number, place):
                return scene
        return None

    def _acts_as_pronoun(self, scene: Scene, number: int, place: int) -> bool:
        """Whether the scene's pronoun is the speaker, or the speaker's pronoun the one who acts in the scene."""
        speaker, mention = self._statements[place].speaker, self._mentions[place]
        before, alone = place - 1, True
        while before >= 0 and _place(self._statements[before]) >= scene.span.start:
            alone &= self._statements[before].speaker == speaker
            before -= 1
        if scene.by_pronoun:
            spoke = before >= 0 and self._statements[before].speaker == speaker
            return spoke or self._acted_before(number, speaker)
        near = self._paragraphs[place] - self._scene_paragraphs[number] <= _NEXT
        if scene.described and self._is_named(speaker):
            return alone and near
        pronoun = mention is not None and mention.pos_ == "PRON"
        return alone and near and pronoun and not self._is_named(speaker)

    def _acted_before(self, number: int, speaker: int | None) -> bool:
        """Whether the speaker acts in the scene before, in the same paragraph: "Trump spoke Tuesday. Wednesday, he"."""
        if number == 0 or self._scene_paragraphs[number - 1] != self._scene_paragraphs[number]:
            return False
        return bool(self._scenes[number - 1].actors & self._names.get(speaker if speaker is not None else -1, set()))

    def _going_on(self, place: int, found: Sequence[When | None]) -> When | None:
        """The day of the statement right before, where this one goes on from it although another may speak."""
        last = next((n for n in range(place - 1, -1, -1) if not self._nested[n]), None)
        if last is None or self._paragraphs[place] - self._paragraphs[last] > _NEXT:
            return None
        before, when = self._mentions[last], found[last]
        own = when is not None and when.how is not WhenHow.CARRIED
        one_of_them = own and before is not None and names_group(before)
        return _carried(when) if one_of_them or self._refers_back(place, last) else None

    def _refers_back(self, place: int, last: int) -> bool:
        """Whether a speaker is only "he" or "the fund" here, or one who "added"."""
        root, cue = self._mentions[place], self._cues[place]
        speaker = self._statements[place].speaker
        if (cue is not None and cue.lemma_ in _REPLIES) or self._asks(place):
            return True
        if root is None or (self._statements[last].speaker != speaker and self._is_named(speaker)):
            return False
        definite = any(child.lower_ in _DEFINITE for child in root.children)
        return root.pos_ == "PRON" or (root.pos_ == "NOUN" and definite)

    def _from_after(self, place: int, found: Sequence[When | None]) -> When | None:
        """The day of the statement that goes on from this one, where a speaker's first words have none of their own."""
        speaker = self._statements[place].speaker
        answers = [n for n in range(place + 1, len(found)) if not self._nested[n]]
        own = (n for n in answers if self._statements[n].speaker == speaker)
        after = next(own if speaker is not None and not self._asks(place) else iter(answers), None)
        cue = self._cues[place]
        if after is None or (cue is not None and self._has_own_time(cue)):
            return None
        answered = self._asks(place) and self._statements[after].speaker is not None
        if not answered and (speaker is None or self._statements[after].speaker != speaker):
            return None
        when = found[after]
        near = self._paragraphs[after] - self._paragraphs[place] <= (_NEXT if answered else _BACK)
        return replace(when, how=WhenHow.CARRIED) if when and near and len(when.value) == len("2016-10-12") else None


def _place(statement: Statement) -> int:
    return statement.cue.start if statement.cue else statement.start


def _is_perfect(cue: Token) -> bool:
    return any(child.dep_ == "aux" and child.lemma_ == "have" for child in cue.children)


def _is_elsewhen(word: Token) -> bool:
    """Whether an adverb puts a verb at a time that the story doesn't tell."""
    adverbs = [child for child in word.children if child.dep_ == "advmod" and child.lower_ in _ELSEWHEN]
    return any(not any(below.dep_ == "prep" for below in adverb.children) for adverb in adverbs)


def _carried(when: When | None) -> When | None:
    """The day as the next statement has it; a whole year is too much to be one occasion."""
    return None if when is None or len(when.value) <= len("2016") else replace(when, how=WhenHow.CARRIED)


def _nested(statements: Sequence[Statement]) -> list[bool]:
    """Which statements are told within another one's content, so that neither dates the other."""
    parts: list[tuple[Span, int]] = sorted((part, n) for n, s in enumerate(statements) for part in s.parts)
    starts = [part.start for part, _ in parts]

    def is_nested(number: int, place: int) -> bool:
        last = bisect_right(starts, place)
        around = parts[max(0, last - _NESTING) : last]
        return any(part.start <= place < part.end and other != number for part, other in around)

    return [is_nested(n, _place(s)) for n, s in enumerate(statements)]
