"""An archive on a Milvus server, or in a file of Milvus Lite: the same code for both, by URI.

Two collections, one of sentences and one of stories. Milvus ranks words by BM25 itself; it is given them stemmed, as
the embedded archive is. A story's sentences carry its key, and count only while its row in the other collection has
that key: so a story is there whole or not at all, though Milvus has no transactions.

Needs the extra `milvus`.
"""

import re
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import wraps
from itertools import islice
from typing import Any, Concatenate, ParamSpec, TypeVar

from index.archive.contract import ArchivedStory, Hit, StoryCard, Where
from index.encoder import Vectors
from index.errors import ArchiveError
from index.lexical import words

__all__ = ["MilvusArchive"]

P = ParamSpec("P")
T = TypeVar("T")

_ROWS = 1_000  # rows of one insert
_FRESH = 60.0  # seconds
_SPARE = 16  # sentences fetched beyond those wanted, for some may be of a story's older reading
_MOST = 16_384  # rows of one answer; Milvus gives no more
_TEXT, _NAME, _NAMES = 8_192, 256, 16  # bytes of a text, bytes of a name, names a sentence
_EVERYTHING = Where()
_FIRST_DAY, _LAST_DAY = "0000-00-00", "9999-99-99"  # of sentences without a day: outside every condition


def _told(method: "Callable[Concatenate[MilvusArchive, P], T]") -> "Callable[Concatenate[MilvusArchive, P], T]":
    """Let a method raise ArchiveError for whatever goes wrong with the server."""

    @wraps(method)
    def telling(self: "MilvusArchive", /, *args: P.args, **kwargs: P.kwargs) -> T:
        try:
            return method(self, *args, **kwargs)
        except self.failures as error:
            raise ArchiveError(self.where, _reason(error)) from error

    return telling


def _reason(error: Exception) -> str:
    return (str(error).strip().splitlines() or ["it does not answer"])[0]


class MilvusArchive:
    """An archive behind a URI; see `index.archive.contract.Archive`."""

    def __init__(self, uri: str, *, dimensions: int, token: str = "", name: str = "on_the_record") -> None:
        """Connect to `uri`: `milvus://HOST:PORT`, `http(s)://…`, or the path of a file for Milvus Lite.

        `token` is what the server wants to see, if anything: an API key, or "user:password". The collections, whose
        names start with `name`, are made if they are not there. Raises ArchiveError.
        """
        self.where = uri
        self._uri = re.sub(r"^milvus(s?)://", r"http\1://", uri)
        self._sentences, self._stories = f"{name}_sentences", f"{name}_stories"
        try:
            from grpc import RpcError
            from pymilvus import MilvusClient
            from pymilvus.exceptions import MilvusException
        except ImportError as error:
            raise ArchiveError(uri, "pymilvus is not installed; install on-the-record[milvus]") from error
        self._published: tuple[list[str], str | None] = ([], None)
        self._stale = 0.0
        self.failures = (MilvusException, RpcError, OSError, ValueError)
        try:
            self._client = MilvusClient(self._uri, token=token)
            self._prepare(dimensions)
        except self.failures as error:
            raise ArchiveError(uri, _reason(error)) from error

    @_told
    def add(self, stories: Iterable[ArchivedStory]) -> None:
        """See `Archive`."""
        self._stale = 0.0
        for story in stories:
            old = self.cards([story.card.id]).get(story.card.id)
            rows = _rows(story)
            while group := list(islice(rows, _ROWS)):
                self._client.upsert(self._sentences, group)
            self._client.upsert(self._stories, [_card_row(story.card, len(story.lines))])
            if old and old.key != story.card.key:
                self._client.delete(self._sentences, filter=f"key == {_quoted(old.key)}")

    @_told
    def remove(self, story_id: str) -> None:
        """See `Archive`."""
        self._stale = 0.0
        self._client.delete(self._stories, filter=f"id == {_quoted(story_id)}")
        self._client.delete(self._sentences, filter=f"story == {_quoted(story_id)}")

    def compact(self) -> None:
        """Nothing: the server sees to it itself."""

    @_told
    def nearest(self, vector: Vectors, k: int, where: Where = _EVERYTHING) -> list[Hit]:
        """See `Archive`."""
        return self._search("vector", [float(x) for x in vector], k, where)

    @_told
    def with_words(self, question: str, k: int, where: Where = _EVERYTHING) -> list[Hit]:
        """See `Archive`."""
        stems = " ".join(words(question))
        return self._search("words", stems, k, where) if stems else []

    @_told
    def keys(self) -> dict[str, str]:
        """See `Archive`."""
        return {row["id"]: row["key"] for row in self._all(["id", "key"])}

    @_told
    def cards(self, story_ids: Iterable[str]) -> dict[str, StoryCard]:
        """See `Archive`."""
        wanted = list(dict.fromkeys(story_ids))
        fields = list(StoryCard.__slots__)
        rows = self._client.get(self._stories, ids=wanted, output_fields=fields) if wanted else []
        found = {row["id"]: row for row in rows}
        return {story_id: _card(found[story_id]) for story_id in wanted if story_id in found}

    @_told
    def sources(self) -> list[str]:
        """See `Archive`. What other processes add shows within a minute."""
        return self._publishing()[0]

    @_told
    def latest(self) -> str | None:
        """See `Archive`. What other processes add shows within a minute."""
        return self._publishing()[1]

    @_told
    def __len__(self) -> int:
        """See `Archive`."""
        return sum(row["count"] for row in self._all(["count"]))

    def close(self) -> None:
        """See `Archive`."""
        self._client.close()

    def _search(self, field: str, query: Sequence[float] | str, k: int, where: Where) -> list[Hit]:
        if k <= 0 or not self._has_rows():
            return []
        (found,) = self._client.search(
            self._sentences,
            data=[query],
            anns_field=field,
            limit=min(k + _SPARE, _MOST),
            filter=_condition(where),
            output_fields=["story", "key", "sentence"],
        )
        rows = [
            (abs(float(hit["distance"])) if field == "words" else float(hit["distance"]), hit["entity"])
            for hit in found
        ]
        keys = {card.id: card.key for card in self.cards(row["story"] for _, row in rows).values()}
        hits = [
            Hit(row["story"], row["sentence"], score) for score, row in rows if keys.get(row["story"]) == row["key"]
        ]
        return sorted(hits, key=lambda hit: -hit.score)[:k]

    def _publishing(self) -> tuple[list[str], str | None]:
        """Who published stories, and the newest day, for which all stories have to be gone through."""
        if time.monotonic() > self._stale:
            rows = list(self._all(["source", "published"]))
            found = {row["source"].casefold(): row["source"] for row in rows if row["source"]}
            latest = max((row["published"] for row in rows), default="") or None
            self._published = ([found[source] for source in sorted(found)], latest)
            self._stale = time.monotonic() + _FRESH
        return self._published

    def _has_rows(self) -> bool:
        return bool(self._client.query(self._stories, filter='id != ""', output_fields=["id"], limit=1))

    def _all(self, fields: list[str]) -> Iterator[dict[str, Any]]:
        """These fields of every story."""
        pages = self._client.query_iterator(
            self._stories, filter='id != ""', output_fields=["id", *fields], batch_size=_ROWS
        )
        try:
            while page := pages.next():
                yield from page
        finally:
            pages.close()

    def _prepare(self, dimensions: int) -> None:
        for name, make in ((self._sentences, _sentence_schema), (self._stories, _story_schema)):
            if self._client.has_collection(name):
                self._client.load_collection(name)
            else:
                schema, indexes = make(self._client, dimensions)
                self._client.create_collection(name, schema=schema, index_params=indexes, consistency_level="Strong")


def _sentence_schema(client: Any, dimensions: int) -> tuple[Any, Any]:  # noqa: ANN401  # pymilvus has no types
    from pymilvus import DataType, Function, FunctionType

    schema = client.create_schema(auto_id=False)
    schema.add_field("id", DataType.VARCHAR, is_primary=True, max_length=3 * _NAME)
    schema.add_field("key", DataType.VARCHAR, max_length=2 * _NAME)
    for field in ("story", "source"):
        schema.add_field(field, DataType.VARCHAR, max_length=_NAME)
    for field in ("since", "until"):
        schema.add_field(field, DataType.VARCHAR, max_length=len(_FIRST_DAY))
    schema.add_field("sentence", DataType.INT64)
    schema.add_field("names", DataType.ARRAY, element_type=DataType.VARCHAR, max_capacity=_NAMES, max_length=_NAME)
    schema.add_field("vector", DataType.FLOAT_VECTOR, dim=dimensions)
    schema.add_field(
        "text", DataType.VARCHAR, max_length=_TEXT, enable_analyzer=True, analyzer_params={"tokenizer": "standard"}
    )
    schema.add_field("words", DataType.SPARSE_FLOAT_VECTOR)
    schema.add_function(
        Function(name="bm25", function_type=FunctionType.BM25, input_field_names=["text"], output_field_names=["words"])
    )
    indexes = client.prepare_index_params()
    indexes.add_index("vector", index_type="AUTOINDEX", metric_type="IP")
    indexes.add_index("words", index_type="SPARSE_INVERTED_INDEX", metric_type="BM25")
    return schema, indexes


def _story_schema(client: Any, dimensions: int) -> tuple[Any, Any]:  # noqa: ANN401  # pymilvus has no types
    from pymilvus import DataType

    del dimensions
    schema = client.create_schema(auto_id=False)
    schema.add_field("id", DataType.VARCHAR, is_primary=True, max_length=_NAME)
    schema.add_field("key", DataType.VARCHAR, max_length=2 * _NAME)
    for field in ("source", "published"):
        schema.add_field(field, DataType.VARCHAR, max_length=_NAME)
    schema.add_field("title", DataType.VARCHAR, max_length=_TEXT)
    schema.add_field("count", DataType.INT64)
    schema.add_field("vector", DataType.FLOAT_VECTOR, dim=2)  # Milvus wants one in every collection
    indexes = client.prepare_index_params()
    indexes.add_index("vector", index_type="FLAT", metric_type="L2")
    return schema, indexes


def _rows(story: ArchivedStory) -> Iterator[dict[str, Any]]:
    for place, (line, vector) in enumerate(zip(story.lines, story.vectors, strict=True)):
        yield {
            "id": f"{story.card.key}:{place}",
            "story": story.card.id,
            "key": story.card.key,
            "source": _cut((story.card.source or "").casefold(), _NAME),
            "since": line.since or _LAST_DAY,
            "until": line.until or _FIRST_DAY,
            "sentence": place,
            "names": [_cut(name, _NAME) for name in line.names[:_NAMES]],
            "vector": [float(x) for x in vector],
            "text": _cut(" ".join(words(line.text)), _TEXT),
        }


def _card_row(card: StoryCard, count: int) -> dict[str, Any]:
    facts = {field: getattr(card, field) or "" for field in StoryCard.__slots__}
    return {
        **facts,
        "title": _cut(card.title, _TEXT),
        "source": _cut(facts["source"], _NAME),
        "count": count,
        "vector": [0.0, 0.0],
    }


def _card(row: dict[str, Any]) -> StoryCard:
    return StoryCard(
        id=row["id"],
        key=row["key"],
        title=row["title"],
        source=row["source"] or None,
        published=row["published"] or None,
    )


def _condition(where: Where) -> str:
    possible = (
        (where.since, "until >= {}"),
        (where.until, "since <= {}"),
        (where.name, "array_contains(names, {})"),
        (where.source and _cut(where.source.casefold(), _NAME), "source == {}"),
    )
    return " and ".join(condition.format(_quoted(value)) for value, condition in possible if value is not None)


def _quoted(value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _cut(text: str, size: int) -> str:
    """As much of the text as fits `size` bytes of UTF-8."""
    return text.encode()[:size].decode(errors="ignore")
