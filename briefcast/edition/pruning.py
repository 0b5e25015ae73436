"""Pruning the store of a folder of editions: what they consist of, now and before, stays."""

from __future__ import annotations

import os
import re
from pathlib import Path

from filelock import FileLock

from briefcast.errors import BriefcastError
from briefcast.manifest.manifest import MANIFEST_NAME
from briefcast.messages import tell
from briefcast.store.pruning import Pruned, prune
from briefcast.store.store import STORE_NAME

KEEP_DAYS = 30
LIMIT_ENV = "BRIEFCAST_STORE_LIMIT"
"""How much a store may hold, such as 20GB: looked at after whatever was made anew."""

_SIZE = re.compile(r"(?P<number>\d+(?:\.\d+)?)\s*(?P<unit>[KMGT]?)B?", re.IGNORECASE)
_UNITS = {"": 1, "K": 10**3, "M": 10**6, "G": 10**9, "T": 10**12}


def read_size(text: str, *, named: str) -> int:
    """Give a size in bytes as people write it: 500MB, 20 GB, 1.5T.

    Raises:
        BriefcastError: it is none; ``named`` says where it was written.
    """
    found = _SIZE.fullmatch(text.strip())
    if not found:
        raise BriefcastError(tell("{name}: {text} is no size. Write one such as 20GB.", name=named, text=text))
    return round(float(found["number"]) * _UNITS[found["unit"].upper()])


def prune_store(
    out: Path, *, keep_days: float = KEEP_DAYS, limit_bytes: int | None = None, dry_run: bool = False
) -> Pruned:
    """Let go what no edition below a folder consists of and nobody used for some days; see `prune`.

    Raises:
        BriefcastError: there is no store.
    """
    store = out / STORE_NAME
    if not store.is_dir():
        raise BriefcastError(tell("{folder}: there is no store. Name the folder of editions with --out.", folder=out))
    with FileLock(store / "editions.lock"):
        # Feeds outlive the editions of their episodes.
        owners = {"feed", *(path.parent.name for path in out.glob(f"*/{MANIFEST_NAME}"))}
        return prune(store, owners=owners, keep_days=keep_days, limit_bytes=limit_bytes, dry_run=dry_run)


def keep_limit(out: Path) -> None:
    """Prune the store of a folder to the limit that ``BRIEFCAST_STORE_LIMIT`` names, if it names one.

    Raises:
        BriefcastError: what it names is no size.
    """
    if text := os.environ.get(LIMIT_ENV):
        prune_store(out, keep_days=float("inf"), limit_bytes=read_size(text, named=LIMIT_ENV))
