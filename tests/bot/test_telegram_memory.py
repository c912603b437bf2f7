"""Memory that threads leave behind."""

import ctypes
import subprocess
import sys

import pytest

THREADS = """
import ctypes, sys, threading
from bot.telegram.memory import keep_few_pools
if sys.argv[1] == "few":
    keep_few_pools()
libc, met = ctypes.CDLL(None), threading.Barrier(8)
libc.malloc.restype = ctypes.c_void_p
def take():
    libc.malloc(100_000)
    met.wait()
threads = [threading.Thread(target=take) for _ in range(8)]
[thread.start() for thread in threads]
[thread.join() for thread in threads]
libc.fdopen.restype = ctypes.c_void_p
out = libc.fdopen(1, b"w")
libc.malloc_info(0, ctypes.c_void_p(out))
libc.fflush(ctypes.c_void_p(out))
"""


@pytest.mark.skipif(not hasattr(ctypes.CDLL(None), "malloc_info"), reason="not glibc")
def test_threads_share_two_pools():
    def pools(how: str) -> int:
        done = subprocess.run([sys.executable, "-c", THREADS, how], capture_output=True, text=True, check=True)
        return done.stdout.count("<heap nr=")

    assert pools("few") <= 2 < pools("many")
