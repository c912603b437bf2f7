"""Questions asked of several stories: which story answers, and how the answers of several are put together."""

import json
import os
import subprocess
import sys
from datetime import date

import pytest

from bot.across import Across, Narrowing
from bot.answer import Answer, Citation, Outcome
from bot.answerer import Answerer
from bot.conversation import Conversation
from bot.desk import Desk
from bot.gathering import Told, gather
from bot.persons import same_person
from bot.plain import answer_text
from bot.scope import scope_of
from corpus.reading import read_story
from corpus.source import StorySource
from corpus.story import Span
from index.archive.contract import StoryCard, Where
from tests.home import home_with_encoder, keep_plainly_read

LATEST = date(2022, 4, 20)
STORIES = {
    "harbour-monday": (
        "Harbour to close",
        "2022-03-08",
        "Reuters",
        "The old harbour will close in June.\n\n"
        "“The harbour costs us more than the school,” Mayor Anna Berg said on Monday.\n\n"
        "Fishermen protested in front of the town hall.\n",
    ),
    "harbour-copy": (
        "Mayor defends decision",
        "2022-03-09",
        "CNN",
        "The town has argued for weeks.\n\n"
        "“The harbour costs us more than the school,” Berg said on Monday.\n\n"
        "The opposition wants a vote.\n",
    ),
    "harbour-april": (
        "Mayor changes course",
        "2022-04-12",
        "Reuters",
        "There is a new plan.\n\n"
        "“We have found the money, and the harbour stays open,” Anna Berg said on Monday.\n\n"
        "“That is a miracle,” said Karl Vogel, who leads the opposition.\n",
    ),
}


@pytest.fixture(scope="module")
def home(shipped_home, tmp_path_factory):
    """A home with three stories besides the shipped one, read and in the archive."""
    home = home_with_encoder(shipped_home, tmp_path_factory.mktemp("across") / "home")
    (home / "library").mkdir()
    for story_id, (title, day, source, text) in STORIES.items():
        head = f"---\ntitle: {title}\npublished: {day}\nsource: {source}\n---\n"
        (home / "library" / f"{story_id}.txt").write_text(head + text, encoding="utf-8")
    Desk(home, notice=print).holdings.keep_up()
    return home


@pytest.fixture(scope="module")
def desk(home):
    return Desk(home, notice=print)


def ask(desk, question, **narrowed):
    narrowing = Narrowing(**narrowed) if narrowed else None
    return desk.asked(narrowing=narrowing).ask(question, Conversation())


def stories_of(answer):
    return list(dict.fromkeys(citation.story.id for citation in answer.citations))


def test_the_story_that_tells_is_found_and_named(desk):
    answer = ask(desk, "Who called it a miracle?")
    assert answer.outcome is Outcome.ANSWER
    assert stories_of(answer) == ["harbour-april"]
    assert "Karl Vogel" in answer.text
    assert answer.text.endswith("— Mayor changes course, Reuters, Tuesday, 12 April 2022")


def test_the_shipped_story_still_answers(desk):
    answer = ask(desk, "What did Putin say about conscripts?")
    assert stories_of(answer)[0] == "conscripts"


def test_equal_words_are_told_once_with_all_their_sources(desk):
    answer = ask(desk, "Who said the harbour costs more than the school?")
    assert answer.text.count("costs us more than the school") == 1
    assert "— Harbour to close, Reuters, Tuesday, 8 March 2022\n— Mayor defends decision, CNN" in answer.text
    assert set(stories_of(answer)) >= {"harbour-monday", "harbour-copy"}


def test_words_that_differ_over_time_come_in_order_of_the_day(desk):
    answer = ask(desk, "What did the mayor say about the harbour?")
    assert 0 <= answer.text.find("costs us more") < answer.text.find("stays open")


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        (Where(since="2022-04-01"), {"harbour-april"}),
        (Where(until="2022-03-31"), {"harbour-monday", "harbour-copy"}),
        (Where(source="cnn"), {"harbour-copy"}),
    ],
)
def test_filters_hold(desk, where, expected):
    answer = ask(desk, "What did the mayor say about the harbour?", where=where)
    assert answer.outcome is Outcome.ANSWER
    assert set(stories_of(answer)) <= expected


def test_a_speaker_is_one_person_across_stories(desk):
    answer = ask(desk, "What was said about the harbour?", speaker="Mayor Anna Berg")
    assert {citation.speaker for citation in answer.citations[:1]} <= {"Anna Berg", "Berg", "Mayor Anna Berg"}
    nobody = ask(desk, "What was said about the harbour?", speaker="Maria Berg")
    assert not any("Anna" in (citation.speaker or "") for citation in nobody.citations)


@pytest.mark.parametrize(
    ("question", "stories"),
    [
        ("What did Anna Berg say in April about the harbour?", {"harbour-april"}),
        ("What did Berg say in March about the harbour?", {"harbour-monday", "harbour-copy"}),
    ],
)
def test_plain_words_narrow_the_search(desk, question, stories):
    answer = ask(desk, question)
    assert answer.outcome is Outcome.ANSWER
    assert set(stories_of(answer)) <= stories


def test_what_no_story_tells_is_said_so(desk):
    answer = ask(desk, "How many moons does Jupiter have?")
    assert answer.outcome is Outcome.NOT_IN_STORY
    assert answer.text == "None of the stories says."


def test_a_firm_period_without_words_finds_nothing(desk):
    assert ask(desk, "What did Anna Berg say in July about the harbour?").outcome is Outcome.NOT_IN_STORY


def test_a_follow_up_stays_in_the_story(desk):
    everyone = desk.asked()
    first = everyone.ask("Who called it a miracle?", Conversation())
    second = everyone.ask("When did he say that?", Conversation().then("Who called it a miracle?", first))
    assert set(stories_of(second)) <= {"harbour-april"}


def test_a_follow_up_and_the_nearest_passages_stay_within_the_filters(desk):
    question = "Who called it a miracle?"
    conversation = Conversation().then(question, desk.asked().ask(question, Conversation()))
    late = Narrowing(where=Where(until="2022-03-31"))
    assert "harbour-april" not in stories_of(desk.asked(narrowing=late).ask("When did he say that?", conversation))
    nothing = ask(desk, "How many moons does Jupiter have?", speaker="Karl Vogel")
    assert nothing.outcome is Outcome.NOT_IN_STORY
    assert all("miracle" in citation.text for citation in nothing.citations)


def test_everything_that_a_follow_up_tells_lies_within_the_filters(desk):
    question, follow_up = "What did Putin say on International Women's Day?", "What else did he say?"
    conversation = Conversation().then(question, desk.answerer("conscripts").ask(question, Conversation()))
    days = [one.said_on for one in desk.asked().ask(follow_up, conversation).citations]
    assert ("2022-03-08" in days, "2022-03-05" in days) == (True, True)
    since = Narrowing(where=Where(since="2022-03-08"))
    assert "2022-03-05" not in [
        one.said_on for one in desk.asked(narrowing=since).ask(follow_up, conversation).citations
    ]


def test_a_question_about_one_story_asks_which(desk):
    answer = ask(desk, "What is this story about?")
    assert answer.outcome is Outcome.CHAT
    assert answer.text.startswith("Which story do you mean?")


@pytest.mark.parametrize("message", ["hello", "", "???", "x" * 5000, '"; drop table stories; --'])
def test_odd_messages_get_a_reply(desk, message):
    assert ask(desk, message).text


def test_every_passage_is_a_slice_and_its_story_is_named(desk):
    for question in ("What did the mayor say?", "Who protested?", "What did Putin say about reservists?"):
        answer = ask(desk, question)
        for citation in answer.citations:
            assert citation.text == citation.story.text[citation.span.start : citation.span.end]
            assert citation.story.title in answer_text(answer, titled=True)


def test_one_story_is_asked_as_before(shipped_home):
    assert isinstance(Desk(shipped_home, notice=print).asked(), Answerer)


def test_a_story_that_comes_is_found_by_a_running_process(home, desk):
    running = desk.asked()
    path = home / "library" / "zoo.txt"
    path.write_text("---\ntitle: Zoo\n---\nThe zebra escaped from the zoo.\n\nA keeper caught it.\n", encoding="utf-8")
    keep_plainly_read(Desk(home, notice=print).library.source("zoo"), home)
    Desk(home, notice=print).holdings.keep_up()
    assert stories_of(running.ask("What escaped from the zoo?", Conversation())) == ["zoo"]
    path.unlink()
    Desk(home, notice=print).holdings.keep_up()
    assert "zoo" not in stories_of(running.ask("What escaped from the zoo?", Conversation()))


def test_a_story_that_is_removed_is_not_told_of_any_more(home, desk):
    path = home / "library" / "circus.txt"
    path.write_text("---\ntitle: Circus\n---\nThe circus lost its elephant.\n\nNobody saw it.\n", encoding="utf-8")
    keep_plainly_read(desk.library.source("circus"), home)
    desk.holdings.keep_up()
    running = desk.asked()
    assert stories_of(running.ask("What did the circus lose?", Conversation())) == ["circus"]
    assert Desk(home, notice=print).remove("circus") == ["circus"]
    assert "circus" not in stories_of(running.ask("What did the circus lose?", Conversation()))


def test_the_command_line_searches_all_stories_without_torch_or_a_parser(home):
    code = (
        "import sys; from bot.cli import cli\n"
        "cli(['ask', '--json', '--source', 'Reuters', 'Who called it a miracle?'], standalone_mode=False)\n"
        "sys.exit(' '.join({'torch', 'transformers', 'sentence_transformers', 'spacy'} & set(sys.modules)) or 0)"
    )
    environment = {**os.environ, "ON_THE_RECORD_HOME": str(home)}
    run = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, encoding="utf-8", env=environment, check=False
    )
    assert (run.returncode, run.stderr) == (0, "")
    record = json.loads(run.stdout)
    assert (record["story"], record["outcome"]) == ("harbour-april", "answer")
    assert {citation["story"] for citation in record["citations"]} == {"harbour-april"}


def test_across_is_what_several_stories_are_asked_with(desk):
    assert isinstance(desk.asked(), Across)
    assert isinstance(desk.asked("harbour-april"), Answerer)


@pytest.mark.parametrize(
    ("question", "since", "until", "firm"),
    [
        ("what did he say in March about taxes?", "2022-03-01", "2022-03-31", True),
        ("what did he say about the elections in March?", "2022-03-01", "2022-03-31", False),
        ("In May 2021, who resigned?", "2021-05-01", "2021-05-31", True),
        ("what did he say in May", "2021-05-01", "2021-05-31", True),
        ("who spoke since 8 March 2022?", "2022-03-08", None, True),
        ("who lost before March 8, 2022?", None, "2022-03-07", False),
        ("what did he say on March 8th?", "2022-03-08", "2022-03-08", True),
        ("what did he say in 2020?", "2020-01-01", "2020-12-31", True),
        ("what did he say on 31 February?", None, None, None),
        ("what did he say after December 9999?", None, None, None),
        ("what did he say before January 0001?", None, None, None),
        ("what may happen?", None, None, None),
    ],
)
def test_periods_are_read(question, since, until, firm):
    scope = scope_of(question, [], LATEST)
    if firm is None:
        assert scope.wheres == ()
    else:
        assert (scope.wheres[0], scope.firm) == (Where(since=since, until=until), firm)


def test_a_month_is_read_beside_a_story_of_the_first_years():
    assert scope_of("what did he say in March?", [], date(3, 4, 1)).wheres[-1] == Where(
        since="0001-03-01", until="0001-03-31"
    )


def told(story_id: str, text: str) -> Told:
    """What a story answers that is this one sentence."""
    reading = read_story(StorySource(id=story_id, text=text, body=Span(0, len(text))))
    (statement,), sentence = reading.statements, reading.story.sentences[-1]
    citation = Citation(reading, sentence, sentence.span, statement)
    return Told(StoryCard(id=story_id, key=story_id), Answer(outcome=Outcome.ANSWER, text=text, citations=(citation,)))


@pytest.mark.parametrize(
    ("other", "together"),
    [
        ("“We will not raise taxes on working families,” Ann Smith said on Friday.", True),
        ("“We will raise taxes on working families,” Ann Smith said on Friday.", False),
        ("“We will not raise taxes on working families,” Bob Jones said on Friday.", False),
    ],
)
def test_only_the_same_words_of_the_same_speaker_are_told_once(other, together):
    """A word more or less may be the opposite, and somebody else's words are their own."""
    one = told("one", "“We will not raise taxes on working families,” Smith said on Friday.")
    assert gather([one, told("other", other)]).text.count("raise taxes") == (1 if together else 2)


def test_publishers_are_read():
    assert scope_of("who said so in the Guardian?", ["CNN", "The Guardian"], None).wheres == (
        Where(source="The Guardian"),
    )
    assert scope_of("who guards CNN?", ["CNN", "The Guardian"], None).wheres == ()


@pytest.mark.parametrize(
    ("name", "other", "same"),
    [
        ("Putin", "President Vladimir Putin", True),
        ("Vladimir V. Putin", "V. Putin", True),
        ("Bill Clinton", "Hillary Clinton", False),
        ("Clinton", "Clinton Foundation", False),
        ("", "Putin", False),
        ("Martin Luther King, Jr.", "King", True),
        ("Stephen King", "Larry King", False),
        ("Donald Trump", "Donald Trump Jr.", False),
        ("Trump", "Donald Trump Jr.", True),
    ],
)
def test_names_of_one_person(name, other, same):
    assert same_person(name, other) is same
    assert same_person(other, name) is same
