"""Nothing is made up: whatever a story and a question hold, what is cited or quoted is a slice of the story."""

import string

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.answer import Citation
from bot.answerer import Answerer
from bot.conversation import Conversation
from corpus.errors import CorpusError
from corpus.reading import read_story
from corpus.source import StorySource
from corpus.story import Span
from index.careful import CarefulReader
from index.encoder import Encoder
from index.lexical import LexicalStore
from index.search import StoryIndex
from index.vectors import FaissStore
from tests.bot.slices import made_up

_NEWS = st.sampled_from(
    [
        "“We will win,” said Ana Lopez, the mayor, on Monday.",
        "She added that the ‘harbour’ was closed.",
        'According to the police, "nobody was hurt."',
        "''It is over,'' he told Reuters in an interview.",
        "Mr. Smith denied it.",
        "“An unclosed quotation, she said.",
        "<b>Bold</b> &amp; “<i>tags</i>,” he said & left.",
        "قال الرئيس: “لن نذهب”.",
        "Tweet: “😀 so it goes” — @bot.",
        "\n\n",
        "\n",
        " ",
    ]
)
_TEXTS = st.lists(st.one_of(_NEWS, st.text(max_size=30)), min_size=1, max_size=8).map("".join).filter(str.strip)
_QUESTIONS = st.one_of(
    st.sampled_from(
        [
            "Who said that?",
            "What did the mayor say?",
            "When did she say it?",
            "Who is quoted?",
            "Did she say “we will win”?",
            "What else?",
            "Where did he say so?",
            "Did they disagree?",
            "We will win, said Ana Lopez the mayor",
        ]
    ),
    st.text(alphabet=string.printable + "“”‘’…ñß😀", max_size=60),
)  # fmt: skip


@pytest.fixture(scope="module")
def answerer_of(shipped_home):
    reader = CarefulReader.load()
    encoder = Encoder(next((shipped_home / "encoders").glob("*/card.json")).parent)

    def make(text):
        reading = read_story(StorySource(id="any", text=text, body=Span(0, len(text))))
        passages = [sentence.span.of(text) for sentence in reading.story.sentences]
        vectors = FaissStore.of(encoder.encode(passages or ["-"]))
        index = StoryIndex(reading=reading, encoder=encoder, vectors=vectors, lexical=LexicalStore.of(passages))
        return Answerer(index, reader)

    return make


@given(text=_TEXTS, questions=st.lists(_QUESTIONS, min_size=1, max_size=3))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_citation_and_quotation_is_a_slice_of_the_story(answerer_of, text, questions):
    try:
        answerer = answerer_of(text)
    except CorpusError:
        return
    conversation = Conversation()
    for question in questions:
        answer = answerer.ask(question, conversation)
        conversation = conversation.then(question, answer)
        assert made_up(answer, text) == []
        assert 0.0 <= answer.confidence <= 1.0


@pytest.mark.parametrize("span", [Span(-1, 3), Span(3, 3), Span(5, 2), Span(0, 10**6)])
def test_a_citation_that_is_no_slice_cannot_be_made(shipped, span):
    reading = shipped.reading
    with pytest.raises(ValueError, match="not a span of story"):
        Citation(reading, reading.story.sentences[0], span)
