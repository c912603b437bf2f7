"""A child brings the archive in step, and ends with its parent's word."""

from bot.desk import Desk
from bot.keeping import Keeping


def test_a_child_that_reads_is_ended_at_once_and_no_other_is_started(tmp_path):
    (tmp_path / "library").mkdir()
    (tmp_path / "library" / "mine.txt").write_text("Nobody came.\n")
    said: list[str] = []
    keeping = Keeping(tmp_path, Desk(tmp_path, notice=print).holdings, said.append)
    waiting = keeping.begin()
    assert waiting is not None
    assert keeping.begin() is waiting
    keeping.close()
    waiting.join(20)
    assert not waiting.is_alive()
    assert keeping.begin() is None
    assert said == []


def test_what_the_child_cannot_do_is_told_in_a_line_and_left_for_a_minute(tmp_path):
    (tmp_path / "library").mkdir()
    (tmp_path / "library" / "mine.txt").write_text("Nobody came.\n")
    (tmp_path / "archive.uri").write_text("nowhere\n")
    (tmp_path / "encoders").write_text("not a folder")
    said: list[str] = []
    keeping = Keeping(tmp_path, Desk(tmp_path, notice=print).holdings, said.append)
    waiting = keeping.begin()
    assert waiting is not None
    waiting.join()
    assert len(said) >= 1
    assert "Traceback" not in " ".join(said)
    assert keeping.begin() is None
