"""`add` as other programs call it."""

import json
import subprocess
import sys

import pytest
from click.testing import CliRunner

from bot.cli import cli
from corpus.library import Library
from tests.corpus.documents.files import ARTICLE, docx_of, page_of
from tests.home import home_with_encoder


@pytest.fixture
def home(tmp_path, shipped_home, monkeypatch):
    home = home_with_encoder(shipped_home, tmp_path / "home")
    monkeypatch.setenv("ON_THE_RECORD_HOME", str(home))
    return home


def call(*arguments, stdin=b""):
    return CliRunner().invoke(cli, list(map(str, arguments)), input=stdin)


def test_a_page_is_added_once_and_a_changed_one_is_a_version(home, tmp_path):
    file = tmp_path / "mayor.html"
    file.write_bytes(page_of(*ARTICLE))
    first = call("add", file, "--published", "2022-03-09", "--source", "Gazette")
    again = call("add", file)
    file.write_bytes(page_of(*ARTICLE, "Her deputy, Tom Price, said he was surprised by all of this."))
    changed = call("add", file)
    assert [result.stdout for result in (first, again, changed)] == [
        "added mayor\n",
        "already there mayor\n",
        "new version mayor@2\n",
    ]
    answer = json.loads(call("ask", "--json", "--story", "mayor", "What did Ana Lopez say?").stdout)
    text = Library(home / "library").source("mayor").text
    assert answer["citations"]
    for citation in answer["citations"]:
        assert text[citation["start"] : citation["end"]] == citation["text"]


def test_bad_lines_are_listed_and_the_rest_goes_in(home):
    lines = [json.dumps({"title": f"T{n}", "text": f"Text {n}."}) if n % 10 else "{" for n in range(1, 51)]
    result = call("add", "-", stdin="\n".join(lines).encode())
    assert result.exit_code == 1
    assert result.stdout.count("added ") == 45
    assert result.stderr.splitlines()[:5] == [
        f"on-the-record: -: line {n}: it is not JSON in UTF-8" for n in range(10, 51, 10)
    ]
    assert len(Library(home / "library").sources()) == 46


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.html", page_of("Log in.", form='<input type="password">'), "asks for a login"),
        ("a.docx", docx_of(), "the DOCX file has no text"),
        ("a.txt", b"", "it is empty"),
        ("a.txt", "\u200b \n…\n".encode(), "it has no text"),
    ],
)
def test_what_is_no_story_gets_one_line_and_leaves_nothing(name, data, reason, home, tmp_path):
    file = tmp_path / name
    file.write_bytes(data)
    result = call("add", file)
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith(f"on-the-record: {file}: ")
    assert reason in result.stderr
    assert result.stderr.count("\n") == 1
    assert list(Library(home / "library").sources()) == ["conscripts"]


def test_stories_are_exported_and_removed(home):
    call("add", "-", "--title", "Mine", stdin=b"Nobody spoke, for there was nothing to say.")
    (added,) = [json.loads(line) for line in call("stories", "--export", "json").stdout.splitlines()[1:]]
    assert (added["title"], added["text"]) == ("Mine", "Nobody spoke, for there was nothing to say.")
    assert call("stories", "--open", added["id"]).stdout == f"Mine\n\n{added['text']}\n"
    assert call("stories", "--remove", added["id"]).stdout == f"removed {added['id']}\n"
    gone = call("stories", "--remove", added["id"])
    assert (gone.exit_code, gone.stderr.count("\n")) == (1, 1)
    shipped = call("stories", "--remove", "conscripts")
    assert shipped.stderr == "on-the-record: the story conscripts comes with the package and cannot be removed\n"
    both = call("stories", "--remove", "x", "--open", "y")
    assert (both.exit_code, "give only one" in both.stderr) == (2, True)


def test_adding_a_story_imports_neither_torch_nor_what_else_only_the_export_needs(home, tmp_path):
    file = tmp_path / "mayor.txt"
    file.write_text("The mayor said: “I quit.”\n\nHer deputy was surprised.\n", encoding="utf-8")
    code = (
        "import contextlib, sys; from bot.cli import cli\n"
        "with contextlib.suppress(SystemExit): cli(['add', sys.argv[1]], standalone_mode=False)\n"
        "heavy = {'torch', 'transformers', 'sentence_transformers', 'sklearn', 'scipy', 'onnx'}\n"
        "print(sorted(heavy & set(sys.modules)), 'spacy' in sys.modules)\n"
    )
    command = [sys.executable, "-c", code, str(file)]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (run.returncode, run.stdout) == (0, "added mayor\n[] True\n")
    assert "I quit" in json.loads(call("ask", "--json", "--story", "mayor", "What did the mayor say?").stdout)["answer"]


def test_a_story_that_is_added_is_found_though_many_others_are_not_read(home, tmp_path, monkeypatch):
    monkeypatch.setattr("bot.holdings._UNASKED", 0)
    (home / "library").mkdir()
    (home / "library" / "unread.txt").write_text("Nobody has read this.\n", encoding="utf-8")
    (tmp_path / "ferry.txt").write_text("The ferry sank.\n\nNobody drowned.\n", encoding="utf-8")
    added = call("add", tmp_path / "ferry.txt")
    assert added.stdout == "added ferry\n"
    assert added.stderr == "2 stories are not in the archive; put them in with: on-the-record index\n"
    assert "The ferry sank." in call("ask", "What sank?").stdout


def test_the_list_of_stories_reads_no_more_than_a_few(home, monkeypatch):
    monkeypatch.setattr("bot.cli._READ_AT_ONCE", 0)
    (home / "library").mkdir()
    (home / "library" / "unread.txt").write_text("Nobody has read this.\n", encoding="utf-8")
    assert call("stories").stdout.splitlines()[1] == "unread\tundated\tunread"
    assert not list(home.glob("stories/unread*"))


def test_days_that_leave_nothing_between_them_are_a_wrong_use(home):
    result = call("ask", "--since", "2023-01-01", "--until", "2022-01-01", "Who said no?")
    assert (result.exit_code, "--since is later than --until" in result.stderr) == (2, True)
