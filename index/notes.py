"""What the reader is told before a sentence: who speaks in it, where the sentence itself does not name them."""

import re

from corpus.statement import Reading
from corpus.story import Sentence

__all__ = ["speaker_notes"]

_MAX_NAME = 60  # code points; longer "names" are descriptions that would crowd out the sentence


def speaker_notes(reading: Reading) -> tuple[str, ...]:
    """A note for each of the story's sentences: the names of its speakers that it lacks itself, else an empty text."""
    return tuple(_note(reading, sentence) for sentence in reading.story.sentences)


def _note(reading: Reading, sentence: Sentence) -> str:
    text = sentence.span.of(reading.story.text)
    speakers = (
        reading.speaker_of(statement)
        for statement in reading.statements
        if any(part.start < sentence.end and sentence.start < part.end for part in statement.parts)
    )
    names = dict.fromkeys(speaker.name for speaker in speakers if speaker)
    return ", ".join(name for name in names if len(name) <= _MAX_NAME and not _named(name, text))


def _named(name: str, text: str) -> bool:
    """Whether `text` has the last word of `name`, which for people is the surname."""
    words = re.findall(r"\w+", name)
    return bool(words) and re.search(rf"\b{re.escape(words[-1])}\b", text, re.IGNORECASE) is not None
