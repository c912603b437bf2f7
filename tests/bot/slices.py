"""What must hold of every answer: its citations, and what it quotes, are slices of the story."""

from bot.answer import Answer

__all__ = ["made_up"]


def made_up(answer: Answer, text: str) -> list[str]:
    """What an answer cites or quotes between “ and ” that is no slice of `text`."""
    wrong = [c.text for c in answer.citations if text[c.span.start : c.span.end] != c.text or not c.text]
    return wrong + _quoted_but_absent(answer.text, text)


def _quoted_but_absent(reply: str, text: str) -> list[str]:
    """A slice may have quotation marks of its own, so an opening mark is right if any closing one ends a slice."""
    closings = [i for i, mark in enumerate(reply) if mark == "”"]
    return [
        reply[start : start + 80]
        for start, mark in enumerate(reply)
        if mark == "“" and not any(reply[start + 1 : end] in text for end in closings if end > start)
    ]
