"""Files sent in pieces."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

_READ_BYTES = 1024 * 1024


def piece(path: Path, first: int, size: int) -> bytes:
    """Read up to so many bytes of a file from a byte on."""
    with path.open("rb") as file:
        file.seek(first)
        return file.read(size)


def rest(path: Path, first: int) -> Iterator[bytes]:
    """Read a file from a byte to its end without holding it in memory."""
    with path.open("rb") as file:
        file.seek(first)
        while read := file.read(_READ_BYTES):
            yield read
