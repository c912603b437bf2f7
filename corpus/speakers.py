"""Speakers: who stands behind the mentions that statements give."""

import re
from dataclasses import replace

from spacy.tokens import Doc

from corpus.statement import Speaker, SpeakerKind, Statement
from corpus.story import Span, Story

__all__ = ["resolve_speakers"]

_PRONOUNS = frozenset("he she they it who him her".split())


def resolve_speakers(
    story: Story, doc: Doc, statements: tuple[Statement, ...]
) -> tuple[tuple[Speaker, ...], tuple[Statement, ...]]:
    """The story's speakers, and its statements with `speaker` set."""
    people = [Span(e.start_char, e.end_char) for e in doc.ents if e.label_ == "PERSON"]
    names: dict[str, SpeakerKind] = {}
    resolved = []
    last: str | None = None
    for statement in statements:
        name = _name(story.text, statement.mention, people, last) if statement.mention else last
        if name:
            names.setdefault(name, _kind(name, story.text, people))
            last = name
        place = list(names).index(name) if name else None
        resolved.append(replace(statement, speaker=place))
    speakers = []
    for place, (name, kind) in enumerate(names.items()):
        mentions = tuple(s.mention for s in resolved if s.speaker == place and s.mention)
        speakers.append(Speaker(name=name, kind=kind, mentions=mentions))
    return tuple(speakers), tuple(resolved)


def _name(text: str, mention: Span, people: list[Span], last: str | None) -> str | None:
    words = mention.of(text)
    if words.lower() in _PRONOUNS:
        return last
    inside = [person.of(text) for person in people if mention.start <= person.start < mention.end]
    capitalised = re.findall(r"[A-Z][a-z]+ [A-Z][a-z]+$", words)
    if capitalised:
        return str(capitalised[0])
    if inside:
        full = [p.of(text) for p in people if p.of(text).split()[-1] == inside[0].split()[-1]]
        found = re.search(rf"[A-Z]\w+ {re.escape(inside[0].split()[-1])}\b", text)
        return found.group() if found else max([*full, inside[0]], key=len)
    return words


def _kind(name: str, text: str, people: list[Span]) -> SpeakerKind:
    if any(person.of(text) in name for person in people):
        return SpeakerKind.PERSON
    if re.search(r"recordings|report|poll|letter|study|document", name):
        return SpeakerKind.DOCUMENT
    if re.search(r"s$", name) and name.islower():
        return SpeakerKind.GROUP
    return SpeakerKind.ORGANISATION
