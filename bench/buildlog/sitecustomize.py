"""Write down every build of the content store, in any process that has this folder on its ``PYTHONPATH``.

``BUILD_LOG`` names the file; each line is ``begun KEY`` or ``made KEY``, appended whole.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

if _LOG := os.environ.get("BUILD_LOG"):
    from briefcast.store import store

    def _note(word: str, key: str, log: str = _LOG) -> None:
        handle = os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
        os.write(handle, f"{word} {key}\n".encode())
        os.close(handle)

    _make = store.Store.make

    def _logged(self: store.Store, key: str, build: Callable[[Path], Any], *, shared: bool = True) -> store.Entry:
        def begun(folder: Path) -> Any:
            _note("begun", key)
            return build(folder)

        entry = _make(self, key, begun, shared=shared)
        if entry.fresh:
            _note("made", key)
        return entry

    setattr(store.Store, "make", _logged)  # noqa: B010  # a type checker would not see a method replaced
