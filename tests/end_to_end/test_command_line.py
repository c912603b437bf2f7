"""The command line as other programs call it: each run is a process of its own."""

import json
import os
import subprocess
import sys

import pytest
from click.testing import CliRunner

from bot.cli import cli
from corpus.source import MAX_BYTES, shipped_sources

STORY = shipped_sources()[0]
FIELDS = ["id", "story", "question", "outcome", "answer", "confidence", "citations", "took_ms"]
CITATION_FIELDS = ["story", "sentence", "paragraph", "start", "end", "text", "speaker", "said_on", "kind"]


@pytest.fixture
def run(shipped_home):
    def call(*arguments, stdin="", home=shipped_home):
        return subprocess.run(
            [sys.executable, "-m", "bot.cli", *map(str, arguments)],
            input=stdin,
            capture_output=True,
            encoding="utf-8",
            env={**os.environ, "ON_THE_RECORD_HOME": str(home), "TELEGRAM_BOT_TOKEN": ""},
            check=False,
        )

    return call


def test_a_bare_call_and_help_list_every_command(run):
    bare = run()
    assert (bare.returncode, bare.stderr) == (0, "")
    for command in ("chat", "ask", "telegram", "statements", "stories", "add", "index"):
        assert f"  {command} " in bare.stdout


@pytest.mark.parametrize("command", sorted(cli.commands))
def test_each_command_says_what_it_does(command):
    result = CliRunner().invoke(cli, [command, "--help"])
    assert result.exit_code == 0
    assert (cli.commands[command].help or "").split("\n")[0] in " ".join(result.output.split())


def test_a_question_is_answered_with_its_passages(run):
    result = run("ask", "When did Putin say there were no plans to enlist conscripts?")
    assert result.returncode == 0
    assert result.stderr == ""
    first, passage = result.stdout.splitlines()[:2]
    assert first.startswith("On Saturday, 5 March 2022")
    assert passage.startswith("  [1] He also said on March 5 that there were no plans")


def test_json_has_the_fields_that_programs_read(run):
    record = json.loads(run("ask", "--json", "What did Putin say about reservists?").stdout)
    assert list(record) == FIELDS
    assert (record["id"], record["story"], record["outcome"]) == (None, "conscripts", "answer")
    for citation in record["citations"]:
        assert list(citation) == CITATION_FIELDS
        assert STORY.text[citation["start"] : citation["end"]] == citation["text"]
    best = record["citations"][0]
    assert (best["speaker"], best["said_on"], best["kind"]) == ("Putin", "2022-03-08", "direct")


def test_a_batch_goes_on_after_bad_lines_and_keeps_the_order(run):
    lines = [
        json.dumps({"id": "a", "question": "Who is quoted?"}),
        "not json",
        json.dumps({"id": 7}),
        json.dumps(["a list"]),
        json.dumps({"id": "s", "question": "Who?", "story": "nowhere"}),
        json.dumps({"id": "t", "question": "Who?", "turns": "no list"}),
        "",
        json.dumps({"id": "b", "question": "when did he say that?", "turns": ["What did Putin say about reservists?"]}),
    ]
    result = run("ask", "--batch", "-", stdin="\n".join(lines))
    records = [json.loads(line) for line in result.stdout.splitlines()]
    assert result.returncode == 0
    assert [record["id"] for record in records] == ["a", None, 7, None, "s", "t", "b"]
    assert [record.get("error") for record in records] == [
        None,
        "line 2: not JSON",
        'line 3: "question" is missing or not a string',
        "line 4: not a JSON object",
        "line 5: no story has the id 'nowhere'; known: conscripts",
        'line 6: "turns" is not a list of strings',
        None,
    ]
    assert "8 March 2022" in records[-1]["answer"]


def test_offsets_of_a_story_file_are_into_the_file_as_it_stands(run, tmp_path):
    file = tmp_path / "mayor.txt"
    text = (
        "---\ntitle: The mayor\n---\r\nThe mayor, Ana Lopez, said on Monday that\r\nshe “will not” go. 😀 The end.\r\n"
    )
    file.write_bytes(text.encode())
    result = run("ask", "--json", "--story-file", file, "--published", "2022-03-09", "What did Ana Lopez say?")
    record = json.loads(result.stdout)
    best = record["citations"][0]
    assert text[best["start"] : best["end"]] == best["text"]
    assert (best["speaker"], best["said_on"]) == ("Ana Lopez", "2022-03-07")


def test_statements_prints_a_line_a_file_and_goes_on_after_a_bad_one(run, tmp_path):
    good, bad = tmp_path / "good.txt", tmp_path / "missing.txt"
    good.write_text("“It is over,” Ana Lopez said on Monday.", encoding="utf-8")
    table = tmp_path / "days.tsv"
    table.write_text("filename\tpublication_date\ngood\t2022-03-09\n", encoding="utf-8")
    result = run("statements", bad, good, "--published-from", table, "--json")
    assert result.returncode == 1
    assert result.stderr == f"on-the-record: {bad}: No such file or directory\n"
    (record,) = [json.loads(line) for line in result.stdout.splitlines()]
    assert (record["doc"], record["published"]) == ("good", "2022-03-09")
    (statement,) = record["statements"]
    assert (statement["speaker"], statement["cue"], statement["kind"]) == ("Ana Lopez", "said", "direct")
    assert statement["said_on"] == "2022-03-07"


def test_stories_lists_the_shipped_and_the_added_ones(run, tmp_path, shipped_home):
    home = tmp_path / "home"
    (home / "encoders").parent.mkdir()
    (home / "encoders").symlink_to(shipped_home / "encoders")
    file = tmp_path / "my story.txt"
    file.write_text("Ana Lopez said no.", encoding="utf-8")
    added = run("add", file, "--title", "Mine", "--published", "2024-05-01", home=home)
    assert (added.returncode, added.stdout) == (0, "added my-story\n")
    listed = run("stories", home=home).stdout.splitlines()
    assert [line.split("\t")[0] for line in listed] == ["conscripts", "my-story"]
    assert listed[1] == "my-story\t2024-05-01\tMine"
    assert "Ana Lopez" in run("ask", "--story", "my-story", "Who said no?", home=home).stdout


BAD_FILES = {
    "empty": (b"", "the file is empty"),
    "blank": (b" \n\n \t", "the file is empty"),
    "binary": (bytes(range(32)) * 40, "the file is binary"),
    "latin-1": ("Señor Núñez dijo".encode("latin-1"), "not UTF-8"),
    "enormous": (b"x " * MAX_BYTES, f"{MAX_BYTES:,}"),
    "front matter": (b"---\na: [\n---\ntext", "front matter"),
    "day in front matter": (b"---\npublished: soon\n---\ntext", "YYYY-MM-DD"),
    "only front matter": (b"---\ntitle: x\n---\n", "no text"),
}


@pytest.mark.parametrize(("data", "reason"), BAD_FILES.values(), ids=BAD_FILES)
def test_a_story_file_that_cannot_be_used_gets_one_clear_line(data, reason, tmp_path, shipped_home, monkeypatch):
    monkeypatch.setenv("ON_THE_RECORD_HOME", str(shipped_home))
    path = tmp_path / "story.txt"
    path.write_bytes(data)
    result = CliRunner().invoke(cli, ["ask", "--story-file", str(path), "Who said what?"])
    assert result.exit_code == 1
    assert result.stdout == ""
    assert result.stderr.count("\n") == 1
    assert reason in result.stderr


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["ask"], "give a QUESTION"),
        (["ask", "a", "--batch", "-"], "give a QUESTION"),
        (["ask", "a", "--published", "2022-03-09"], "--published goes with --story-file"),
        (["ask", "a", "--story-file", "x", "--published", "9 March"], "not a day as YYYY-MM-DD"),
        (["ask", "a", "--story", "x", "--story-file", "y"], "not both"),
        (["statements"], "Missing argument"),
        (["nonsense"], "No such command"),
    ],
)
def test_wrong_usage_exits_with_2_and_says_what_is_wanted(arguments, reason):
    result = CliRunner().invoke(cli, arguments)
    assert result.exit_code == 2
    assert reason in result.stderr


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["ask", "--story", "nowhere", "Who?"], "known: conscripts"),
        (["ask", "--story-file", "/nowhere/story.txt", "Who?"], "No such file"),
        (["ask", "--story-file", "/", "Who?"], "this is a folder"),
        (["telegram"], "TELEGRAM_BOT_TOKEN is not set"),
    ],
)
def test_a_failure_exits_with_1_and_one_line(arguments, reason, shipped_home, monkeypatch):
    monkeypatch.setenv("ON_THE_RECORD_HOME", str(shipped_home))
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "")
    result = CliRunner().invoke(cli, arguments)
    assert result.exit_code == 1
    assert result.stderr.count("\n") == 1
    assert reason in result.stderr


def test_a_home_that_cannot_be_written_gets_one_line(run, tmp_path):
    file = tmp_path / "file"
    file.write_text("in the way", encoding="utf-8")
    result = run("ask", "Who?", home=file / "home")
    assert result.returncode == 1
    assert result.stderr.startswith("on-the-record: ")
    assert result.stderr.count("\n") == 1


def test_the_chat_reads_a_pipe_and_ends_with_it(run):
    result = run(
        "chat", stdin="/who\n/nonsense\nhello\nWhat did Putin say about reservists?\nwhen?\n/quit\nnever read\n"
    )
    assert result.returncode == 0
    assert result.stderr == ""
    assert "Igor Konashenkov (the spokesman of the Ministry of Defense): " in result.stdout
    assert "“And there will be no additional calls for reservists.”" in result.stdout
    assert "On Tuesday, 8 March 2022" in result.stdout
    assert "\x1b[" not in result.stdout


@pytest.mark.parametrize("word", ["/quit", " Exit"])
def test_the_chat_ends_when_it_is_told_to(run, word):
    result = run("chat", stdin=f"{word}\nWhat did Putin say about reservists?\n")
    assert (result.returncode, result.stderr) == (0, "")
    assert "reservists" not in result.stdout


def test_asking_imports_neither_torch_nor_a_parser(shipped_home):
    code = (
        "import sys; from bot.cli import cli; cli(['ask', 'Who is quoted?'], standalone_mode=False);"
        "sys.exit(' '.join({'torch', 'transformers', 'sentence_transformers', 'spacy'} & set(sys.modules)) or 0)"
    )
    environment = {**os.environ, "ON_THE_RECORD_HOME": str(shipped_home)}
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environment, check=False)
    assert (result.returncode, result.stderr) == (0, "")
    assert "Konashenkov" in result.stdout


def test_a_story_without_a_day_shows_what_its_day_was_inferred_from(run, tmp_path, shipped_home):
    home = tmp_path / "home"
    home.mkdir()
    (home / "encoders").symlink_to(shipped_home / "encoders")
    file = tmp_path / "undated.txt"
    file.write_text(STORY.text, encoding="utf-8")
    run("add", file, home=home)
    line = run("stories", home=home).stdout.splitlines()[1].split("\t")
    assert line[:2] == ["undated", "2022-03-09"]
    assert line[2].startswith("Russia admits conscripts fought in Ukraine")  # the headline, as no title was given
    assert line[-1].startswith("inferred: “The day before” is International Women’s Day")
