"""Choosing among several stories: the list with its buttons, and what happens when one is chosen."""

import hashlib
from collections.abc import Sequence

from telegram import InlineKeyboardMarkup, Message

from bot.days import in_words
from bot.errors import BotError
from bot.telegram import texts
from bot.telegram.asker import Listed
from bot.telegram.edition import ALL, Asked
from bot.telegram.editions import Editions
from bot.telegram.keyboards import example_keyboard, story_keyboard
from bot.telegram.markup import escaped
from bot.telegram.own import is_own
from bot.telegram.rendering import MAX_TITLE_CHARACTERS, chosen_messages, example_questions
from bot.telegram.replying import change, reply
from bot.telegram.typing import while_typing

__all__ = ["Stories"]

_ON_A_PAGE = 8


class Stories:
    """Lists the stories that a chat may ask about, and has it ask about the one that is tapped."""

    def __init__(self, editions: Editions) -> None:
        self._editions = editions

    def own(self, chat: int) -> Sequence[Listed]:
        """The stories that `chat` brought itself."""
        return self._editions.own(chat)

    async def show(self, message: Message, *, heading: str = "") -> None:
        """Send the list as a reply to `message`, open at what the chat asks, with a `heading` or its own."""
        stories, chosen = await self._at_hand(message)
        place = next(number for number, story in enumerate(stories) if story.id == chosen)
        page, keyboard = _page(stories, chosen, place // _ON_A_PAGE)
        await reply(message, [heading or page], keyboard)

    async def turn(self, message: Message, number: int) -> None:
        """Show page `number` of the list in `message`."""
        page, keyboard = _page(*await self._at_hand(message), number)
        await change(message, message.message_id, page, keyboard)

    async def choose(self, message: Message, tag: str) -> bool:
        """Have the chat of `message`, which has the list, ask about the story with `tag` from now on.

        False if the story is gone, or cannot be read.
        """
        stories = await self._editions.listed(message.chat.id)
        places = [number for number, story in enumerate(stories) if _tag(story.id) == tag]
        if not places:
            return False
        story = stories[places[0]]
        edition = await while_typing(message, self._opened(story.id))
        if edition is None:
            return False
        is_new = self._editions.choice(message.chat.id) != story.id
        self._editions.choose(message.chat.id, story.id)
        page, keyboard = _page(stories, story.id, places[0] // _ON_A_PAGE)
        await change(message, message.message_id, page, keyboard)
        if is_new:
            sample = edition.sample
            examples = example_keyboard(sample.fingerprint, example_questions(sample.reading))
            await reply(message, chosen_messages(sample.reading, of_all=edition.is_all), examples)
        return True

    async def _opened(self, story_id: str) -> Asked | None:
        """What is chosen with an id; None if it cannot be had."""
        try:
            return await (self._editions.everything() if story_id == ALL else self._editions.of(story_id, anew=True))
        except BotError:
            return None

    async def _at_hand(self, message: Message) -> tuple[Sequence[Listed], str]:
        """The stories that the chat may ask about, and the id of the one that it does ask about."""
        stories = await self._editions.listed(message.chat.id)
        chosen = (await self._editions.chosen(message.chat.id)).id
        return stories, chosen if chosen in [story.id for story in stories] else stories[0].id


def _page(stories: Sequence[Listed], chosen: str, number: int) -> tuple[str, InlineKeyboardMarkup | None]:
    pages = -(-len(stories) // _ON_A_PAGE)
    number = max(0, min(number, pages - 1))
    here = stories[number * _ON_A_PAGE : (number + 1) * _ON_A_PAGE]
    title = next(story.title for story in stories if story.id == chosen)
    heading = texts.STORIES.format(title=escaped(title[:MAX_TITLE_CHARACTERS]))
    labels = [(_tag(story.id), _label(story)) for story in here]
    own = {_tag(story.id): story.id for story in here if is_own(story.id)}
    keyboard = story_keyboard(labels, _tag(chosen), number, pages, own=own)
    return texts.SEARCHING_ALL if chosen == ALL else heading, keyboard


def _label(story: Listed) -> str:
    title = texts.OWN_LABEL.format(title=story.title) if is_own(story.id) else story.title
    return f"{title} · {in_words(story.published.isoformat())}" if story.published else title


def _tag(story_id: str) -> str:
    """What stands for a story in a button: ids can be longer than a button's data may be."""
    return hashlib.sha256(story_id.encode()).hexdigest()[:16]
