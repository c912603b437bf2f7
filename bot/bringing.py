"""A story that a stranger brought is read in a process of its own, from the bytes to the index, within limits.

The child is `python -m bot.bringing`. It gets a `Brought` as a line of JSON on stdin, then the bytes, and leaves the
story and its index under the home that it is told; of further stories in the bytes, the texts alone. It may use five
minutes of processor time, fifteen on the clock, and 4 GB, most of which is address space that is never touched
(`index.limits`), and has no secret in its environment. What it says on stdout is for the reader alone, or a `Further`
as JSON.
"""

import asyncio
import os
import signal
import sys
from contextlib import suppress
from dataclasses import replace
from datetime import date
from itertools import repeat
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from bot.errors import BringingError
from index.limits import SECONDS, SMALL, give_way, limit

if TYPE_CHECKING:
    from corpus.document import Document
    from corpus.source import StorySource

__all__ = ["Brought", "Further", "read_brought"]

_LONGEST = 100_000  # bytes of text: some twenty articles
_LONGEST_TITLE = 80
_REFUSED = 3  # exit code: the reason is on stdout
_OURS = 4  # exit code: nothing is wrong with what was brought
_SECRETS = ("TOKEN", "SECRET", "PASSWORD", "KEY", "TELEGRAM_")


class Brought(msgspec.Struct, frozen=True, kw_only=True):
    """What goes with the bytes: the story's id and home, and what is known of it, none of it to be trusted.

    `name` is the file's. `source` and `published` hold where the bytes themselves say nothing. A story that is `kept`
    there already is read again, as of the day `published`, and there are no bytes. If the bytes have more stories than
    one, those after the first are kept under the ids `further`, as far as these go.
    """

    id: str
    home: str
    name: str = ""
    url: str | None = None
    content_type: str | None = None
    charset: str | None = None
    source: str | None = None
    published: date | None = None
    kept: bool = False
    further: tuple[str, ...] = ()


class Further(msgspec.Struct, frozen=True):
    """What came with a story: the titles of further ones by the ids that they are kept under, and how many were not."""

    titles: dict[str, str] = {}
    left_out: int = 0


async def read_brought(brought: Brought, data: bytes, *, seconds: float = SECONDS) -> Further:
    """Keep and read the story in `data`, and keep further ones, to be read as `kept`. Raises BringingError.

    Being cancelled ends the child. Doing it again for the same id does no harm.
    """
    child = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", __name__),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        env=SMALL | {name: value for name, value in os.environ.items() if not any(s in name for s in _SECRETS)},
        start_new_session=True,
    )
    try:
        async with asyncio.timeout(seconds):
            said, _ = await child.communicate(msgspec.json.encode(brought) + b"\n" + data)
    except TimeoutError as error:
        raise BringingError(f"reading it took more than {seconds:g} seconds") from error
    finally:
        if child.returncode is None:
            with suppress(ProcessLookupError):
                os.killpg(child.pid, signal.SIGKILL)
            await child.wait()
    if child.returncode == _REFUSED:
        raise BringingError(said.decode("utf-8", "replace").strip())
    if child.returncode:
        raise BringingError("it is damaged, or too much to be read", ours=child.returncode == _OURS)
    try:
        further = msgspec.json.decode(said.splitlines()[-1], type=Further)
    except (IndexError, msgspec.MsgspecError) as error:
        raise BringingError("it is damaged, or too much to be read") from error
    titles = {id_: further.titles[id_][:_LONGEST_TITLE] for id_ in brought.further if id_ in further.titles}
    return Further(titles, further.left_out)


def _main() -> int:
    give_way()
    limit()
    from corpus.errors import CorpusError, DocumentError
    from index.errors import IndexingError

    brought = msgspec.json.decode(sys.stdin.buffer.readline(), type=Brought)
    try:
        further = _read(brought, sys.stdin.buffer.read())
    except DocumentError as error:
        sys.stdout.buffer.write(str(error).encode("utf-8", "replace"))
        return _REFUSED
    except (CorpusError, IndexingError, OSError):
        return _OURS
    sys.stdout.buffer.write(msgspec.json.encode(further))
    return 0


def _read(brought: Brought, data: bytes) -> Further:
    from bot.desk import model_name
    from corpus.library import AddedHow, Library
    from index.store import forget_read, open_story

    home = Path(brought.home)
    library = Library(home / "library")
    documents = [_again(library.source(brought.id), brought)] if brought.kept else _documents(brought, data)
    document, *further = map(_known, documents, (brought.id, *brought.further), repeat(brought))
    added = library.add(document)
    if added.source.id != brought.id:  # an earlier try got another text, from a page that changes
        library.remove(brought.id)
        added = library.add(document)
    if added.how is not AddedHow.KNOWN:
        forget_read(brought.id, home=home)
    open_story(added.source, home=home, model=model_name())
    for one in further:
        library.add(one)
    return Further({one.id: one.title or "" for one in further}, len(documents) - 1 - len(further))


def _again(source: "StorySource", brought: Brought) -> "Document":
    from corpus.document import Document

    return Document(id=brought.id, text=source.text, title=source.title, published=brought.published)


def _documents(brought: Brought, data: bytes) -> "list[Document]":
    """The stories in the bytes, without those after the first that are too long. Raises DocumentError."""
    from corpus.document import Document
    from corpus.documents.reading import read_bytes
    from corpus.errors import DocumentError

    parts = list(
        read_bytes(data, name=brought.name, url=brought.url, content_type=brought.content_type, charset=brought.charset)
    )
    documents = [part for part in parts if isinstance(part, Document)]
    if not documents:
        raise DocumentError(str(parts[0]) if parts else "it has no story in it")
    if (size := _size(documents[0])) > _LONGEST:
        raise DocumentError(f"its text has {size:,} bytes; {_LONGEST:,} are the limit here")
    return [document for document in documents if _size(document) <= _LONGEST]


def _known(document: "Document", story_id: str, brought: Brought) -> "Document":
    """A document under an id of ours, with what was known of it where it says nothing itself."""
    from corpus.document import fact

    return replace(
        document,
        id=story_id,
        title=document.title or _title(document.text),
        source=document.source or fact(brought.source),
        published=document.published or brought.published,
    )


def _size(document: "Document") -> int:
    return len(document.text.encode(errors="replace"))


def _title(text: str) -> str:
    """The first line if it looks like a title, else the first words."""
    line = " ".join(text.strip().partition("\n")[0].split())
    if len(line) <= _LONGEST_TITLE:
        return line.removesuffix(".")
    cut = line[:_LONGEST_TITLE]
    return (cut.rpartition(" ")[0].rstrip(" ,;:–-") or cut) + "…"


if __name__ == "__main__":
    sys.exit(_main())
