"""Memory: how the pictures of scenes that are done leave it."""

from __future__ import annotations

import ctypes
from functools import cache

_M_MMAP_THRESHOLD = -3
"""Source: mallopt(3)."""
_LARGE_BYTES = 1 << 20


@cache
def give_back_large_blocks() -> None:
    """Let the C library return every freed block of a megabyte to the system at once, where it can be told so.

    Left alone, glibc takes the size of a block that was freed for one worth keeping, and a film of many
    scenes grows by what lies in between. Other C libraries return them by themselves.
    """
    try:
        mallopt = ctypes.CDLL(None).mallopt
    except (AttributeError, OSError, TypeError):
        return
    mallopt(_M_MMAP_THRESHOLD, _LARGE_BYTES)
