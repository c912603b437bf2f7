"""Answers questions about one story. Everything about the story was worked out before."""

import re
from dataclasses import replace
from functools import cached_property

import numpy as np

from bot import texts
from bot.about import about_story
from bot.answer import Answer, Citation, Outcome
from bot.checking import checked, not_found
from bot.cleaning import MAX_QUESTION, clean, has_words
from bot.composing import cite, compose, more_from, only_day_of, spoken
from bot.conversation import Conversation
from bot.evidence import Evidence, statements_in, weigh
from bot.language import in_another_language
from bot.naming import NameTable, WordTable
from bot.question import Question, QuestionKind
from bot.quotation import check_quotation, places_of, quoted_words
from bot.smalltalk import small_talk
from bot.understanding import content_words, understand
from corpus.statement import Reading
from corpus.story import Sentence
from index.reader import PassageReader
from index.search import StoryIndex

__all__ = ["Answerer", "not_a_question"]

_NEAREST = 2
_CERTAIN = 10.0  # logits
_LONG = 6  # words from which a quotation, or a message that is no question, must stand in the story as it is
_FEW = 3  # the same, where a question is whether somebody said them
_SAID_SO = re.compile(
    r"^(?:and |but |so )?(?:did|has|have)\b.*?\b(?:say|said|write|written|tweet(?:ed)?|tell|told)\b", re.I
)
_ASKED_OF_QUOTATIONS = (QuestionKind.WHO, QuestionKind.WHEN, QuestionKind.WHERE, QuestionKind.REPORTED_BY)
_ABOUT_THE_STORY = (QuestionKind.SPEAKERS, QuestionKind.ABOUT, QuestionKind.PUBLISHED, QuestionKind.EMPTY)
_UNITS = frozenset(("day", "date", "time", "weekday", "month", "year"))  # "which day …"
_ASKS = re.compile(r"\?\s*$|^(?:and |but |so )?(?:wh|how\b|which\b)", re.IGNORECASE)  # no passage that was pasted
_CHECKED = (*_ASKED_OF_QUOTATIONS, QuestionKind.YES_NO)


class Answerer:
    """Answers questions about one story; holds no conversation, so one serves every chat and thread."""

    def __init__(self, index: StoryIndex, reader: PassageReader) -> None:
        self.index = index
        self._reader = reader
        self._names = NameTable(index.reading)

    @cached_property
    def _words(self) -> WordTable:
        return WordTable(self.reading.story.text)

    @property
    def reading(self) -> Reading:
        """What was read of the story."""
        return self.index.reading

    def ask(self, question: str, conversation: Conversation) -> Answer:
        """Answer `question`, asked after the turns of `conversation`.

        Never raises for what a user wrote: an empty or unusable question gets an answer that says so.
        """
        text = clean(question)
        chat = not_a_question(text)
        if chat:
            return Answer(outcome=Outcome.CHAT, text=chat, confidence=1.0)
        asked = self.understand(text, conversation)
        answer = self.known(asked, conversation) or self.weighed(asked, weigh(asked, self.index, self._reader))
        if len(question) > MAX_QUESTION:
            return replace(answer, text=f"{answer.text} {texts.CUT.format(limit=MAX_QUESTION)}")
        return answer

    def understand(self, question: str, conversation: Conversation) -> Question:
        """What `question`, cleaned, asks of this story."""
        return understand(question, conversation, self._names)

    def known(self, question: Question, conversation: Conversation) -> Answer | None:
        """The answer to a question for which no sentence has to be weighed; None if some have to be."""
        if question.kind in _ABOUT_THE_STORY:
            scores = weigh(question, self.index, self._reader).scores if question.role else None
            return about_story(question, self.reading, scores)
        if question.kind in (QuestionKind.MORE, QuestionKind.NAME) and question.speakers:
            told = {c.sentence for turn in conversation.turns for c in turn.answer.citations if c.statement}
            return more_from(self.reading, question.speakers[0], told if question.kind is QuestionKind.MORE else set())
        quotation = self._check(question)
        if quotation:
            return quotation
        if question.back:
            cited = tuple(citation.sentence for citation in question.back.answer.citations[:1])
            return compose(question, self.reading, self._certain(cited))
        spoken_then = self._when_spoken(question)
        return compose(question, self.reading, spoken_then) if spoken_then else None

    def weighed(self, question: Question, evidence: Evidence) -> Answer:
        """The answer from the weighed sentences of this story."""
        found = evidence.answers_it and not self._unheard_of(question)
        answer = compose(question, self.reading, evidence) if found else self._not_in_story(question, evidence)
        return replace(answer, hurried=evidence.hurried)

    def _check(self, question: Question) -> Answer | None:
        """The answer about words that the question quotes, or a passage that was pasted; None if it does neither."""
        quoted = quoted_words(question.text) if question.kind in _CHECKED else None
        pasted = question.text if question.kind is QuestionKind.FACT and len(question.text.split()) >= _LONG else None
        if quoted is None and pasted is None:
            return None
        check = check_quotation(quoted or pasted or "", self.reading.story.text)
        if check and not check.exact and quoted is None and _ASKS.search(question.text):
            return None
        sentence = self.reading.story.sentence_at(check.span.start) if check else None
        if check is None or sentence is None:
            return not_found() if quoted and len(quoted.split()) >= _least(question.text) else None
        if check.exact and question.kind in _ASKED_OF_QUOTATIONS:
            found = self._sentences_with(quoted or "")
            several = question.kind is QuestionKind.WHO and len(found) > 1
            asked = replace(question, kind=QuestionKind.LIST) if several else question
            return compose(asked, self.reading, self._certain(found))
        supposed = self._names.named(question.text.replace(quoted, "")) if quoted else ()
        return checked(self.reading, check, supposed)

    def _sentences_with(self, quoted: str) -> tuple[Sentence, ...]:
        """The sentences that hold quoted words, those first in which they are somebody's."""
        places = places_of(quoted, self.reading.story.text)
        found = [s for place in places if (s := self.reading.story.sentence_at(place.start))]
        return tuple(sorted(dict.fromkeys(found), key=lambda s: not statements_in(self.reading, s)))

    def _certain(self, sentences: tuple[Sentence, ...]) -> Evidence:
        """Evidence that these sentences answer, best first."""
        scores = np.zeros(len(self.reading.story.sentences), dtype=np.float32)
        scores[[sentence.index for sentence in sentences]] = _CERTAIN
        return Evidence(sentences, scores)

    def _when_spoken(self, question: Question) -> Evidence | None:
        """The dated words of one speaker, all of one day, if no more is asked for than when X spoke."""
        if question.kind is not QuestionKind.WHEN or question.context or len(question.speakers) != 1:
            return None
        speaker = question.speakers[0]
        others = [word for word in content_words(question.text) if not self._names.is_of(word, speaker)]
        if not any(spoken(word) for word in others) or not all(spoken(w) or w in _UNITS for w in others):
            return None
        dated = only_day_of(self.reading, speaker)
        return self._certain(tuple(dict.fromkeys(dated))) if dated else None

    def _unheard_of(self, question: Question) -> bool:
        """Whether the question asks who somebody is whose name, however misspelt, the story does not have."""
        asked = content_words(question.text) if question.kind is QuestionKind.IDENTITY and not question.context else []
        return bool(asked) and not question.speakers and not any(self._words.has(word) for word in asked)

    def _not_in_story(self, question: Question, evidence: Evidence) -> Answer:
        nearest: tuple[Citation, ...] = tuple(cite(self.reading, s, question) for s in evidence.order[:_NEAREST])
        return Answer(
            outcome=Outcome.NOT_IN_STORY,
            text=texts.NOT_IN_STORY,
            citations=nearest,
            confidence=evidence.confidence,
        )


def not_a_question(text: str) -> str | None:
    """The reply to a message, cleaned, that asks nothing of any story; None if it does."""
    if not has_words(text):
        return texts.NO_WORDS
    return small_talk(text) or (texts.OTHER_LANGUAGE if in_another_language(text) else None)


def _least(question: str) -> int:
    """How many quoted words, found nowhere, are a quotation that the story lacks rather than a turn of phrase."""
    return _FEW if _SAID_SO.search(question) else _LONG
