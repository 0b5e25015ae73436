"""The plan in a team's folder, found among its briefs."""

from __future__ import annotations

from pathlib import Path

from briefcast.brief.document import read_document
from briefcast.errors import BriefError

_ENDINGS = (".yaml", ".yml", ".json", ".xlsx")


def find_plan(folder: Path) -> tuple[Path | None, tuple[str, ...]]:
    """Give the plan of a folder, and the names of other ones there, which are not shown."""
    found = [file for file in sorted(folder.iterdir()) if _is_plan(file)]
    return (found[0] if found else None), tuple(file.name for file in found[1:])


def _is_plan(file: Path) -> bool:
    if file.suffix.lower() not in _ENDINGS or file.name.startswith((".", "~")) or not file.is_file():
        return False
    try:
        if file.suffix.lower() == ".xlsx":
            from openpyxl import load_workbook

            return "slots" in load_workbook(file, read_only=True).sheetnames
        text = file.read_text("utf-8", errors="replace")
        if file.stem != "plan" and not ("slots" in text and "items" in text):
            return False  # most are briefs: read no further
        data = read_document(file).data
    except (BriefError, OSError, ValueError, KeyError):
        # What cannot be read is told as the plan, where it is called so.
        return file.stem == "plan"
    return "slots" in data and "items" in data
