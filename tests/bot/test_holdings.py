"""The archive kept in step with the library: stories that cannot be read, and reading that is cut off."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from bot.conversation import Conversation
from bot.desk import Desk
from bot.plain import answer_text
from index.errors import ArchiveError, ReadingError
from index.many import read_many
from index.store import forget_read, open_read
from tests.home import home_with_encoder, keep_plainly_read, source_of

ROOT = Path(__file__).parents[2]
IDS = ["apple", "banana", "cherry", "date"]


@pytest.fixture(scope="module")
def home(shipped_home, tmp_path_factory):
    home = home_with_encoder(shipped_home, tmp_path_factory.mktemp("holdings") / "home")
    (home / "library").mkdir()
    for story_id in IDS:
        put(home, story_id, f"---\ntitle: {story_id}\n---\nThe {story_id} was sold.\n\nNobody knows why.\n")
    return home


def put(home, story_id, text):
    (home / "library" / f"{story_id}.txt").write_text(text, encoding="utf-8")


def readings(home):
    """When each reading that is kept was written, by the folder's name."""
    return {path.parent.name: path.stat().st_mtime_ns for path in (home / "stories").glob("[!.]*/manifest.json")}


def test_reading_that_is_killed_goes_on_where_it_stopped_with_nothing_lost_or_doubled(home):
    code = (
        "import os, sys\n"
        "from pathlib import Path\n"
        "from bot import holdings\n"
        "from bot.desk import Desk\n"
        "read = holdings.read_many\n"
        "def dying(*args, **kwargs):\n"
        "    for number, source in enumerate(read(*args, **kwargs)):\n"
        "        if number == 3: os.kill(os.getpid(), 9)\n"
        "        yield source\n"
        "holdings.read_many, holdings._AT_ONCE = dying, 2\n"
        "Desk(Path(sys.argv[1]), print).holdings.keep_up(everything=True)\n"
    )
    ended = subprocess.run([sys.executable, "-c", code, str(home)], cwd=ROOT, env=os.environ, check=False)
    assert ended.returncode == -signal.SIGKILL
    desk = Desk(home, notice=print)
    assert len(desk.holdings.archive.keys()) == 2
    kept = readings(home)
    assert len(kept) >= 3
    desk.holdings.keep_up(everything=True)
    archive = desk.holdings.archive
    assert set(archive.keys()) == {"conscripts", *IDS}
    assert len(readings(home)) == 5
    assert kept.items() <= readings(home).items(), "what was read is not read again"
    sentences = sum(len(desk.answerer(story_id).reading.story.sentences) for story_id in archive.keys())  # noqa: SIM118
    assert len(archive) == sentences


def test_a_file_that_is_written_over_is_noticed_by_who_runs_already(home):
    desk = Desk(home, notice=print)
    assert "apple" in desk.asked().ask("Which apple was sold?", Conversation()).text
    folder = (home / "library").stat().st_mtime_ns
    put(home, "apple", "---\ntitle: apple\n---\nThe walrus was sold.\n\nNobody knows why.\n")
    assert (home / "library").stat().st_mtime_ns == folder
    for _ in range(10_000):  # as often as it takes until the files are looked at again
        answer = desk.asked().ask("Which walrus was sold?", Conversation())
        if "walrus" in answer.text:
            break
    assert "The walrus was sold." in answer.text
    put(home, "apple", "---\ntitle: apple\n---\nThe apple was sold.\n\nNobody knows why.\n")


def test_a_file_that_is_no_story_is_told_once_and_the_rest_is_there(home):
    put(home, "elder", "---\ntitle: [\n---\nThe elder was sold.\n")
    notices: list[str] = []
    asked = Desk(home, notice=notices.append).asked()
    assert [line for line in notices if "elder" in line and "YAML" in line] == notices
    assert len(notices) == 1
    assert "apple" in asked.ask("Which apple was sold?", Conversation()).text
    Desk(home, notice=notices.append).asked()
    assert len(notices) == 1
    (home / "library" / "elder.txt").unlink()


def test_a_reading_that_is_damaged_is_made_again_by_index(home):
    desk = Desk(home, notice=print)
    desk.holdings.keep_up(everything=True)
    key = desk.holdings.archive.keys()["apple"]
    (home / "stories" / key / "reading.json").write_bytes(b"{")
    assert desk.holdings.open(key) is None
    again = Desk(home, notice=print)
    again.holdings.keep_up(everything=True)
    assert again.holdings.open(key) is not None


def test_the_archive_moves_to_milvus_and_back_and_answers_the_same(home, tmp_path, monkeypatch):
    pytest.importorskip("milvus_lite", reason="Milvus Lite is not installed: pip install 'on-the-record[milvus]'")
    desk = Desk(home, notice=print)
    desk.holdings.keep_up(everything=True)
    questions = ["Which cherry was sold?", "What did Putin say about reservists?", "How many moons does Jupiter have?"]
    before = [desk.asked().ask(question, Conversation()).text for question in questions]
    monkeypatch.chdir(tmp_path)
    desk.holdings.move("archive.db")
    monkeypatch.chdir(ROOT)
    moved = Desk(home, notice=print)
    assert (tmp_path / "archive.db").exists()
    assert type(moved.holdings.archive).__name__ == "MilvusArchive"
    assert [moved.asked().ask(question, Conversation()).text for question in questions] == before
    moved.holdings.move("")
    back = Desk(home, notice=print).holdings.archive
    assert (type(back).__name__, back.keys()) == ("EmbeddedArchive", desk.holdings.archive.keys())


def test_an_archive_that_is_none_is_refused_and_nothing_changes(home):
    desk = Desk(home, notice=print)
    with pytest.raises(ArchiveError, match="neither milvus"):
        desk.holdings.move("ftp://example.org")
    assert type(Desk(home, notice=print).holdings.archive).__name__ == "EmbeddedArchive"


def test_two_additions_at_once_are_both_in_the_archive(home, tmp_path):
    before = Desk(home, notice=print).holdings.archive.keys()
    environment = {**os.environ, "ON_THE_RECORD_HOME": str(home)}
    running = []
    for name in ("fig", "grape"):
        path = tmp_path / f"{name}.txt"
        path.write_text(f"The {name} was sold.\n\nNobody knows why.\n", encoding="utf-8")
        running.append(subprocess.Popen([sys.executable, "-m", "bot.cli", "add", str(path)], env=environment, cwd=ROOT))
    assert [process.wait() for process in running] == [0, 0]
    desk = Desk(home, notice=print)
    assert set(desk.holdings.archive.keys()) == {*before, "fig", "grape"}
    for name in ("fig", "grape"):
        answer = desk.asked().ask(f"Which {name} was sold?", Conversation())
        assert answer.citations[0].story.id == name
    sentences = sum(len(desk.answerer(story).reading.story.sentences) for story in desk.library.stamps())
    assert len(desk.holdings.archive) == sentences


def test_a_story_that_is_written_anew_in_its_place_is_read_again(home):
    Desk(home, notice=print).asked()
    put(home, "date", "---\ntitle: date\n---\nThe date was eaten by the mayor.\n\nNobody knows why.\n")
    answer = Desk(home, notice=print).asked().ask("Who ate the date?", Conversation())
    assert "eaten by the mayor" in answer_text(answer)


def test_what_was_read_and_is_gone_is_read_again_where_it_is_asked_for(home):
    desk = Desk(home, notice=print)
    desk.asked()
    folder = home / "stories" / desk.holdings.archive.keys()["banana"]
    (folder / "reading.json").write_bytes(b"{}")
    notices: list[str] = []
    asked = Desk(home, notice=notices.append).asked()
    assert "banana" in asked.ask("Which banana was sold?", Conversation()).text
    assert [line for line in notices if line.startswith("banana: ") and "reading it again" in line] == notices != []


def test_a_story_that_kills_its_reader_is_told_of_and_the_rest_is_read(tmp_path, monkeypatch):
    child = (
        "import os, sys\n"
        "for line in sys.stdin:\n"
        "    if 'bomb' in line: os.kill(os.getpid(), 9)\n"
        "    print('null', flush=True)\n"
    )
    started = subprocess.Popen
    monkeypatch.setattr(subprocess, "Popen", lambda command, **rest: started([sys.executable, "-c", child], **rest))
    failed: list[tuple[str, str]] = []
    sources = [source_of(story_id=story_id) for story_id in ("a", "bomb", "c", "d")]
    read = read_many(sources, home=tmp_path, processes=1, failed=lambda source, why: failed.append((source.id, why)))
    assert {source.id for source in read} == {"a", "c", "d"}
    assert failed == [("bomb", "the process that read it was killed, as happens when memory is short")]


def test_a_story_that_cannot_be_read_is_left_out_with_a_line_on_what_to_do(home, monkeypatch):
    put(home, "elder", "The elder was sold.\n")
    monkeypatch.setattr(
        "bot.holdings.read_many",
        lambda sources, *, failed, **_: iter([failed(source, "it was killed") for source in sources][:0]),
    )
    notices: list[str] = []
    desk = Desk(home, notice=notices.append)
    desk.holdings.keep_up()
    assert notices == [
        "elder: it was killed; it is left out of the archive until its file changes or you run: on-the-record index"
    ]
    Desk(home, notice=notices.append).holdings.keep_up()
    assert len(notices) == 1
    (home / "library" / "elder.txt").unlink()


def test_readers_that_all_end_are_no_fault_of_the_stories(tmp_path, monkeypatch):
    started = subprocess.Popen
    monkeypatch.setattr(subprocess, "Popen", lambda command, **rest: started([sys.executable, "-c", ""], **rest))
    with pytest.raises(ReadingError, match="was killed"):
        list(read_many([source_of(story_id=f"s{i}") for i in range(20)], home=tmp_path, processes=2))


def test_what_was_read_of_a_story_goes_without_that_of_one_whose_name_starts_alike(shipped_home, tmp_path):
    home = home_with_encoder(shipped_home, tmp_path / "home")
    first, second = (source_of(story_id="a" * 60 + end) for end in ("-first", "-second"))
    keep_plainly_read(first, home)
    keep_plainly_read(second, home)
    forget_read(first.id, home=home)
    assert open_read(first, home=home) is None
    assert open_read(second, home=home) is not None
