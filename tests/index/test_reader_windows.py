"""Questions and sentences become windows of word pieces."""

import numpy as np
import pytest

from index.reader import load_tokenizer
from index.windows import MAX_SENTENCE, Pieces, choose, encode, fold, pack, question_pieces

TOKENIZER = load_tokenizer()
CLS, SEP = 101, 102


def pieces(size: int, start: int = 1000) -> Pieces:
    return Pieces(tuple(range(start, start + size)), tuple((i, i + 1) for i in range(size)))


def test_offsets_point_at_the_words_that_the_pieces_stand_for():
    text = "Zelenskyy’s é🙂 visit"
    found = encode(TOKENIZER, text)
    assert "".join(text[start:end] for start, end in found.offsets) == text.replace(" ", "")


def test_a_note_stands_before_the_text_and_has_no_offsets_in_it():
    plain, noted = encode(TOKENIZER, "It is over."), encode(TOKENIZER, "It is over.", "Igor Konashenkov")
    assert noted.ids[noted.note :] == plain.ids
    assert noted.offsets[noted.note :] == plain.offsets
    assert TOKENIZER.decode(list(noted.ids[: noted.note])) == "igor konashenkov :"


def test_the_question_comes_first_and_the_latest_turn_next():
    assert question_pieces(pieces(2, 10), [pieces(1, 20), pieces(1, 30)]) == (CLS, 10, 11, SEP, 30, SEP, 20, SEP)


def test_a_long_question_and_long_turns_are_cut():
    left = question_pieces(pieces(500), [pieces(500), pieces(500)])
    assert len(left) < 70
    assert left[-1] == SEP


@pytest.mark.parametrize(
    ("prior", "budget", "expected"),
    [
        pytest.param([0, 0, 9, 0, 0], 22, [1, 2], id="the best and the one before it"),
        pytest.param([9, 0, 0, 0, 1], 33, [0, 3, 4], id="the first has none before it; the next best follows"),
        pytest.param([0, 0, 9, 8, 0], 33, [1, 2, 3], id="a neighbour is paid for once"),
        pytest.param([0, 0, 9, 0, 0], 1, [1, 2], id="something is read however small the budget"),
        pytest.param([0, 0, 9, 0, 0], 999, [0, 1, 2, 3, 4], id="all of a short story"),
        pytest.param([], 999, [], id="nothing of nothing"),
    ],
)
def test_the_best_sentences_by_a_first_guess_are_read(prior, budget, expected):
    found = choose(prior, [10] * len(prior), budget)
    assert found == expected


@pytest.mark.parametrize(
    ("lengths", "expected"),
    [
        ([], []),
        ([10], [range(1)]),
        ([500, 500], [range(1), range(1, 2)]),
        ([40] * 4, [range(2), range(2, 4)]),
        ([5] * 20, [range(20)]),
    ],
)
def test_sentences_are_packed_into_windows_of_about_equal_size(lengths, expected):
    assert pack(lengths, 120) == expected


@pytest.mark.parametrize("seed", range(20))
def test_packing_loses_and_repeats_no_sentence(seed):
    lengths = np.random.default_rng(seed).integers(1, MAX_SENTENCE, size=30).tolist()
    windows = pack(lengths)
    assert [place for window in windows for place in window] == list(range(30))


def test_a_batch_tells_where_each_sentence_stands():
    left, sentences = (CLS, 7, SEP), [[pieces(2, 50), pieces(3, 60)], [pieces(1, 70)]]
    batch = fold([left, left], sentences, [[4, 5], [9]])
    assert batch.ids.tolist() == [[CLS, 7, SEP, 50, 51, SEP, 60, 61, 62, SEP], [CLS, 7, SEP, 70, SEP, 0, 0, 0, 0, 0]]
    assert batch.mask.sum(axis=1).tolist() == [10, 5]
    assert batch.types.tolist() == [[0, 0, 0, 1, 1, 1, 1, 1, 1, 1], [0, 0, 0, 1, 1, 0, 0, 0, 0, 0]]
    assert (batch.places, batch.starts) == (((4, 5), (9,)), ((3, 6), (3,)))
    np.testing.assert_allclose(batch.question_pool.sum(axis=-1), 1, rtol=1e-6)
    np.testing.assert_allclose(batch.sentence_pool.sum(axis=-1), [[1, 1], [1, 0]], rtol=1e-6)
    assert np.flatnonzero(batch.sentence_pool[0, 1]).tolist() == [6, 7, 8]
