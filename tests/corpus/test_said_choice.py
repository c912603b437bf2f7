"""Weighing the evidence for a date that stands elsewhere than with the cue, and training the weights."""

import json
from datetime import date

import pytest

from corpus.dates import find_dates
from corpus.paragraphs import find_paragraphs
from corpus.parse import parse
from corpus.said_choice import weigh
from corpus.said_on import date_statements, gather
from corpus.statement import Statement, StatementKind, When, WhenHow
from corpus.story import Span, Story
from corpus.train_said_on import main

TEXT = "Jones toured Ohio on Friday.\n\n“We will win,” Smith said.\n\n“Not on Monday,” Jones said."


def read(text, contents, published=date(2016, 10, 12)):
    story = Story(id="s", title="", text=text, published=published, paragraphs=find_paragraphs(text))
    statements = []
    for number, content in enumerate(contents):
        start = text.index(content)
        cue = text.index("said", start + len(content))
        parts = (Span(start, start + len(content)),)
        statements.append(Statement(kind=StatementKind.DIRECT, parts=parts, cue=Span(cue, cue + 4), speaker=number))
    doc = parse(text)
    return story, doc, statements, find_dates(doc, published)


@pytest.mark.parametrize(
    ("weights", "carried", "expected"),
    [
        ({"": -3.0}, None, None),
        ({"": 3.0}, None, "2016-10-07"),
        ({"": -3.0}, "2016-10-07", None),
        ({"": 0.0}, "2016-10-07", "2016-10-07"),
        ({"": -3.0, "sentences:before:1": 6.0}, None, "2016-10-07"),
    ],
)
def test_a_day_is_kept_given_up_or_taken_by_the_weight_of_the_evidence(weights, carried, expected):
    gathered = gather(*read(TEXT, ["“We will win,”"]))
    given = When(carried, Span(21, 27), WhenHow.CARRIED) if carried else None
    found = weigh(gathered.evidence, 0, given, weights)
    assert (found and found.value) == expected
    assert found is None or (found.how, found.span) == (WhenHow.CARRIED, Span(21, 27))


def test_no_date_of_the_content_is_a_candidate():
    gathered = gather(*read(TEXT, ["“We will win,”", "“Not on Monday,”"]))
    values = [gathered.evidence.mention(number).value for number in gathered.evidence.candidates(1)]
    assert values == ["2016-10-07"]


def test_the_evidence_for_a_date_says_where_it_stands():
    gathered = gather(*read(TEXT, ["“We will win,”"]))
    pieces = gathered.evidence.of(0, 0)
    assert {"sentences:before:1", "paragraphs:before:1", "grain:day", "date-after:on", "first-date"} <= pieces


def test_hundreds_of_dates_and_statements_are_dated():
    text = "\n\n".join(f"On May {n % 28 + 1}, {1990 + n % 20}, it rained. “Line {n},” Smith said." for n in range(300))
    story, doc, statements, dates = read(text, [f"“Line {n},”" for n in range(300)])
    dated = date_statements(story, doc, statements, dates)
    assert len(dates) == len(dated) == 300


@pytest.mark.parametrize("day", ["February 30", "March 5, 0000", "March 5, 9999"])
def test_impossible_years_and_days_date_no_statement(day):
    text = f"On {day}, “We will win,” Smith said."
    [dated] = date_statements(*read(text, ["“We will win,”"]))
    assert dated.said_on is None


def test_training_writes_weights_and_tells_how_they_do(tmp_path, capsys):
    folder = tmp_path / "data" / "train" / "text"
    folder.mkdir(parents=True)
    texts = {f"a{n}": TEXT.replace("Friday", day) for n, day in enumerate(["Friday", "Monday", "Sunday", "Tuesday"])}
    lines = []
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
        start, cue = text.index("“We"), text.index("said")
        row = {"parts": [[start, start + 14]], "cue": [cue, cue + 4], "mention": None, "speaker": 0, "said_on": None}
        lines.append(json.dumps({"doc": name, "published": "2016-10-12", "statements": [row]}))
    examples, out = tmp_path / "examples.jsonl", tmp_path / "weights.json"
    examples.write_text("\n".join(lines), encoding="utf-8")
    main([str(tmp_path), str(examples), "--out", str(out)])
    assert "weighed:     0 dated: 0 right" in capsys.readouterr().out
    assert json.loads(out.read_text())[""] < 0


def test_training_without_its_files_says_which_is_missing(tmp_path):
    with pytest.raises(SystemExit, match="nowhere: not found"):
        main([str(tmp_path), "nowhere"])
