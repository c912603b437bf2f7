"""Telegram's HTML and its limits."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.telegram.markup import Piece, blockquotes, escaped, lines, pages, quoted_under, units
from tests.bot.telegram_html import Entity, parsed, utf16

# Telegram trims messages, and control characters are replaced, so neither is asked to come back.
passages = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1).filter(lambda t: t == t.strip())


@given(passages)
def test_escaped_text_is_shown_as_it_is(text):
    assert parsed(escaped(text)) == (text, [])


@pytest.mark.parametrize("text", ["a\x00b", "\x1b[0m", "half \ud800 pair"])
def test_what_telegram_refuses_is_replaced(text):
    shown, _ = parsed(escaped(text))
    assert len(shown) == len(text)
    assert not set(shown) & set("\x00\x1b\ud800")


@given(passages)
def test_lengths_are_counted_in_utf_16(text):
    assert units(text) == utf16(text) == Piece(f"<b>{escaped(text)}</b>").units


@given(st.lists(st.builds(lambda text, times: text[:60] * times, passages, st.integers(1, 30)), max_size=60))
def test_pages_keep_every_quotation_whole_and_in_order(texts):
    made = pages(piece for text in texts for piece in quoted_under("<b>who</b>", text))
    shown = [parsed(page) for page in made]
    assert all(utf16(text) <= 4096 for text, _ in shown)
    assert all(len(entities) <= 100 for _, entities in shown)
    assert [quotation for page in shown for quotation in quotations(*page)] == texts


@pytest.mark.parametrize("word", ["word ", "🐟", "<&>", "x"])
def test_a_passage_that_no_message_holds_is_divided_into_few_and_loses_nothing(word):
    passage = (word * 3000).strip()
    parts = [parsed(piece.html)[0] for piece in blockquotes(passage)]
    assert "".join(parts).replace(" ", "") == passage.replace(" ", "")
    assert all(utf16(part) <= 4096 for part in parts)
    assert len(parts) == -(-utf16(passage) // 4090)


def test_a_label_that_fits_no_more_stands_in_a_piece_of_its_own():
    passage = "x" * 4090
    assert [piece.units for piece in quoted_under("<b>somebody</b>", passage)] == [8, 4090]


def test_lines_of_an_answer_come_back_as_they_were():
    text = "One <b>\n\ntwo & three"
    assert parsed(pages(lines(text))[0]) == (text, [])


def test_no_page_is_blank():
    assert pages([Piece(""), Piece("x" * 4096), Piece(""), Piece("y")]) == ["x" * 4096, "y"]
    assert pages([Piece("")]) == []


def quotations(text: str, entities: list[Entity]) -> list[str]:
    raw = text.encode("utf-16-le")
    found = [e for e in entities if "blockquote" in e["type"]]
    return [raw[2 * e["offset"] : 2 * (e["offset"] + e["length"])].decode("utf-16-le") for e in found]
