"""What was read of a story, kept on disk: read once, opened in a moment ever after.

Under the home, `encoders/KEY` holds an exported encoder and `stories/KEY` what was read of one story: the
reading, its passages' vectors and its words. A story's key follows from its text and what is known about it,
the encoder's key, the format, and the code that reads stories, so that whatever changes, the story is read
again.
"""

import hashlib
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import msgspec
import numpy as np

import corpus
from corpus.imports import without
from corpus.source import StorySource
from corpus.statement import Reading
from index.encoder import CARD, Encoder, EncoderCard, Vectors, load_encoder
from index.folder import Notice, damage, keep, locked, stamp
from index.lexical import LexicalStore
from index.model import Model, named_model
from index.search import StoryIndex
from index.vectors import FaissStore

__all__ = [
    "EncoderFacts",
    "Progress",
    "Read",
    "encoder_facts",
    "forget_read",
    "keep_read",
    "key_of",
    "open_encoder",
    "open_kept",
    "open_read",
    "open_story",
    "reading_rules",
]

Progress = Callable[[str, float], None]
"""Told what is being done and what fraction of the whole is behind, from 0 to 1; always in the caller's
thread."""

Read = Callable[[StorySource], Reading]


class _Story(msgspec.Struct):
    id: str


class _Whose(msgspec.Struct):
    """Of a kept reading, no more than whose it is."""

    story: _Story


_FORMAT = "2"
_READING = "reading.json"
_KEY_LETTERS = 60  # of an id, in the name of a folder
_STEP = 256  # sentences that are encoded between two signs of progress


def open_story(
    source: StorySource,
    *,
    home: Path,
    model: str | None = None,
    read: Read | None = None,
    notice: Notice = lambda line: None,
    progress: Progress = lambda stage, done: None,
    rebuild: bool = False,
) -> StoryIndex:
    """Open the index of a story under `home`; read the story first if that was never done, or with `rebuild`.

    `model` names a sentence-transformers model, by folder or hub name, instead of the shipped one; `read` is
    a reader instead of `corpus.reading.read_story`. `notice` gets a line about what the user should know: a
    damaged index, a wait. Raises HomeError if `home` can't hold the index, ModelError if the model can't be
    used, and what `read` does.
    """
    chosen = named_model(model)
    encoder, story = _folders(source, home, chosen)
    if not rebuild and (index := _kept(encoder, story)):
        return index
    return _Building(source, chosen, encoder, story, read or _read_story, notice, progress).run(rebuild=rebuild)


def open_read(source: StorySource, *, home: Path, model: str | None = None) -> StoryIndex | None:
    """Open the index of a story that was read before; None if anything of it has to be made first."""
    return _kept(*_folders(source, home, named_model(model)))


def forget_read(story_id: str, *, home: Path) -> None:
    """Take off the disk whatever was read of stories with this id. Nothing happens where nothing was."""
    form = re.compile(re.escape(story_id[:_KEY_LETTERS]) + r"-[0-9a-f]{16}")
    for folder in (home / "stories").glob("*"):
        if form.fullmatch(folder.name) and (len(story_id) < _KEY_LETTERS or _id_in(folder) in (story_id, None)):
            shutil.rmtree(folder, ignore_errors=True)


def reading_rules(model: str | None = None) -> str:
    """A digest of all that determines how stories are read: the model, the formats, and the code."""
    return _rules(_encoder_name(named_model(model)))


def key_of(source: StorySource, rules: str) -> str:
    """The name of the folder with what is read of a story; a change of the story or of the rules changes it."""
    facts = hashlib.sha256(msgspec.json.encode((rules, source))).hexdigest()
    return f"{source.id[:_KEY_LETTERS]}-{facts[:16]}"


def open_kept(key: str, *, home: Path, model: str | None = None) -> StoryIndex | None:
    """Open what was read of a story by its key; None if it is not there, or damaged.

    The encoder is taken as it is: checking it, as `open_read` does, costs more than the rest.
    """
    encoder, story = home / "encoders" / _encoder_name(named_model(model)), home / "stories" / key
    if encoder.is_dir() and damage(story) is None:
        with suppress(FileNotFoundError, msgspec.DecodeError):  # it may be of a version that kept it otherwise
            return _load(encoder, story)
    return None


def keep_read(folder: Path, reading: Reading, vectors: Vectors) -> None:
    """Keep what was read of a story, with its sentences' vectors, in `folder`, whole or not at all; under its lock.

    Raises HomeError.
    """
    lexical = LexicalStore.of([sentence.span.of(reading.story.text) for sentence in reading.story.sentences])

    def write(temporary: Path) -> None:
        (temporary / _READING).write_bytes(msgspec.json.encode(reading))
        FaissStore.of(vectors).save(temporary)
        lexical.save(temporary)

    keep(folder, write)


@dataclass(frozen=True, slots=True)
class EncoderFacts:
    """The name of an encoder's folder, which is another one for every model, and the length of its vectors."""

    name: str
    dimensions: int


def encoder_facts(home: Path, *, model: str | None = None) -> EncoderFacts | None:
    """The encoder under `home`; None if it was not exported yet."""
    name = _encoder_name(named_model(model))
    with suppress(FileNotFoundError):
        card = msgspec.json.decode((home / "encoders" / name / CARD).read_bytes(), type=EncoderCard)
        return EncoderFacts(name, card.dimensions)
    return None


def open_encoder(home: Path, *, model: str | None = None) -> Encoder:
    """The encoder under `home`, loaded once a process. Raises FileNotFoundError if it was not exported yet."""
    folder = home / "encoders" / _encoder_name(named_model(model))
    return load_encoder(folder, stamp(folder))


def _encoder_name(model: Model) -> str:
    return f"{model.key}-{_FORMAT}"


def _folders(source: StorySource, home: Path, model: Model) -> tuple[Path, Path]:
    """Where the encoder and what was read of the story are kept."""
    encoder = home / "encoders" / _encoder_name(model)
    return encoder, home / "stories" / key_of(source, _rules(encoder.name))


def _kept(encoder: Path, story: Path) -> StoryIndex | None:
    if damage(encoder) is None and damage(story) is None:
        with suppress(FileNotFoundError):  # another process is putting a new one in its place
            return _load(encoder, story)
    return None


def _id_in(folder: Path) -> str | None:
    """The id of the story that was read into a folder; None if that cannot be told any more."""
    with suppress(OSError, msgspec.DecodeError):
        return msgspec.json.decode((folder / _READING).read_bytes(), type=_Whose).story.id
    return None


def _load(encoder: Path, story: Path) -> StoryIndex:
    return StoryIndex(
        reading=msgspec.json.decode((story / _READING).read_bytes(), type=Reading),
        encoder=load_encoder(encoder, stamp(encoder)),
        vectors=FaissStore.load(story),
        lexical=LexicalStore.load(story),
    )


@dataclass(frozen=True, slots=True)
class _Building:
    """The making of whatever is missing or damaged of a story's index."""

    source: StorySource
    model: Model
    encoder: Path
    story: Path
    read: Read
    notice: Notice
    progress: Progress

    def run(self, *, rebuild: bool) -> StoryIndex:
        """Make what is missing, under the locks; another process may have made it in the meantime."""
        with locked(self.story, self.notice):
            if rebuild or self._is_wanted(self.story, f"the index of {self.source.id}"):
                self._read_and_index()
            else:
                self._export()
            self.progress("done", 1.0)
            return _load(self.encoder, self.story)

    def _is_wanted(self, folder: Path, what: str) -> bool:
        found = damage(folder)
        if found and found != "missing":
            self.notice(f"{what} is damaged ({found}); making it again")
        return found is not None

    def _read_and_index(self) -> None:
        self.progress("reading the story", 0.0)
        self._export()
        self.progress("reading the story", 0.5)
        reading = self.read(self.source)
        texts = [sentence.span.of(reading.story.text) for sentence in reading.story.sentences]
        keep_read(self.story, reading, self._encode(texts))

    def _encode(self, texts: list[str]) -> Vectors:
        encoder = load_encoder(self.encoder, stamp(self.encoder))
        rows = [encoder.passages([])]
        for start in range(0, len(texts), _STEP):
            self.progress(f"encoding {len(texts)} sentences", 0.8 + 0.2 * start / len(texts))
            rows.append(encoder.passages(texts[start : start + _STEP]))
        return np.concatenate(rows)

    def _export(self) -> None:
        with locked(self.encoder, self.notice):
            if self._is_wanted(self.encoder, "the encoder"):
                self.progress("exporting the encoder, once", 0.1)
                _export_to(self.encoder, self.model)


def _export_to(folder: Path, model: Model) -> None:
    from index.export import export  # imports torch: seconds that nothing else must pay
    from index.passages import PassageEncoder

    passages = PassageEncoder(model)
    keep(folder, lambda temporary: export(passages, temporary))


def _read_story(source: StorySource) -> Reading:
    with without("torch"):  # which thinc imports wherever it is installed; the parser works on NumPy
        from corpus.reading import read_story

    return read_story(source)


def _rules(encoder: str) -> str:
    rules = hashlib.sha256(f"{_FORMAT} {encoder}".encode())
    for part in _reader_parts():
        rules.update(part)
    return rules.hexdigest()


def _reader_parts() -> Iterator[bytes]:
    """The code and data that read stories: modules by content, data files by name and size."""
    root = Path(corpus.__file__).parent
    for path in sorted(root.rglob("*")):
        name = path.relative_to(root).as_posix()
        if path.suffix == ".py":
            yield name.encode() + path.read_bytes()
        elif path.is_file() and not name.startswith("stories/") and "__pycache__" not in name:
            yield f"{name} {path.stat().st_size}".encode()
