"""The ledger: which stories have to be looked at again."""

import pytest

from bot.ledger import Ledger


class Keys:
    """Works out keys, and remembers which ones it was asked for."""

    def __init__(self):
        self.asked = []

    def __call__(self, story_id):
        self.asked.append(story_id)
        return None if story_id == "broken" else f"key of {story_id}"


@pytest.fixture
def key():
    return Keys()


@pytest.fixture
def path(tmp_path):
    return tmp_path / "archive" / "ledger.json"


def test_a_key_is_worked_out_once_for_each_state_of_a_file(path, key):
    ledger = Ledger(path, "rules")
    assert ledger.keys({"a": "1", "b": "1"}, key) == {"a": "key of a", "b": "key of b"}
    ledger.save()
    again = Ledger(path, "rules")
    again.keys({"a": "1", "b": "2", "c": "1"}, key)
    assert key.asked == ["a", "b", "b", "c"]


def test_a_story_that_is_gone_is_gone(path, key):
    ledger = Ledger(path, "rules")
    ledger.keys({"a": "1", "b": "1"}, key)
    assert list(ledger.keys({"b": "1"}, key)) == ["b"]


def test_a_file_that_is_no_story_is_left_out_until_it_changes(path, key):
    ledger = Ledger(path, "rules")
    assert list(ledger.keys({"broken": "1", "a": "1"}, key)) == ["a"]
    ledger.blank("a")
    ledger.save()
    again = Ledger(path, "rules")
    assert again.keys({"broken": "1", "a": "1"}, key) == {}
    assert list(again.keys({"broken": "1", "a": "2"}, key)) == ["a"]
    assert key.asked == ["broken", "a", "a"]


@pytest.mark.parametrize("content", ["", "{", '{"rules": "others", "rows": {"a": ["1", "old"]}}'])
def test_a_ledger_that_is_damaged_or_of_other_rules_counts_for_nothing(path, key, content):
    path.parent.mkdir()
    path.write_text(content)
    assert Ledger(path, "rules").keys({"a": "1"}, key) == {"a": "key of a"}


def test_everything_can_be_worked_out_anew(path, key):
    ledger = Ledger(path, "rules")
    ledger.keys({"a": "1"}, key)
    ledger.forget()
    ledger.keys({"a": "1"}, key)
    assert key.asked == ["a", "a"]
