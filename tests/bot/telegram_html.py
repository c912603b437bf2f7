"""Telegram's HTML, read as a Bot API server reads it, but what a server would forgive is an error here."""

import html
import re
from typing import Any

__all__ = ["BadHtmlError", "Entity", "parsed", "utf16"]

Entity = dict[str, Any]

_TOKEN = re.compile(r"<(/?)([a-z][a-z-]*)((?:\s+[a-z-]+(?:=\"[^\"<>]*\")?)*)\s*>|(&[^;\s<&]{0,8};?)|([<>])|([^<>&]+)")
_ATTRIBUTE = re.compile(r"([a-z-]+)(?:=\"([^\"]*)\")?")
_KNOWN_ENTITY = re.compile(r"&(lt|gt|amp|quot|#\d+|#x[0-9a-fA-F]+);")
_SIMPLE = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "code": "code",
    "pre": "pre",
}


class BadHtmlError(Exception):
    """The text is not Telegram's HTML; the message says why."""


def utf16(text: str) -> int:
    """The length of `text` in UTF-16 code units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def parsed(source: str) -> tuple[str, list[Entity]]:
    """The text and the entities that `source` stands for. Raises BadHtmlError."""
    entities: list[Entity] = []
    opened: list[Entity] = []
    text, place = "", 0
    while place < len(source):
        token = _TOKEN.match(source, place)
        if token is None:
            raise BadHtmlError(f"can't parse entities: unsupported start tag at {place}")
        place = token.end()
        closing, tag, attributes, entity, bare, plain = token.groups()
        if bare:
            raise BadHtmlError(f"can't parse entities: bare {bare!r} at {token.start()}")
        if entity:
            if not _KNOWN_ENTITY.fullmatch(entity):
                raise BadHtmlError(f"can't parse entities: unescaped & at {token.start()}")
            text += html.unescape(entity)
        elif plain:
            text += plain
        elif closing:
            _close(tag, opened, entities, utf16(text))
        else:
            opened.append(_open(tag, dict(_ATTRIBUTE.findall(attributes)), opened, utf16(text)))
    if opened:
        raise BadHtmlError(f"can't parse entities: can't find end tag for {opened[-1]['tag']}")
    return text, sorted(entities, key=lambda entity: (entity["offset"], -entity["length"]))


def _open(tag: str, attributes: dict[str, str], opened: list[Entity], offset: int) -> Entity:
    if any(outer["type"] in ("code", "pre") for outer in opened):
        raise BadHtmlError(f"can't parse entities: <{tag}> inside code")
    made = {"tag": tag, "offset": offset, **_entity(tag, attributes)}
    if "blockquote" in made["type"] and any("blockquote" in outer["type"] for outer in opened):
        raise BadHtmlError("can't parse entities: blockquotes can't be nested")
    return made


def _entity(tag: str, attributes: dict[str, str]) -> Entity:
    if tag in _SIMPLE and not attributes:
        return {"type": _SIMPLE[tag]}
    if tag == "blockquote" and attributes in ({}, {"expandable": ""}):
        return {"type": "expandable_blockquote" if attributes else "blockquote"}
    if tag == "a" and set(attributes) == {"href"} and re.match(r"https?://|tg://", attributes["href"]):
        return {"type": "text_link", "url": html.unescape(attributes["href"])}
    if tag == "tg-time" and attributes.get("unix", "").isdigit() and set(attributes) <= {"unix", "format"}:
        return {"type": "date_time", "unix_time": int(attributes["unix"])}
    raise BadHtmlError(f"can't parse entities: unsupported tag <{tag}> with {sorted(attributes)}")


def _close(tag: str, opened: list[Entity], entities: list[Entity], offset: int) -> None:
    if not opened or opened[-1]["tag"] != tag:
        raise BadHtmlError(f"can't parse entities: unmatched end tag </{tag}>")
    entity = opened.pop()
    del entity["tag"]
    if offset == entity["offset"]:
        raise BadHtmlError(f"can't parse entities: empty <{tag}>")
    entities.append({**entity, "length": offset - entity["offset"]})
