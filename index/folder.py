"""Folders that appear whole or not at all: written beside their place, renamed into it, and checked when
opened.

A kept folder has a `manifest.json` with the size and CRC-32 of each of its files. Whoever makes one holds a
lock, so that two processes that start at once make it once.
"""

import shutil
import uuid
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec
from filelock import FileLock, Timeout

from index.errors import HomeError

__all__ = ["Notice", "damage", "keep", "locked", "stamp"]

Notice = Callable[[str], None]

_MANIFEST = "manifest.json"


class _File(msgspec.Struct, frozen=True):
    size: int
    crc32: int


class _Manifest(msgspec.Struct, frozen=True):
    files: dict[str, _File]


def damage(folder: Path) -> str | None:
    """What is wrong with a kept folder, in a few words, or None if nothing is. A missing folder is
    "missing"."""
    try:
        if not folder.is_dir():
            return "missing"
        manifest = msgspec.json.decode((folder / _MANIFEST).read_bytes(), type=_Manifest)
        bad = [name for name, facts in manifest.files.items() if not _is_whole(folder / name, facts)]
    except (OSError, msgspec.DecodeError):
        return f"{_MANIFEST} is missing or unreadable"
    return f"{bad[0]} is damaged" if bad else None


def keep(folder: Path, write: Callable[[Path], None]) -> None:
    """Let `write` fill a temporary folder, then put it in the place of `folder`, whatever stood there.

    The caller holds the lock. On any error nothing is left behind; an OSError becomes a HomeError.
    """
    with _writing(folder):
        folder.parent.mkdir(parents=True, exist_ok=True)
        _clear(folder)
        temporary = folder.with_name(f"{_prefix(folder)}{uuid.uuid4().hex}")
        temporary.mkdir()
        try:
            write(temporary)
            _write_manifest(temporary)
            if folder.exists():
                folder.rename(temporary.with_name(f"{temporary.name}.old"))
            temporary.rename(folder)
        finally:
            _clear(folder)


@contextmanager
def locked(folder: Path, notice: Notice) -> Iterator[None]:
    """Hold the lock of `folder` against other processes and threads; say so if another one has to be waited
    for."""
    with _writing(folder):
        folder.parent.mkdir(parents=True, exist_ok=True)
        lock = FileLock(folder.with_name(f"{folder.name}.lock"))
        try:
            lock.acquire(timeout=0)
        except Timeout:
            notice(f"another process is preparing {folder.name}; waiting for it")
            lock.acquire()
    try:
        yield
    finally:
        lock.release()


def stamp(folder: Path) -> int:
    """When a kept folder was made, in nanoseconds: what tells it from the one that it replaced."""
    return (folder / _MANIFEST).stat().st_mtime_ns


@contextmanager
def _writing(path: Path) -> Iterator[None]:
    """Turn an OSError while writing at or under `path` into a HomeError."""
    try:
        yield
    except OSError as error:
        raise HomeError(path.parent, (error.strerror or str(error)).lower()) from error


def _is_whole(path: Path, facts: _File) -> bool:
    try:
        return path.stat().st_size == facts.size and _crc32(path) == facts.crc32
    except OSError:
        return False


def _write_manifest(folder: Path) -> None:
    facts = {path.name: _File(path.stat().st_size, _crc32(path)) for path in sorted(folder.iterdir())}
    (folder / _MANIFEST).write_bytes(msgspec.json.encode(_Manifest(facts)))


def _crc32(path: Path) -> int:
    """The file's checksum: enough against damage, and a third of the time of a SHA-256 at every start."""
    checksum = 0
    with path.open("rb") as file:
        while chunk := file.read(1 << 20):
            checksum = zlib.crc32(chunk, checksum)
    return checksum


def _prefix(folder: Path) -> str:
    return f".{folder.name}."


def _clear(folder: Path) -> None:
    """Remove what a writer that was cut off, or has just finished, left beside `folder`."""
    for left in folder.parent.glob(f"{_prefix(folder)}*"):
        shutil.rmtree(left, ignore_errors=True)
