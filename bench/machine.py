"""The machine that figures were measured on, in a line."""

import os
import platform

from index.processors import processors

__all__ = ["machine_line"]


def machine_line() -> str:
    """Processor, cores that this process may use, memory and Python version."""
    model = platform.processor() or platform.machine()
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as file:
            model = next((line.split(":", 1)[1].strip() for line in file if line.startswith("model name")), model)
        memory = f", {os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 2**30:.0f} GiB"
    except (OSError, ValueError):
        memory = ""
    return f"{model}, {processors()} cores{memory}, Python {platform.python_version()}"
