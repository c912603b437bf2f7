"""What the bot does with each kind of update: who takes it on, and what happens when that fails."""

import asyncio
import logging
from collections.abc import Callable, Coroutine
from contextlib import suppress
from functools import partial
from typing import Any

from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    Message,
    Update,
)
from telegram.error import InvalidToken, TelegramError
from telegram.ext import (
    Application,
    CallbackContext,
    CallbackQueryHandler,
    CommandHandler,
    InlineQueryHandler,
    MessageHandler,
    TypeHandler,
    filters,
)

from bot.conversation import Conversation
from bot.telegram import texts
from bot.telegram.addressing import is_for_bot, key_of, words_of
from bot.telegram.albums import Albums
from bot.telegram.answering import Answering
from bot.telegram.bringing import Bringing
from bot.telegram.brought import Kind, Material, is_in_story, question_with
from bot.telegram.buttons import Buttons
from bot.telegram.edition import Asked, Everything
from bot.telegram.editions import Editions
from bot.telegram.forgetting import Forgetting
from bot.telegram.inbox import SetAside
from bot.telegram.inline import Inline
from bot.telegram.keyboards import example_keyboard, privacy_keyboard
from bot.telegram.links import linked_question
from bot.telegram.metrics import Metrics
from bot.telegram.overviews import TIMELINE, WHO
from bot.telegram.readings import Readings
from bot.telegram.rendering import (
    about_all_messages,
    about_messages,
    example_questions,
    help_messages,
    odd_message,
    start_messages,
)
from bot.telegram.replying import reply
from bot.telegram.retrying import until_done
from bot.telegram.shown import ShownAnswers
from bot.telegram.stories import Stories
from bot.telegram.typing import while_typing

__all__ = ["ALLOWED_UPDATES", "AnyApplication", "Channel", "announce"]

AnyApplication = Application[Any, Any, Any, Any, Any, Any]
Context = CallbackContext[Any, Any, Any, Any]
Handler = Callable[[Message], Coroutine[Any, Any, None]]

ALLOWED_UPDATES = ("message", "edited_message", "callback_query", "inline_query")
READING_SECONDS = 120.0  # for which a question waits for the story that was brought before it
_LOGGER = logging.getLogger(__name__)


class _ByBot(filters.MessageFilter):
    """Messages of bots, which would go on answering each other. What a group or channel says comes by a bot in name."""

    def filter(self, message: Message) -> bool:
        return message.from_user is not None and message.from_user.is_bot and message.sender_chat is None


_BY_BOT = _ByBot()
_NEW = filters.UpdateType.MESSAGE & ~filters.StatusUpdate.ALL & ~filters.VIA_BOT & ~_BY_BOT
_EDITED = filters.UpdateType.EDITED_MESSAGE & ~_BY_BOT


class Channel:
    """Takes on the updates of one bot."""

    def __init__(
        self,
        answering: Answering,
        *,
        bringing: Bringing,
        readings: Readings,
        buttons: Buttons,
        inline: Inline,
        editions: Editions,
        stories: Stories,
        shown: ShownAnswers,
        forgetting: Forgetting,
        metrics: Metrics,
    ) -> None:
        self._answering = answering
        self._bringing = bringing
        self._readings = readings
        self._buttons = buttons
        self._editions = editions
        self._stories = stories
        self._shown = shown
        self._forgetting = forgetting
        self._metrics = metrics
        self._albums = Albums()
        self._inline = inline

    def register(self, application: AnyApplication) -> None:
        """Take on the updates of `application`."""
        commands: dict[str, Handler] = {
            "help": self._help,
            "who": partial(self._overview, name=WHO),
            "timeline": partial(self._overview, name=TIMELINE),
            "stories": self._stories.show,
            "about": self._about,
            "privacy": self._privacy,
        }
        application.add_handler(CommandHandler("start", self._start, filters=_NEW))
        application.add_handler(CommandHandler("date", self._date, filters=_NEW & filters.ChatType.PRIVATE))
        for name, handler in commands.items():
            application.add_handler(CommandHandler(name, _with_message(handler), filters=_NEW))
        application.add_handler(MessageHandler(_NEW & filters.COMMAND, _with_message(self._unknown_command)))
        application.add_handler(MessageHandler(_NEW, _with_message(self._question)))
        application.add_handler(MessageHandler(_EDITED, _with_message(self._edited)))
        application.add_handler(MessageHandler(filters.StatusUpdate.MIGRATE, _with_message(self._moved)))
        application.add_handler(CallbackQueryHandler(self._buttons.tapped))
        application.add_handler(InlineQueryHandler(self._inline.queried))
        application.add_handler(TypeHandler(SetAside, self._set_aside))
        application.add_error_handler(self._failed)

    async def _start(self, update: Update, context: Context) -> None:
        message = update.effective_message
        if message is None:
            return
        question = linked_question(context.args[0]) if context.args else None
        if question is not None:
            await self._answer(message, question, asked=True)
            return
        chosen = await self._chosen(message)
        sample = chosen.sample
        keyboard = example_keyboard(sample.fingerprint, example_questions(sample.reading))
        await reply(message, start_messages(sample.reading, of_all=chosen.is_all), keyboard)

    async def _date(self, update: Update, context: Context) -> None:
        """A reader knows the day of their own story."""
        message = update.effective_message
        if message is not None and await self._answering.within_quota(message, _user(message)):
            chosen = self._editions.choice(message.chat.id) or ""
            await self._bringing.redate(message, chosen, " ".join(context.args or ()))

    async def _help(self, message: Message) -> None:
        chosen = await self._chosen(message)
        await reply(message, help_messages(chosen.sample.reading, of_all=chosen.is_all, own=self._bringing.help))

    async def _overview(self, message: Message, *, name: str) -> None:
        """Show an overview of the story that is asked about; where all are, of the one that answered last."""
        chosen = await self._chosen(message)
        edition = await self._answering.told_of_last(key_of(message), chosen)
        if edition is None:
            await self._stories.show(message, heading=texts.BY_STORY)
        else:
            await edition.overviews.show(message, name)

    async def _about(self, message: Message) -> None:
        chosen = await self._chosen(message)
        await reply(message, about_all_messages() if chosen.is_all else about_messages(chosen.sample.reading))

    async def _privacy(self, message: Message) -> None:
        await reply(message, [self._bringing.privacy], privacy_keyboard())

    async def _unknown_command(self, message: Message) -> None:
        if is_for_bot(message):
            await reply(message, [texts.UNKNOWN_COMMAND])

    async def _question(self, message: Message) -> None:
        if not is_for_bot(message):
            return
        within_quota = partial(self._answering.within_quota, message, _user(message))
        if await self._bringing.went_on(message, within_quota=within_quota):
            await self._ask_beside(message)
            return
        material = self._bringing.brought(message)
        if material is not None:
            await self._bring(message, material)
            return
        question = words_of(message)
        if any(character.isalnum() for character in question):
            self._albums.note(message)
            await self._answer(message, question)
        elif not self._albums.note(message):
            await reply(message, [odd_message((await self._chosen(message)).sample.reading)])

    async def _bring(self, message: Message, material: Material) -> None:
        """Take a story on. What stands in the one that is asked about is a passage that the reader wants checked."""
        self._albums.note(message)
        if material.kind is Kind.TEXT and await self._stands_in_story(message, material.text):
            await self._answer(message, material.text)
        elif await self._answering.within_quota(message, _user(message)):
            await self._bringing.take(message, material)
            await self._ask_beside(message)

    async def _ask_beside(self, message: Message) -> None:
        """Answer the question that came beside a file from that file, once it is read; not at all if it cannot be."""
        question = question_with(message)
        if question is None:
            return
        if not await while_typing(message, self._readings.finished(message.chat.id, READING_SECONDS)):
            await reply(message, [texts.OWN_STILL_READING])
        elif story := self._bringing.read_from(message):
            edition = await while_typing(message, self._editions.of(story))
            await self._answering.answer(message, question, key_of(message), edition=edition)

    async def _stands_in_story(self, message: Message, text: str) -> bool:
        """Whether a text stands in the story that is asked about; where all are, in one that it is answered from."""
        chosen = await self._chosen(message)
        if not isinstance(chosen, Everything):
            return is_in_story(chosen.reading, text)
        answer = await while_typing(message, self._answering.ask(chosen, text, Conversation()))
        return any(is_in_story(citation.reading, text) for citation in answer.citations)

    async def _answer(self, message: Message, question: str, *, asked: bool = False) -> None:
        """Answer a question, after what its chat brought before is read: it is likely about that."""
        if not await while_typing(message, self._readings.finished(message.chat.id, READING_SECONDS)):
            await reply(message, [texts.OWN_STILL_READING])
        elif await self._answering.within_quota(message, _user(message)):
            await self._answering.answer(message, question, key_of(message), asked=asked)

    async def _edited(self, message: Message) -> None:
        """Answer an edited question anew where its answer stands. Edits of anything else change nothing."""
        shown = await self._shown.under(message.chat.id, message.message_id)
        question = words_of(message)
        if shown is None or question in (shown.question, "") or question.startswith("/"):
            return
        if not any(c.isalnum() for c in question):
            return
        if await self._answering.within_quota(message, _user(message)):
            await self._answering.answer_again(message, question, shown)

    async def _moved(self, message: Message) -> None:
        """Take what is kept of a group along as it becomes a supergroup, which has another id."""
        old, new = message.migrate_from_chat_id or message.chat.id, message.migrate_to_chat_id or message.chat.id
        if old != new:
            self._forgetting.move(old, new)

    async def _chosen(self, message: Message) -> Asked:
        """What the chat of `message` asks."""
        return await while_typing(message, self._editions.chosen(message.chat.id))

    async def _set_aside(self, item: SetAside, context: Context) -> None:
        if (message := item.update.effective_message) is not None:
            await reply(message, [texts.SET_ASIDE])

    async def _failed(self, update: object, context: Context) -> None:
        """Log the error's type alone, since its message may hold what a user wrote, and say so plainly."""
        kind = type(context.error).__name__
        self._metrics.errors.labels(kind).inc()
        _LOGGER.error("An update failed: %s", kind)
        message = update.effective_message if isinstance(update, Update) else None
        if isinstance(message, Message) and not isinstance(context.error, TelegramError):
            with suppress(TelegramError):
                await reply(message, [texts.FAILED])


async def announce(bot: Bot, stop: asyncio.Event, *, own_stories: bool) -> None:
    """Put the commands in the menus, again after each failure until `stop` is set. The bot works without them too.

    With `own_stories`, those for readers' own stories too.
    """
    in_private = texts.COMMANDS | (texts.OWN_COMMANDS if own_stories else {})
    everything = [BotCommand(*item) for item in in_private.items()]
    in_groups = [BotCommand(name, texts.COMMANDS[name]) for name in texts.GROUP_COMMANDS]
    for commands, scope in (
        (everything, BotCommandScopeAllPrivateChats()),
        (in_groups, BotCommandScopeAllGroupChats()),
    ):
        with suppress(InvalidToken):  # polling finds out for itself
            await until_done(partial(bot.set_my_commands, commands, scope=scope), "Setting the menu of commands", stop)


def _user(message: Message) -> int:
    return message.from_user.id if message.from_user else message.chat.id


def _with_message(handler: Handler) -> Callable[[Update, Context], Coroutine[Any, Any, None]]:
    async def handle(update: Update, context: Context) -> None:
        if (message := update.effective_message) is not None:
            await handler(message)

    return handle
