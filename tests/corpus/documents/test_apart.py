"""The process that parses what others built: its limits hold, and it gets no secret."""

import subprocess
import sys

LIMITED = "from corpus.documents.apart import _limit; _limit(); "


def limited(code):
    return subprocess.run([sys.executable, "-c", LIMITED + code], capture_output=True, text=True, check=False)


def test_a_parser_that_wants_too_much_memory_gets_none():
    assert "MemoryError" in limited("bytearray(3_000_000_000)").stderr


def test_a_parser_can_write_nothing_to_disk(tmp_path):
    result = limited(f"open({str(tmp_path / 'x')!r}, 'w', 1).write('written\\n')")
    assert "File too large" in result.stderr
    assert (tmp_path / "x").read_text() == ""
