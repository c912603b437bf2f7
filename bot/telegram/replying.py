"""Messages out: replies, and messages edited in place."""

from contextlib import suppress

from telegram import Bot, InlineKeyboardMarkup, LinkPreviewOptions, Message, ReplyParameters
from telegram.constants import ParseMode
from telegram.error import BadRequest

__all__ = ["NO_PREVIEW", "change", "change_in", "remove", "reply", "reply_photo", "send", "thread_of"]

NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


async def reply(message: Message, pages: list[str], keyboard: InlineKeyboardMarkup | None = None) -> list[Message]:
    """Send `pages` in order, each as a reply to `message`, or without the quotation where that is gone.

    The last has the `keyboard`. Gives the messages sent, which are in another chat if the group has moved meanwhile.
    """
    sent = []
    for number, page in enumerate(pages, start=1):
        made = await message.get_bot().send_message(
            message.chat.id,
            page,
            parse_mode=ParseMode.HTML,
            link_preview_options=NO_PREVIEW,
            reply_parameters=ReplyParameters(message.message_id, allow_sending_without_reply=True),
            message_thread_id=thread_of(message),
            reply_markup=keyboard if number == len(pages) else None,
        )
        sent.append(made)
    return sent


async def send(bot: Bot, chat: int, page: str, keyboard: InlineKeyboardMarkup | None = None) -> None:
    """Send a message to `chat` that replies to none."""
    await bot.send_message(
        chat, page, parse_mode=ParseMode.HTML, link_preview_options=NO_PREVIEW, reply_markup=keyboard
    )


async def reply_photo(message: Message, photo: bytes, caption: str) -> None:
    """Send a picture as a reply to `message`."""
    await message.get_bot().send_photo(
        message.chat.id,
        photo,
        caption=caption,
        parse_mode=ParseMode.HTML,
        reply_parameters=ReplyParameters(message.message_id, allow_sending_without_reply=True),
        message_thread_id=thread_of(message),
    )


async def change(message: Message, id_: int, page: str, keyboard: InlineKeyboardMarkup | None = None) -> None:
    """Make the bot's message `id_`, in the chat of `message`, show `page`; all is well if it does already."""
    await change_in(message.get_bot(), message.chat.id, id_, page, keyboard)


async def change_in(bot: Bot, chat: int, id_: int, page: str, keyboard: InlineKeyboardMarkup | None = None) -> None:
    """Make the message `id_` that the bot sent to `chat` show `page`; all is well if it does already."""
    try:
        await bot.edit_message_text(
            page,
            chat_id=chat,
            message_id=id_,
            parse_mode=ParseMode.HTML,
            link_preview_options=NO_PREVIEW,
            reply_markup=keyboard,
        )
    except BadRequest as error:
        if "message is not modified" not in str(error):
            raise


async def remove(message: Message, id_: int) -> None:
    """Delete the bot's message `id_` in the chat of `message`; one that is gone, or too old, is left."""
    with suppress(BadRequest):
        await message.get_bot().delete_message(message.chat.id, id_)


def thread_of(message: Message) -> int | None:
    """The forum topic that `message` stands in."""
    return message.message_thread_id if message.is_topic_message else None
