"""A question asked of all stories at once: which stories to read for it, and the best sentences of those few."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from bot import texts
from bot.answer import Answer, Citation, Outcome
from bot.answerer import Answerer, not_a_question
from bot.cleaning import clean
from bot.composing import cite
from bot.conversation import Conversation
from bot.evidence import Asked, Evidence, statements_in, weigh_together
from bot.gathering import Told, gather
from bot.holdings import Holdings
from bot.persons import same_person
from bot.question import Question, QuestionKind
from bot.scope import scope_of
from bot.understanding import content_words
from corpus.statement import Reading
from index.archive.contract import Hit, StoryCard, Where
from index.archive.entry import last_name, meets
from index.reader import PassageReader

__all__ = ["Across", "Narrowing"]

_FOUND = 60  # sentences that a search brings
_READ = 3  # stories whose sentences are read, so many at least, if there are
_MOST_READ = 4  # the same at the most, where one promises as much as the first, as do those with the same words
_AS_MUCH = 0.02  # of what `_worth` gives
_LEXICAL = 0.5  # weight of words beside meaning in the choice of stories
_TOGETHER = 2.5  # logits; another story is told of too if its best sentence comes so near to the best one's
_TOGETHER_SAID = 6.0  # the same where it is asked what somebody said, which may be several things
_NEAREST = 2
_SAID = ("since", "until", "source")
_ABOUT_ONE = (QuestionKind.ABOUT, QuestionKind.PUBLISHED, QuestionKind.SPEAKERS)


@dataclass(frozen=True, slots=True)
class Narrowing:
    """What the search is narrowed to from outside; `speaker` is a name as people write it."""

    where: Where = field(default_factory=Where)
    speaker: str | None = None


@dataclass(frozen=True, slots=True)
class _Open:
    """A story that is read for a question, and the question as it is understood with the story's own speakers."""

    card: StoryCard
    answerer: Answerer
    question: Question
    allowed: NDArray[np.bool_] | None

    def allows(self, answer: Answer) -> bool:
        """Whether the passages of an answer are such as may be cited."""
        return _is_allowed(answer, self.allowed)


class Across:
    """Answers questions from all stories. Safe to use from several threads."""

    def __init__(self, holdings: Holdings, reader: PassageReader, narrowing: Narrowing | None = None) -> None:
        """Search `holdings`, never outside of `narrowing`."""
        self._holdings = holdings
        self._reader = reader
        self._narrowing = narrowing or Narrowing()

    def ask(self, question: str, conversation: Conversation) -> Answer:
        """Answer `question` from the stories that tell most of it; a follow-up, from the story of the last answer."""
        text = clean(question)
        chat = not_a_question(text)
        if chat:
            return Answer(outcome=Outcome.CHAT, text=chat, confidence=1.0)
        return self._follow_up(text, conversation) or self._search(text)

    def reading(self, story_id: str) -> Reading | None:
        """What was read of the story with this id; None if there is none, or it cannot be opened."""
        card = self._card(story_id)
        answerer = self._holdings.opened(card) if card else None
        return answerer.reading if answerer else None

    def _card(self, story_id: str) -> StoryCard | None:
        return self._holdings.archive.cards([story_id]).get(story_id)

    def _follow_up(self, text: str, conversation: Conversation) -> Answer | None:
        """The answer from the story told of last, if the question leans on what was told."""
        told = conversation.turns[-1].answer.citations if conversation.turns else ()
        card = self._card(told[0].story.id) if told else None
        answerer = self._holdings.opened(card) if card else None
        if card is None or answerer is None or not answerer.understand(text, conversation).context:
            return None
        answer = answerer.ask(text, conversation)
        return gather([Told(card, answer)]) if self._may_tell(card, answerer, answer) else None

    def _may_tell(self, card: StoryCard, answerer: Answerer, answer: Answer) -> bool:
        """Whether an answer from a story lies within what the search is narrowed to."""
        where, speaker = self._narrowing.where, self._narrowing.speaker
        if where.source and where.source.casefold() != (card.source or "").casefold():
            return False
        if speaker:
            where = replace(where, name=last_name(speaker))
        return _is_allowed(answer, _allowed(answerer, where, speaker))

    def _search(self, text: str) -> Answer:
        silent: list[Answer] = []
        for where in self._scopes(text):
            answer = self._within(text, where)
            if answer.outcome is not Outcome.NOT_IN_STORY:
                return answer
            silent.append(answer)
        return max(silent, key=lambda answer: len(answer.citations))

    def _scopes(self, text: str) -> Iterator[Where]:
        """Where to search, the narrowest first: what the question names, then whatever is allowed."""
        archive, given = self._holdings.archive, self._narrowing.where
        latest = archive.latest()
        scope = scope_of(text, archive.sources(), date.fromisoformat(latest) if latest else None)
        for where in scope.wheres:
            said = {name: value for name in _SAID if (value := getattr(where, name)) and not getattr(given, name)}
            yield replace(given, **said)
        if not (scope.firm and scope.wheres):
            yield given

    def _within(self, text: str, where: Where) -> Answer:
        opened = list(self._opened(text, where))
        if not opened:
            return Answer(outcome=Outcome.NOT_IN_STORY, text=texts.NOT_IN_ANY, confidence=1.0)
        if opened[0].question.kind in _ABOUT_ONE:
            titles = "; ".join(one.card.title or one.card.id for one in opened)
            return Answer(outcome=Outcome.CHAT, text=texts.WHICH_STORY.format(titles=titles), confidence=1.0)
        known = [(one, one.answerer.known(one.question, Conversation())) for one in opened]
        told = [Told(one.card, a) for one, a in known if a and a.outcome is Outcome.ANSWER and one.allows(a)]
        if told:
            exact = [one for one in told if not one.answer.text.startswith(texts.ALTERED)]
            return gather(exact or told[:1])
        settled = [answer for _, answer in known if answer]
        if len(settled) == len(opened):
            return settled[0]
        return self._weighed(opened)

    def _weighed(self, opened: list[_Open]) -> Answer:
        asked = [Asked(one.question, one.answerer.index, one.allowed) for one in opened]
        evidence = weigh_together(asked, self._reader)
        ranked = sorted(zip(opened, evidence, strict=True), key=lambda pair: -_best(pair[1]))
        margin = _TOGETHER_SAID if opened[0].question.kind is QuestionKind.WHAT_SAID else _TOGETHER
        line = _best(ranked[0][1]) - margin
        told = [
            Told(one.card, answer)
            for one, found in ranked
            if _best(found) >= line
            and (answer := one.answerer.weighed(one.question, found)).outcome is Outcome.ANSWER
            and one.allows(answer)
        ]
        return gather(told) if told else _not_in_any(ranked)

    def _opened(self, text: str, where: Where) -> Iterator[_Open]:
        """The stories that tell most of what is asked."""
        speaker = self._narrowing.speaker
        if speaker:
            where = replace(where, name=last_name(speaker))
        for card in self._cards(text, where):
            answerer = self._holdings.opened(card)
            if answerer:
                question = answerer.understand(text, Conversation())
                yield _Open(card, answerer, question, _allowed(answerer, where, speaker))

    def _cards(self, text: str, where: Where) -> list[StoryCard]:
        archive = self._holdings.archive
        vector = self._holdings.encode(text)
        near = archive.nearest(vector, _FOUND, where)
        if where.name is None:  # what those who are named say, where they are not named again
            names = {last_name(word) for word in content_words(text)}
            near += [hit for name in names for hit in archive.nearest(vector, _MOST_READ, replace(where, name=name))]
        worth = _worth(near, archive.with_words(text, _FOUND, where))
        best = sorted(worth, key=lambda story: -worth[story])[:_MOST_READ]
        line = worth[best[0]] - _AS_MUCH if best else 0.0
        best = [story for rank, story in enumerate(best) if rank < _READ or worth[story] >= line]
        cards = archive.cards(best)
        return [cards[story] for story in best if story in cards]


def _worth(near: list[Hit], worded: list[Hit]) -> dict[str, float]:
    """How much each story promises: its best cosine and its best share of the question's words."""
    least = min((hit.score for hit in near), default=0.0)
    most = max((hit.score for hit in worded), default=0.0) or 1.0
    cosine: dict[str, float] = {}
    words: dict[str, float] = {}
    for hit in near:
        cosine[hit.story] = max(hit.score, cosine.get(hit.story, least))
    for hit in worded:
        words[hit.story] = max(hit.score / most, words.get(hit.story, 0.0))
    return {story: cosine.get(story, least) + _LEXICAL * words.get(story, 0.0) for story in cosine | words}


def _allowed(answerer: Answerer, where: Where, speaker: str | None) -> NDArray[np.bool_] | None:
    """Which sentences may answer; None if all may."""
    if where == Where(source=where.source):
        return None
    reading = answerer.reading
    allowed = meets(reading, where)
    if speaker:
        for sentence in reading.story.sentences:
            names = [who.name for s in statements_in(reading, sentence) if (who := reading.speaker_of(s))]
            allowed[sentence.index] &= any(same_person(speaker, name) for name in names)
    return allowed


def _is_allowed(answer: Answer, allowed: NDArray[np.bool_] | None) -> bool:
    """Whether all that an answer rests on may be cited; beside that, it may cite what tells the day of it."""
    first, *rest = answer.citations or (None,)
    if allowed is None or first is None:
        return allowed is None
    return all(allowed[one.sentence.index] for one in (first, *rest) if one is first or one.statement)


def _best(evidence: Evidence) -> float:
    return float(evidence.scores.max(initial=-np.inf))


def _not_in_any(ranked: list[tuple[_Open, Evidence]]) -> Answer:
    """That no story says it, with the nearest passages of all."""
    nearest = sorted(
        (
            (found.scores[s.index], one, s)
            for one, found in ranked
            for s in [s for s in found.order if one.allowed is None or one.allowed[s.index]][:_NEAREST]
        ),
        key=lambda row: -row[0],
    )[:_NEAREST]
    citations: list[Citation] = [cite(one.answerer.reading, s, one.question) for _, one, s in nearest]
    return Answer(
        outcome=Outcome.NOT_IN_STORY,
        text=texts.NOT_IN_ANY,
        citations=tuple(citations),
        confidence=ranked[0][1].confidence,
        hurried=any(found.hurried for _, found in ranked),
    )
