"""Stories shown with their statements marked, exported and taken out."""

import csv
import io
import json
import re
from datetime import date

from bot.catalogue import ExportForm, export, marked_text
from bot.desk import Desk
from corpus.document import Document
from corpus.documents.reading import read_bytes
from corpus.library import Library
from corpus.source import shipped_sources


def test_a_shown_story_is_its_own_text_with_marks_between_its_characters(shipped):
    shown = marked_text(shipped.reading)
    text = re.sub(r"⟦\d+ |⟧", "", shown)
    assert shipped.reading.story.text.strip() in text
    assert shown.count("⟧") == sum(len(statement.parts) for statement in shipped.reading.statements)
    assert "⟦" in shown
    numbers = re.findall(r"^\[(\d+)\] ", shown, re.MULTILINE)
    assert numbers == [str(number) for number in range(1, len(shipped.reading.statements) + 1)]
    assert re.search(r"^\[\d+\] Igor Konashenkov, Wednesday, 9 March 2022 \((direct|mixed|indirect)\)$", shown, re.M)


def stories(tmp_path):
    library = Library(tmp_path)
    library.add(Document(id="a", title="=1+1", text="“No,” she said.\n", published=date(2022, 3, 9), source="Gazette"))
    return [library.source("a")]


def test_an_exported_archive_can_be_added_again(tmp_path):
    file = io.StringIO()
    export(stories(tmp_path), ExportForm.JSON, file)
    assert json.loads(file.getvalue())["published"] == "2022-03-09"
    (document,) = read_bytes(file.getvalue().encode(), name="a.jsonl")
    assert isinstance(document, Document)
    assert (document.title, document.text, document.source) == ("=1+1", "“No,” she said.\n", "Gazette")


def test_an_exported_table_holds_no_formula(tmp_path):
    file = io.StringIO(newline="")
    export(stories(tmp_path), ExportForm.CSV, file)
    (row,) = csv.DictReader(io.StringIO(file.getvalue(), newline=""))
    assert (row["id"], row["title"], row["text"], row["url"]) == ("a", "'=1+1", "“No,” she said.\n", "")


def test_what_was_read_of_a_removed_story_is_off_the_disk_and_of_others_is_not(tmp_path):
    desk = Desk(tmp_path, notice=print)
    desk.library.add(Document(id="mayor", text="No."))
    desk.library.add(Document(id="mayor", text="Yes."))
    kept = ["mayor-2-0123456789abcdef", f"{shipped_sources()[0].id}-0123456789abcdef"]
    for name in ["mayor-0123456789abcdef", "mayor@2-0123456789abcdef", *kept]:
        (tmp_path / "stories" / name).mkdir(parents=True)
    assert desk.remove("mayor") == ["mayor", "mayor@2"]
    assert sorted(path.name for path in (tmp_path / "stories").iterdir()) == sorted(kept)
