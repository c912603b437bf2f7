"""Inline mode: `@bot question` in any chat offers quotations to send there."""

from collections.abc import Iterable

from telegram import (
    InlineQuery,
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputTextMessageContent,
    Update,
)
from telegram.constants import ParseMode

from bot.answer import Citation, Outcome
from bot.conversation import Conversation
from bot.days import in_words
from bot.overview import quoted
from bot.telegram import texts
from bot.telegram.answering import Answering
from bot.telegram.links import start_parameter
from bot.telegram.rendering import example_questions, sent_quotation
from bot.telegram.replying import NO_PREVIEW
from bot.telegram.views import cited
from corpus.statement import Statement

__all__ = ["Inline"]

MOST_RESULTS = 10
CACHE_SECONDS = 300  # the same words find the same passages for everybody
_LONGEST_DESCRIPTION = 200


class Inline:
    """Answers inline queries."""

    def __init__(self, answering: Answering) -> None:
        self._answering = answering

    async def queried(self, update: Update, context: object) -> None:
        """Offer the passages that answer what was typed, or before anything is typed, one of each speaker."""
        query = update.inline_query
        if query is None:
            return
        question = query.query.strip()
        found = await self._found(question) if question else self._one_of_each()
        results = [_result(number, citation) for number, citation in enumerate(found)]
        await query.answer(results, cache_time=CACHE_SECONDS, button=None if results else self._button(query))

    async def _found(self, question: str) -> list[Citation]:
        """The passages of the answer, then more of whoever speaks in the first."""
        answer = await self._answering.ask(question, Conversation())
        if answer.outcome is not Outcome.ANSWER or not answer.citations:
            return []
        found = list(answer.citations)
        first = found[0].statement
        if first is not None and first.speaker is not None:
            told = {id(statement) for statement in answer.statements}
            said = (s for s in self._answering.reading.statements if s.speaker == first.speaker and id(s) not in told)
            found += self._cited(said)
        return found[:MOST_RESULTS]

    def _one_of_each(self) -> list[Citation]:
        rows = quoted(self._answering.reading)[:MOST_RESULTS]
        return self._cited(row.statements[0] for row in rows)

    def _cited(self, statements: Iterable[Statement]) -> list[Citation]:
        return [shown for s in statements if (shown := cited(self._answering.reading, s))]

    def _button(self, query: InlineQuery) -> InlineQueryResultsButton:
        """What stands over an empty list: a way into the private chat, where the question is asked in full."""
        if query.query.strip():
            return InlineQueryResultsButton(texts.INLINE_NOTHING, start_parameter=start_parameter(query.query))
        example = example_questions(self._answering.reading)[0]
        return InlineQueryResultsButton(texts.INLINE_ASK.format(example=example)[:64], start_parameter="help")


def _result(number: int, citation: Citation) -> InlineQueryResultArticle:
    facts = [citation.speaker or citation.story.title, in_words(citation.said_on) if citation.said_on else ""]
    return InlineQueryResultArticle(
        id=f"{number}-{citation.span.start}-{citation.span.end}",
        title=" · ".join(fact for fact in facts if fact),
        description=citation.text[:_LONGEST_DESCRIPTION],
        input_message_content=InputTextMessageContent(
            sent_quotation(citation), parse_mode=ParseMode.HTML, link_preview_options=NO_PREVIEW
        ),
    )
