"""Folders to work in: gone when the work is done, and swept later where its process was killed."""

from __future__ import annotations

import contextlib
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

_PREFIX = "briefcast-"
_LOCK = ".in-use.lock"
"""Held by the process that works there: the system lets go of it however that ends."""
_YOUNG_S = 3600
"""A folder so young may belong to a process that is about to lock it."""


@contextmanager
def working_folder(name: str) -> Iterator[Path]:
    """Give a new folder among the system's temporary ones, and remove it when the block ends."""
    with tempfile.TemporaryDirectory(prefix=f"{_PREFIX}{name}-") as folder, FileLock(Path(folder) / _LOCK):
        yield Path(folder)


def sweep_working_folders() -> None:
    """Remove the folders of processes that are no more."""
    oldest_s = time.time() - _YOUNG_S
    for folder in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*-*"):
        # What cannot be looked into or removed is another's.
        with contextlib.suppress(OSError, Timeout):
            lock = folder / _LOCK
            if lock.is_file() and not folder.is_symlink() and folder.stat().st_mtime < oldest_s:
                with FileLock(lock, timeout=0):
                    pass
                shutil.rmtree(folder)
