"""Questions become training examples that hold what is right."""

import random

import numpy as np

from index.reader import load_tokenizer
from index.training.data import Item, items_of, misspell, sample
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
