"""Pruning: entries of a store that nothing claims and that nobody used for long are let go."""

from __future__ import annotations

import json
import re
import shutil
import time
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from briefcast.store.claims import claimed
from briefcast.store.store import INDEX, USED_ANEW_S

_KEY = re.compile(r"[0-9a-f]{64}")
_DAY_S = 86_400


@dataclass(frozen=True, kw_only=True)
class Pruned:
    """What a store holds after it was pruned, and what was let go."""

    entries: int
    bytes: int
    gone: int
    gone_bytes: int
    claimed_bytes: int
    """Of what is held: what editions consist of, now and before."""


@dataclass(frozen=True)
class _Entry:
    folder: Path
    bytes: int
    used_s: float
    """When it was made or found last, in seconds since 1970."""
    names: frozenset[str]
    """Other entries that its index names."""


def prune(
    store: Path,
    *,
    owners: Collection[str],
    keep_days: float,
    limit_bytes: int | None = None,
    dry_run: bool = False,
    now_s: float | None = None,
) -> Pruned:
    """Let go what nothing claims and nobody used for some days, and beyond that what was not used for longest.

    What claims name stays, with all that it names in turn and what leads to it; so does what was used a moment ago:
    it may be in use.

    Args:
        store: folder of the store.
        owners: first words of the claims that count; of others those alone that were made lately.
        keep_days: for how many days after its last use an entry stays that nothing claims.
        limit_bytes: what the store is to hold at most; more stays if claims need more.
        dry_run: only say what would go.
        now_s: the time, in seconds since 1970.
    """
    now_s = time.time() if now_s is None else now_s
    oldest_s = now_s - keep_days * _DAY_S
    if not dry_run:
        _sweep(store)
    entries = {entry.folder.name: entry for entry in _entries(store)}
    roots: set[str] = set()
    for file, owner, keys in claimed(store):
        if owner.partition(" ")[0] in owners or file.stat().st_mtime >= oldest_s:
            roots |= keys
        elif not dry_run:
            file.unlink()
    kept = _reached(roots, entries)
    others = sorted((e for key, e in entries.items() if key not in kept), key=lambda entry: entry.used_s)
    held = sum(entry.bytes for entry in entries.values())
    gone: list[_Entry] = []
    for entry in others:
        too_old, too_much = entry.used_s < oldest_s, limit_bytes is not None and held > limit_bytes
        if entry.used_s < now_s - USED_ANEW_S and (too_old or too_much):
            gone.append(entry)
            held -= entry.bytes
            if not dry_run:
                shutil.rmtree(entry.folder, ignore_errors=True)
    return Pruned(
        entries=len(entries) - len(gone),
        bytes=held,
        gone=len(gone),
        gone_bytes=sum(entry.bytes for entry in gone),
        claimed_bytes=sum(entries[key].bytes for key in kept),
    )


def _reached(roots: Collection[str], entries: dict[str, _Entry]) -> set[str]:
    """Give the entries that are claimed, those that they name, and those by which they are found."""
    found = {key for key in roots if key in entries}
    # By a row that names it a film is found without telling its words again.
    found |= {key for key, entry in entries.items() if entry.names & found}
    new = found
    while new:
        new = {name for key in new for name in entries[key].names if name in entries} - found
        found |= new
    return found


def _entries(store: Path) -> Iterator[_Entry]:
    for index in store.glob(f"[0-9a-f][0-9a-f]/*/{INDEX}"):
        if not _KEY.fullmatch(index.parent.name):
            continue
        try:
            text = index.read_text("utf-8")
            size = len(text) + sum(size for size, _ in json.loads(text)["files"].values())
            used_s = index.stat().st_mtime
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            # What cannot be read is of use to nobody.
            yield _Entry(index.parent, 0, 0.0, frozenset())
            continue
        names = frozenset(_KEY.findall(text)) - {index.parent.name}
        yield _Entry(index.parent, size, used_s, names)


def _sweep(store: Path) -> None:
    """Remove what makers that were killed left of entries."""
    for aside in store.glob("[0-9a-f][0-9a-f]/.*-*"):
        key = aside.name[1:].partition("-")[0]
        lock = aside.parent / f"{key}.lock"
        try:
            with FileLock(lock, timeout=0):
                shutil.rmtree(aside, ignore_errors=True)
            lock.unlink(missing_ok=True)
        except Timeout:
            continue  # it is being made
