"""What a stranger brings is read in a process of its own, within limits, or refused in a sentence."""

import asyncio
from datetime import date

import pytest

from bot.bringing import Brought, Further, read_brought
from bot.errors import BringingError
from corpus.document import Document
from corpus.library import Library
from index.store import open_read
from tests.corpus.documents.files import docx_of, feed_of, pdf_of, zip_bomb
from tests.home import home_with_encoder

STORY = (
    "The mayor of Aldham will resign in May\n\n“I am tired of the fish market,” Anna Berg said on Monday. "
    "Her deputy, Tom Okoro, said that he was surprised."
)
LISTS = "".join(f"a{n}: &a{n} [{','.join([f'*a{n - 1}'] * 9) if n else 'x'}]\n" for n in range(30))
POISON = {
    "not-a.pdf": b"%PDF-1.7\n" + b"\x00\xff" * 5_000,
    "bomb.docx": zip_bomb(),
    "nested.html": b"<html><body>" + b"<div>" * 200_000,
    "nested.md": b"---\ntitle: " + b"[" * 100_000 + b"\n---\nNobody came.\n",
    "lists.txt": f"---\n{LISTS}published: *a29\n---\nNobody came.\n".encode(),
    "zeros.txt": bytes(100_000),
    "broken.eml": b"Received: x\nContent-Type: multipart/mixed; boundary=a\n\n--a\n" * 1_000,
    "long.txt": b"It said so. " * 20_000,
    "../../etc/passwd\x00.txt": b"",
}


@pytest.fixture
def home(shipped_home, tmp_path):
    """A home of the test's own, with the encoder."""
    return home_with_encoder(shipped_home, tmp_path)


async def test_a_kept_story_is_read_as_of_another_day_and_doing_it_again_changes_nothing(home):
    Library(home / "library").add(Document(id="own-1", text=STORY, title="The mayor", source="The Post"))
    brought = Brought(id="own-1", home=str(home), published=date(2024, 3, 12), kept=True)
    await read_brought(brought, b"")
    index = open_read(source := Library(home / "library").source("own-1"), home=home)
    assert index is not None
    assert (source.title, source.source, source.published) == ("The mayor", "The Post", date(2024, 3, 12))
    assert [index.reading.speakers[s.speaker].name for s in index.reading.statements if s.speaker is not None] == [
        "Anna Berg",
        "Tom Okoro",
    ]
    before = {path: path.stat().st_mtime_ns for path in home.rglob("*.json")}
    await read_brought(brought, b"")
    assert {path: path.stat().st_mtime_ns for path in home.rglob("*.json")} == before


async def test_the_first_story_of_a_feed_is_read_and_others_are_kept_as_far_as_there_is_room(home):
    feed = feed_of(*((title, f"https://x.org/{title}", STORY.replace("Aldham", title)) for title in "ABCD"))
    brought = Brought(id="own-1", home=str(home), name="feed.xml", further=("own-2", "own-3"))
    assert await read_brought(brought, feed) == Further({"own-2": "B", "own-3": "C"}, 1)
    library = Library(home / "library")
    assert [library.source(f"own-{n}").title for n in (1, 2, 3)] == ["A", "B", "C"]
    assert [open_read(library.source(f"own-{n}"), home=home) is not None for n in (1, 2)] == [True, False]
    assert await read_brought(Brought(id="own-2", home=str(home), kept=True), b"") == Further()
    assert open_read(library.source("own-2"), home=home) is not None
    assert library.source("own-2").source == library.source("own-1").source == "Gazette"


@pytest.mark.parametrize("name", POISON)
async def test_poison_is_refused_in_one_sentence_and_leaves_nothing(name, tmp_path):
    with pytest.raises(BringingError) as caught:
        await read_brought(Brought(id="own-1", home=str(tmp_path), name=name), POISON[name])
    assert 5 < len(str(caught.value)) < 200
    assert "\n" not in str(caught.value)
    assert "Traceback" not in str(caught.value)
    assert not caught.value.ours
    assert not list(tmp_path.rglob("*.txt"))


@pytest.mark.parametrize("data", [pdf_of("Nobody came to the fair."), docx_of("Nobody came to the fair.")])
async def test_what_takes_too_long_is_ended(data, tmp_path):
    with pytest.raises(BringingError, match=r"took more than 0\.05 seconds"):
        await read_brought(Brought(id="own-1", home=str(tmp_path)), data, seconds=0.05)
    assert not list(tmp_path.iterdir())


async def test_being_cancelled_ends_the_child(tmp_path):
    reading = asyncio.create_task(read_brought(Brought(id="own-1", home=str(tmp_path)), STORY.encode()))
    await asyncio.sleep(0)
    reading.cancel()
    with pytest.raises(asyncio.CancelledError):
        await reading
    assert not list(tmp_path.iterdir())


async def test_a_home_that_cannot_be_written_is_our_own_fault(tmp_path):
    (tmp_path / "home").write_text("a file")
    with pytest.raises(BringingError) as caught:
        await read_brought(Brought(id="own-1", home=str(tmp_path / "home")), STORY.encode())
    assert caught.value.ours
