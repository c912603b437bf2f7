"""What the reader is told before a sentence: who speaks in it, where the sentence itself does not name them."""

import re

from corpus.statement import Reading, Speaker
from corpus.story import Sentence

__all__ = ["speaker_notes"]

_MAX_NAME = 60  # code points; longer "names" are descriptions that would crowd out the sentence
_MAX_DESCRIPTION = 40


def speaker_notes(reading: Reading) -> tuple[str, ...]:
    """A note for each of the story's sentences: the speakers that it does not name itself, else an empty text.

    The first of them comes with a description: "Igor Konashenkov, spokesman of the Ministry of Defense".
    """
    return tuple(_note(reading, sentence) for sentence in reading.story.sentences)


def _note(reading: Reading, sentence: Sentence) -> str:
    text = sentence.span.of(reading.story.text)
    speakers = (
        reading.speaker_of(statement)
        for statement in reading.statements
        if any(part.start < sentence.end and sentence.start < part.end for part in statement.parts)
    )
    new = {s.name: s for s in speakers if s and len(s.name) <= _MAX_NAME and not _named(s.name, text)}
    described = [_described(reading, speaker) for speaker in list(new.values())[:1]]
    return ", ".join([*described, *list(new)[1:]])


def _described(reading: Reading, speaker: Speaker) -> str:
    """The speaker's name, and the first short description that says more than the name."""
    phrases = (" ".join(span.of(reading.story.text).split()) for span in speaker.descriptions)
    short = (words for words in phrases if len(words) <= _MAX_DESCRIPTION and not _named(words, speaker.name))
    return ", ".join([speaker.name, *list(short)[:1]])


def _named(name: str, text: str) -> bool:
    """Whether `text` has the last word of `name`, which for people is the surname."""
    words = re.findall(r"\w+", name)
    return bool(words) and re.search(rf"\b{re.escape(words[-1])}\b", text, re.IGNORECASE) is not None
