"""Answers of several stories made one: equal words told once with all their sources, the rest in order of the day."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot import texts
from bot.answer import Answer, Citation
from bot.days import in_words
from bot.persons import same_person
from bot.wording import words_of
from index.archive.contract import StoryCard

__all__ = ["Told", "gather", "source_of"]

_ARTICLES = frozenset(("a", "an", "the"))
_LEAST = 20  # letters that a passage must have to be looked for within another one
_CITED = 6


@dataclass(frozen=True, slots=True)
class Told:
    """What one story answers."""

    card: StoryCard
    answer: Answer


def gather(told: Sequence[Told]) -> Answer:
    """One answer from those of one or more stories, best first. Each says which story it rests on, and of which day.

    The same words in several stories are told as the first story to publish them does, with all the sources.
    Different ones come in the order of the days on which they were said, if all days are known.
    """
    groups: list[list[Told]] = []
    for one in told:
        group = next((g for g in groups if _same_words(g[0].answer, one.answer)), None)
        if group is None:
            groups.append([one])
        else:
            group.append(one)
    shown = sorted(groups, key=_day) if all(map(_day, groups)) else groups
    text = "\n".join(_block(sorted(group, key=lambda one: one.card.published or "9999")) for group in shown)
    return replace(told[0].answer, text=text, citations=_citations(told))


def source_of(card: StoryCard) -> str:
    """A story in words: its title, who published it, and when."""
    day = in_words(card.published) if card.published else texts.UNDATED
    return ", ".join(filter(None, (card.title or card.id, card.source, day)))


def _block(group: Sequence[Told]) -> str:
    return "\n".join([group[0].answer.text, *(f"— {source_of(one.card)}" for one in group)])


def _citations(told: Sequence[Told]) -> tuple[Citation, ...]:
    """The first passage of each story, then the others."""
    firsts = [one.answer.citations[0] for one in told if one.answer.citations]
    rest = [citation for one in told for citation in one.answer.citations[1:]]
    return tuple(dict.fromkeys([*firsts, *rest]))[:_CITED]


def _day(group: Sequence[Told]) -> str:
    """The day on which the words of a group were said, or else first published; empty if neither is known."""
    said = [one.answer.citations[0].said_on or "" for one in group if one.answer.citations]
    published = [one.card.published or "" for one in group]
    return min(filter(None, said), default="") or min(filter(None, published), default="")


def _same_words(answer: Answer, other: Answer) -> bool:
    """Whether two stories tell the same words: of people who may be one, alike but for articles.

    A passage that holds the other's words counts too, if it is certain that both are by the same speaker.
    """
    if not answer.citations or not other.citations:
        return False
    here, there = answer.citations[0], other.citations[0]
    known = bool(here.speaker and there.speaker)
    if here.speaker and there.speaker and not same_person(here.speaker, there.speaker):
        return False
    one, another = sorted((_words(here), _words(there)), key=len)
    return one == another or (known and len(one) >= _LEAST and f" {one} " in f" {another} ")


def _words(citation: Citation) -> str:
    """What a passage is cited for, as it is compared: the words said in it, without marks, case and articles."""
    statement = citation.statement
    words = words_of(citation.reading, statement, citation.span) if statement else citation.text
    found = re.findall(r"\w+", (words or citation.text).casefold())
    return " ".join(word for word in found if word not in _ARTICLES)
