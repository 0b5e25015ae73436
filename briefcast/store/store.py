"""The content store: whatever was made once from the same inputs is not made again.

An entry is a folder of files under a key. The key is the sha256 of everything that went in: the
kind of work, the version of the code, every value, and the content (never the name alone) of every
file. A folder is written aside and renamed when it is whole, so an entry is never half there. Its index
holds size and sha256 of each file: finding an entry looks at sizes, copying from it compares content.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
import json
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from filelock import FileLock
from pydantic import BaseModel

from briefcast.errors import BriefcastError, StoreDamage
from briefcast.messages import tell
from briefcast.paths import ASSETS, PACKAGE, TEMPLATES
from briefcast.store.claims import claim
from briefcast.store.files import copy_hashed, file_sha256, known_sha256, sync, sync_folder

if TYPE_CHECKING:
    from briefcast.store.shared import SharedStore

SHARED_STORE_ENV = "BRIEFCAST_STORE"
"""Where several machines share what is made: a URL that fsspec knows, like ``s3://bucket/briefcast``."""

STORE_NAME = ".store"
"""The store lies beside the editions, so that they share what they have in common."""
INDEX = "entry.json"
"""What an entry holds, and, by the time of the file, when it was used last."""
USED_ANEW_S = 3 * 3600
"""After so long another use of an entry is written down: what was used within it may be in use now."""

_BESIDE = {"templates", "assets", "docs"}
"""Folders that an installed package holds and a checkout has beside it: whatever way it came, the code is the same."""


_APART = frozenset(
    {
        "channels",
        "cli",
        "desk",
        "drafting",
        "edition",
        "handouts",
        "ledger",
        "pages",
        "planner",
        "proposing",
        "publishing",
        "site",
        "week",
    }
)
"""Rooms from which nothing that makes an output imports: a change there changes no output."""
_DATA_APART = frozenset(
    {
        "calendar",
        "desk",
        "editor.yaml",
        "findings",
        "handoff",
        "handouts",
        "page",
        "plan",
        "platforms.yaml",
        "posts",
        "proposals.yaml",
        "said.yaml",
        "site",
    }
)
"""Data that those rooms alone read."""


@cache
def code_version() -> str:
    """Give one short hash of all code, templates and assets that decide how an output looks."""
    return _version(apart=False)


@cache
def program_version() -> str:
    """Give one short hash of all code, templates and assets: also of what finds, tells, shows and publishes."""
    return _version(apart=True)


def _version(*, apart: bool) -> str:
    digest = hashlib.sha256()
    for root, path, sha256 in _code():
        first = path.partition("/")[0]
        if apart or first not in (_APART if root == "package" else _DATA_APART):
            digest.update(f"{root} {path} {sha256}\n".encode())
    return digest.hexdigest()[:16]


@cache
def _code() -> tuple[tuple[str, str, str], ...]:
    """Give root, path and sha256 of every file of the program."""
    return tuple(
        (name, path.relative_to(root).as_posix(), file_sha256(path))
        for name, root in (("package", PACKAGE), ("templates", TEMPLATES), ("assets", ASSETS))
        for path in sorted(p for p in root.rglob("*") if p.is_file() and "__pycache__" not in p.parts)
        if root is not PACKAGE or path.relative_to(root).parts[0] not in _BESIDE
    )


def content_key(kind: str, *inputs: object) -> str:
    """Give the key of a piece of work: its kind, the code's version and its inputs' content.

    Inputs may be dataclasses, pydantic models, mappings, sequences, numbers, text, dates, bytes and
    paths; a path counts by the content of its file. The code is that which makes outputs (`code_version`): work
    that other code does has that among its inputs.
    """
    canonical = json.dumps([kind, code_version(), [_canonical(i) for i in inputs]], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()


def _canonical(value: object) -> Any:
    if value is None or isinstance(value, (bool, int, str)):
        return value
    if isinstance(value, float):
        return ["float", repr(value)]
    if isinstance(value, Decimal):
        return ["decimal", str(value)]
    if isinstance(value, (dt.date, dt.datetime)):
        return ["date", value.isoformat()]
    if isinstance(value, bytes):
        return ["bytes", hashlib.sha256(value).hexdigest()]
    if isinstance(value, Path):
        return ["file", known_sha256(value)]
    if isinstance(value, BaseModel):
        return [type(value).__name__, {k: _canonical(getattr(value, k)) for k in type(value).model_fields}]
    if dataclasses.is_dataclass(value):
        return [type(value).__name__, {f.name: _canonical(getattr(value, f.name)) for f in dataclasses.fields(value)}]
    if isinstance(value, Mapping):
        return ["map", {str(k): _canonical(v) for k, v in value.items()}]
    if isinstance(value, (tuple, list)):
        return [_canonical(v) for v in value]
    if isinstance(value, (set, frozenset)):
        return ["set", sorted(json.dumps(_canonical(v), sort_keys=True) for v in value)]
    raise TypeError(f"a {type(value).__name__} cannot be part of a content key")


def _note_use(index: Path) -> None:
    """Let the index of an entry say by its time that it was used, unless it says so already."""
    with suppress(OSError):  # a store that may only be read
        if index.stat().st_mtime < time.time() - USED_ANEW_S:
            os.utime(index)


@dataclasses.dataclass(frozen=True, kw_only=True)
class Entry:
    """What the store holds under one key."""

    key: str
    folder: Path
    meta: Any
    """What the maker returned beside its files; JSON."""
    fresh: bool
    """Whether it was made just now."""


def open_store(folder: Path) -> Store:
    """Open the store in a folder, and behind it the one that machines share, if ``BRIEFCAST_STORE`` names one.

    Raises:
        BriefcastError: the shared store cannot be reached, or what it takes is not installed.
    """
    url = os.environ.get(SHARED_STORE_ENV)
    if not url:
        return Store(folder)
    try:
        from briefcast.store.shared import SharedStore
    except ImportError as error:
        needs = tell(
            "{setting} needs {package}: pip install {package}", setting=SHARED_STORE_ENV, package=str(error.name)
        )
        raise BriefcastError(needs) from error
    return Store(folder, shared=SharedStore(url))


class Store:
    """A folder of entries, safe for several processes at once, also on several machines that share the folder."""

    def __init__(self, folder: Path, *, shared: SharedStore | None = None) -> None:
        self.folder = folder
        self.shared = shared
        self.made = 0
        """How many entries were made through this object; the others were found."""

    def get(self, key: str) -> Entry | None:
        """Give the entry of a key if every one of its files is whole, by size."""
        folder = self._place(key)
        try:
            index = json.loads((folder / INDEX).read_bytes())
            if all((folder / name).stat().st_size == size for name, (size, _) in index["files"].items()):
                _note_use(folder / INDEX)
                return Entry(key=key, folder=folder, meta=index["meta"], fresh=False)
        except (OSError, ValueError, KeyError, TypeError):
            pass
        return None

    def copy_out(self, key: str, name: str, place: Path) -> str:
        """Copy a file of an entry to its place, whole or not at all, and give its sha256.

        Raises:
            StoreDamage: its content is not what was made, or gone; `drop` the entry and make it again.
        """
        made, source = self.sums(key).get(name), self._place(key) / name
        if made is None or not source.is_file():
            raise StoreDamage(key)
        aside = place.with_name(f".{place.name}.part")
        try:
            sha256 = copy_hashed(source, aside)
            if sha256 != made:
                raise StoreDamage(key)
            aside.replace(place)
        except BaseException:
            aside.unlink(missing_ok=True)
            raise
        return sha256

    def check(self, key: str) -> None:
        """Hash every file of an entry.

        Raises:
            StoreDamage: the content of one is not what was made; `drop` the entry and make it again.
        """
        try:
            whole = all(file_sha256(self._place(key) / name) == sha256 for name, sha256 in self.sums(key).items())
        except OSError:
            whole = False
        if not whole:
            raise StoreDamage(key)

    def drop(self, key: str) -> None:
        """Let an entry go."""
        shutil.rmtree(self._place(key), ignore_errors=True)

    def _place(self, key: str) -> Path:
        return self.folder / key[:2] / key

    def sums(self, key: str) -> dict[str, str]:
        """Give the sha256 of every file of an entry as it was made; StoreDamage if that cannot be read."""
        try:
            index = json.loads((self._place(key) / INDEX).read_bytes())
            return {name: sha256 for name, (_, sha256) in index["files"].items()}
        except (OSError, ValueError, KeyError, TypeError):
            raise StoreDamage(key) from None

    def make(self, key: str, build: Callable[[Path], Any], *, shared: bool = True) -> Entry:
        """Give the entry of a key, made by ``build(folder)`` if there is none.

        ``build`` writes its files into the folder it is given and returns what is to be kept
        beside them (JSON). If it fails, nothing is left. Two makers of one key wait for each other. Where
        machines share a store, what one of them made is copied from there, unless ``shared`` is not set.
        """
        if entry := self.get(key):
            return entry
        place = self.folder / key[:2]
        place.mkdir(parents=True, exist_ok=True)
        with FileLock(place / f"{key}.lock"):
            if entry := self.get(key):
                return entry
            for leftover in place.glob(f".{key}-*"):  # of a maker that was killed
                shutil.rmtree(leftover, ignore_errors=True)
            behind = self.shared if shared else None
            entry = self._build(key, build) if behind is None else self._build_or_fetch(key, build, behind)
        # Whoever still waits for this lock, or makes it anew, finds the entry whole.
        (place / f"{key}.lock").unlink(missing_ok=True)
        return entry

    def _build_or_fetch(self, key: str, build: Callable[[Path], Any], shared: SharedStore) -> Entry:
        """Build an entry for all machines, or copy it if another machine made it."""
        with shared.turn(key, INDEX) as ours:
            if ours:
                entry = self._build(key, build)
                shared.publish(key, entry.folder, INDEX)
                return entry
        with self._aside(key) as aside:
            shared.fetch(key, aside, INDEX)
        with suppress(StoreDamage):
            self.check(key)
            if found := self.get(key):
                return found
        raise BriefcastError(
            tell("The entry {key} of the shared store {store} is damaged: delete it there.", key=key, store=shared.url)
        )

    def _build(self, key: str, build: Callable[[Path], Any]) -> Entry:
        """Build an entry aside and give it its place when it is whole; the caller holds its lock."""
        with self._aside(key) as aside:
            meta = build(aside)
            files = {
                p.relative_to(aside).as_posix(): (p.stat().st_size, file_sha256(p))
                for p in sorted(aside.rglob("*"))
                if p.is_file()
            }
            (aside / INDEX).write_text(json.dumps({"files": files, "meta": meta}, ensure_ascii=False), "utf-8")
        self.made += 1
        return Entry(key=key, folder=self._place(key), meta=json.loads(json.dumps(meta)), fresh=True)

    @contextmanager
    def _aside(self, key: str) -> Iterator[Path]:
        """Give a folder to fill that takes the place of the entry, when the block ends well and all is on the disk."""
        place = self.folder / key[:2]
        aside = Path(tempfile.mkdtemp(prefix=f".{key}-", dir=place))
        try:
            yield aside
            for path in aside.rglob("*"):
                if path.is_file():
                    with path.open("rb+") as file:
                        sync(file)
            shutil.rmtree(place / key, ignore_errors=True)
            aside.chmod(0o755)
            sync_folder(aside)
            aside.rename(place / key)
        except BaseException:
            shutil.rmtree(aside, ignore_errors=True)
            raise

    def claim(self, name: str, keys: Iterable[str]) -> None:
        """Say which entries something that changes over time consists of now, whether or not they are made yet.

        Kept are those of this version and of the one before. Of older versions, what no other name
        claims is let go. Entries that nobody ever claimed stay. Claim before making: another process
        then lets nothing go that is being made.
        """
        self.claim_pieces(name, {"": keys})

    def claim_pieces(
        self,
        name: str,
        pieces: Mapping[str, Iterable[str]],
        *,
        stays: Callable[[str], bool] = lambda _piece: False,
    ) -> None:
        """Claim for each piece of something apart; pieces not named keep what they claimed before, if they stay."""
        for key in claim(self.folder, name, pieces, stays=stays):
            shutil.rmtree(self._place(key), ignore_errors=True)
