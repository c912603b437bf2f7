"""What the small reader finds, the larger one reads again."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from threading import Barrier

import pytest

from index.careful import CarefulReader
from index.crowd import CROWDED, Crowd
from index.reader import Passage, Reader
from tests.index.tram_story import STORY

FILLER = [
    Passage(f"Tram {number} runs from the depot to the harbour every {number} minutes.") for number in range(2, 40)
]
GUESSES = [1.0] * len(STORY) + [0.1] * len(FILLER)


@pytest.fixture(scope="module")
def small() -> Reader:
    return Reader.load()


@pytest.fixture(scope="module")
def large() -> Reader:
    return Reader.load("careful")


@pytest.fixture(scope="module")
def reader(small, large) -> CarefulReader:
    return CarefulReader(small, large)


@pytest.mark.parametrize(
    ("question", "place"),
    [
        ("How much money was spent on the railway?", 1),
        ("Who is meant to profit from the new connection, in the mayor's words?", 2),
        ("What does the man at the head of the trade union think of the schedule?", 3),
        ("How many staff quit?", 4),
        ("Which organisation had nothing to say?", 5),
    ],
)
def test_the_sentence_that_answers_in_other_words_comes_first(reader, question, place):
    assert reader.read(question, [], STORY).ranking[0] == place


def test_what_the_story_says_is_above_null_and_what_it_does_not_is_below(reader):
    said = reader.read("How much was spent on the line?", [], STORY)
    unsaid = reader.read("Which bank lent the money for the bridge in Paris?", [], STORY)
    assert max(reading.relevance for reading in said.readings.values()) > said.null
    assert max(reading.relevance for reading in unsaid.readings.values()) < unsaid.null


def test_what_is_not_read_again_comes_behind_in_the_order_of_the_first_reading(reader, small, large):
    question, passages = "How many drivers quit?", [*STORY, *FILLER]
    first = small.read(question, [], passages, prior=GUESSES)
    both = reader.read(question, [], passages, prior=GUESSES)
    assert set(both.readings) >= set(first.readings)
    again = [place for place in both.readings if both.readings[place].span_score != first.readings[place].span_score]
    rest = [place for place in both.ranking if place not in again]
    assert 0 < len(again) < len(both.readings)
    assert both.ranking == [*(place for place in both.ranking if place in again), *rest]
    assert rest == [place for place in first.ranking if place in rest]


@pytest.mark.parametrize(("question", "passages"), [("", STORY), ("  ", STORY), ("Who?", [])])
def test_nothing_to_read_gives_no_readings(reader, question, passages):
    assert reader.read(question, [], passages).readings == {}


class Together:
    """The small reader, but it reads only once `CROWDED` are there to read."""

    def __init__(self, reader: Reader) -> None:
        self.read_alone = reader.read
        self.barrier = Barrier(CROWDED, timeout=60)

    def read(self, *arguments, **options):
        self.barrier.wait()
        return self.read_alone(*arguments, **options)


def test_in_a_crowd_the_first_reading_stands(reader, small, large):
    question = "How many staff quit?"
    crowd = Crowd()
    hurried = CarefulReader(Together(small), large, crowd)
    with ThreadPoolExecutor(CROWDED) as pool:
        found = list(pool.map(lambda _: hurried.read(question, [], STORY), range(CROWDED)))
    once, twice = small.read(question, [], STORY), reader.read(question, [], STORY)
    assert [output.readings == once.readings for output in found if output.hurried] == [True]
    assert [output == twice for output in found if not output.hurried] == [True] * (CROWDED - 1)
    assert crowd.hurried == 1


def test_who_waits_to_be_read_belongs_to_the_crowd(small, large):
    crowd = Crowd()
    hurried = CarefulReader(small, large, crowd)
    with ExitStack() as others:
        for _ in range(CROWDED):
            others.enter_context(crowd.asking())
        assert hurried.read("How many staff quit?", [], STORY).hurried
    assert not hurried.read("How many staff quit?", [], STORY).hurried
