"""Parts of a review as they were drawn last: after a decision only what it changes is put into them anew.

Hundreds of pages show the same pictures, posts and figures as before, and another word above each. Beside the pages it
is noted what each was drawn from, which decisions it shows, and by which mark the file is known to be as it was
written. Where nothing of that changed, as after a release, the page stays and is not even read.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable
from pathlib import Path

from briefcast.store.files import SETTLED_NS, Mark, file_mark, is_settled, write_whole

PARTING = "\x1e"
"""Between the pieces that are put into a page; no text holds it."""
_NAME = ".drawn.json"
_PIECE = re.compile(r"<!--now-->.*?<!--/now-->", re.DOTALL)


class Drawn:
    """The parts in a folder, by what they were drawn from."""

    def __init__(self, folder: Path) -> None:
        """Read what was noted, nothing if it cannot be read."""
        self._folder = folder
        self._before = _read(folder / _NAME)
        self._now: dict[str, tuple[str, str, Mark]] = {}

    def stays(self, name: str, rests_on: str, stands: str) -> bool:
        """Say whether a page is there as it would be drawn now; then it is noted as it was.

        Args:
            name: of its file.
            rests_on: hash of all that it is drawn from, decisions apart; empty if that is not known.
            stands: hash of the decisions it shows.
        """
        before = self._before.get(name)
        if not rests_on or before is None or before[:2] != (rests_on, stands) or not self._is_as_written(name):
            return False
        self._now[name] = before
        return True

    def _is_as_written(self, name: str) -> bool:
        try:
            return file_mark(self._folder / name) == self._before[name][2]
        except OSError:
            return False

    def again(self, name: str, rests_on: str, pieces: Callable[[], str]) -> str:
        """Give a page with what decisions change put into it anew; empty where it has to be drawn whole.

        Args:
            name: of its file.
            rests_on: hash of all else that it is drawn from; empty if that is not known.
            pieces: gives what is put into it, parted by `PARTING`.
        """
        before = self._before.get(name)
        if not rests_on or before is None or before[0] != rests_on or not self._is_as_written(name):
            return ""
        try:
            page = (self._folder / name).read_text("utf-8")
        except (OSError, ValueError):
            return ""
        found = pieces().split(PARTING)
        if len(_PIECE.findall(page)) != len(found):
            return ""
        new = iter(found)
        return _PIECE.sub(lambda _: f"<!--now-->{next(new)}<!--/now-->", page)

    def note(self, file: Path, rests_on: str, stands: str) -> None:
        """Take down what a page was drawn from and which decisions it shows, once it is written."""
        if rests_on:
            self._now[file.name] = rests_on, stands, file_mark(file)

    def save(self) -> None:
        """Write down what was noted; pages written a moment ago are waited for."""
        if not self._now and not self._before:
            return
        if not all(is_settled(mark, time.time_ns()) for *_, mark in self._now.values()):
            time.sleep(SETTLED_NS / 1e9)
        now_ns = time.time_ns()
        kept = {name: noted for name, noted in self._now.items() if is_settled(noted[2], now_ns)}
        write_whole(self._folder / _NAME, json.dumps(kept))


def _read(file: Path) -> dict[str, tuple[str, str, Mark]]:
    try:
        rows = json.loads(file.read_bytes())
        return {
            name: (str(rests_on), str(stands), (int(a), int(b), int(c), int(d)))
            for name, (rests_on, stands, (a, b, c, d)) in rows.items()
        }
    except (OSError, ValueError, TypeError, AttributeError):
        return {}
