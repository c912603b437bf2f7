"""BM25 over stemmed words, its scores added up without bm25s."""

import logging
import subprocess
import sys

import bm25s  # type: ignore[import-untyped]
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.lexical import LexicalStore, words

PASSAGES = [
    "The ministry’s spokesman said the war was over.",
    "Spokesmen of the ministries deny it, the ministry said.",
    "",
    "Nobody said so. 🙂",
    "Café owners, 14 of them, protested on 8 March.",
]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Conscripts were CAPTURED", ["conscript", "were", "captur"]),
        ("the ministry’s 14 e-mails", ["the", "ministri", "s", "14", "e", "mail"]),
        ("ﬁnances and Ⅷ", ["financ", "and", "viii"]),
        ("STRASSE Straße", ["strass", "strass"]),
        ("“…” – ! 🙂", []),
        ("", []),
    ],
)
def test_words_are_folded_and_stemmed(text, expected):
    assert words(text) == expected


@pytest.mark.parametrize(
    "question", ["Who said the war was over?", "ministry spokesmen", "the the the", "Protests in March"]
)
def test_scores_are_those_of_bm25s(question):
    oracle = bm25s.BM25(method="lucene")
    oracle.index([words(passage) for passage in PASSAGES], show_progress=False)
    known = [word for word in words(question) if word in oracle.vocab_dict]
    np.testing.assert_allclose(LexicalStore.of(PASSAGES).scores(question), oracle.get_scores(known), rtol=1e-6)


def test_the_passage_with_the_rarer_words_scores_higher():
    assert LexicalStore.of(PASSAGES).scores("the cafe café protest").argmax() == 4


@pytest.mark.parametrize("passages", [[], [""], ["…", "🙂"]])
def test_passages_without_words_score_nothing(passages):
    assert LexicalStore.of(passages).scores("Who said so?").tolist() == [0] * len(passages)


def test_a_saved_store_is_the_same_when_loaded(tmp_path):
    store = LexicalStore.of(PASSAGES)
    store.save(tmp_path)
    question = "Who said the ministry protested?"
    assert LexicalStore.load(tmp_path).scores(question).tolist() == store.scores(question).tolist()


@given(st.lists(st.text(), max_size=5), st.text())
def test_any_text_gets_finite_scores_that_are_not_negative(passages, question):
    scores = LexicalStore.of(passages).scores(question)
    assert scores.shape == (len(passages),)
    assert (np.isfinite(scores) & (scores >= 0)).all()


def test_weighing_leaves_the_logging_of_the_process_alone():
    code = (
        "import logging; from index.lexical import LexicalStore; LexicalStore.of(['a word']);"
        "print(logging.getLogger('bm25s').level, logging.getLogger().handlers)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert (done.stdout.strip(), done.stderr) == (f"{logging.NOTSET} []", "")
