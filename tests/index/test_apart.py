"""Stories are read in a process of their own, so that the one that answers stays small."""

import subprocess
import sys
import threading
from pathlib import Path

import pytest

from index.apart import Apart
from index.errors import ReadingError
from tests.home import source_of

ROOT = Path(__file__).parents[2]

OPEN = """
import sys
from pathlib import Path
from index.apart import Apart
from tests.home import source_of

index = Apart(print).open(source_of(), home=Path(sys.argv[1]))
assert index.search("Who quit her post?").dense.argmax() == 0
print(sorted({"torch", "transformers", "sentence_transformers", "spacy", "thinc", "onnx"} & set(sys.modules)))
"""


def test_a_story_that_was_never_read_is_read_without_the_parent_importing_a_parser(home):
    command = [sys.executable, "-c", OPEN, str(home)]
    first, second = (subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT) for _ in range(2))
    assert (first.stdout, first.stderr) == ("reading “mayor”\n[]\n", "")
    assert (second.stdout, second.stderr) == ("[]\n", "")


def test_what_the_child_fails_of_is_the_parents_error(tmp_path):
    (tmp_path / "home").write_text("a file")
    with pytest.raises(ReadingError, match=r"the story mayor could not be read: .*cannot be kept here"):
        Apart().open(source_of(), home=tmp_path / "home")


def test_closing_ends_a_reading_and_allows_no_other(home):
    reading = threading.Event()
    apart = Apart(lambda line: reading.set())
    failed: list[str] = []

    def read() -> None:
        try:
            apart.open(source_of(), home=home)
        except ReadingError as error:
            failed.append(error.reason)

    thread = threading.Thread(target=read)
    thread.start()
    reading.wait(20)
    apart.close()
    thread.join(20)
    assert failed in (["the reader ended with -9"], ["the program is stopping"])
    with pytest.raises(ReadingError, match="the program is stopping"):
        apart.open(source_of(), home=home)


def test_a_strangers_story_is_read_within_limits(home):
    with pytest.raises(ReadingError, match=r"it took more than 0\.05 seconds"):
        Apart(limited=True, seconds=0.05).open(source_of(), home=home)
    assert Apart(limited=True).open(source_of(), home=home).search("Who quit her post?").dense.argmax() == 0


def test_limits_hold_for_good():
    code = "from index.limits import limit; limit(); bytearray(5_000_000_000)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, cwd=ROOT)
    assert run.returncode == 1
    assert run.stderr.strip().endswith("MemoryError")
