"""From weighed evidence to a cited answer: which statement or passage answers, and which words go before it."""

import re
from collections.abc import Mapping, Sequence

from bot import texts
from bot.answer import Answer, Citation, Outcome
from bot.cleaning import plain_spelling
from bot.days import on_day
from bot.evidence import Evidence, statements_in
from bot.polarity import settles
from bot.question import Question, QuestionKind
from bot.wording import day_note, passage_line, quote, said_where, statement_line, words_of
from corpus.statement import DateMention, DateType, Reading, Statement, WhenHow
from corpus.story import Sentence, Span

__all__ = ["cite", "cite_statement", "compose", "more_from", "only_day_of", "spoken"]

_MOST_CITATIONS = 3
_MARGIN = 7.5  # logits; a further passage is cited if its score comes so near to the best one's
_MOST_LISTED = 5
_TOGETHER = 5.0  # logits; a further passage belongs to a list if its score comes so near to the best one's
_SHORT = 0.6  # of a sentence; a longer answer in it is not put before it, the sentence says it all
_LONGEST_PASSAGE = 500  # code points; a longer quotation is cited by the sentence alone
_SPOKEN = re.compile(
    r"\b(?:sa(?:y|id|ys|ying)|t(?:ell|old)|claim|announc|spoke|speak|remark|comment|promis|respon|repl(?:y|ied)|statement|brief"
    r"|wr(?:ite|ote)|letter|tweet|interview)"
)
_SEVERAL = (QuestionKind.LIST, QuestionKind.COMPARISON)
_LED_BY_WORDS = (QuestionKind.NUMBER, QuestionKind.WHERE)


def compose(question: Question, reading: Reading, evidence: Evidence) -> Answer:
    """The answer from the best evidence, in the order that the kind of question wants."""
    citations = _citations(question, reading, evidence)
    if question.kind in _SEVERAL:
        text = _several(question, reading, evidence, citations)
    elif question.kind is QuestionKind.WHEN:
        return _dated_answer(question, reading, evidence, citations)
    else:
        text = _one(question, reading, citations[0], evidence.answer_in(citations[0].sentence))
    return Answer(outcome=Outcome.ANSWER, text=text, citations=citations, confidence=evidence.confidence)


def cite(reading: Reading, sentence: Sentence, question: Question, answer: Span | None = None) -> Citation:
    """Cite a sentence, for the statement in it that the question is about.

    That is the one that holds the `answer`, in its content or as its speaker; else the asked speaker's, else the
    longest.
    """
    best = max(
        statements_in(reading, sentence),
        key=lambda s: (
            bool(answer and _holds(s, answer)),
            s.speaker in question.speakers,
            _length_within(s, sentence.span),
        ),
        default=None,
    )
    return Citation(reading, sentence, _passage(reading, sentence, best), best)


def _passage(reading: Reading, sentence: Sentence, statement: Statement | None) -> Span:
    """The sentence, and those of the same paragraph in which its statement goes on or is said to be somebody's."""
    if statement is None:
        return sentence.span
    spans = [*statement.parts, *filter(None, (statement.mention, statement.cue))]
    start, end = min(span.start for span in spans), max(span.end for span in spans)
    told = [s for s in reading.story.sentences if s.paragraph == sentence.paragraph and s.start < end and start < s.end]
    whole = Span(min(s.start for s in (sentence, *told)), max(s.end for s in (sentence, *told)))
    return whole if whole.end - whole.start <= _LONGEST_PASSAGE else sentence.span


def more_from(reading: Reading, speaker: int, told: set[Sentence]) -> Answer:
    """The next sentences with a speaker's words, in the order of the text, that are not among those already `told`."""
    own = [s for s in reading.statements if s.speaker == speaker]
    cited: dict[Sentence, Citation] = {}
    for statement in own:
        citation = cite_statement(reading, statement)
        if citation and citation.sentence not in told and not any(_within(statement, o) for o in own):
            cited.setdefault(citation.sentence, citation)
    citations = tuple(cited.values())[:_MOST_CITATIONS]
    if not citations:
        return Answer(outcome=Outcome.NOT_IN_STORY, text=texts.NO_MORE, confidence=1.0)
    return Answer(outcome=Outcome.ANSWER, text=_lines(reading, citations, {}), citations=citations, confidence=1.0)


def only_day_of(reading: Reading, speaker: int) -> list[Sentence]:
    """Where the dated statements of a speaker start, in text order; none if they are of several days."""
    dated = [s for s in reading.statements if s.speaker == speaker and s.said_on]
    if len({s.said_on.value for s in dated if s.said_on}) != 1:
        return []
    return [sentence for s in dated if (sentence := reading.story.sentence_at(s.start))]


def spoken(text: str) -> bool:
    """Whether `text`, in lower case, has a word of speaking."""
    return bool(_SPOKEN.search(text))


def cite_statement(reading: Reading, statement: Statement) -> Citation | None:
    """Cite a statement from the sentence that it starts in; None if it starts in none."""
    sentence = reading.story.sentence_at(statement.start)
    return Citation(reading, sentence, _passage(reading, sentence, statement), statement) if sentence else None


def _within(statement: Statement, other: Statement) -> bool:
    """Whether a statement stands within another one's content, as in "said that what he called “…” was over"."""
    return statement != other and any(p.start <= statement.start and statement.end <= p.end for p in other.parts)


def _holds(statement: Statement, answer: Span) -> bool:
    return bool(statement.mention and statement.mention.overlaps(answer)) or _says(statement, answer)


def _says(statement: Statement, answer: Span) -> bool:
    return any(part.overlaps(answer) for part in statement.parts)


def _fills(statement: Statement, sentence: Span) -> bool:
    """Whether a statement is most of a sentence."""
    return _length_within(statement, sentence) * 2 >= sentence.end - sentence.start


def _length_within(statement: Statement, span: Span) -> int:
    return sum(max(0, min(part.end, span.end) - max(part.start, span.start)) for part in statement.parts)


def _citations(question: Question, reading: Reading, evidence: Evidence) -> tuple[Citation, ...]:
    sides = _sides(question, reading, evidence) if question.kind is QuestionKind.COMPARISON else ()
    if sides:
        return tuple(cite(reading, s, question, evidence.answer_in(s)) for s in sides)
    best, most = evidence.order[0], _MOST_LISTED if question.kind is QuestionKind.LIST else _MOST_CITATIONS
    line = evidence.scores[best.index] - _MARGIN
    near = [s for s in evidence.order[1:most] if evidence.scores[s.index] >= line]
    cited: list[Citation] = []
    for sentence in (best, *near):
        if not any(c.span.overlaps(sentence.span) for c in cited):
            cited.append(cite(reading, sentence, question, evidence.answer_in(sentence)))
    return tuple(cited)


def _sides(question: Question, reading: Reading, evidence: Evidence) -> tuple[Sentence, ...]:
    """The best passage of each of the speakers that a comparison names, best first; none if one has no passage."""
    best = [
        next((s for s in evidence.order if any(t.speaker == who for t in statements_in(reading, s))), None)
        for who in question.speakers
    ]
    found = [s for s in dict.fromkeys(best) if s]
    if len(found) < 2 or None in best:
        return ()
    return tuple(sorted(found, key=lambda s: -evidence.scores[s.index]))


def _dated_answer(question: Question, reading: Reading, evidence: Evidence, citations: tuple[Citation, ...]) -> Answer:
    """The first passage that gives a day, of those that answer; that it is not known, if none does."""
    for citation in citations:
        answer = evidence.answer_in(citation.sentence)
        lead = _when(question, reading, citation, answer)
        if lead and evidence.scores[citation.sentence.index] > 0:
            text = f"{lead}: {_line(reading, citation, answer, day=False)}"
            others = [c for c in citations if c != citation]
            fixing = _fixing(reading, citation, others)
            rest = (*fixing, *(c for c in others if c not in fixing))
            return Answer(
                outcome=Outcome.ANSWER,
                text=text,
                citations=(citation, *rest[: _MOST_CITATIONS - 1]),
                confidence=evidence.confidence,
            )
    return Answer(
        outcome=Outcome.NOT_IN_STORY,
        text=texts.DAY_UNKNOWN,
        citations=citations[:2],
        confidence=1 - evidence.confidence,
    )


def _fixing(reading: Reading, citation: Citation, others: Sequence[Citation]) -> tuple[Citation, ...]:
    """The passage that fixes the day of the cited statement, where it is another one; as in `others` if it is there."""
    when = citation.statement.said_on if citation.statement else None
    sentence = reading.story.sentence_at(when.span.start) if when and when.span else None
    if sentence is None or sentence == citation.sentence:
        return ()
    return (next((c for c in others if c.sentence == sentence), Citation(reading, sentence, sentence.span)),)


def _several(question: Question, reading: Reading, evidence: Evidence, citations: tuple[Citation, ...]) -> str:
    """A line for each passage that answers, in the order in which they were said."""
    together = list(citations[:2])
    if question.kind is QuestionKind.LIST:
        line = evidence.scores[citations[0].sentence.index] - _TOGETHER
        together = [c for c in citations if evidence.scores[c.sentence.index] >= line]
    by_day = sorted(together, key=lambda c: (c.said_on or "9999", c.span.start))
    answers = {c: evidence.answer_in(c.sentence) for c in by_day} if question.kind is QuestionKind.COMPARISON else {}
    return _lines(reading, by_day, answers)


def _lines(reading: Reading, citations: Sequence[Citation], answers: Mapping[Citation, Span | None]) -> str:
    """A line for each passage, brief where its speaker was introduced in a line before."""
    introduced: set[int | None] = {None}
    lines = []
    for citation in citations:
        statement = citation.statement
        if statement and statement.speaker in introduced and statement.speaker is not None:
            lines.append(statement_line(reading, statement, citation.sentence, brief=True))
        else:
            lines.append(_line(reading, citation, answers.get(citation)))
        introduced.add(statement.speaker if statement else None)
    return "\n".join(lines)


def _one(question: Question, reading: Reading, citation: Citation, answer: Span | None) -> str:
    """The words for one passage, led by what the kind of question asks for."""
    statement, text = citation.statement, reading.story.text
    line = _line(reading, citation, answer)
    speaker = reading.speaker_of(statement) if statement else None
    if statement and speaker and question.kind is QuestionKind.YES_NO:
        settled = settles(question.text, words_of(reading, statement, citation.span))
        verdict = texts.YES if settled else texts.NO
        return line if settled is None else f"{verdict.format(speaker=speaker.name)} {line}"
    if statement and statement.setting and question.kind is QuestionKind.WHERE:
        return f"{_upper_first(said_where(reading, statement))}. {line}"
    if statement and statement.reported_by and question.kind is QuestionKind.REPORTED_BY:
        return f"{statement.reported_by.of(text)}. {line}"
    if answer and question.kind in _LED_BY_WORDS and answer.end - answer.start <= _SHORT * len(citation.text):
        return f"{quote(text, answer)}. {line}"
    return line


def _line(reading: Reading, citation: Citation, answer: Span | None, *, day: bool = True) -> str:
    """One line for a passage: as somebody's statement where that holds the answer, else as the story's own words."""
    statement = citation.statement
    if statement is None or (answer and day and not _holds(statement, answer) and not _fills(statement, citation.span)):
        return passage_line(reading, citation.sentence)
    return statement_line(reading, statement, citation.sentence, answer, day=day)


def _when(question: Question, reading: Reading, citation: Citation, answer: Span | None) -> str | None:
    """The day asked for: the date that the answer holds, else that of the saying, else another one in the passage."""
    statement = citation.statement
    inside = [d for d in reading.dates if d.span.overlaps(citation.span) and d.type in (DateType.DATE, DateType.TIME)]
    content = [d for d in inside if statement and _says(statement, d.span)]
    about_saying = spoken(plain_spelling(question.text))
    of_saying = about_saying and bool(statement and statement.said_on and statement.said_on.span)
    answered = [d for d in inside if answer and d.span.overlaps(answer) and not (of_saying and d in content)]
    if answered and not (statement and statement.said_on and answered[0].value.startswith(statement.said_on.value)):
        return _dated(reading, answered[0])
    if statement and statement.said_on and (about_saying or not content):
        when = statement.said_on
        near = when.how is WhenHow.CARRIED or bool(when.span and when.span.overlaps(citation.span))
        note = day_note(reading, statement) if near else ""
        return _upper_first(on_day(statement.said_on.value)) + (f" ({note})" if note else "")
    dated = content or inside
    return _dated(reading, dated[0]) if dated else None


def _dated(reading: Reading, mention: DateMention) -> str:
    return f"{_upper_first(on_day(mention.value))} (the story says {quote(reading.story.text, mention.span)})"


def _upper_first(words: str) -> str:
    return words[:1].upper() + words[1:]
