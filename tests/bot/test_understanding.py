import pytest

from bot.answer import Answer, Citation, Outcome
from bot.conversation import Conversation
from bot.naming import NameTable
from bot.question import QuestionKind
from bot.understanding import understand
from corpus.statement import Reading, Speaker, SpeakerKind, Statement, StatementKind
from corpus.story import Sentence, Span, Story

TEXT = "Ana Lopez, the mayor, said it was over. Bob Lopez said no. The harbour authority agreed."
READING = Reading(
    story=Story(id="s", title="S", text=TEXT, sentences=(Sentence(0, 0, 39, 0), Sentence(1, 40, 58, 0))),
    speakers=(
        Speaker("Ana Lopez", SpeakerKind.PERSON, (Span(11, 20),)),
        Speaker("Bob Lopez", SpeakerKind.PERSON),
        Speaker("The harbour authority", SpeakerKind.ORGANISATION),
    ),
    statements=(
        Statement(kind=StatementKind.INDIRECT, parts=(Span(26, 38),), speaker=0),
        Statement(kind=StatementKind.INDIRECT, parts=(Span(55, 57),), speaker=1),
    ),
)
NAMES = NameTable(READING)
ANSWERED = Answer(
    outcome=Outcome.ANSWER,
    text="…",
    citations=(Citation(READING, READING.story.sentences[0], Span(0, 39), READING.statements[0]),),
)
UNANSWERED = Answer(outcome=Outcome.NOT_IN_STORY, text="…")


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("Who said that it was over?", QuestionKind.WHO),
        ("Whose words were these?", QuestionKind.WHO),
        ("Which official resigned?", QuestionKind.WHO),
        ("Who is Ana Lopez?", QuestionKind.IDENTITY),
        ("who's Bob Lopez", QuestionKind.IDENTITY),
        ("who the hell is Bob Lopez", QuestionKind.IDENTITY),
        ("who the fuck is bob", QuestionKind.IDENTITY),
        ("What post does Ana Lopez hold?", QuestionKind.IDENTITY),
        ("Who is quoted in the story?", QuestionKind.SPEAKERS),
        ("List the speakers", QuestionKind.SPEAKERS),
        ("Who is the man who said no?", QuestionKind.WHO),
        ("What did the mayor say about the strike?", QuestionKind.WHAT_SAID),
        ("What did the mayor say?", QuestionKind.NAME),
        ("Bob Lopez", QuestionKind.NAME),
        ("what the hell did bob say", QuestionKind.NAME),
        ("wat did lopez claim", QuestionKind.WHAT_SAID),
        ("According to the mayor, why?", QuestionKind.WHAT_SAID),
        ("When did she resign?", QuestionKind.WHEN),
        ("wen was the vote", QuestionKind.WHEN),
        ("Which day was the vote?", QuestionKind.WHEN),
        ("What was the date when she resigned?", QuestionKind.WHEN),
        ("What did he say when she resigned?", QuestionKind.WHAT_SAID),
        ("Who resigned when the vote was lost?", QuestionKind.WHO),
        ("What sank the plan and what came of it?", QuestionKind.LIST),
        ("Where did he speak?", QuestionKind.WHERE),
        ("On which programme was she heard?", QuestionKind.WHERE),
        ("Which newspaper reported it?", QuestionKind.REPORTED_BY),
        ("How many ships were there?", QuestionKind.NUMBER),
        ("Did the mayor resign?", QuestionKind.YES_NO),
        ("Is it true that it is over?", QuestionKind.YES_NO),
        ("Do the two disagree?", QuestionKind.COMPARISON),
        ("Does Bob agree with the mayor?", QuestionKind.COMPARISON),
        ("Do they tell the same story?", QuestionKind.COMPARISON),
        ("What did each side say?", QuestionKind.COMPARISON),
        ("Is that consistent with what she said?", QuestionKind.COMPARISON),
        ("Which former officials does the article quote?", QuestionKind.SPEAKERS),
        ("Which experts are cited?", QuestionKind.SPEAKERS),
        ("which politicians weigh in", QuestionKind.SPEAKERS),
        ("What else did Bob say?", QuestionKind.MORE),
        ("Which harbours were closed?", QuestionKind.LIST),
        ("What sank the plan?", QuestionKind.FACT),
        ("Why did it fail?", QuestionKind.FACT),
    ],
)
def test_the_wording_tells_what_kind_of_thing_is_asked_for(question, kind):
    assert understand(question, Conversation(), NAMES).kind is kind


@pytest.mark.parametrize(
    ("question", "speakers"),
    [
        ("What did Ana Lopez say?", (0,)),
        ("what did ana say", (0,)),
        ("What did the mayor say?", (0,)),
        ("What did Bob say to Ana?", (1, 0)),
        ("What did Lopez say?", ()),
        ("What did the harbour authorty say?", (2,)),
        ("What did the mayonnaise say?", ()),
        ("What did everybody say?", ()),
        ("What did Bob say about Ana?", (1,)),
        ("What did the admiral say about Ana?", ()),
    ],
)
def test_speakers_are_named_by_name_role_or_nearly_so_and_never_by_a_shared_name(question, speakers):
    assert understand(question, Conversation(), NAMES).speakers == speakers


def test_a_pronoun_means_the_speaker_of_the_last_answer():
    conversation = Conversation().then("Who said it was over?", ANSWERED)
    question = understand("What did she want?", conversation, NAMES)
    assert question.speakers == (0,)
    assert question.context == ("Who said it was over?",)


def test_a_bare_when_points_back_to_the_last_turn():
    conversation = Conversation().then("Who said it was over?", ANSWERED)
    question = understand("when did she say that?", conversation, NAMES)
    assert question.back == conversation.turns[-1]


def test_a_question_after_an_unanswered_one_inherits_nothing():
    conversation = Conversation().then("Who won the cup?", UNANSWERED)
    question = understand("when did he say that?", conversation, NAMES)
    assert (question.context, question.speakers, question.back) == ((), (), None)


def test_a_full_question_on_something_else_starts_afresh():
    conversation = Conversation().then("Who said it was over?", ANSWERED)
    question = understand("Which ships of the northern fleet left the harbour on Monday?", conversation, NAMES)
    assert (question.context, question.speakers, question.back) == ((), (), None)


@pytest.mark.parametrize(
    ("question", "continues"),
    [
        ("and the mayor?", True),
        ("What else?", True),
        ("in what city?", True),
        ("why?", True),
        ("What did she want?", True),
        ("What did Bob want?", False),
        ("Who is Bob Lopez?", False),
        ("Why did Bob resign?", False),
        ("Why did the harbour close?", False),
    ],
)
def test_a_question_that_names_what_it_is_about_starts_afresh(question, continues):
    conversation = Conversation().then("Who said it was over?", ANSWERED)
    assert bool(understand(question, conversation, NAMES).context) is continues


@pytest.mark.parametrize(
    ("question", "day"),
    [
        ("What did he say on March 5?", "--03-05"),
        ("what was said on the 8th of march", "--03-08"),
        ("What may 3 people say?", None),
        ("What did he say?", None),
    ],
)
def test_a_day_that_the_question_names_is_kept(question, day):
    assert understand(question, Conversation(), NAMES).day == day


def test_a_pronoun_means_the_one_whom_the_last_question_named():
    conversation = Conversation().then("What did Bob want?", ANSWERED)
    assert understand("What did he say about Ana?", conversation, NAMES).speakers == (1,)


@pytest.mark.parametrize(
    ("question", "instead"),
    [
        ("and Chevron?", ("chevron",)),
        ("What about the silver?", ("silver",)),
        ("and in Toronto", ("toronto",)),
        ("and what did she want?", ()),
    ],
)
def test_a_follow_up_that_only_names_something_asks_the_same_of_that(question, instead):
    conversation = Conversation().then("Who said it was over?", ANSWERED)
    understood = understand(question, conversation, NAMES)
    assert (understood.instead, understood.told) == (instead, 0)


def test_nothing_is_asked_instead_where_nothing_was_asked_before():
    understood = understand("and Chevron?", Conversation(), NAMES)
    assert (understood.instead, understood.told) == ((), None)
