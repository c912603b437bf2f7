"""What a process that reads a stranger's story may use at the most, and how it gives way to others."""

import os
import resource
from contextlib import suppress
from pathlib import Path

__all__ = ["SECONDS", "SMALL", "give_way", "limit"]

SECONDS = 900.0
"""On the clock, which its parent has to keep."""

SMALL = {"OMP_NUM_THREADS": "2", "MALLOC_ARENA_MAX": "2"}
"""For its environment: threads reserve address space."""

_PROCESSOR_SECONDS = 300
_MEMORY = 4_000_000_000  # bytes of address space
_NICE = 5


def give_way() -> None:
    """Have this process, rather than its parent, wait for a processor, and go if memory is short (Linux only)."""
    os.nice(_NICE)
    with suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text("500")


def limit() -> None:
    """Limit the processor time and the memory of this process, now and for good."""
    for kind, most in (
        (resource.RLIMIT_AS, _MEMORY),
        (resource.RLIMIT_CPU, _PROCESSOR_SECONDS),
        (resource.RLIMIT_CORE, 0),
    ):
        with suppress(ValueError, OSError):  # a lower limit is set already, or the system knows none (macOS, memory)
            resource.setrlimit(kind, (most, most))
