"""Answers questions about one story. Everything about the story was worked out before."""

from dataclasses import replace

from index.story_index import StoryIndex

from bot import texts
from bot.answer import Answer, Citation, Outcome
from bot.cleaning import MAX_QUESTION, clean, has_words
from bot.composing import cite, compose, list_speakers, more_from
from bot.conversation import Conversation
from bot.evidence import Evidence, weigh
from bot.language import in_another_language
from bot.naming import NameTable
from bot.question import Question, QuestionKind
from bot.smalltalk import small_talk
from bot.understanding import understand
from corpus.statement import Reading

__all__ = ["Answerer"]

_NEAREST = 2


class Answerer:
    """Answers questions about one story; holds no conversation, so one serves every chat and thread."""

    def __init__(self, index: StoryIndex) -> None:
        self._index = index
        self._names = NameTable(index.reading)

    @property
    def reading(self) -> Reading:
        """What was read of the story."""
        return self._index.reading

    def ask(self, question: str, conversation: Conversation) -> Answer:
        """Answer `question`, asked after the turns of `conversation`.

        Never raises for what a user wrote: an empty or unusable question gets an answer that says so.
        """
        text = clean(question)
        chat = _not_a_question(text)
        if chat:
            return Answer(outcome=Outcome.CHAT, text=chat, confidence=1.0)
        answer = self._answer(understand(text, conversation, self._names), conversation)
        if len(question) > MAX_QUESTION:
            return replace(answer, text=f"{answer.text} {texts.CUT.format(limit=MAX_QUESTION)}")
        return answer

    def _answer(self, question: Question, conversation: Conversation) -> Answer:
        if question.kind is QuestionKind.SPEAKERS:
            return list_speakers(self.reading)
        if question.kind is QuestionKind.MORE and question.speakers:
            told = {s for turn in conversation.turns for s in turn.answer.statements}
            return more_from(self.reading, question.speakers[0], told)
        if question.back and question.back.answer.outcome is Outcome.ANSWER:
            return self._from_before(question, question.back.answer)
        evidence = weigh(question, self.reading, self._index.search(question.full_text))
        if evidence.confidence < 0.5:
            return self._not_in_story(question, evidence)
        return compose(question, self.reading, evidence)

    def _from_before(self, question: Question, before: Answer) -> Answer:
        """Answer a bare follow-up ("when?") from the passages that the last answer cited."""
        cited = tuple(citation.sentence for citation in before.citations)
        scores = self._index.search(question.full_text).dense
        scores[[sentence.index for sentence in cited]] = 1.0
        return compose(question, self.reading, Evidence(cited[:1], scores))

    def _not_in_story(self, question: Question, evidence: Evidence) -> Answer:
        nearest: tuple[Citation, ...] = tuple(cite(self.reading, s, question) for s in evidence.order[:_NEAREST])
        return Answer(
            outcome=Outcome.NOT_IN_STORY,
            text=texts.NOT_IN_STORY,
            citations=nearest,
            confidence=1 - evidence.confidence,
        )


def _not_a_question(text: str) -> str | None:
    if not has_words(text):
        return texts.NO_WORDS
    return small_talk(text) or (texts.OTHER_LANGUAGE if in_another_language(text) else None)
