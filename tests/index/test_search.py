"""A question finds passages by meaning and by words."""

import numpy as np
import pytest

from index.store import open_story
from tests.home import plain_reading, source_of


@pytest.fixture(scope="module")
def story(exported):
    return open_story(source_of(), home=exported, read=plain_reading)


@pytest.mark.parametrize(
    ("question", "nearest"),
    [
        ("Who quit her post?", 0),
        ("was anybody astonished?", 1),
        ("What happens to what people pay the state?", 2),
    ],
)
def test_the_nearest_passage_is_found_without_a_shared_word(story, question, nearest):
    assert story.search(question).dense.argmax() == nearest


def test_the_arrays_follow_the_sentences(story):
    found = story.search("Who resigned on Monday?")
    count = len(story.reading.story.sentences)
    assert count == 3
    for scores in (found.dense, found.lexical):
        assert scores.shape == (count,)
        assert scores.dtype == np.float32
        assert int(scores.argmax()) == 0


def test_a_passage_is_nearest_to_itself(story):
    for sentence in story.reading.story.sentences:
        found = story.search(sentence.span.of(story.reading.story.text))
        assert found.dense.argmax() == sentence.index
        assert found.dense[sentence.index] == pytest.approx(1, abs=2e-3)


@pytest.mark.parametrize("question", ["", " ", "🙂", "\x00", "a" * 10_000, "word " * 10_000, "<b>&", "‮שלום"])
def test_any_question_gets_finite_scores(story, question):
    found = story.search(question)
    assert np.isfinite(found.dense).all()
    assert np.isfinite(found.lexical).all()


def test_a_story_without_sentences_has_nothing_to_find(home):
    story = open_story(source_of("\n"), home=home, read=plain_reading)
    found = story.search("Who resigned?")
    assert found.dense.shape == found.lexical.shape == (0,)
