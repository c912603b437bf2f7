"""What an archive must do, checked on each of its implementations, with plain NumPy as the oracle."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from index.archive.contract import ArchivedStory, Line, StoryCard, Where
from index.archive.embedded import EmbeddedArchive
from index.errors import ArchiveError

DIMENSIONS = 16


@pytest.fixture(params=["embedded", "milvus"])
def archive(request, tmp_path):
    """An empty archive of each kind; Milvus Lite runs for real where it is installed."""
    if request.param == "embedded":
        made = EmbeddedArchive(tmp_path / "archive", large=60)
    else:
        pytest.importorskip("milvus_lite", reason="Milvus Lite is not installed: pip install 'on-the-record[milvus]'")
        made = request.getfixturevalue("milvus_archive")
    yield made
    made.close()


@pytest.fixture(scope="module")
def milvus_file(tmp_path_factory):
    return tmp_path_factory.mktemp("milvus") / "milvus.db"


@pytest.fixture
def milvus_archive(milvus_file, request):
    from index.archive.milvus import MilvusArchive

    name = f"t{abs(hash(request.node.name))}"
    return MilvusArchive(str(milvus_file), dimensions=DIMENSIONS, name=name)


def vectors_of(count, seed):
    rows = np.random.default_rng(seed).standard_normal((count, DIMENSIONS)).astype(np.float32)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def story(story_id, texts, *, seed, key=None, day=None, until=None, names=(), source=None):
    card = StoryCard(id=story_id, key=key or f"{story_id}-1", title=f"About {story_id}", source=source, published=day)
    lines = [Line(text, day, until or day, names) for text in texts]
    return ArchivedStory(card, lines, vectors_of(len(texts), seed))


MARCH = story(
    "march",
    ["The president spoke of conscripts.", "Reservists stay at home.", "It rained."],
    seed=1,
    day="2022-03-08",
    names=("putin",),
    source="Reuters",
)
APRIL = story("april", ["No conscripts were sent.", "The mayor resigned."], seed=2, day="2022-04-01", source="CNN")
UNDATED = story("undated", ["Conscripts wrote home.", "Nobody knows when."], seed=3)


def places(hits):
    return [(hit.story, hit.sentence) for hit in hits]


def test_an_empty_archive_finds_nothing(archive):
    assert archive.nearest(vectors_of(1, 9)[0], 5) == []
    assert archive.with_words("conscripts", 5) == []
    assert (len(archive), archive.keys(), archive.sources(), archive.latest()) == (0, {}, [], None)


def test_the_nearest_sentences_are_those_of_plain_numpy(archive):
    stories = [story(f"s{i}", [f"sentence {i} {j}" for j in range(5)], seed=10 + i) for i in range(8)]
    archive.add(stories)
    vector = vectors_of(1, 99)[0]
    cosines = {(s.card.id, j): float(s.vectors[j] @ vector) for s in stories for j in range(5)}
    expected = sorted(cosines, key=lambda place: -cosines[place])[:7]
    hits = archive.nearest(vector, 7)
    assert places(hits) == expected
    assert [hit.score for hit in hits] == pytest.approx([cosines[place] for place in expected], abs=2e-3)


def test_words_find_sentences_whatever_their_endings(archive):
    archive.add([MARCH, APRIL, UNDATED])
    assert set(places(archive.with_words("Conscript!", 9))) == {("march", 0), ("april", 0), ("undated", 0)}
    assert places(archive.with_words("resigning mayors", 9)) == [("april", 1)]
    assert archive.with_words("zebra", 9) == []
    assert archive.with_words('"(* AND OR NOT', 9) == []


CONDITIONS = [
    (Where(), {"march", "april", "undated"}),
    (Where(since="2022-03-09"), {"april"}),
    (Where(since="2022-03-08", until="2022-03-08"), {"march"}),
    (Where(until="2022-03-31"), {"march"}),
    (Where(name="putin"), {"march"}),
    (Where(name="merkel"), set()),
    (Where(source="reuters"), {"march"}),
    (Where(source='Reu"ters'), set()),
    (Where(name="putin", source="CNN"), set()),
]


def test_conditions_hold_for_vectors_and_words_alike(archive):
    archive.add([MARCH, APRIL, UNDATED])
    for where, expected in CONDITIONS:
        assert {hit.story for hit in archive.nearest(MARCH.vectors[0], 9, where)} == expected, where
        assert {hit.story for hit in archive.with_words("conscripts", 9, where)} == expected, where


def test_a_story_that_is_added_again_takes_the_place_of_the_old_one(archive):
    archive.add([MARCH, APRIL])
    new = story("march", ["Everything changed."], seed=5, key="march-2")
    archive.add([new])
    assert archive.keys() == {"march": "march-2", "april": "april-1"}
    assert len(archive) == 3
    assert archive.with_words("reservists", 9) == []
    assert places(archive.nearest(MARCH.vectors[1], 9)).count(("march", 1)) == 0
    assert places(archive.nearest(new.vectors[0], 1)) == [("march", 0)]


def test_a_removed_story_is_not_found(archive):
    archive.add([MARCH, APRIL])
    archive.remove("march")
    archive.remove("march")
    assert places(archive.nearest(MARCH.vectors[0], 9)) != []
    assert {hit.story for hit in archive.nearest(MARCH.vectors[0], 9)} == {"april"}
    assert archive.keys() == {"april": "april-1"}


def test_cards_and_sources_are_told(archive):
    archive.add([MARCH, APRIL, UNDATED, story("empty", [], seed=1)])
    assert archive.cards(["march", "undated", "nowhere"]) == {"march": MARCH.card, "undated": UNDATED.card}
    assert archive.sources() == ["CNN", "Reuters"]
    assert archive.latest() == "2022-04-01"
    assert len(archive) == 7


def test_both_kinds_find_the_same(tmp_path, request):
    pytest.importorskip("milvus_lite", reason="Milvus Lite is not installed: pip install 'on-the-record[milvus]'")
    both = [EmbeddedArchive(tmp_path / "archive"), request.getfixturevalue("milvus_archive")]
    for one in both:
        one.add([MARCH, APRIL, UNDATED])
    for where in (Where(), Where(since="2022-03-01"), Where(name="putin")):
        near = [places(one.nearest(UNDATED.vectors[1], 4, where)) for one in both]
        assert near[0] == near[1]
        worded = [places(one.with_words("The president resigned at home", 9, where)) for one in both]
        assert sorted(worded[0]) == sorted(worded[1])
    for one in both:
        one.close()


def test_what_another_process_adds_is_found_at_once(tmp_path):
    mine, other = EmbeddedArchive(tmp_path), EmbeddedArchive(tmp_path)
    mine.add([MARCH])
    assert places(mine.nearest(MARCH.vectors[0], 1)) == [("march", 0)]
    for i in range(30):  # merges on the way
        other.add([story(f"s{i}", ["a", "b"], seed=100 + i)])
        assert places(mine.nearest(vectors_of(2, 100 + i)[1], 1)) == [(f"s{i}", 1)]
    assert len(list((tmp_path / "segments").iterdir())) < 8


def test_merging_keeps_what_is_there_and_drops_what_is_gone(tmp_path):
    archive = EmbeddedArchive(tmp_path)
    archive.add([MARCH, APRIL])
    archive.add([UNDATED])
    archive.remove("april")
    before = archive.nearest(MARCH.vectors[0], 9)
    archive.compact()
    assert len(list((tmp_path / "segments").iterdir())) == 1
    assert archive.nearest(MARCH.vectors[0], 9) == before
    assert EmbeddedArchive(tmp_path).nearest(MARCH.vectors[0], 9) == before


def test_a_long_segment_is_not_written_again_for_a_few_new_stories(tmp_path):
    archive = EmbeddedArchive(tmp_path, large=60)
    archive.add([story("long", ["x"] * 100, seed=51)])
    [long] = (tmp_path / "segments").iterdir()
    archive.add([MARCH])
    archive.add([APRIL])
    archive.compact()
    assert len(list((tmp_path / "segments").iterdir())) == 2
    assert long.is_dir()
    archive.add([story("longer", ["x"] * 100, seed=52)])
    archive.compact()
    assert len(list((tmp_path / "segments").iterdir())) == 1
    assert places(archive.nearest(MARCH.vectors[1], 1)) == [("march", 1)]
    assert len(archive) == 205


def test_lists_find_nearly_all_that_a_full_search_finds(tmp_path):
    archive, exact = EmbeddedArchive(tmp_path / "lists", large=500), EmbeddedArchive(tmp_path / "flat")
    stories = [story(f"s{i}", ["x"] * 50, seed=i) for i in range(40)]
    for one in (archive, exact):
        one.add(stories)
    assert list((tmp_path / "lists").rglob("lists.faiss"))
    queries = [s.vectors[0] for s in stories]
    found = [len({*places(archive.nearest(q, 10))} & {*places(exact.nearest(q, 10))}) for q in queries]
    assert np.mean(found) > 5  # random vectors have no neighbourhoods: the hardest case there is
    assert [places(archive.nearest(q, 1)) for q in queries] == [places(exact.nearest(q, 1)) for q in queries]


def test_an_addition_that_is_killed_leaves_whole_stories_and_can_be_done_again(tmp_path):
    code = (
        "import os, sys; sys.path.insert(0, os.getcwd())\n"
        "from pathlib import Path\n"
        "from tests.index.test_archive import story\n"
        "from index.archive.embedded import EmbeddedArchive\n"
        "def stories():\n"
        "    for i in range(600):\n"
        "        if i == 400: os.kill(os.getpid(), 9)\n"
        "        yield story(f's{i}', ['one', 'two'], seed=i)\n"
        "EmbeddedArchive(Path(sys.argv[1])).add(stories())\n"
    )
    root = Path(__file__).parents[2]
    ended = subprocess.run([sys.executable, "-c", code, str(tmp_path)], cwd=root, env=os.environ, check=False)
    assert ended.returncode == -signal.SIGKILL
    archive = EmbeddedArchive(tmp_path)
    assert len(archive.keys()) == 256
    (tmp_path / "segments" / "left").mkdir()
    archive.add(story(f"s{i}", ["one", "two"], seed=i) for i in range(600))
    assert (len(archive.keys()), len(archive)) == (600, 1200)
    assert places(archive.nearest(vectors_of(2, 599)[1], 1)) == [("s599", 1)]
    assert not (tmp_path / "segments" / "left").exists()


def test_a_source_too_long_for_a_field_is_found(archive):
    source = "Ünion of " + "newspapers " * 40
    archive.add([story("long", ["The mayor resigned."], seed=61, source=source)])
    assert places(archive.nearest(vectors_of(1, 61)[0], 9, Where(source=source))) == [("long", 0)]


def test_a_server_that_goes_down_is_told_in_a_line(tmp_path):
    pytest.importorskip("milvus_lite", reason="Milvus Lite is not installed: pip install 'on-the-record[milvus]'")
    from index.archive.milvus import MilvusArchive

    archive = MilvusArchive(str(tmp_path / "gone.db"), dimensions=DIMENSIONS, name="gone")
    archive.add([MARCH])
    for collection in ("gone_sentences", "gone_stories"):
        archive._client.drop_collection(collection)
    for asked in (archive.keys, archive.sources, lambda: archive.nearest(MARCH.vectors[0], 1), lambda: len(archive)):
        with pytest.raises(ArchiveError, match=r"gone\.db: .") as raised:
            asked()
        assert "\n" not in str(raised.value)
    archive.close()


def test_common_words_are_looked_for_beside_rarer_ones_or_together(tmp_path, monkeypatch):
    monkeypatch.setattr("index.archive.catalogue._COMMON", 2)
    monkeypatch.setattr("index.archive.catalogue._TOO_COMMON", 6)
    texts = (
        "The harbour burned down.",
        "The harbour froze.",
        "The harbour was sold.",
        "The mayor wept when the harbour burned down.",
        "The mayor froze.",
        "The mayor walked.",
        "The mayor slept.",
        "The harbours were sold.",
    )
    made = EmbeddedArchive(tmp_path / "archive")
    made.add([story("town", texts, seed=1)])
    found = {
        question: [hit.sentence for hit in made.with_words(question, 5)]
        for question in ("burned", "the mayor burned", "the mayor and the harbour", "the", "nothing")
    }
    made.close()
    assert found == {
        "burned": [0, 3],
        "the mayor burned": [3, 0],
        "the mayor and the harbour": [3],
        "the": [],
        "nothing": [],
    }


def test_words_in_letters_that_sqlite_does_not_know_are_found(tmp_path):
    made = EmbeddedArchive(tmp_path / "archive")
    made.add([story("osage", ["𐓘𐓻𐓘 spoke.", "Nobody spoke."], seed=1)])
    assert [hit.sentence for hit in made.with_words("Who is 𐓘𐓻𐓘?", 5)] == [0]
    made.close()


def test_scores_of_words_are_those_of_bm25(tmp_path):
    texts = ["one two three", "one two", "two", "four five six seven", "one one"]
    made = EmbeddedArchive(tmp_path / "archive")
    made.add([story("counted", texts, seed=1)])
    found = {hit.sentence: hit.score for hit in made.with_words("one two", 5)}
    made.close()
    usual = sum(len(text.split()) for text in texts) / len(texts)
    for place, text in enumerate(texts[:3]):
        told = sum(np.log(1 + (5 - 3 + 0.5) / (3 + 0.5)) for word in ("one", "two") if word in text.split())
        expected = told * 2.2 / (1 + 1.2 * (0.25 + 0.75 * len(text.split()) / usual))
        assert found[place] == pytest.approx(expected)


def test_a_period_finds_whatever_overlaps_it(tmp_path):
    draw = np.random.default_rng(3)
    days = [f"2022-03-{day:02}" for day in range(1, 10)]
    spans = [tuple(sorted(draw.choice(days, 2))) if one % 3 else (days[one % 9],) * 2 for one in range(60)]
    made = EmbeddedArchive(tmp_path / "archive")
    made.add(
        story(f"s{one}", ["It rained."], seed=one, day=str(since), until=str(until))
        for one, (since, until) in enumerate(spans)
    )
    for since in (None, *days):
        for until in (None, *days):
            hits = made.nearest(vectors_of(1, 99)[0], 60, Where(since=since, until=until))
            assert {hit.story for hit in hits} == {
                f"s{one}"
                for one, (first, last) in enumerate(spans)
                if (since is None or last >= since) and (until is None or first <= until)
            }
    made.close()
