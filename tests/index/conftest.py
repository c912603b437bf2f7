"""Homes with the exported encoder, which is exported once for all tests, and a small model to export often."""

import shutil
from pathlib import Path

import pytest
from sentence_transformers import SentenceTransformer
from sentence_transformers.sentence_transformer.modules import Pooling, Transformer
from transformers import BertConfig, BertModel
from transformers.utils import logging as transformers_logging

from index.model import named_model
from index.store import open_story
from tests.home import home_with_encoder, plain_reading, source_of

TOKENIZER = ("tokenizer.json", "tokenizer_config.json", "vocab.txt", "special_tokens_map.json")


@pytest.fixture(scope="session")
def exported(shipped_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home that holds the exported encoder and one small story; to be read only."""
    home = home_with_encoder(shipped_home, tmp_path_factory.mktemp("exported"))
    open_story(source_of(), home=home, read=plain_reading)
    return home


@pytest.fixture
def home(exported: Path, tmp_path: Path) -> Path:
    """A home of the test's own that holds the exported encoder."""
    return home_with_encoder(exported, tmp_path / "home")


@pytest.fixture(scope="session")
def small_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model of random weights that pools by its first token and has prompts, unlike the shipped one."""
    folder = tmp_path_factory.mktemp("small")
    transformers_logging.disable_progress_bar()
    config = BertConfig(
        hidden_size=32,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=48,
        initializer_range=0.5,
    )
    BertModel(config).save_pretrained(folder / "bert")
    for name in TOKENIZER:
        shutil.copy(Path(named_model().location) / name, folder / "bert")
    parts = [Transformer(str(folder / "bert"), max_seq_length=64), Pooling(32, pooling_mode="cls")]
    prompts = {"query": "query: ", "document": "passage: "}
    SentenceTransformer(modules=parts, prompts=prompts, device="cpu").save(str(folder / "model"))
    return folder / "model"
