"""How well the bot answers a file of questions with known answers: the table of `evaluate`.

The questions are JSON lines with `id`, `story`, `question`, `kind`, `answerable`, `evidence` (spans of whole
sentences) and, as they apply, `turns`, `evidence_any`, `evidence_all`, `must_contain` (groups of alternatives, one of
each needed), `speaker`, `date` and `polarity`; docs/evaluation.md has each field, and how each figure is judged.
"""

import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

from bot.answer import Answer, Outcome
from bot.answerer import Answerer
from bot.conversation import Conversation
from bot.errors import BotError

__all__ = ["GoldQuestion", "Verdict", "judge", "judge_all", "read_questions", "table"]

_LONGEST_PASSAGE = 1_000  # code points; a longer citation is no evidence
_LONGEST_ANSWER = 800
_STRAIGHT = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "\u00a0": " ", "–": "-", "—": "-"})
_MONTHS = "january february march april may june july august september october november december".split()


class GoldQuestion(msgspec.Struct, frozen=True, kw_only=True):
    """One question with what is known of its answer. Spans are half-open code points of the story file."""

    id: str
    story: str
    question: str
    answerable: bool
    kind: str = "question"
    turns: tuple[str, ...] = ()
    evidence: tuple[tuple[int, int], ...] = ()
    evidence_any: tuple[tuple[int, int], ...] = ()
    evidence_all: tuple[tuple[int, int], ...] = ()
    must_contain: tuple[tuple[str, ...], ...] = ()
    speaker: str | None = None
    date: str | None = None
    polarity: str | None = None

    @property
    def gold(self) -> tuple[tuple[int, int], ...]:
        """The sentences of which one answers, or all together."""
        return self.evidence_all or self.evidence_any or self.evidence


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of one question; a figure that does not apply to it is None."""

    question: GoldQuestion
    outcome: Outcome
    confidence: float
    right: bool
    first: bool | None = None
    among_three: bool | None = None
    must: bool | None = None
    short: bool | None = None
    speaker: bool | None = None
    date: bool | None = None


def read_questions(path: Path) -> list[GoldQuestion]:
    """Read the questions of a file. Raises BotError for a file that cannot be read, or the first line that is wrong."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise BotError(f"{path}: the questions cannot be read") from error
    return [_question(path, number, line) for number, line in enumerate(lines, 1) if line.strip()]


def judge_all(questions: Sequence[GoldQuestion], answerer_of: Callable[[str], Answerer]) -> Iterable[Verdict]:
    """Ask and judge every question, a story at a time; `answerer_of` opens the story of an id."""
    by_story: dict[str, list[GoldQuestion]] = defaultdict(list)
    for question in questions:
        by_story[question.story].append(question)
    for story, asked in by_story.items():
        answerer = answerer_of(story)
        for question in asked:
            yield judge(question, _asked(answerer, question))


def judge(question: GoldQuestion, answer: Answer) -> Verdict:
    """Judge one answer.

    An answerable question is handled right if the first citation covers half or more of a gold sentence and the answer
    with that citation has what it must contain; any other question, if it is not answered.
    """
    answered = answer.outcome is Outcome.ANSWER
    if not question.answerable:
        return Verdict(question, answer.outcome, answer.confidence, right=not answered)
    hits = [any(_covers(c.span, gold) for gold in question.gold) for c in answer.citations[:3]] if answered else []
    text = answer.text[:_LONGEST_ANSWER]
    cited = answer.citations[0].text[:_LONGEST_PASSAGE] if answer.citations else ""
    agrees = answered and not _opposite(question.polarity, text)
    first, must = bool(hits) and hits[0], agrees and _holds(question.must_contain, f"{text}\n{cited}")
    return Verdict(
        question,
        answer.outcome,
        answer.confidence,
        right=first and must,
        first=first,
        among_three=any(hits),
        must=must,
        short=agrees and _holds(question.must_contain, text),
        speaker=answered and _names(question.speaker, text) if question.speaker else None,
        date=answered and _dated(question.date, text) if question.date else None,
    )


def table(verdicts: Sequence[Verdict]) -> str:
    """The figures in percent, over all questions and by kind; "-" where one does not apply."""
    kinds = dict.fromkeys(verdict.question.kind for verdict in verdicts)
    rows = [("all", list(verdicts)), *((kind, [v for v in verdicts if v.question.kind == kind]) for kind in kinds)]
    head = f"{'':28}{'n':>6}" + "".join(f"{name:>8}" for name in _COLUMNS)
    return "\n".join([head, *(_row(name, chosen) for name, chosen in rows)])


def _mean(values: Iterable[bool | None]) -> float | None:
    known = [value for value in values if value is not None]
    return 100 * sum(known) / len(known) if known else None


def _abstention(verdicts: Sequence[Verdict]) -> float | None:
    """F1 of not answering what should not be answered."""
    silent = [v for v in verdicts if v.outcome is not Outcome.ANSWER]
    unanswerable = sum(not v.question.answerable for v in verdicts)
    both = sum(not v.question.answerable for v in silent)
    return 200 * both / (len(silent) + unanswerable) if unanswerable else None


_COLUMNS: dict[str, Callable[[Sequence[Verdict]], float | None]] = {
    "RIGHT": lambda rows: _mean(v.right for v in rows),
    "hit@1": lambda rows: _mean(v.first for v in rows),
    "hit@3": lambda rows: _mean(v.among_three for v in rows),
    "must": lambda rows: _mean(v.must for v in rows),
    "short": lambda rows: _mean(v.short for v in rows),
    "speaker": lambda rows: _mean(v.speaker for v in rows),
    "date": lambda rows: _mean(v.date for v in rows),
    "abst.F1": _abstention,
}


def _row(name: str, verdicts: Sequence[Verdict]) -> str:
    figures = (figure(verdicts) for figure in _COLUMNS.values())
    return f"{name:28}{len(verdicts):6}" + "".join(f"{'-':>8}" if f is None else f"{f:8.1f}" for f in figures)


def _question(path: Path, number: int, line: str) -> GoldQuestion:
    try:
        return msgspec.convert(json.loads(line), GoldQuestion)
    except (ValueError, msgspec.ValidationError) as error:
        raise BotError(f"{path}, line {number}: {error}") from error


def _asked(answerer: Answerer, question: GoldQuestion) -> Answer:
    conversation = Conversation()
    for turn in question.turns:
        conversation = conversation.then(turn, answerer.ask(turn, conversation))
    return answerer.ask(question.question, conversation)


def _covers(cited: tuple[int, int], gold: tuple[int, int]) -> bool:
    (start, end), (first, last) = cited, gold
    return end - start <= _LONGEST_PASSAGE and 2 * max(0, min(end, last) - max(start, first)) >= last - first


def _folded(text: str) -> str:
    return re.sub(r"\s+", " ", text.lower().translate(_STRAIGHT))


def _holds(groups: Sequence[Sequence[str]], text: str) -> bool:
    folded = _folded(text)
    return all(any(_has(alternative, folded) for alternative in group) for group in groups)


def _has(words: str, folded: str) -> bool:
    """Whether `words` stand in a folded text at a word's start; a number, or a word of three letters, whole."""
    words = _folded(words).strip()
    end = r"(?!\d)" if words[-1:].isdigit() else r"(?!\w)" if len(words) <= 3 else ""
    return re.search(rf"(?<!\w){re.escape(words)}{end}", folded) is not None


def _opposite(polarity: str | None, text: str) -> bool:
    match = re.match(r"\W*(yes|no)\b", _folded(text))
    return bool(polarity and match and match[1] != polarity)


def _names(speaker: str, text: str) -> bool:
    parts = [word for word in re.findall(r"[\w'-]+", speaker) if len(word) > 3] or [speaker]
    return any(_has(part, _folded(text)) for part in parts)


def _dated(value: str, text: str) -> bool:
    """Whether a text has a day, month or year, as ISO or in words."""
    year, *rest = value.split("-")
    folded = _folded(text)
    if not rest or _has(value, folded):
        return _has(value, folded)
    name = _MONTHS[int(rest[0]) - 1]
    if len(rest) == 1:
        return _has(name, folded) and _has(year, folded)
    number = rf"0?{int(rest[1])}(?:st|nd|rd|th)?"
    return re.search(rf"\b{name[:3]}\w*\.? {number}\b|\b{number} (?:of )?{name[:3]}", folded) is not None
