"""FAISS finds what a plain search in NumPy finds."""

import numpy as np
import pytest

from index.vectors import FaissStore


def unit_rows(count, *, seed, dimensions=384):
    rows = np.random.default_rng(seed).standard_normal((count, dimensions)).astype(np.float32)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


@pytest.mark.parametrize("count", [1, 2, 60, 5000])
def test_similarities_are_the_inner_products_in_order(count):
    passages, question = unit_rows(count, seed=1), unit_rows(1, seed=2)[0]
    found = FaissStore.of(passages).similarities(question)
    assert found.dtype == np.float32
    np.testing.assert_allclose(found, passages @ question, atol=1e-5)


@pytest.mark.parametrize(("count", "k"), [(1, 1), (60, 3), (60, 60), (60, 99), (5000, 10)])
def test_the_nearest_are_those_of_a_full_sort(count, k):
    passages, question = unit_rows(count, seed=3), unit_rows(1, seed=4)[0]
    expected = np.argsort(-(passages @ question))[:k]
    found, cosines = FaissStore.of(passages).nearest(question, k)
    assert found.tolist() == expected.tolist()
    np.testing.assert_allclose(cosines, (passages @ question)[expected], atol=1e-5)


def test_equal_passages_are_all_kept():
    row = unit_rows(1, seed=5)
    assert FaissStore.of(np.repeat(row, 3, axis=0)).similarities(row[0]) == pytest.approx([1, 1, 1], abs=1e-5)


def test_a_saved_store_is_the_same_when_loaded(tmp_path):
    passages, question = unit_rows(60, seed=6), unit_rows(1, seed=7)[0]
    store = FaissStore.of(passages)
    store.save(tmp_path)
    loaded = FaissStore.load(tmp_path)
    assert len(loaded) == 60
    assert loaded.similarities(question).tolist() == store.similarities(question).tolist()


def test_an_empty_store_finds_nothing():
    store = FaissStore.of(unit_rows(0, seed=8))
    assert store.similarities(unit_rows(1, seed=9)[0]).shape == (0,)
    assert store.nearest(unit_rows(1, seed=9)[0], 3)[0].tolist() == []
