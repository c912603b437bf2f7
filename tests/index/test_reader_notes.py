"""Notes name the speakers that a sentence lacks."""

from dataclasses import replace

from corpus.statement import Reading, Speaker, SpeakerKind, Statement, StatementKind
from corpus.story import Sentence, Span, Story
from index.notes import speaker_notes

TEXT = "“No,” Ann Ruiz said. “It is over.” Nobody else spoke."


def reading(speaker: str | None) -> Reading:
    spans = [(0, 20), (21, 34), (35, 53)]
    sentences = tuple(Sentence(i, a, b, 0) for i, (a, b) in enumerate(spans))
    parts = (Span(0, 5), Span(21, 34))
    return Reading(
        story=Story(id="s", title="s", text=TEXT, sentences=sentences),
        speakers=(Speaker(speaker or "", SpeakerKind.PERSON),),
        statements=(Statement(kind=StatementKind.DIRECT, parts=parts, speaker=0 if speaker else None),),
    )


def test_a_sentence_that_does_not_name_its_speaker_gets_the_name():
    assert speaker_notes(reading("Ann Ruiz")) == ("", "Ann Ruiz", "")


def test_a_surname_in_the_sentence_is_enough():
    assert speaker_notes(reading("Senator Ruiz")) == ("", "Senator Ruiz", "")


def test_an_unknown_speaker_gives_no_note():
    assert speaker_notes(reading(None)) == ("", "", "")


def test_a_description_too_long_for_a_name_is_left_out():
    assert speaker_notes(reading("one of the many people who stood outside the court that morning in the rain")) == (
        "",
        "",
        "",
    )


def test_a_short_description_comes_with_the_name():
    plain = reading("Ann Ruiz")
    described = replace(plain.speakers[0], descriptions=(Span(35, 46), Span(6, 14)))  # the second is but the name
    assert speaker_notes(replace(plain, speakers=(described,))) == ("", "Ann Ruiz, Nobody else", "")
