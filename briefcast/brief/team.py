"""The briefs of a team's folder: which there are, and which one is meant."""

from __future__ import annotations

import json
import os
import re
import zipfile
from pathlib import Path

from briefcast.brief.document import pattern_of
from briefcast.brief.references import near_word
from briefcast.errors import BriefcastError
from briefcast.messages import tell
from briefcast.paths import lies_within
from briefcast.store.switch import settle

BRIEFS_ENV = "BRIEFCAST_BRIEFS"
"""The folder in which briefs lie that were sent; ``briefs`` where it is not set."""
SENT_NAME = ".sent.json"
"""In the folder of a brief that was sent: which file it is, who sent it and when."""
_BEGINS = 200_000
"""Bytes of a file in which a brief has said that it is one."""
_LISTED_MAX = 200


def briefs_folder() -> Path:
    """Give the folder of briefs that were sent."""
    return Path(os.environ.get(BRIEFS_ENV, "") or "briefs")


def list_team_briefs(folder: Path) -> tuple[str, ...]:
    """Name the briefs of a team's folder: those that were sent by their id, others by their path from the folder."""
    sent = [place.name for place in sorted(briefs_folder_of(folder).glob("*")) if sent_brief(place)]
    others = [
        path.relative_to(folder).as_posix()
        for pattern in ("*", "*/*")
        for path in sorted(folder.glob(pattern))
        if not any(part.startswith(".") for part in path.relative_to(folder).parts)
        and lies_within(folder, path)
        and _is_brief(path)
    ]
    return tuple(dict.fromkeys((*sent, *others)))[:_LISTED_MAX]


def briefs_folder_of(folder: Path) -> Path:
    """Give the folder of sent briefs of a team that works in another folder than this process."""
    return folder / briefs_folder()


def sent_brief(place: Path) -> Path | None:
    """Give the file of a brief that was sent, by the folder it lies in; None if none does."""
    settle(place)
    try:
        file = place / json.loads((place / SENT_NAME).read_bytes())["brief"]
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return file if file.is_file() and lies_within(place, file) else None


def find_team_brief(asked: Path, folder: Path, *, team: Path) -> Path:
    """Give the file of a brief that a form names: by its id if it was sent, or by its path.

    Args:
        asked: what the form says.
        folder: where paths begin.
        team: the folder outside which nothing is read.

    Raises:
        BriefcastError: there is none of this name, with the one that comes near; or it lies outside.
    """
    if len(asked.parts) == 1 and (sent := sent_brief(briefs_folder_of(folder) / asked.name)):
        return sent
    file = folder / asked
    written, _ = pattern_of(file)
    if not lies_within(team, written):
        raise BriefcastError(
            tell(
                "{file} is outside the folder of the team, {team}. Send the brief: briefcast make FILE --submit.",
                file=asked,
                team=team,
            )
        )
    if written.is_file():
        return file
    known = list_team_briefs(folder)
    if near := near_word(str(asked), known):
        raise BriefcastError(tell("There is no brief '{name}' here. Write '{near}'.", name=asked, near=near))
    raise BriefcastError(
        tell(
            "There is no brief '{name}' here; there are: {known}. A new one is sent: briefcast make FILE --submit.",
            name=asked,
            known=known or tell("nothing"),
        )
    )


def _is_brief(path: Path) -> bool:
    """Say whether a file looks like a brief, without reading all of it."""
    try:
        if path.suffix == ".xlsx":
            with zipfile.ZipFile(path) as book:
                return b'name="points"' in book.read("xl/workbook.xml")[:_BEGINS].lower()
        if path.suffix not in (".yaml", ".yml", ".json") or not path.is_file():
            return False
        with path.open("rb") as file:
            text = file.read(_BEGINS)
    except (OSError, KeyError, zipfile.BadZipFile, NotImplementedError, RuntimeError):
        return False
    return bool(re.search(rb'^ {0,4}"?points"?\s*:', text, re.MULTILINE))
