"""Questions become training examples that hold what is right."""

import random
from dataclasses import replace
from pathlib import Path

import numpy as np
import onnxruntime  # type: ignore[import-untyped]
import pytest
import torch
from tokenizers import Tokenizer
from transformers import MPNetConfig, MPNetModel

from index.model import named_model
from index.reader import Passage, Reader, load_tokenizer
from index.training.course import Course, train
from index.training.data import Example, Item, items_of, misspell, sample, shared_words
from index.training.export import export
from index.training.large import LargeModel
from index.training.misses import NearMisses
from index.training.model import ReaderModel
from index.training.objective import TAUGHT, loss_of
from index.training.split import held_out
from index.training.stories import StoryText

TOKENIZER = load_tokenizer()
SENTENCES = [f"Witness number {i} saw {i + 20} red cars in Eastport." for i in range(12)]
TEXT = " ".join(SENTENCES)
STARTS = [TEXT.index(sentence) for sentence in SENTENCES]
STORY = StoryText(
    TEXT,
    tuple((start, start + len(sentence)) for start, sentence in zip(STARTS, SENTENCES, strict=True)),
    tuple("Ann Ruiz" if i == 7 else "" for i in range(12)),
)


def item(answerable: bool = True) -> Item:
    start = TEXT.index("27 red cars")
    question = {
        "question": "What did the witness see?",
        "turns": ["Who was there?"],
        "story": "s",
        "answerable": answerable,
        "evidence": [[STARTS[7], STARTS[7] + len(SENTENCES[7])]],
        "answer_span": [start, start + len("27 red cars")],
    }
    return items_of([question], {"s": STORY}, [np.zeros(12, np.float32)], TOKENIZER)[0]


def test_evidence_and_answer_are_found_in_the_sentences_pieces():
    found = item()
    assert found.right == {7}
    assert found.answer
    place, first, last = found.answer
    offsets = found.sentences[place].offsets
    assert SENTENCES[place][offsets[first][0] : offsets[last][1]] == "27 red cars"


def test_a_question_without_an_answer_has_no_evidence():
    found = item(answerable=False)
    assert (found.right, found.answer) == (frozenset(), None)


def test_a_training_example_always_reads_the_evidence():
    for seed in range(20):
        example = sample(item(), TOKENIZER, 60, random.Random(seed))
        read = [place for window in example.windows for place in window]
        assert 7 in read
        assert read == sorted(set(read))
        assert len(read) < 12


def test_one_seed_gives_one_example():
    assert (
        sample(item(), TOKENIZER, 60, random.Random(1)).windows
        == sample(item(), TOKENIZER, 60, random.Random(1)).windows
    )


def test_misspelling_keeps_the_number_of_words_and_most_letters():
    text = "What did the President's spokesman say?"
    slips = [misspell(text, random.Random(seed)) for seed in range(30)]
    assert all(len(slip.split()) == 6 and slip == slip.lower() for slip in slips)
    assert any(slip.replace("?", "") != "what did the presidents spokesman say" for slip in slips)


def test_the_same_stories_are_kept_aside_whatever_their_order():
    names = [f"story-{i}" for i in range(100)]
    assert held_out(names) == held_out(reversed(names))
    assert len(held_out(names)) == 30


def test_stories_kept_aside_do_not_depend_on_how_many_questions_each_has():
    names = [f"story-{i}" for i in range(100)]
    assert held_out([name for i, name in enumerate(names) for _ in range(i + 1)]) == held_out(names)


def test_a_question_shares_the_words_whose_beginnings_stand_in_its_evidence():
    asked = item()
    question = {"question": "Which vehicles did the witness observe in Eastport?"}
    assert shared_words(replace(asked, question=question)) == 0.5  # witness and Eastport, not vehicles, observe
    assert shared_words(asked) == 1.0
    assert shared_words(item(answerable=False)) == 1.0


def test_a_sentence_taken_for_the_answer_by_mistake_is_read_again():
    asked, misses = item(), NearMisses()
    assert not misses.of(asked).any()
    example = sample(asked, TOKENIZER, 60, random.Random(1))
    read = [place for window in example.windows for place in window]
    misses.learn([example], [[9.0 if place == read[0] else -9.0 for place in read]])
    assert int(misses.of(asked).argmax()) == read[0]
    again = sample(asked, TOKENIZER, 60, random.Random(2), misses.of(asked))
    assert read[0] in [place for window in again.windows for place in window]


def test_a_course_changes_the_reader_and_tells_its_losses():
    torch.manual_seed(1)
    model = ReaderModel(Path(named_model().location))
    before = model.inner.weight.clone()
    course = Course(seed=1, steps=2, rate=1e-4, warm_up=1, last_share=0.1, running=0.0)
    losses = list(train(model, [item(), item(answerable=False)], course))
    assert len(losses) == 2
    assert np.isfinite(losses).all()
    assert not torch.equal(before, model.inner.weight)


def test_a_teacher_that_thinks_the_same_leaves_only_what_is_right_to_be_learnt():
    torch.manual_seed(1)
    model = ReaderModel(Path(named_model().location)).eval()
    examples = [sample(item(), TOKENIZER, 60, random.Random(1))]
    alone, _, _ = loss_of(model, examples)
    beside_itself, _, _ = loss_of(model, examples, model)
    assert beside_itself.item() == pytest.approx((1 - TAUGHT) * alone.item(), rel=0.05)  # bfloat16


@pytest.fixture
def encoder(tmp_path: Path) -> Path:
    """A folder with a tiny encoder of three layers, whose vocabulary has other special pieces than the reader's."""
    pieces = sorted(TOKENIZER.get_vocab(), key=TOKENIZER.get_vocab().__getitem__)
    own = [
        "<s>",
        "<pad>",
        "</s>",
        "<mask>",
        "[UNK]",
        *(p for p in pieces if p not in ("[CLS]", "[SEP]", "[MASK]", "[UNK]")),
    ]
    fast = Tokenizer.from_str(TOKENIZER.to_str())
    fast.model = type(TOKENIZER.model)({piece: i for i, piece in enumerate(own)}, unk_token="[UNK]")
    fast.post_processor = None
    fast.save(str(tmp_path / "tokenizer.json"))
    config = MPNetConfig(
        vocab_size=len(own), hidden_size=16, num_hidden_layers=3, num_attention_heads=2, intermediate_size=16
    )
    MPNetModel(config).save_pretrained(tmp_path)
    return tmp_path


def test_a_larger_reader_reads_the_same_pieces_under_its_own_numbers(encoder):
    model = LargeModel(encoder, TOKENIZER)
    own = Tokenizer.from_file(str(encoder / "tokenizer.json"))
    read = TOKENIZER.encode("Ann Ruiz saw 27 red cars.")
    assert [own.id_to_token(number) for number in model.numbers[read.ids].tolist()][1:-1] == read.tokens[1:-1]
    relevance, span, scores = loss_of(model, [sample(item(), TOKENIZER, 60, random.Random(1))])
    assert np.isfinite([relevance.item(), span.item(), *scores[0]]).all()


def test_a_larger_reader_without_foreign_pieces_reads_english_as_before_in_fewer_vectors(encoder):
    torch.manual_seed(1)
    model = LargeModel(encoder, TOKENIZER, layers=2).eval()
    assert len(model.encoder.encoder.layer) == 2
    example = [sample(item(), TOKENIZER, 60, random.Random(1))]
    _, _, before = loss_of(model, example)
    vectors = model.encoder.embeddings.word_embeddings.num_embeddings
    model.leave_out_foreign(TOKENIZER)
    _, _, after = loss_of(model, example)
    assert after == before
    assert model.encoder.embeddings.word_embeddings.num_embeddings < vectors - 2000
    russian, unknown = TOKENIZER.token_to_id("и"), TOKENIZER.token_to_id("[UNK]")
    assert model.numbers[russian] == model.numbers[unknown]


def test_an_exported_larger_reader_gives_what_it_gave_before(encoder, tmp_path):
    torch.manual_seed(1)
    model = LargeModel(encoder, TOKENIZER, layers=1).eval()
    passages = [Passage(sentence) for sentence in SENTENCES]
    examples = [Example(item(), (101, 2054, 102), (tuple(range(12)),))]
    _, _, (before,) = loss_of(model, examples)
    export(model, tmp_path / "large.onnx")
    session = onnxruntime.InferenceSession(str(tmp_path / "large.onnx"), providers=["CPUExecutionProvider"])
    output = Reader(session, TOKENIZER, null=0.0, prior=0.0).read("what", [], passages)
    after = [output.readings[place].relevance for place in range(12)]
    assert np.corrcoef(before, after)[0, 1] > 0.9
