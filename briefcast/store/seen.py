"""What files were when their content was last hashed: what is still the same file is not hashed again.

Each edition has such a file in the store, ``.store/.seen/egov-2024.json``.
"""

from __future__ import annotations

import json
import time
from pathlib import Path

from briefcast.store.files import SETTLED_NS, Mark, file_mark, file_sha256, is_settled, write_whole

SEEN_FOLDER = ".seen"
"""Where a store keeps them, a file for each edition."""


class Seen:
    """Sums of files by path, kept in a file of its own; not for several threads at once."""

    def __init__(self, file: Path, *, trusted: bool = True) -> None:
        """Read what was kept, nothing if it cannot be read; ``trusted=False`` hashes every file anew."""
        self._file = file
        self._before = _read(file)
        self._trusted = trusted
        self._now: dict[str, tuple[Mark, str]] = {}

    def sha256(self, path: Path) -> str:
        """Give the sha256 of a file's content; nothing if it is not there."""
        name = str(path)
        try:
            mark = file_mark(path)
            known = self._now.get(name) or (self._before.get(name) if self._trusted else None)
            sha256 = known[1] if known and known[0] == mark else file_sha256(path)
        except OSError:
            return ""
        self._now[name] = (mark, sha256)
        return sha256

    def is_still(self, path: Path, made_from: str) -> bool:
        """Say whether a file is the one that was noted with the sum of what it was made from."""
        known = self._before.get(str(path)) if self._trusted else None
        try:
            same = known is not None and known == (file_mark(path), made_from)
        except OSError:
            return False
        if same and known:
            self._now[str(path)] = known
        return same

    def note(self, path: Path, sha256: str) -> None:
        """Take down the sum of a file that was just written, or of what it was made from."""
        self._now[str(path)] = (file_mark(path), sha256)

    def save(self) -> None:
        """Keep what this object was asked for or told, if it is not kept already.

        Files that were touched a moment ago are waited for; those of a time to come, as a clock set back leaves
        them, are not kept and hashed the next time.
        """
        now_ns = time.time_ns()
        if not all(is_settled(mark, now_ns) for mark, _ in self._now.values()):
            time.sleep(SETTLED_NS / 1e9)
            now_ns = time.time_ns()
        kept = {name: known for name, known in self._now.items() if is_settled(known[0], now_ns)}
        if kept == self._before:
            return
        self._file.parent.mkdir(parents=True, exist_ok=True)
        write_whole(self._file, json.dumps({name: [*mark, sha256] for name, (mark, sha256) in kept.items()}))


def _read(file: Path) -> dict[str, tuple[Mark, str]]:
    try:
        rows = json.loads(file.read_bytes())
        return {name: ((int(a), int(b), int(c), int(d)), str(sha256)) for name, (a, b, c, d, sha256) in rows.items()}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}
