"""The shelf: the briefs of the team's folder, what needs somebody first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from briefcast.brief.document import inside, read_document
from briefcast.brief.model import LANGUAGES
from briefcast.desk.drafts import draft_of
from briefcast.errors import BriefcastError, BriefError
from briefcast.manifest.manifest import MANIFEST_NAME, Manifest, read_manifest
from briefcast.messages import tell

EDITED = (".yaml", ".yml")
"""Endings of briefs that can be changed here; others are shown."""
_ENDINGS = (*EDITED, ".json", ".xlsx")
_OTHERS = ("plan.", "channels.", "pronunciation.", "people.")
"""Files of a team that are no briefs, also where they cannot be read."""


@dataclass(frozen=True, kw_only=True)
class Shelved:
    """One brief on the shelf."""

    name: str
    """Its file."""
    id: str
    title: Mapping[str, str]
    languages: tuple[str, ...]
    is_edited: bool
    """Whether it can be changed here."""
    has_draft: bool
    manifest: Manifest | None
    """Its edition, if there is one."""
    is_newer: bool
    """Whether the brief was changed after its edition was made."""
    error: str = ""
    """Why it cannot be read."""

    @property
    def rank(self) -> int:
        """Where it stands: what cannot be read, what is not saved, what is not made, what was changed since."""
        if self.error:
            return 0
        if self.has_draft:
            return 1
        return 2 if self.manifest is None else 3 if self.is_newer else 4


def list_briefs(folder: Path, out: Path) -> tuple[Shelved, ...]:
    """List the briefs of a folder, what needs somebody first; other files of data are left out."""
    found = (shelved(file, out) for file in sorted(folder.iterdir()) if _may_be_brief(file))
    return tuple(sorted((each for each in found if each), key=lambda each: (each.rank, each.name)))


def find_brief(folder: Path, name: str) -> Path:
    """Give the file of a brief by its name.

    Raises:
        BriefcastError: there is none of that name in the folder.
    """
    if "/" not in name and "\\" not in name:
        try:
            file = inside(folder, name)
            if _may_be_brief(file):
                return file
        except (ValueError, OSError):
            pass
    raise BriefcastError(tell("There is no brief '{name}' in this folder.", name=name[:100]))


def find_edited(folder: Path, name: str) -> Path:
    """Give the file of a brief that can be changed here, by its name.

    Raises:
        BriefcastError: there is none of that name in the folder, or another program changes it.
    """
    file = find_brief(folder, name)
    if file.suffix.lower() not in EDITED:
        raise BriefcastError(
            tell("{name} is changed in the program that wrote it; the desk shows its state.", name=file.name)
        )
    return file


def shelved(file: Path, out: Path) -> Shelved | None:
    """Give a brief as it stands on the shelf; None for a file that is something else."""
    data, error = _typed(file)
    if error and file.name.startswith(_OTHERS):
        return None
    if not error and not _says_brief(data):
        return None
    title = data.get("title")
    id = str(data.get("id", file.stem))
    manifest = _edition(out, id)
    changed = dt.datetime.fromtimestamp(file.stat().st_mtime, dt.UTC)
    return Shelved(
        name=file.name,
        id=id,
        title={str(k): str(v) for k, v in title.items()} if isinstance(title, Mapping) else {},
        languages=tuple(code for code in data.get("languages", ()) if code in LANGUAGES)
        if isinstance(data.get("languages"), list)
        else (),
        is_edited=file.suffix.lower() in EDITED,
        has_draft=draft_of(file).is_file(),
        manifest=manifest,
        is_newer=bool(manifest and changed > manifest.made_at),
        error=error,
    )


def _may_be_brief(file: Path) -> bool:
    return file.suffix.lower() in _ENDINGS and not file.name.startswith((".", "~")) and file.is_file()


def _typed(file: Path) -> tuple[dict[str, Any], str]:
    """Give what stands in a file, as far as it can be read; why not, if it cannot be."""
    try:
        if file.suffix.lower() == ".xlsx":
            from briefcast.brief.workbook import read_workbook

            return read_workbook(file).data, ""
        document = read_document(file)
    except BriefError as error:
        return {}, error.problems[0].told
    return document.data, document.problems[0].told if document.problems else ""


def _says_brief(data: Mapping[str, Any]) -> bool:
    """Say whether a file is meant as a brief, also where a part is missing or its name mistyped."""
    return "points" in data or ("title" in data and "languages" in data and "slots" not in data)


def _edition(out: Path, id: str) -> Manifest | None:
    try:
        place = inside(out, id)
        return read_manifest(place) if (place / MANIFEST_NAME).is_file() else None
    except (BriefcastError, ValueError, OSError):
        return None
