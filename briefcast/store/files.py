"""Files: written whole, told apart by content."""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
import time
from collections.abc import Callable, Hashable, Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import IO, Generic, TypeVar

Read = TypeVar("Read")

_PART_BYTES = 1 << 20
SETTLED_NS = 25_000_000
"""After so long a change of a file shows in its times: they go on in ticks of up to 10 ms."""

Mark = tuple[int, int, int, int]
"""Size, inode, time of content, time of inode."""


def write_whole(path: Path, content: str | bytes) -> Path:
    """Write a file so that a reader finds the whole old content or the whole new one, also after a power cut."""
    handle, aside = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content.encode() if isinstance(content, str) else content)
            sync(file)
        Path(aside).chmod(0o644)
        Path(aside).replace(path)
    except BaseException:
        Path(aside).unlink(missing_ok=True)
        raise
    return path


_ASIDE = re.compile(r"\.(?P<whole>.+?)(?:\.part|-[a-z0-9_]{8})")
"""Names of what `write_whole` and the store write aside."""


def sweep(folder: Path) -> None:
    """Remove what a process that was killed had written aside below a folder, and nothing else that is hidden there.

    Nobody else may write there meanwhile.
    """
    for leftover in folder.rglob(".*"):
        aside = _ASIDE.fullmatch(leftover.name)
        if aside and Path(aside["whole"]).suffix and leftover.is_file() and not leftover.is_symlink():
            leftover.unlink()


def file_sha256(path: Path) -> str:
    """Give the sha256 of a file's content, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def known_sha256(path: Path) -> str:
    """Give the sha256 of a file's content, hashed once in a process while it is the same file (`file_mark`)."""
    mark = file_mark(path)
    return _sha256_of(path, mark) if is_settled(mark, time.time_ns()) else file_sha256(path)


@lru_cache(maxsize=4096)
def _sha256_of(path: Path, _mark: Mark) -> str:
    return file_sha256(path)


def file_mark(path: Path) -> Mark:
    """Give by what a file is known to be the same: its size, its inode, and both of its times.

    They are held against each other for equality alone: which clock they were written by does not matter.
    """
    stat = path.stat()
    return stat.st_size, stat.st_ino, stat.st_mtime_ns, stat.st_ctime_ns


def is_settled(mark: Mark, now_ns: int) -> bool:
    """Say whether a change after ``now_ns`` would show in a file's mark.

    Two writes within one tick of the clock that files are stamped by leave the same mark.
    """
    return max(mark[2:]) < now_ns - SETTLED_NS


class Rereader(Generic[Read]):
    """What files hold, read once in a process while they are the same files (`file_mark`)."""

    def __init__(self, read: Callable[[Path], Read], files: Callable[[Read], Iterable[Path]], *, most: int) -> None:
        """Read nothing yet; ``files`` says what something was read from, and ``most`` how much is kept."""
        self._read, self._files, self._most = read, files, most
        self._kept: dict[tuple[Hashable, ...], tuple[Mapping[Path, Mark], Read]] = {}

    def __call__(self, path: Path, *beside: Hashable) -> Read:
        """Give what a file holds; it counts as another one where what it is judged by, ``beside``, is other."""
        key = (path, path.resolve(), *beside)
        known = self._kept.get(key)
        if known and all(_mark_now(file) == mark for file, mark in known[0].items()):
            return known[1]
        now_ns = time.time_ns()
        self._kept.pop(key, None)
        read = self._read(path)
        marks = {file: _mark_now(file) for file in self._files(read)}
        sure = {file: mark for file, mark in marks.items() if mark and is_settled(mark, now_ns)}
        if len(sure) == len(marks):
            self._kept[key] = sure, read
            while len(self._kept) > self._most:
                del self._kept[next(iter(self._kept))]
        return read


def _mark_now(path: Path) -> Mark | None:
    try:
        return file_mark(path)
    except OSError:
        return None


def write_changed(path: Path, content: str | bytes) -> Path:
    """Write a file whole unless it holds just that already."""
    return path if is_text(path, content) else write_whole(path, content)


def is_text(path: Path, content: str | bytes) -> bool:
    """Say whether a file holds just that."""
    data = content.encode() if isinstance(content, str) else content
    try:
        return path.stat().st_size == len(data) and path.read_bytes() == data
    except OSError:
        return False


def copy_hashed(source: Path, target: Path) -> str:
    """Copy a file's content to the disk and give its sha256: of what was read, which is what was written."""
    digest = hashlib.sha256()
    with source.open("rb") as read, target.open("wb") as write:
        while part := read.read(_PART_BYTES):
            digest.update(part)
            write.write(part)
        sync(write)
    return digest.hexdigest()


def sync(file: IO[bytes]) -> None:
    """Wait until what was written to an open file is on the disk."""
    file.flush()
    os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Wait until the names in a folder are on the disk, where the system knows such a thing."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
