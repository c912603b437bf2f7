"""What a message brings to be read: a text, a file or a page; and what is a question all the same."""

import re
from datetime import date
from enum import StrEnum
from urllib.parse import unquote, urlsplit

import msgspec
from telegram import Document, Message, MessageEntity, MessageOriginChannel

from bot.telegram.database import storable
from corpus.statement import Reading

__all__ = [
    "Kind",
    "Material",
    "is_in_story",
    "is_link_alone",
    "material_of",
    "may_go_on",
    "page_name",
    "question_with",
    "sent_at",
]

_LEAST = 600  # characters of a pasted text that is a story
_LEAST_FORWARDED = 200
_SENTENCES, _SENTENCES_FORWARDED = 3, 2
_SENTENCE_WORDS = 4
_LONGEST_QUESTION = 1_500
_WORDS_WITH_LINK = 6
_CUT_FROM = 3_900  # characters: clients cut what is longer than a message, 4,096, into several
_END = re.compile(r"(?<=[.!?…])[\"'”’»)\]]*\s+")
_ASKS = re.compile(
    r"\?|^(?:(?:and|but|so|please|tell me)[ ,]+)*(?:wh(?:o|om|ose|at|en|ere|y|ich)|how|d(?:o|oes|id)|is|are|was|were|"
    r"has|have|had|can|could|will|would)\b",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"(?:https?://)?[^\s/]+\.[^\s/.]+(?::\d+)?/\S*|https?://\S+", re.IGNORECASE)


class Kind(StrEnum):
    """What is brought."""

    TEXT = "text"
    FILE = "file"
    LINK = "link"
    KEPT = "kept"  # the story is there already, and read again as of another day
    ENTRY = "entry"  # the text is there already: it came with the story before it, in a feed or the like


class Material(msgspec.Struct, frozen=True, kw_only=True):
    """What a message brings: `text` itself, the id of a `file` and what its sender calls it, or the address in `link`.

    A post that is forwarded from a channel names its `source`, and was published on the day that it was posted there.
    """

    kind: Kind
    text: str = ""
    file: str = ""
    name: str = ""
    size: int = 0  # bytes of the file, 0 where the server does not say
    link: str = ""
    source: str | None = None
    published: date | None = None
    sent: int = 0  # when its latest message was, in seconds since 1970
    cut: bool = False  # it was too long, and its further parts are left out
    left_out: int = 0  # stories that came with it, and are too many


def material_of(message: Message) -> Material | None:
    """What `message` brings to be read; None if it is a question, or nothing to read."""
    document = message.document
    if document is not None:
        return None if message.animation else _file(message, document)
    text = message.text or message.caption or ""
    if _is_story(text, forwarded=message.forward_origin is not None):
        return _material(message, Kind.TEXT, text=text)
    link = _link(message, text)
    return _material(message, Kind.LINK, link=link) if link else None


def question_with(message: Message) -> str | None:
    """The question that the sender of a file asks beside it; None if there is none, or somebody else wrote it."""
    caption = (message.caption or "").strip()
    asks = message.document is not None and message.forward_origin is None and _ASKS.search(caption)
    return caption if asks else None


def may_go_on(text: str) -> bool:
    """Whether a text is so long that the sender's client may have cut it, and the next message goes on with it."""
    return len(text) >= _CUT_FROM


def sent_at(message: Message) -> int:
    """When a message was sent, in seconds since 1970."""
    return int(message.date.timestamp())


def is_in_story(reading: Reading, text: str) -> bool:
    """Whether a text stands in the story, whatever the spaces."""
    return " ".join(text.split()) in " ".join(reading.story.text.split())


def is_link_alone(message: Message) -> bool:
    """Whether a message is an address and nothing else."""
    return _ADDRESS.fullmatch((message.text or "").strip()) is not None


def page_name(link: str) -> str:
    """What the page at an address is called, as a file would be."""
    return unquote(urlsplit(link).path).rpartition("/")[2]


def _material(message: Message, kind: Kind, **values: str | int) -> Material:
    origin = message.forward_origin
    source, published = None, None
    if isinstance(origin, MessageOriginChannel):
        source, published = storable(origin.chat.title or ""), origin.date.date()
    plain = {name: storable(value) if isinstance(value, str) else value for name, value in values.items()}
    facts = {"kind": kind, "source": source, "published": published, "sent": sent_at(message), **plain}
    return msgspec.convert(facts, type=Material)


def _file(message: Message, document: Document) -> Material:
    return _material(
        message, Kind.FILE, file=document.file_id, name=document.file_name or "", size=document.file_size or 0
    )


def _is_story(text: str, *, forwarded: bool) -> bool:
    """Whether a text is long, has several sentences, and does not ask."""
    if len(text) < (_LEAST_FORWARDED if forwarded else _LEAST):
        return False
    sentences = [part for part in _END.split(text.strip()) if len(part.split()) >= _SENTENCE_WORDS]
    asked = sum(part.rstrip("\"'”’»)] ").endswith("?") for part in sentences)
    if text.rstrip().endswith("?") and len(text) <= _LONGEST_QUESTION:
        return False
    return len(sentences) >= (_SENTENCES_FORWARDED if forwarded else _SENTENCES) and asked * 2 <= len(sentences)


def _link(message: Message, text: str) -> str | None:
    """The first address in a message that is about little else; None where the words beside it are a question."""
    kinds: list[str | None] = [MessageEntity.URL, MessageEntity.TEXT_LINK]
    found = message.parse_entities(kinds) if message.text else message.parse_caption_entities(kinds)
    if not found:
        return None
    others = text
    for entity, words in found.items():
        if entity.type == MessageEntity.URL:
            others = others.replace(words, " ")
    forwarded = message.forward_origin is not None
    if "?" in others or (len(others.split()) > _WORDS_WITH_LINK and not forwarded):
        return None
    addresses = [entity.url or words for entity, words in found.items()]
    address = next((address for address in addresses if _ADDRESS.fullmatch(address)), None)
    if address is None:
        return None
    return address if "://" in address else f"https://{address}"
