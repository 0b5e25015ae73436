"""Texts of posts that were written before, kept beside the editions: each command of a week needs all of them.

Each week has such a file in the store, ``.store/.texts/2026-W48.json``. A text is known by the program that wrote it
and by all that it was written from. It is shown and approved like one written anew: what goes out is held against that.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path
from typing import Any

from briefcast.store.files import write_whole
from briefcast.store.store import program_version

_FOLDER = ".texts"
_OLD_MAX = 3
"""For each text that is used so many others are kept: those of briefs as they were before."""


class KeptTexts:
    """Texts of posts of some weeks, by a hash of what they were written from."""

    def __init__(self, store: Path, weeks: Iterable[str], *, adds: bool = False) -> None:
        """Read what was kept of weeks, when it is first asked for; what is new is added to the file of the first."""
        self._files = [store / _FOLDER / f"{week}.json" for week in dict.fromkeys(weeks) if week]
        self._adds = adds and bool(self._files)
        self._used: dict[str, Any] = {}
        self._new = False

    def get(self, name: str) -> Any:
        """Give a text; None if it is not kept."""
        row = self._before.get(name)
        if row is not None:
            self._used[name] = row
        return row

    def put(self, name: str, row: Any) -> None:
        """Add a text that was written now."""
        self._used[name] = row
        self._new = True

    def save(self) -> None:
        """Write down what was added."""
        if not (self._adds and self._new):
            return
        every = {**self._before, **self._used}
        rows = every if len(every) <= _OLD_MAX * len(self._used) else self._used
        self._files[0].parent.mkdir(parents=True, exist_ok=True)
        write_whole(self._files[0], json.dumps({"program": program_version(), "texts": rows}, ensure_ascii=False))

    @cached_property
    def _before(self) -> dict[str, Any]:
        return {name: row for file in self._files for name, row in _read(file).items()}


def _read(file: Path) -> dict[str, Any]:
    """Read what this program kept; nothing if another one did, or it cannot be read."""
    try:
        note = json.loads(file.read_bytes())
        return dict(note["texts"]) if note["program"] == program_version() else {}
    except (OSError, ValueError, KeyError, TypeError):
        return {}
