"""A story that a stranger brought is read in a process of its own, from the bytes to the index, within limits.

The child is `python -m bot.bringing`. It gets a `Brought` as a line of JSON on stdin, then the bytes, and leaves the
story and its index under the home that it is told. It may use five minutes of processor time, fifteen on the clock, and
4 GB (most of that is address space that PyTorch never touches), and has no secret in its environment. What it says on
stdout is for the reader alone.
"""

import asyncio
import os
import resource
import signal
import sys
from contextlib import suppress
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from bot.errors import BringingError

if TYPE_CHECKING:
    from corpus.document import Document
    from corpus.source import StorySource

__all__ = ["Brought", "read_brought"]

SECONDS = 900.0
_PROCESSOR_SECONDS = 300
_MEMORY = 4_000_000_000  # bytes of address space
_LONGEST = 100_000  # bytes of text: some twenty articles
_LONGEST_TITLE = 80
_NICE = 5
_REFUSED = 3  # exit code: the reason is on stdout
_OURS = 4  # exit code: nothing is wrong with what was brought
_SECRETS = ("TOKEN", "SECRET", "PASSWORD", "KEY", "TELEGRAM_")
_SMALL = {"OMP_NUM_THREADS": "2", "MALLOC_ARENA_MAX": "2"}  # threads reserve address space


class Brought(msgspec.Struct, frozen=True, kw_only=True):
    """What goes with the bytes: the story's id and home, and what is known of it, none of it to be trusted.

    `name` is the file's. `source` and `published` hold where the bytes themselves say nothing. A story that is `kept`
    there already is read again, as of the day `published`, and there are no bytes.
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


async def read_brought(brought: Brought, data: bytes, *, seconds: float = SECONDS) -> None:
    """Keep and read the story in `data`, its first one if it holds several. Raises BringingError.

    Being cancelled ends the child. Doing it again for the same id does no harm.
    """
    child = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", __name__),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        env=_SMALL | {name: value for name, value in os.environ.items() if not any(s in name for s in _SECRETS)},
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


def _limit() -> None:
    os.nice(_NICE)
    with suppress(OSError):  # if memory is short, the child is to go, not the parent; Linux only
        Path("/proc/self/oom_score_adj").write_text("500")
    for kind, most in (
        (resource.RLIMIT_AS, _MEMORY),
        (resource.RLIMIT_CPU, _PROCESSOR_SECONDS),
        (resource.RLIMIT_CORE, 0),
    ):
        with suppress(ValueError, OSError):  # a lower limit is set already, or the system knows none (macOS, memory)
            resource.setrlimit(kind, (most, most))


def _main() -> int:
    _limit()
    from corpus.errors import CorpusError, DocumentError
    from index.errors import IndexingError

    brought = msgspec.json.decode(sys.stdin.buffer.readline(), type=Brought)
    try:
        _read(brought, sys.stdin.buffer.read())
    except DocumentError as error:
        sys.stdout.buffer.write(str(error).encode("utf-8", "replace"))
        return _REFUSED
    except (CorpusError, IndexingError, OSError):
        return _OURS
    return 0


def _read(brought: Brought, data: bytes) -> None:
    from bot.desk import model_name
    from corpus.library import AddedHow, Library
    from index.store import forget_read, open_story

    home = Path(brought.home)
    library = Library(home / "library")
    document = _again(library.source(brought.id), brought) if brought.kept else _document(brought, data)
    added = library.add(document)
    if added.source.id != brought.id:  # an earlier try got another text, from a page that changes
        library.remove(brought.id)
        added = library.add(document)
    if added.how is not AddedHow.KNOWN:
        forget_read(brought.id, home=home)
    open_story(added.source, home=home, model=model_name())


def _again(source: "StorySource", brought: Brought) -> "Document":
    from corpus.document import Document

    return Document(id=brought.id, text=source.text, title=source.title, published=brought.published)


def _document(brought: Brought, data: bytes) -> "Document":
    """The first story in the bytes. Raises DocumentError."""
    from corpus.document import Document, fact
    from corpus.documents.reading import read_bytes
    from corpus.errors import DocumentError

    parts = list(
        read_bytes(data, name=brought.name, url=brought.url, content_type=brought.content_type, charset=brought.charset)
    )
    document = next((part for part in parts if isinstance(part, Document)), None)
    if document is None:
        raise DocumentError(str(parts[0]) if parts else "it has no story in it")
    if (size := len(document.text.encode(errors="replace"))) > _LONGEST:
        raise DocumentError(f"its text has {size:,} bytes; {_LONGEST:,} are the limit here")
    return replace(
        document,
        id=brought.id,
        title=document.title or _title(document.text),
        source=document.source or fact(brought.source),
        published=document.published or brought.published,
    )


def _title(text: str) -> str:
    """The first line if it looks like a title, else the first words."""
    line = " ".join(text.strip().partition("\n")[0].split())
    if len(line) <= _LONGEST_TITLE:
        return line.removesuffix(".")
    cut = line[:_LONGEST_TITLE]
    return (cut.rpartition(" ")[0].rstrip(" ,;:–-") or cut) + "…"


if __name__ == "__main__":
    sys.exit(_main())
