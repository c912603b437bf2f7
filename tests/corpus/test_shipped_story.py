"""Who said what in the shipped story: the whole table, checked by hand against the text."""

from corpus.reading import read_story
from corpus.source import shipped_sources
from corpus.statement import Reading, Statement

RUSSIA, MINISTRY, SPOKESMAN, PUTIN = "Russia", "Ministry of Defense", "Igor Konashenkov", "Putin"
RECORDINGS = "audio recordings of calls made to a Ukrainian government-run hotline"
SPEECH = "in a speech on the occasion of International Women’s Day"

# kind, first and last words of each part, cue, speaker, mention, reported by, setting
TABLE: list[tuple[str, list[tuple[str, str]], str, str, str, str | None, str | None]] = [
    ("indirect", [("conscripts fought", "in Ukraine")], "admits", RUSSIA, "Russia", None, None),
    ("mixed", [("conscripts had", "in Ukraine")], "admitted", MINISTRY, "The ministry", None, None),
    ("indirect", [("they had already", "to Russia")], "claimed", MINISTRY, "The ministry", None, None),
    ("direct", [("“Unfortunately, several", "been discovered,”")], "said", SPOKESMAN,
     "the spokesman of the Ministry of Defense, Igor Konashenkov", None, "in a video message"),
    ("indirect", [("that Russian conscripts", "invasion of Ukraine")], "had reassured", PUTIN, "Putin", None, SPEECH),
    ("mixed", [("as a “special", "operation”")], "described", PUTIN, "he", None, None),
    ("direct", [("“I understand", "in hostilities,”"), ("“And there", "for reservists.”")], "said", PUTIN, "Putin",
     "Reuters", None),
    ("mixed", [("only “professional", "the invasion")], "said", PUTIN, "The Russian president", None, None),
    ("indirect", [("that there were", "in Ukraine")], "also said", PUTIN, "He", None, None),
    ("indirect", [("that the Russian", "to Russia")], "claimed", SPOKESMAN, "Konashenkov", None, None),
    ("direct", [("“Almost all", "of Russia,”")], "said", SPOKESMAN, "he", None, None),
    ("indirect", [("that some", "Ukrainian forces")], "added", SPOKESMAN, "he", None, None),
    ("direct", [("“At the same", "were captured,”")], "said", SPOKESMAN, "Konashenkov", None, None),
    ("direct", [("“At present,", "captured servicemen,”")], "said", SPOKESMAN, "he", None, None),
    ("indirect", [("many Russian", "were deployed")], "According to", RECORDINGS, RECORDINGS, "CNN", None),
    ("indirect", [("reports that Russian", "their families")], "reinforce", RECORDINGS, "The recordings", None, None),
]  # fmt: skip


def row(reading: Reading, statement: Statement, ends: list[tuple[str, str]]) -> tuple[object, ...]:
    """A statement as a row of the table; of each part, as many characters as the table's `ends` have."""
    text = reading.story.text
    speaker = reading.speaker_of(statement)
    spans = (statement.cue, statement.mention, statement.reported_by, statement.setting)
    cue, mention, reported_by, setting = (span.of(text) if span else None for span in spans)
    parts = [part.of(text) for part in statement.parts]
    cut = [(part[: len(first)], part[-len(last) :]) for part, (first, last) in zip(parts, ends, strict=True)]
    return (statement.kind.value, cut, cue, speaker and speaker.name, mention, reported_by, setting)


def test_the_shipped_story_gives_the_whole_table() -> None:
    """Every statement, and nothing else, with kind, bounds, cue, speaker, mention, reporter and setting."""
    reading = read_story(shipped_sources()[0])
    assert len(reading.statements) == len(TABLE)
    for statement, expected in zip(reading.statements, TABLE, strict=True):
        assert row(reading, statement, expected[1]) == expected


def test_speakers_carry_their_descriptions() -> None:
    """The spokesman and the president are known by name and by what the story calls them."""
    reading = read_story(shipped_sources()[0])
    text = reading.story.text
    described = {s.name: [d.of(text) for d in s.descriptions] for s in reading.speakers}
    assert described[SPOKESMAN] == ["the spokesman of the Ministry of Defense"]
    assert described[PUTIN] == ["The Russian president"]
    kinds = {s.name: s.kind.value for s in reading.speakers}
    assert kinds == {
        RUSSIA: "organisation",
        MINISTRY: "organisation",
        SPOKESMAN: "person",
        PUTIN: "person",
        RECORDINGS: "document",
    }


def test_furniture_is_not_read() -> None:
    """The page's last lines are no sentences of the story."""
    story = read_story(shipped_sources()[0]).story
    words = [sentence.span.of(story.text) for sentence in story.sentences]
    assert len(words) == 16
    assert not any("Source link" in w or "Comments are closed" in w for w in words)
