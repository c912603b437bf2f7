"""Where quotations open and close."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.paragraphs import find_paragraphs
from corpus.quotations import find_quotations, with_plain_marks
from corpus.story import Span


def quoted(text: str) -> list[str]:
    return [quotation.span.of(text) for quotation in find_quotations(text, find_paragraphs(text))]


@pytest.mark.parametrize(
    ("text", "quotations"),
    [
        ("“It works,” he said. “It does.”", ["“It works,”", "“It does.”"]),
        ('"It works," he said. "It does."', ['"It works,"', '"It does."']),
        ("''It works,'' he said. ''It does.''", ["''It works,''", "''It does.''"]),
        ("``It works,'' he said.", ["``It works,''"]),
        ("«It works», he said.", ["«It works»"]),
        ("“He told me ‘no’ twice,” she said.", ["“He told me ‘no’ twice,”"]),
        ("‘It works,’ the minister’s aide said.", ["‘It works,’"]),
        ("The voters’ choice and the ’90s were the town’s.", []),
        ("He is 6'2\" tall and 5'11\" wide.", []),
        ("No marks at all.", []),
    ],
)
def test_every_style_of_mark_is_known(text: str, quotations: list[str]) -> None:
    """Curly, straight, doubled single, angle and single marks make the same quotations; apostrophes make none."""
    assert quoted(text) == quotations


def test_an_unclosed_quotation_ends_with_its_paragraph() -> None:
    """Speech over several paragraphs is opened in each and closed in the last; nothing else is lost."""
    text = "“One goes on.\n\n“Two ends,” he said.\n\nPlain “three” words."
    found = find_quotations(text, find_paragraphs(text))
    assert [(q.span.of(text), q.closed) for q in found] == [
        ("“One goes on.", False),
        ("“Two ends,”", True),
        ("“three”", True),
    ]


def test_a_stray_closing_mark_costs_nothing() -> None:
    """A mark that closes what nobody opened is passed over."""
    assert quoted("It works,” he said. “It does.”") == ["“It does.”"]


@given(st.text(alphabet="ab “”\"'`‘’«»\n.,", max_size=80))
def test_quotations_lie_in_order_inside_any_text(text: str) -> None:
    """Whatever the marks, quotations are disjoint, in order, and inside the text; plain marks keep its length."""
    found = find_quotations(text, find_paragraphs(text))
    edges = [edge for quotation in found for edge in quotation.span]
    assert edges == sorted(edges)
    assert all(0 <= q.span.start <= q.inner.start <= q.inner.end <= q.span.end <= len(text) for q in found)
    assert len(with_plain_marks(text, found)) == len(text)


def test_plain_marks_stand_where_the_marks_stood() -> None:
    """Doubled single marks become one curly mark and a blank, so that offsets stay."""
    text = "''No,'' he said."
    assert with_plain_marks(text, find_quotations(text, [Span(0, len(text))])) == "“ No, ” he said."
