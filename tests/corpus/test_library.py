"""The library of stories: what adding, versions and removing come to."""

from concurrent.futures import ProcessPoolExecutor
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest

from corpus.document import Document, slug
from corpus.errors import DocumentError, ShippedStoryError, UnknownStoryError
from corpus.library import AddedHow, Library
from corpus.source import MAX_BYTES, shipped_sources

SHIPPED = shipped_sources()[0]


@pytest.fixture
def library(tmp_path):
    return Library(tmp_path / "library")


def mayor(text="The mayor said no.", **facts):
    return Document(id="mayor", text=text, **facts)


def test_a_story_that_is_added_twice_is_one_story(library):
    assert library.add(mayor()).how is AddedHow.NEW
    assert library.add(mayor()).how is AddedHow.KNOWN
    assert list(library.sources()) == ["conscripts", "mayor"]


def test_a_changed_text_is_a_new_version_and_the_old_text_stays_under_its_id(library):
    library.add(mayor(title="No", published=date(2022, 3, 9)))
    added = library.add(mayor("The mayor said yes."))
    assert (added.source.id, added.how) == ("mayor@2", AddedHow.VERSION)
    assert (added.source.title, added.source.published) == ("No", date(2022, 3, 9))
    assert library.add(mayor("The mayor said maybe.")).source.id == "mayor@3"
    assert library.source("mayor").text == "The mayor said no."
    assert library.source("mayor@2").text == "The mayor said yes."
    assert list(library.sources()) == ["conscripts", "mayor@3"]
    assert library.versions("mayor@2") == ["mayor", "mayor@2", "mayor@3"]


def test_facts_that_change_are_taken_over_without_a_new_version(library):
    library.add(mayor(title="No"))
    added = library.add(mayor(source="Gazette"))
    assert (added.how, added.source.id) == (AddedHow.FACTS, "mayor")
    assert (added.source.title, added.source.source) == ("No", "Gazette")


def test_stories_from_two_addresses_do_not_become_versions_of_each_other(library):
    library.add(mayor(url="https://a.example/mayor"))
    added = library.add(mayor("Another one.", url="https://b.example/mayor"))
    assert added.how is AddedHow.NEW
    assert added.source.id.startswith("mayor-")
    again = library.add(mayor("Another one.", url="https://b.example/mayor"))
    assert (again.how, again.source.id) == (AddedHow.KNOWN, added.source.id)


def test_a_shipped_story_is_the_first_version_of_its_own(library):
    same = library.add(Document(id=SHIPPED.id, text=SHIPPED.text))
    other = library.add(Document(id=SHIPPED.id, text="Another text."))
    assert (same.how, other.source.id) == (AddedHow.KNOWN, f"{SHIPPED.id}@2")
    assert library.source(SHIPPED.id) == SHIPPED


def test_removing_takes_all_versions_and_nothing_else(library):
    for text in ("One.", "Two.", "Three."):
        library.add(mayor(text))
    library.add(Document(id="mayor-2", text="Near by."))
    assert library.remove("mayor") == ["mayor", "mayor@2", "mayor@3"]
    assert list(library.sources()) == ["conscripts", "mayor-2"]
    with pytest.raises(UnknownStoryError):
        library.remove("mayor")
    with pytest.raises(ShippedStoryError):
        library.remove(SHIPPED.id)


@pytest.mark.parametrize(
    "story_id",
    ["../secret", "/etc/passwd", "..", ".", "", "a/b", "a\\b", "a\x00b", "mayor@0", "mayor@-1", "*", "m" * 999],
)
def test_an_id_with_path_tricks_names_no_story(story_id, library, tmp_path):
    (tmp_path / "secret.txt").write_text("Secret.")
    library.add(mayor())
    with pytest.raises(UnknownStoryError):
        library.source(story_id)
    with pytest.raises(UnknownStoryError):
        library.remove(story_id)
    assert (tmp_path / "secret.txt").exists()


@pytest.mark.parametrize("name", ["../../etc/passwd", "...", "/", "a\x00b", "ж" * 400, "😀" * 400, "CON@2", "-x", "@2"])
def test_any_name_becomes_a_harmless_file_name(name, library):
    added = library.add(Document(id=name, text=f"Text of {name!r}."))
    (file,) = (path for path in (library._folder).iterdir() if path.suffix == ".txt")
    assert file.stem == added.source.id
    assert len(file.name.encode()) < 200
    assert library.source(added.source.id).text == added.source.text


def test_slugs_take_the_first_name_that_has_letters():
    assert slug(None, "!!!", "Who said what?") == "Who-said-what"
    assert slug("", None) == "story"


@pytest.mark.parametrize(
    ("document", "reason"),
    [
        ({"text": " \n"}, "no text"),
        ({"text": "x" * MAX_BYTES}, "bytes"),
        ({"text": "Said\ud800."}, "half a character"),
        ({"text": "\ufffd\ufffd\ufffd abc"}, "encoding"),
        ({"text": "Said.", "published": date(2999, 1, 1)}, "in the future"),
    ],
)
def test_a_document_that_is_no_story_is_refused_in_a_sentence(document, reason):
    with pytest.raises(DocumentError, match=reason):
        Document(id="x", **document)


def _add(folder: str, number: int) -> str:
    library = Library(Path(folder))
    return library.add(Document(id="mayor", text=f"Text {number % 2}.")).source.id


def test_two_processes_that_add_at_once_lose_and_double_nothing(tmp_path):
    with ProcessPoolExecutor(2) as pool:
        ids = list(pool.map(_add, [str(tmp_path)] * 12, range(12)))
    library = Library(tmp_path)
    versions = library.versions("mayor")
    texts = [library.source(version).text for version in versions]
    assert set(ids) == set(versions)
    assert all(one != other for one, other in pairwise(texts))
    assert not list(tmp_path.glob("*.part"))
