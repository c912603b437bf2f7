"""What a question asks for: its kind, whose words, which day, and what of the conversation it continues.

Rules over the wording alone. What the question is about is left to the search; nothing here looks at the story
except for the names of its speakers.
"""

import re

from bot.answer import Outcome
from bot.cleaning import plain_spelling
from bot.conversation import Conversation, Turn
from bot.kinds import SPEECH, kind_of, quoted_role
from bot.naming import NameTable
from bot.question import Question, QuestionKind

__all__ = ["content_words", "understand"]

# "Which remarks are credited to the president?" asks for all that one speaker says.
_ALL_WORDS = re.compile(
    r"\b(?:which|what|all|list|every) (?:\w+ ){0,2}?(?:remarks?|statements?|comments?|quotes?|claims)\b"
)
_WITHOUT_CONTENT = (QuestionKind.SPEAKERS, QuestionKind.ABOUT, QuestionKind.PUBLISHED)

_POINTS_BACK = re.compile(
    r"\b(?:he|she|they|him|her|them|his|hers|their|theirs|its?|that|this|these|those|there|then|the (?:same|others?))\b"
)
_CONTINUES = re.compile(
    r"^(?:and|but|so|or|also|then|(?:what|how) about|what of|ok|okay|how so|since when|(?:by|quoting) whom)\b"
    r"|^why(?: not| so)?\W*$"
)
# "when?", "where did he say that?", "who said so?": all that is asked for is a fact about what was answered last.
_BARE = re.compile(
    r"^(?:and |so |ok |okay )?(?:when|where|who|how|which day|what day)(?: exactly)?"
    r"(?: (?:did|was|were|has|does) (?:he|she|they|it|that|this)(?: (?:say|said|do|put))?(?: (?:that|this|it|so))?)?"
    r"(?: said?(?: (?:that|this|it|so))?)?\W*$"
)
_TALKS_ABOUT = re.compile(
    r"((?:and |but |so )*(?:what|how|when|where|why|did|does|do|has|have|had)\b.* (?:he|she|they)\b.*?)"
    r" (?:about|of|on|to|against|for|with) "
    r"|((?:and |but |so )*(?:what|how) (?:did|does|do|has|have|had) .+?"
    rf" (?:{SPEECH}))(?: \w+)? (?:about|on|regarding) "
)
# "and Chevron?", "what about silver?": the last question, of something else.
_INSTEAD = re.compile(
    r"^(?:and|but|so|(?:and |but )?(?:what|how) (?:about|of))"
    r"(?: (?:the|a|an|in|on|for|at|from|to|with|by))*(?: [\w'’.-]+){1,3}\W*$"
)
_FEW = 1  # a question of at most so many content words, none of them a name, leans on the one before
_STOP = frozenset(
    """
    a an the of in on at for to from and or by with who what when where why how which whose whom did does do is
    are was were has have had will would can could should be been it that this he she they his her their him
    them its you i me my we about say said says tell told exactly really please so but any some there
    than then as give show me everything anything actually the hell heck fuck damn
    """.split()
)
_MONTHS = """
    january february march april may june july august september october november december
    """.split()
_MONTH = "|".join(_MONTHS)
_DAY = re.compile(
    rf"\b(?:(?P<month>(?!may)(?:{_MONTH})|(?<=on )may|(?<=of )may) (?P<day>\d{{1,2}})(?:st|nd|rd|th)?"
    rf"|(?P<day2>\d{{1,2}})(?:st|nd|rd|th)? (?:of )?(?P<month2>{_MONTH}))\b"
)


def understand(text: str, conversation: Conversation, names: NameTable) -> Question:
    """Understand `text` (cleaned), asked after the turns of `conversation`, about a story with these names."""
    plain = plain_spelling(text)
    role = quoted_role(plain)
    kind = QuestionKind.SPEAKERS if role else kind_of(plain)
    speakers = _speakers(plain, names)
    turn = _turn_pointed_back_to(plain, kind, conversation, named=bool(speakers))
    content = content_words(plain)
    if not turn and kind not in _WITHOUT_CONTENT and (not content or (kind is QuestionKind.MORE and not speakers)):
        kind = QuestionKind.EMPTY
    elif len(speakers) == 1 and len(content) <= 3 and all(names.is_of(word, speakers[0]) for word in content):
        kind = QuestionKind.NAME if kind in (QuestionKind.FACT, QuestionKind.WHAT_SAID) and not turn else kind
    elif len(speakers) == 1 and _ALL_WORDS.search(plain):
        kind = QuestionKind.NAME
    back = turn if turn and _BARE.match(plain) else None
    told = turn.answer.citations[0].sentence.index if turn and not back and turn.answer.citations else None
    return Question(
        text=text,
        kind=kind,
        speakers=speakers or (_speakers_of(turn, names) if turn and _asks_same_speaker(plain) else ()),
        only_speakers=bool(speakers) and bool(content) and all(names.named(word) for word in content),
        role=role,
        day=_day(plain),
        context=_context(conversation, turn),
        back=back,
        told=told,
        instead=tuple(content) if told is not None and _INSTEAD.match(plain) else (),
    )


def _speakers(plain: str, names: NameTable) -> tuple[int, ...]:
    """Whose words are asked about: the speakers named, but not those that somebody else, or "she", talks about."""
    match = _TALKS_ABOUT.match(plain)
    return names.named((match[1] or match[2]) if match else plain)


def _turn_pointed_back_to(plain: str, kind: QuestionKind, conversation: Conversation, *, named: bool) -> Turn | None:
    """The last turn if the question leans on it: by a pronoun, a connective, or for having little content."""
    if not conversation.turns or kind in _WITHOUT_CONTENT:
        return None
    if conversation.turns[-1].answer.outcome is not Outcome.ANSWER:
        return None
    little = len(content_words(plain)) <= _FEW or _POINTS_BACK.search(plain)
    if _CONTINUES.search(plain) or kind is QuestionKind.MORE or (little and not named):
        return conversation.turns[-1]
    return None


def content_words(text: str) -> list[str]:
    """The words of a question that say what it is about, in lower case, chat spelling written out."""
    return [word for word in re.findall(r"[\w'-]+", plain_spelling(text)) if word not in _STOP]


def _context(conversation: Conversation, turn: Turn | None) -> tuple[str, ...]:
    """The questions to read this one with: that of the turn pointed back to, and the answered one before it."""
    if turn is None:
        return ()
    return tuple(t.question for t in conversation.turns[-2:] if t.answer.outcome is Outcome.ANSWER)


def _asks_same_speaker(plain: str) -> bool:
    return bool(re.search(r"\b(?:he|she|they|his|her|their|him|them)\b|\belse\b|\bmore\b", plain))


def _speakers_of(turn: Turn, names: NameTable) -> tuple[int, ...]:
    """Whom a pronoun means after `turn`: the one speaker that its question names, else the one that answered it."""
    named = names.named(plain_spelling(turn.question))
    if len(named) == 1:
        return named
    who = [statement.speaker for statement in turn.answer.statements[:1]]
    return tuple(speaker for speaker in who if speaker is not None)


def _day(plain: str) -> str | None:
    """A month and day that the question names, as "--MM-DD" (ISO 8601's form for a day without a year), or None."""
    match = _DAY.search(plain)
    if not match:
        return None
    month = _MONTHS.index(match["month"] or match["month2"]) + 1
    return f"--{month:02}-{int(match['day'] or match['day2']):02}"
