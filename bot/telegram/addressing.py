"""Whether a message is meant for the bot, and whose conversation it belongs to."""

from telegram import Bot, Message, MessageEntity, User

from bot.telegram.conversations import ChatKey

__all__ = ["is_for_bot", "key_of", "words_of"]


def is_for_bot(message: Message) -> bool:
    """Whether the bot has to reply: always in a private chat, else if it is mentioned, replied to or commanded."""
    if message.chat.type == message.chat.PRIVATE:
        return True
    bot = message.get_bot()
    replied = message.reply_to_message
    if replied is not None and replied.from_user is not None and replied.from_user.id == bot.id:
        return True
    return any(_names(bot, message, entity) for entity in (*message.entities, *message.caption_entities))


def words_of(message: Message) -> str:
    """What `message` says in words, without the bot's name where that only calls it."""
    words = message.text or message.caption or ""
    mention = f"@{message.get_bot().username}"
    start = words.lower().find(mention.lower())
    return (words if start < 0 else words[:start] + words[start + len(mention) :]).strip()


def key_of(message: Message, user: User | None = None) -> ChatKey:
    """Whose conversation `message` belongs to; in a group, that of `user`, by default of its sender."""
    member = user or message.from_user
    in_private = message.chat.type == message.chat.PRIVATE
    return ChatKey(message.chat.id, 0 if in_private or member is None else member.id)


def _names(bot: Bot, message: Message, entity: MessageEntity) -> bool:
    parse = message.parse_entity if message.text else message.parse_caption_entity
    if entity.type == MessageEntity.TEXT_MENTION:
        return entity.user is not None and entity.user.id == bot.id
    if entity.type == MessageEntity.MENTION:
        return parse(entity).lower() == f"@{bot.username}".lower()
    if entity.type == MessageEntity.BOT_COMMAND:
        return parse(entity).lower().endswith(f"@{bot.username}".lower())
    return False
