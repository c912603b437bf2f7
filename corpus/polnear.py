"""PolNeAR, the Political News Attribution Relations corpus (Newell, Margolin and Ruths 2018), as training data."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from corpus.story import Span

__all__ = ["Article", "Attribution", "held_out", "load_articles"]

_HELD_OUT = 200


@dataclass(frozen=True, slots=True)
class Attribution:
    """One marked attribution: the spans of its source, cue and content, each of which may be empty or in pieces."""

    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Article:
    """One article: its file's stem, its text exactly as it stands, and what its first annotator marked."""

    stem: str
    text: str
    attributions: tuple[Attribution, ...]


def load_articles(corpus: Path, split: str) -> list[Article]:
    """The articles of a split ("train", "dev"), by name. `corpus` is a checkout of the corpus, v1.0.0."""
    folder = corpus / "data" / split
    first: dict[str, Path] = {}
    for path in sorted((folder / "attributions").glob("*.ann")):
        first.setdefault(path.stem.rsplit("_", 1)[0], path)
    return [
        Article(stem, (folder / "text" / f"{stem}.txt").read_bytes().decode("utf-8"), tuple(_attributions(path)))
        for stem, path in first.items()
    ]


def held_out(articles: list[Article]) -> set[str]:
    """The stems of the 200 articles of a split that nothing is trained on, drawn by hash."""
    stems = sorted((article.stem for article in articles), key=lambda stem: sha256(stem.encode()).hexdigest())
    return set(stems[:_HELD_OUT])


def _attributions(path: Path) -> Iterator[Attribution]:
    """Read brat's stand-off format: T lines mark spans, E lines tie them together by role."""
    marks: dict[str, tuple[Span, ...]] = {}
    events = []
    for line in path.read_bytes().decode("utf-8").split("\n"):
        name, _, rest = line.partition("\t")
        if re.fullmatch(r"T\d+", name) and " " in rest:
            spans = rest.partition("\t")[0].split(" ", 1)[1]
            marks[name] = tuple(Span(*map(int, span.split())) for span in spans.split(";"))
        elif re.fullmatch(r"E\d+", name):
            events.append([role.partition(":") for role in rest.split()[1:]])
    for event in events:
        roles: dict[str, list[Span]] = {"Source": [], "Cue": [], "Content": []}
        for role, _, mark in event:
            roles.get(role.rstrip("0123456789"), []).extend(marks.get(mark, ()))
        yield Attribution(*(tuple(sorted(set(roles[role]))) for role in ("Source", "Cue", "Content")))
