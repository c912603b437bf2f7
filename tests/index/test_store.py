"""The index of a story lies on disk: made once, kept whole, and made again when it has to be."""

import dataclasses
import shutil
import subprocess
import sys
import threading
from datetime import date
from pathlib import Path

import pytest

from index.folder import keep, locked
from index.store import open_story
from tests.home import TEXT, plain_reading, source_of

ROOT = Path(__file__).parents[2]


class Reader:
    """A reader that counts how often a story was read."""

    def __init__(self):
        self.count = 0

    def __call__(self, source):
        self.count += 1
        return plain_reading(source)


@pytest.fixture
def reader():
    return Reader()


@pytest.fixture
def built(exported, tmp_path):
    """A home of the test's own with the encoder and the index of one story."""
    shutil.copytree(exported, tmp_path / "home")
    return tmp_path / "home"


def story_folder(home):
    (folder,) = (path for path in (home / "stories").iterdir() if path.is_dir())
    return folder


def encoder_folder(home):
    (folder,) = (path for path in (home / "encoders").iterdir() if path.is_dir())
    return folder


def test_a_story_is_read_once(home, reader):
    first = open_story(source_of(), home=home, read=reader)
    second = open_story(source_of(), home=home, read=reader)
    assert reader.count == 1
    assert second.reading == first.reading == plain_reading(source_of())
    assert second.search("taxes").dense.tolist() == first.search("taxes").dense.tolist()


def test_rebuild_reads_it_again(built, reader):
    open_story(source_of(), home=built, read=reader, rebuild=True)
    assert reader.count == 1


@pytest.mark.parametrize(
    "change",
    [
        {"text": TEXT + "\n", "body": (0, len(TEXT) + 1)},
        {"body": (4, len(TEXT))},
        {"published": date(2022, 3, 9)},
        {"id": "another"},
    ],
)
def test_whatever_changes_about_a_story_has_it_read_again(built, reader, change):
    open_story(dataclasses.replace(source_of(), **change), home=built, read=reader)
    assert reader.count == 1


def test_another_format_version_has_it_read_again(built, reader, monkeypatch):
    monkeypatch.setattr("index.store._FORMAT", "next")
    monkeypatch.setattr("index.store._export_to", lambda folder, model: shutil.copytree(encoder_folder(built), folder))
    open_story(source_of(), home=built, read=reader)
    assert reader.count == 1


def test_another_version_of_the_code_that_reads_has_it_read_again(built, reader, monkeypatch, tmp_path):
    package = tmp_path / "corpus"
    shutil.copytree(ROOT / "corpus", package)
    monkeypatch.setattr("corpus.__file__", str(package / "__init__.py"))
    open_story(source_of(), home=built, read=reader)
    assert reader.count == 0, "the same code in another place is the same reader"
    (package / "statement.py").write_text("# changed", encoding="utf-8")
    open_story(source_of(), home=built, read=reader)
    assert reader.count == 1


@pytest.mark.parametrize(
    ("name", "harm"),
    [
        ("reading.json", "flip"),
        ("vectors.faiss", "truncate"),
        ("words.npz", "flip"),
        ("words.json", "remove"),
        ("manifest.json", "truncate"),
        ("manifest.json", "remove"),
    ],
)
def test_a_damaged_index_is_noticed_said_in_a_line_and_made_again(built, reader, name, harm):
    damage(story_folder(built) / name, harm)
    notices: list[str] = []
    index = open_story(source_of(), home=built, read=reader, notice=notices.append)
    assert reader.count == 1
    assert index.search("Who quit her post?").dense.argmax() == 0
    assert len(notices) == 1
    assert "index of mayor is damaged" in notices[0]
    assert name in notices[0]
    assert "\n" not in notices[0]
    open_story(source_of(), home=built, read=reader, notice=notices.append)
    assert (reader.count, len(notices)) == (1, 1)


def test_a_damaged_encoder_is_exported_again_and_the_story_kept(tmp_path, reader, small_model):
    open_story(source_of(), home=tmp_path, read=reader, model=str(small_model))
    damage(encoder_folder(tmp_path) / "encoder.weights", "flip")
    notices: list[str] = []
    index = open_story(source_of(), home=tmp_path, read=reader, model=str(small_model), notice=notices.append)
    assert reader.count == 1
    assert notices == ["the encoder is damaged (encoder.weights is damaged); making it again"]
    assert index.search("Taxes will rise next year.").dense.shape == (3,)


def damage(path, harm):
    data = path.read_bytes()
    if harm == "remove":
        path.unlink()
    elif harm == "truncate":
        path.write_bytes(data[: len(data) // 2])
    else:
        middle = len(data) // 2
        path.write_bytes(data[:middle] + bytes([data[middle] ^ 0xFF]) + data[middle + 1 :])


def test_progress_goes_from_nothing_to_all_and_is_silent_for_an_index_that_is_there(home, reader):
    steps = []
    open_story(source_of(), home=home, read=reader, progress=lambda stage, done: steps.append((stage, done)))
    assert [done for _, done in steps] == sorted(done for _, done in steps)
    assert (steps[0][1], steps[-1][1]) == (0, 1)
    assert any("3 sentences" in stage for stage, _ in steps)
    steps.clear()
    open_story(source_of(), home=home, read=reader, progress=lambda stage, done: steps.append((stage, done)))
    assert steps == []


def test_an_error_while_reading_comes_through_and_leaves_nothing(home):
    def fail(source):
        raise ValueError("no such thing")

    with pytest.raises(ValueError, match="no such thing"):
        open_story(source_of(), home=home, read=fail)
    assert [path.suffix for path in (home / "stories").iterdir()] == [".lock"]


ASK = """
import sys
from pathlib import Path
from index.folder import keep, locked
from index.store import open_story
from tests.home import source_of

def read(source):
    raise AssertionError("the story was read again")

index = open_story(source_of(), home=Path(sys.argv[1]), read=read)
assert index.search("Who quit her post?").dense.argmax() == 0
heavy = {"torch", "transformers", "sentence_transformers", "spacy", "thinc", "sklearn", "scipy", "bm25s", "onnx"}
print(sorted(heavy & set(sys.modules)))
"""


def test_asking_imports_nothing_that_only_reading_needs(exported):
    done = subprocess.run(
        [sys.executable, "-c", ASK, str(exported)], capture_output=True, text=True, check=False, cwd=ROOT
    )
    assert (done.stdout, done.stderr) == ("[]\n", "")


def test_an_index_can_be_opened_while_another_puts_a_new_one_in_its_place(built, reader):
    folder = story_folder(built)
    original = shutil.copytree(folder, built / "original", ignore=shutil.ignore_patterns("manifest.json"))
    finished = threading.Event()

    def write(new):
        shutil.copytree(original, new, dirs_exist_ok=True)

    def replace_often():
        for _ in range(100):
            with locked(folder, lambda line: None):
                keep(folder, write)
        finished.set()

    thread = threading.Thread(target=replace_often)
    thread.start()
    while not finished.is_set():
        assert open_story(source_of(), home=built, read=reader).reading == plain_reading(source_of())
    thread.join()
    assert reader.count == 0


READ = """
import sys
from pathlib import Path
from index.folder import keep, locked
from index.store import open_story
from tests.home import plain_reading, source_of

def read(source):
    print("read", flush=True)
    return plain_reading(source)

index = open_story(source_of(), home=Path(sys.argv[1]), read=read)
print("found", index.search("Who quit her post?").dense.argmax())
"""


def test_of_two_processes_at_once_one_reads_the_story_and_both_answer(home):
    both = [
        subprocess.Popen([sys.executable, "-c", READ, str(home)], stdout=subprocess.PIPE, text=True, cwd=ROOT)
        for _ in range(2)
    ]
    lines = [process.communicate()[0].splitlines() for process in both]
    assert [process.returncode for process in both] == [0, 0]
    assert sorted(lines) == [["found 0"], ["read", "found 0"]]
