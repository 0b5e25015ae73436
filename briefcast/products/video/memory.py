"""Memory: large blocks are used again by the next scene, and what none uses goes back to the system.

Left alone, glibc asks the system for each large block and gives it back when it is freed. Pictures, sound
and the encoder's frames are such blocks, and a fresh one has to be filled with zeros first: a tenth of the
time of a film. Kept blocks leave holes between each other, by which a long film would grow.
"""

from __future__ import annotations

import ctypes
from functools import cache

_M_TRIM_THRESHOLD, _M_MMAP_THRESHOLD, _M_ARENA_MAX = -1, -3, -8
"""Source: mallopt(3)."""
_LARGEST_BYTES = 32 << 20
"""The highest threshold mallopt(3) takes; a frame of 1080×1920 in the encoder is 10 MB."""
_KEPT_BYTES = 1 << 30
_ARENAS = 2
"""Else each thread keeps freed blocks of its own: the drawing, the encoders, the sound."""


@cache
def reuse_large_blocks() -> None:
    """Let the C library keep freed blocks for the next use, where it can be told so; see `give_back`."""
    library = _library()
    if library is not None:
        library.mallopt(_M_MMAP_THRESHOLD, _LARGEST_BYTES)
        library.mallopt(_M_TRIM_THRESHOLD, _KEPT_BYTES)
        library.mallopt(_M_ARENA_MAX, _ARENAS)


def give_back() -> None:
    """Return what lies free to the system; it costs some milliseconds, and zeros for what is asked for next."""
    library = _library()
    if library is not None:
        library.malloc_trim(0)


@cache
def _library() -> ctypes.CDLL | None:
    """Give the C library if it is glibc; others return blocks by themselves."""
    try:
        library = ctypes.CDLL(None)
        return library if library.mallopt and library.malloc_trim else None
    except (AttributeError, OSError, TypeError):
        return None
