"""Deep links: `https://t.me/BOT?start=q_…` opens the bot with a question.

Telegram allows 64 letters, digits, _ and - behind `start=`. After `q_` stands the question: in words with _ for
spaces ("q_What_did_Putin_say"), or, where it has anything else in it, in base64url without padding after `q64_`.
"""

import base64
import binascii
import re

__all__ = ["linked_question", "start_parameter"]

_MOST = 64
_PLAIN = re.compile(r"[A-Za-z0-9 ]+")


def start_parameter(question: str) -> str:
    """The parameter that opens the bot with `question`, cut to what a link can hold."""
    words = " ".join(question.split()).rstrip("?!. ")
    if _PLAIN.fullmatch(words) and not words.startswith(" "):
        return f"q_{words[: _MOST - 2].rstrip().replace(' ', '_')}"
    kept = words.encode("utf-8", "ignore")[: (_MOST - 4) * 3 // 4].decode("utf-8", "ignore")
    return "q64_" + base64.urlsafe_b64encode(kept.encode()).decode().rstrip("=")


def linked_question(parameter: str) -> str | None:
    """The question that a link was made of, or None if it holds none.

    >>> linked_question(start_parameter("Qu'a dit Poutine ?")), linked_question("q_Who_is_quoted")
    ("Qu'a dit Poutine", 'Who is quoted')
    """
    if parameter.startswith("q64_"):
        return _decoded(parameter.removeprefix("q64_"))
    if parameter.startswith("q_"):
        words = parameter.removeprefix("q_")
        return _as_base64(words) or words.replace("_", " ").strip() or None
    return None


def _decoded(text: str) -> str | None:
    try:
        return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)).decode().strip() or None
    except (binascii.Error, ValueError):
        return None


def _as_base64(text: str) -> str | None:
    """The question in `text` if that is plainly base64url of several words, as some makers of links write it."""
    decoded = _decoded(text)
    return decoded if decoded and " " in decoded and decoded.isprintable() else None
