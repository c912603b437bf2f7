"""Which archive belongs to a home: the one in its folder, or the one that its stories were moved to."""

import os
from pathlib import Path

from index.archive.contract import Archive
from index.archive.embedded import EmbeddedArchive
from index.errors import ArchiveError, HomeError
from index.folder import Notice
from index.store import EncoderFacts

__all__ = ["archive_at", "archive_of", "archive_uri", "use_archive"]

_PLACE = "archive.uri"


def archive_of(home: Path, *, encoder: EncoderFacts, notice: Notice = lambda line: None) -> Archive:
    """Open the archive of the stories under `home`. Raises HomeError or ArchiveError."""
    return archive_at(archive_uri(home), home=home, encoder=encoder, notice=notice)


def archive_uri(home: Path) -> str:
    """Where the archive of the stories under `home` is; "" is the home's own."""
    place = home / _PLACE
    return place.read_text(encoding="utf-8").strip() if place.is_file() else ""


def archive_at(uri: str, *, home: Path, encoder: EncoderFacts, notice: Notice = lambda line: None) -> Archive:
    """Open the archive at `uri`: `milvus://HOST:PORT`, `http(s)://…`, a file that ends in `.db`.

    "" is the home's own. What a server wants to see is taken from MILVUS_TOKEN. Raises HomeError or ArchiveError.
    """
    if not uri:
        return EmbeddedArchive(home / "archive" / encoder.name, notice=notice)
    if not uri.startswith(("milvus://", "milvuss://", "http://", "https://")) and not uri.endswith(".db"):
        raise ArchiveError(uri, "this is neither milvus://HOST:PORT, nor http(s)://…, nor a file that ends in .db")
    from index.archive.milvus import MilvusArchive  # imports pymilvus, which is an extra

    return MilvusArchive(uri, dimensions=encoder.dimensions, token=os.environ.get("MILVUS_TOKEN", ""))


def use_archive(home: Path, uri: str) -> None:
    """Make the archive at `uri` the one of `home` from now on, wherever it is opened from. Raises HomeError."""
    uri = str(Path(uri).absolute()) if uri.endswith(".db") and "://" not in uri else uri
    try:
        home.mkdir(parents=True, exist_ok=True)
        part = home / f"{_PLACE}.part"
        part.write_text(f"{uri}\n", encoding="utf-8")
        part.replace(home / _PLACE)
    except OSError as error:
        raise HomeError(home, error.strerror or "it cannot be written") from error
