"""Who said what in the shipped story: the whole table, checked by hand against the text."""

from corpus.reading import read_story
from corpus.source import shipped_sources
from corpus.statement import Reading, Statement

MINISTRY, SPOKESMAN, PUTIN = "Ministry of Defense", "Igor Konashenkov", "Putin"
RECORDINGS = "audio recordings of calls made to a Ukrainian government-run hotline"
SPEECH = "in a speech on the occasion of International Women’s Day"

# kind, first and last words of each part, cue, speaker, mention, reported by, setting
TABLE = [
    ("mixed", [("conscripts had", "in Ukraine")], "admitted", MINISTRY, "The ministry", None, None),
    ("indirect", [("they had already", "to Russia")], "claimed", MINISTRY, "The ministry", None, None),
    ("direct", [("“Unfortunately, several", "been discovered,”")], "said", SPOKESMAN,
     "the spokesman of the Ministry of Defense, Igor Konashenkov", None, "in a video message"),
    ("mixed", [("that Russian conscripts", "military operation”")], "reassured", PUTIN, "Putin", None, SPEECH),
    ("direct", [("“special", "operation”")], "described", PUTIN, "he", None, SPEECH),
    ("direct", [("“I understand", "in hostilities,”"), ("“And there", "for reservists.”")], "said", PUTIN, "Putin",
     "Reuters", None),
    ("mixed", [("only “professional", "the invasion")], "said", PUTIN, "The Russian president", None, None),
    ("indirect", [("that there were", "in Ukraine")], "said", PUTIN, "He", None, None),
    ("indirect", [("that the Russian", "to Russia")], "claimed", SPOKESMAN, "Konashenkov", None, None),
    ("direct", [("“Almost all", "of Russia,”")], "said", SPOKESMAN, "he", None, None),
    ("indirect", [("that some", "Ukrainian forces")], "added", SPOKESMAN, "he", None, None),
    ("direct", [("“At the same", "were captured,”")], "said", SPOKESMAN, "Konashenkov", None, None),
    ("direct", [("“At present,", "captured servicemen,”")], "said", SPOKESMAN, "he", None, None),
    ("indirect", [("many Russian", "were deployed")], "According to", RECORDINGS,
     "audio recordings of calls made to a Ukrainian government-run hotline, which were shared exclusively with CNN",
     "CNN", None),
    ("indirect", [("that Russian soldiers", "their families")], "reinforce", RECORDINGS, "The recordings", None, None),
]  # fmt: skip


def row(reading: Reading, statement: Statement) -> tuple[object, ...]:
    text = reading.story.text
    speaker = reading.speaker_of(statement)
    parts = []
    for part in statement.parts:
        words = part.of(text).split(" ")
        parts.append((words, part))
    return (
        statement.kind.value,
        [part.of(text) for part in statement.parts],
        statement.cue and statement.cue.of(text),
        speaker and speaker.name,
        statement.mention and statement.mention.of(text),
        statement.reported_by and statement.reported_by.of(text),
        statement.setting and statement.setting.of(text),
    )


def test_the_shipped_story_gives_the_whole_table() -> None:
    """Every statement, and nothing else, with kind, bounds, cue, speaker, mention, reporter and setting."""
    reading = read_story(shipped_sources()[0])
    found = [row(reading, statement) for statement in reading.statements]
    short = [(kind, [(_cut(part, a, b)) for part, (a, b) in zip(parts, wanted[1], strict=False)], *rest)
             for (kind, parts, *rest), wanted in zip(found, TABLE, strict=False)]  # fmt: skip
    assert short == TABLE
    assert len(found) == len(TABLE)


def _cut(part: str, first: str, last: str) -> tuple[str, str]:
    return part[: len(first)], part[len(part) - len(last) :]


def test_speakers_carry_their_descriptions() -> None:
    """The spokesman and the president are known by name and by what the story calls them."""
    reading = read_story(shipped_sources()[0])
    text = reading.story.text
    described = {s.name: [d.of(text) for d in s.descriptions] for s in reading.speakers}
    assert described[SPOKESMAN] == ["the spokesman of the Ministry of Defense"]
    assert described[PUTIN] == ["The Russian president"]
    kinds = {s.name: s.kind.value for s in reading.speakers}
    assert kinds == {MINISTRY: "organisation", SPOKESMAN: "person", PUTIN: "person", RECORDINGS: "document"}


def test_furniture_is_not_read() -> None:
    """The page's last lines are no sentences of the story."""
    story = read_story(shipped_sources()[0]).story
    words = [sentence.span.of(story.text) for sentence in story.sentences]
    assert len(words) == 16
    assert not any("Source link" in w or "Comments are closed" in w for w in words)
