"""The shipped reader: relevance, null and spans."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from importlib import resources

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.reader import Passage, Reader
from tests.index.tram_story import STORY


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader.load()


@pytest.mark.parametrize(
    ("question", "turns", "place"),
    [
        ("How much did the tram line cost?", [], 1),
        ("Whom was the line built for, according to the mayor?", [], 2),
        ("what did teh drivers union leader call the timetable", [], 3),
        ("How many drivers quit?", [], 4),
        ("Who refused to comment?", [], 5),
        ("And how long did building it take?", ["How much did the tram line cost?"], 1),
    ],
)
def test_the_sentence_that_answers_comes_first(reader, question, turns, place):
    assert reader.read(question, turns, STORY).ranking[0] == place


@pytest.mark.parametrize(
    ("question", "words"),
    [("How much did the tram line cost?", "41 million"), ("How many drivers quit?", "three")],
)
def test_the_span_holds_what_was_asked(reader, question, words):
    output = reader.read(question, [], STORY)
    best = output.ranking[0]
    assert words in STORY[best].text[slice(*output.readings[best].span)]


def test_what_the_story_says_is_above_null_and_what_it_does_not_is_below(reader):
    said = reader.read("How much did the tram line cost?", [], STORY)
    unsaid = reader.read("Which bank lent the money for the bridge in Paris?", [], STORY)
    assert max(reading.relevance for reading in said.readings.values()) > said.null
    assert max(reading.relevance for reading in unsaid.readings.values()) < unsaid.null


def test_only_the_best_by_the_first_guess_are_read_within_the_budget(reader):
    output = reader.read("Who resigned?", [], STORY, prior=[0, 0, 0, 0, 1, 0], budget=30)
    assert sorted(output.readings) == [3, 4]


@pytest.mark.parametrize(("question", "passages"), [("Who?", []), ("", STORY), ("  \n", STORY)])
def test_nothing_to_ask_or_to_read_gives_no_readings(reader, question, passages):
    assert reader.read(question, [], passages).readings == {}


@pytest.mark.parametrize("question", ["why " * 2500, "🙂🙂", "\x00\x07", "<b>&amp;</b> **who**", "谁说的?"])
def test_odd_questions_are_read_like_any_other(reader, question):
    assert sorted(reader.read(question, [question] * 3, STORY).readings) == list(range(len(STORY)))


@settings(deadline=None, max_examples=40)
@given(texts=st.lists(st.text(max_size=80), min_size=1, max_size=4), question=st.text(min_size=1, max_size=40))
def test_a_span_is_a_slice_of_its_passage(reader, texts, question):
    output = reader.read(question, [], [Passage(text) for text in texts])
    for place, reading in output.readings.items():
        if reading.span:
            start, end = reading.span
            assert 0 <= start < end <= len(texts[place])


def test_a_passage_without_words_has_no_span(reader):
    assert reader.read("Who?", [], [Passage("   ")]).readings[0].span is None


def test_a_note_tells_who_speaks(reader):
    said = "“The bill is dead,” he said."
    notes = ["Senator Ann Ruiz", "Governor Paul Weston"]
    for asked, best in (
        ("What did Senator Ruiz say about the bill?", 0),
        ("What did Governor Weston say about the bill?", 1),
    ):
        assert reader.read(asked, [], [Passage(said, note) for note in notes]).ranking[0] == best


def test_threads_share_one_reader(reader):
    alone = reader.read("How many drivers quit?", [], STORY)
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(lambda _: reader.read("How many drivers quit?", [], STORY), range(8)))
    assert all(output == alone for output in together)


@pytest.mark.parametrize(("name", "most"), [("reader.onnx", 25_000_000), ("careful.onnx", 80_000_000)])
def test_the_shipped_weights_are_small(name, most):
    assert len((resources.files("index") / "weights" / name).read_bytes()) <= most


def test_reading_imports_no_training_library():
    code = (
        "import sys\nfrom index.reader import Passage, Reader\n"
        "Reader.load().read('Who?', [], [Passage('He did.')])\n"
        "print(*{'torch', 'transformers', 'sentence_transformers', 'spacy', 'onnx'} & set(sys.modules))"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == ""
