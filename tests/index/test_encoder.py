"""Questions are encoded without torch, and their vectors are those of sentence-transformers."""

import msgspec
import numpy as np
import pytest

from index.encoder import Encoder, EncoderCard
from index.export import export
from index.model import named_model
from index.passages import PassageEncoder

TEXTS = [
    "Who said that?",
    "yes",
    "",
    "🙂",
    "WHO SAID “THAT” – and when, on 8 March?",
    "Что сказал министр?",
    "The U.S. Sen. Mr. O'Neil’s e-mail (leaked) said: no comment; none.",
    "a" * 500,
    "What did witness 14 tell the court about the missing files?",
]


@pytest.fixture(scope="module")
def passages():
    return PassageEncoder(named_model())


@pytest.fixture(scope="module")
def expected(passages):
    return passages.encode_questions(TEXTS)


@pytest.fixture(scope="module")
def shipped(exported):
    (folder,) = (path for path in (exported / "encoders").iterdir() if path.is_dir())
    return Encoder(folder)


def cosines(encoder, expected):
    return (encoder.encode(TEXTS) * expected).sum(axis=1)


def test_the_shipped_encoder_agrees_with_sentence_transformers(shipped, expected):
    assert shipped.card.quantised
    assert shipped.card.agreement >= 0.998
    assert cosines(shipped, expected).min() >= 0.998


def test_a_text_too_long_for_the_model_is_cut_where_sentence_transformers_cuts_it(shipped, passages):
    long = ["the minister said " * 100]
    assert (shipped.encode(long) * passages.encode_questions(long)).sum() >= 0.998


def test_without_smaller_weights_the_two_agree_to_the_last_digits(passages, expected, tmp_path):
    export(passages, tmp_path, smaller=False)
    encoder = Encoder(tmp_path)
    assert not encoder.card.quantised
    assert cosines(encoder, expected).min() >= 0.99999


def test_vectors_are_normalised_float32_rows(shipped):
    vectors = shipped.encode(TEXTS)
    assert vectors.shape == (len(TEXTS), 384)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


def test_no_texts_give_no_rows(shipped, passages):
    assert shipped.encode([]).shape == passages.encode([]).shape == (0, 384)


def test_a_text_alone_and_in_company_get_the_same_vector(shipped):
    alone = np.concatenate([shipped.encode([text]) for text in TEXTS])
    assert (alone * shipped.encode(TEXTS)).sum(axis=1).min() >= 0.9999


def test_the_card_says_what_was_exported(shipped):
    assert (shipped.card.model, shipped.card.dimensions, shipped.card.query_prompt) == ("all-MiniLM-L6-v2", 384, "")
    assert msgspec.convert(msgspec.to_builtins(shipped.card), EncoderCard) == shipped.card


def test_a_question_is_encoded_once_and_its_vector_cannot_be_changed(shipped):
    vector = shipped.question("Who said that?")
    assert np.array_equal(vector, shipped.encode(["Who said that?"])[0])
    assert shipped.question("Who said that?") is vector
    with pytest.raises(ValueError, match="read-only"):
        vector[0] = 1.0
