"""A disk that can't take the index: one clear sentence, and nothing half-written."""

import os
import resource
import signal
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import pytest

from index.errors import HomeError, IndexingError
from index.folder import damage, keep, locked
from index.store import open_story
from tests.home import plain_reading, source_of

ROOT = Path(__file__).parents[2]


@contextmanager
def files_of_at_most(size):
    """Let the system refuse to write any file beyond `size` bytes, as a full disk does."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def kept(folder):
    """What lies in a folder of indexes beside the locks, which are empty."""
    return [path.name for path in folder.iterdir() if path.suffix != ".lock"]


def test_no_space_for_the_story_is_one_sentence_and_leaves_nothing(home):
    with files_of_at_most(2_000), pytest.raises(HomeError, match="the index cannot be kept here") as caught:
        open_story(source_of(), home=home, read=plain_reading)
    assert isinstance(caught.value, IndexingError)
    assert "\n" not in str(caught.value)
    assert kept(home / "stories") == []
    assert open_story(source_of(), home=home, read=plain_reading).search("taxes").dense.argmax() == 2


def test_no_space_for_the_encoder_is_one_sentence_and_leaves_nothing(tmp_path, small_model):
    with files_of_at_most(1_000_000), pytest.raises(HomeError, match="the index cannot be kept here"):
        open_story(source_of(), home=tmp_path, read=plain_reading, model=str(small_model))
    assert kept(tmp_path / "encoders") == kept(tmp_path / "stories") == []


def test_a_home_that_is_a_file_or_lies_under_one_is_refused_before_anything_is_read(tmp_path):
    def read(source):
        raise AssertionError("read in vain")

    (tmp_path / "file").write_text("", encoding="utf-8")
    for home in (tmp_path / "file", tmp_path / "file" / "home"):
        with pytest.raises(HomeError, match="the index cannot be kept here"):
            open_story(source_of(), home=home, read=read)


def test_opening_an_index_that_is_there_writes_nothing(exported):
    def state():
        return {path: path.stat().st_mtime_ns for path in exported.rglob("*")}

    before = state()
    with files_of_at_most(0):
        assert open_story(source_of(), home=exported, read=plain_reading).search("taxes").dense.argmax() == 2
    assert state() == before


def write_word(folder):
    (folder / "word").write_text("whole", encoding="utf-8")


def test_a_writer_that_fails_leaves_what_was_there(tmp_path):
    keep(tmp_path / "kept", write_word)

    def fail(folder):
        (folder / "word").write_text("half", encoding="utf-8")
        raise OSError(28, "No space left on device")

    with pytest.raises(HomeError, match="no space left on device"):
        keep(tmp_path / "kept", fail)
    assert os.listdir(tmp_path) == ["kept"]
    assert damage(tmp_path / "kept") is None
    assert (tmp_path / "kept" / "word").read_text(encoding="utf-8") == "whole"


def test_what_a_killed_writer_left_is_no_index_and_is_cleared_by_the_next(tmp_path):
    code = (
        "import os, signal, sys; from pathlib import Path; from index.folder import keep\n"
        "def write(folder):\n"
        "    (folder / 'word').write_text('half')\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
        "keep(Path(sys.argv[1]), write)\n"
    )
    done = subprocess.run([sys.executable, "-c", code, str(tmp_path / "kept")], check=False, cwd=ROOT)
    assert done.returncode == -signal.SIGKILL
    assert len(os.listdir(tmp_path)) == 1
    assert damage(tmp_path / "kept") == "missing"
    with locked(tmp_path / "kept", pytest.fail):
        keep(tmp_path / "kept", write_word)
    assert sorted(os.listdir(tmp_path)) == ["kept", "kept.lock"]
    assert damage(tmp_path / "kept") is None
