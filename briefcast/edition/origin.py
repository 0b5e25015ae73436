"""Which brief an edition was made from: kept beside the store, as a manifest names no path of a machine."""

from __future__ import annotations

import hashlib
import json
import os
import platform
from dataclasses import dataclass
from pathlib import Path

from briefcast.brief.document import pattern_of
from briefcast.brief.model import Brief
from briefcast.store.files import write_changed
from briefcast.store.store import STORE_NAME

_FOLDER = "briefs"


@dataclass(frozen=True, kw_only=True)
class Origin:
    """A brief as it was when an edition of it was made last."""

    file: Path
    sha256: str
    """Of what the brief says; comments and order of lines do not count."""


def brief_sha256(brief: Brief) -> str:
    """Give one hash of all that a brief says."""
    return hashlib.sha256(brief.model_dump_json(exclude_defaults=True).encode()).hexdigest()


def note_origin(brief: Brief, file: Path, out: Path) -> None:
    """Write down which brief an edition below ``out`` was made from."""
    folder = out / STORE_NAME / _FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    note = {
        "machine": platform.node(),
        "file": str(file.resolve()),
        "out": str(out.resolve()),
        "sha256": brief_sha256(brief),
    }
    write_changed(folder / f"{brief.id}.json", json.dumps(note))


def origin_file(edition: Path) -> Path:
    """Give where it is kept which brief an edition was made from."""
    return edition.parent / STORE_NAME / _FOLDER / f"{edition.name}.json"


def read_origin(edition: Path) -> Origin | None:
    """Give the brief that an edition was made from; None if that is not known, or was on another machine.

    Where a folder was moved or copied with its editions, the brief that came with it.
    """
    try:
        note = json.loads(origin_file(edition).read_text("utf-8"))
        here = note["machine"] == platform.node()
        file, out = Path(note["file"]), edition.parent.resolve()
        if note.get("out", str(out)) != str(out):
            beside = Path(os.path.normpath(out / os.path.relpath(file, note["out"])))
            file = beside if pattern_of(beside)[0].is_file() else file
        return Origin(file=file, sha256=note["sha256"]) if here else None
    except (OSError, ValueError, KeyError, TypeError):
        return None
