"""What a file came to: the documents in it, and what of it could not be used."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from corpus.document import Document
from corpus.errors import DocumentError

__all__ = ["Documents", "Fault", "gathered"]

Fault = str
"""What is wrong with one part of a file, in a sentence: "line 3: not JSON"."""


@dataclass(frozen=True, slots=True)
class Documents:
    """The documents of one file, in its order, and its faults. Serialisable as JSON."""

    documents: tuple[Document, ...] = ()
    faults: tuple[Fault, ...] = ()


def gathered(parts: Iterable[tuple[str, Callable[[], Document]]]) -> Documents:
    """The documents that the parts (each with what it is called) make; those that raise DocumentError are faults."""
    documents, faults = [], []
    for name, make in parts:
        try:
            documents.append(make())
        except DocumentError as error:
            faults.append(f"{name}: {error}")
    return Documents(tuple(documents), tuple(faults))
