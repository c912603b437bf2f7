"""Imports that do without a package which is installed, but not needed."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["without"]


@contextmanager
def without(package: str) -> Iterator[None]:
    """Have whatever is imported within take `package` for one that is not installed, unless it was imported before."""
    if package in sys.modules:
        yield
        return
    sys.modules[package] = None  # type: ignore[assignment]  # so that importing it raises ModuleNotFoundError
    try:
        yield
    finally:
        del sys.modules[package]
