"""How the C library keeps memory for threads."""

import ctypes
from contextlib import suppress

__all__ = ["keep_few_pools"]

_M_ARENA_MAX = -8  # malloc.h of glibc


def keep_few_pools(count: int = 2) -> None:
    """Have glibc keep `count` pools of memory, not eight a processor: each thread that answers would fill its own.

    Holds for threads that allocate later. Other C libraries have no such pools.
    """
    with suppress(OSError, TypeError, AttributeError):
        ctypes.CDLL(None).mallopt(_M_ARENA_MAX, count)
