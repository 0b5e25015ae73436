"""Packed files (workbooks, documents), measured before anything of them is unpacked."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, kw_only=True)
class Unpacked:
    """What a packed file unpacks to, as its table of contents says."""

    size_bytes: int
    largest_bytes: int
    """Of the parts that are read whole."""
    parts: int


def measure_packed(path: Path, is_read_whole: Callable[[str], bool]) -> Unpacked | None:
    """Measure what a packed file unpacks to; None where it is no packed file, or broken.

    Args:
        path: the file.
        is_read_whole: whether a part of this name is held in memory as a whole.
    """
    try:
        with zipfile.ZipFile(path) as packed:
            parts = packed.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return None
    return Unpacked(
        size_bytes=sum(part.file_size for part in parts),
        largest_bytes=max((part.file_size for part in parts if is_read_whole(part.filename)), default=0),
        parts=len(parts),
    )
