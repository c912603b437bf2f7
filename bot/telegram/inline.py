"""Inline mode: `@bot question` in any chat offers quotations to send there."""

from collections.abc import Iterable
from contextlib import suppress

from telegram import (
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputTextMessageContent,
    Update,
)
from telegram.constants import ParseMode
from telegram.error import BadRequest

from bot.answer import Citation, Outcome
from bot.conversation import Conversation
from bot.days import in_words
from bot.overview import quoted
from bot.telegram import texts
from bot.telegram.answering import Answering
from bot.telegram.edition import Asked
from bot.telegram.editions import Editions
from bot.telegram.links import start_parameter
from bot.telegram.quota import Quota
from bot.telegram.rendering import example_questions, sent_quotation
from bot.telegram.replying import NO_PREVIEW
from bot.telegram.views import cited
from corpus.statement import Reading, Statement

__all__ = ["Inline"]

MOST_RESULTS = 10
CACHE_SECONDS = 60  # the same words find the same passages, until another story is chosen
_LONGEST_DESCRIPTION = 200
_TOO_MANY = InlineQueryResultsButton(texts.INLINE_TOO_MANY, start_parameter="help")


class Inline:
    """Answers inline queries."""

    def __init__(self, answering: Answering, editions: Editions, quota: Quota) -> None:
        """Answer each user within `quota`: their client asks at every pause of their typing."""
        self._quota = quota
        self._answering = answering
        self._editions = editions

    async def queried(self, update: Update, context: object) -> None:
        """Offer the passages that answer what was typed, or before anything is typed, one of each speaker.

        They are from what the user asks in private, unless that is a story of their own: it stays there.
        """
        query = update.inline_query
        if query is None:
            return
        if self._quota.take(query.from_user.id):
            with suppress(BadRequest):
                await query.answer([], cache_time=0, is_personal=True, button=_TOO_MANY)
            return
        edition = await self._editions.chosen(query.from_user.id, own=False)
        question = query.query.strip()
        found = await self._found(edition, question) if question else _one_of_each(edition.sample.reading)
        results = [_result(number, citation) for number, citation in enumerate(found)]
        button = None if results else _button(edition.sample.reading, question)
        with suppress(BadRequest):  # Telegram forgets a query after a while
            await query.answer(results, cache_time=CACHE_SECONDS, is_personal=True, button=button)

    async def _found(self, edition: Asked, question: str) -> list[Citation]:
        """The passages of the answer, then more of whoever speaks in the first."""
        answer = await self._answering.ask(edition, question, Conversation())
        if answer.outcome is not Outcome.ANSWER or not answer.citations:
            return []
        found = list(answer.citations)
        first = found[0].statement
        if first is not None and first.speaker is not None:
            told = {id(statement) for statement in answer.statements}
            reading = found[0].reading
            said = (s for s in reading.statements if s.speaker == first.speaker and id(s) not in told)
            found += _cited(reading, said)
        return found[:MOST_RESULTS]


def _one_of_each(reading: Reading) -> list[Citation]:
    return _cited(reading, (row.statements[0] for row in quoted(reading)[:MOST_RESULTS]))


def _cited(reading: Reading, statements: Iterable[Statement]) -> list[Citation]:
    return [shown for s in statements if (shown := cited(reading, s))]


def _button(reading: Reading, question: str) -> InlineQueryResultsButton:
    """What stands over an empty list: a way into the private chat, where the question is asked in full."""
    if question:
        return InlineQueryResultsButton(texts.INLINE_NOTHING, start_parameter=start_parameter(question))
    example = example_questions(reading)[0]
    return InlineQueryResultsButton(texts.INLINE_ASK.format(example=example)[:64], start_parameter="help")


def _result(number: int, citation: Citation) -> InlineQueryResultArticle:
    facts = [citation.speaker or citation.story.title, in_words(citation.said_on) if citation.said_on else ""]
    return InlineQueryResultArticle(
        id=f"{number}-{citation.span.start}-{citation.span.end}",
        title=" · ".join(fact for fact in facts if fact)[:_LONGEST_DESCRIPTION],
        description=citation.text[:_LONGEST_DESCRIPTION],
        input_message_content=InputTextMessageContent(
            sent_quotation(citation), parse_mode=ParseMode.HTML, link_preview_options=NO_PREVIEW
        ),
    )
