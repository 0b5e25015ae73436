"""A file of the site that need not be written yet."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, kw_only=True)
class Draft:
    """A file of the site that need not be written yet: who has one of the same key has it."""

    path: str
    key: str
    """A sum over all that goes into it."""
    draw: Callable[[], bytes]
    file: Path | None = None
    """Where what it holds lies already."""
