"""The picture of a conversation in the README and the docs is what the bot says today."""

import re
from html import unescape
from pathlib import Path

import pytest

from bench.conversation import QUESTIONS, conversation, picture

ROOT = Path(__file__).parents[2]


def drawn_words(svg: str) -> list[str]:
    """The words in a picture, in order."""
    return unescape(" ".join(re.findall(r"<text[^>]*>([^<]*)</text>", svg))).split()


@pytest.mark.parametrize("page", ["README.md", "docs/telegram.md"])
def test_it_is_shown_where_people_look(page):
    assert "conversation.svg)" in (ROOT / page).read_text()


async def test_its_words_are_those_that_the_bot_sends(shipped_home):
    replies = await conversation(shipped_home)
    kept = (ROOT / "docs" / "conversation.svg").read_text()
    assert drawn_words(kept) == drawn_words(picture(replies)), (
        "the bot answers in other words now; draw it again: python -m bench.conversation docs/conversation.svg"
    )
    text = "".join("".join(drawn_words(kept)).split("┃"))
    for words in (*QUESTIONS, *(reply["text"] for reply in replies)):
        assert "".join(words.split()) in text.replace("│", "")
