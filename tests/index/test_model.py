"""The shipped encoder is the published one; an operator may name another."""

import dataclasses
import shutil

import numpy as np
import pytest
from sentence_transformers import SentenceTransformer

from index.encoder import Encoder
from index.errors import ModelError
from index.model import named_model
from index.passages import PassageEncoder
from index.store import open_story
from tests.home import plain_reading, source_of


def test_a_model_named_by_its_folder_gets_an_encoder_of_its_own_that_agrees_with_it(home, small_model):
    index = open_story(source_of(), home=home, read=plain_reading, model=str(small_model))
    (folder,) = (home / "encoders").glob(f"{named_model(str(small_model)).key}-?")
    questions = ["Who resigned?", "What will rise next year, and why does nobody say so?"]
    expected = SentenceTransformer(str(small_model), device="cpu").encode_query(
        questions, normalize_embeddings=True, show_progress_bar=False
    )
    found = index.encode(questions)
    assert Encoder(folder).card.query_prompt == "query: "
    assert found.shape == (2, 32)
    assert (found * np.asarray(expected)).sum(axis=1).min() >= 0.998
    assert len(list((home / "encoders").glob("*/"))) == 2


def test_a_model_that_is_replaced_in_place_is_another_model(small_model, tmp_path):
    shutil.copytree(small_model, tmp_path / "model")
    before = named_model(str(tmp_path / "model"))
    assert named_model(str(tmp_path / "model")) == before
    (tmp_path / "model" / "README.md").write_text("another", encoding="utf-8")
    assert named_model(str(tmp_path / "model")).key != before.key


def test_weights_that_are_not_the_published_ones_are_refused(tmp_path):
    (tmp_path / "model.safetensors").write_bytes(b"something else")
    altered = dataclasses.replace(named_model(), location=str(tmp_path))
    with pytest.raises(ModelError, match="is not the published file"):
        PassageEncoder(altered)
    with pytest.raises(ModelError, match="cannot be read"):
        dataclasses.replace(altered, location=str(tmp_path / "missing")).check()
    named_model().check()


@pytest.mark.parametrize("name", ["./no/such/folder", "/no/such/folder", "a/b/c", "~nobody/model", "", "two words"])
def test_a_name_that_can_be_neither_a_folder_nor_a_hub_name_is_refused_at_once(home, name):
    with pytest.raises(ModelError, match="there is no such folder"):
        open_story(source_of(), home=home, read=plain_reading, model=name)


@pytest.mark.parametrize("broken", ["empty folder", "cut weights"])
def test_a_folder_without_a_usable_model_is_refused_in_one_sentence(home, small_model, tmp_path, broken):
    (tmp_path / "model").mkdir()
    if broken == "cut weights":
        shutil.copytree(small_model, tmp_path / "model", dirs_exist_ok=True)
        (tmp_path / "model" / "model.safetensors").write_bytes(b"cut")
    with pytest.raises(ModelError, match="cannot be loaded") as caught:
        open_story(source_of(), home=home, read=plain_reading, model=str(tmp_path / "model"))
    assert "\n" not in str(caught.value)
