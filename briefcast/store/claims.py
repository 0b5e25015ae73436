"""Claims: which entries of a store something that changes over time consists of, now and before.

Each owner has a file below ``.claims``: the name, and for each of its pieces the keys of the last versions.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

from filelock import FileLock

from briefcast.store.files import write_whole

_FOLDER = ".claims"
_VERSIONS_KEPT = 2
"""Of what is claimed by name: what is used now, and what was before, so that taking a change back costs nothing."""

Versions = list[list[str]]
"""The keys of each version, the newest first."""


def claim(
    store: Path, owner: str, pieces: Mapping[str, Iterable[str]], *, stays: Callable[[str], bool] = lambda _piece: False
) -> set[str]:
    """Write down of what the pieces of an owner consist now, and give the keys that nothing claims any more.

    Pieces that are not named are forgotten, but for those that stay as they are.
    """
    folder = store / _FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    own = folder / f"{hashlib.sha256(owner.encode()).hexdigest()[:32]}.json"
    with FileLock(folder / ".lock"):
        before = _read(own)[1]
        now = {piece: versions for piece, versions in before.items() if stays(piece)}
        for piece, keys in pieces.items():
            newest = sorted(set(keys))
            older = (version for version in before.get(piece, []) if version != newest)
            now[piece] = [newest, *older][:_VERSIONS_KEPT]
        if now == before:
            return set()
        write_whole(own, json.dumps({"name": owner, "pieces": now}, ensure_ascii=False))
        gone = _keys(before)
        if gone:
            for path in folder.glob("*.json"):
                gone -= _keys(_read(path)[1])
        return gone


def claimed(store: Path) -> Iterator[tuple[Path, str, set[str]]]:
    """Give the file, the owner and all keys of every claim; a claim that cannot be read has neither owner nor keys."""
    for path in sorted((store / _FOLDER).glob("*.json")):
        owner, pieces = _read(path)
        yield path, owner, _keys(pieces)


def _keys(pieces: Mapping[str, Versions]) -> set[str]:
    return {key for versions in pieces.values() for version in versions for key in version}


def _read(file: Path) -> tuple[str, dict[str, Versions]]:
    """Give the owner of a claim and its pieces; none if it cannot be read."""
    try:
        row = json.loads(file.read_bytes())
        # Earlier versions of briefcast wrote the versions of one piece.
        return str(row["name"]), dict(row["pieces"] if "pieces" in row else {"": row["versions"]})
    except (OSError, ValueError, KeyError, TypeError):
        return "", {}
