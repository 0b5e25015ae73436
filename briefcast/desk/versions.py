"""Versions: every text that a brief had, as it was saved here or found in its file, with when and by whom.

    versions = Versions(folder / "health.yaml")
    versions.keep(text, kind="saved", at=now, who="lan")
    versions.listed()                                      the latest first

Each is a file of its own in ``.desk/versions``, written whole. The same text twice in a row is kept once.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

from briefcast.errors import BriefcastError
from briefcast.messages import tell
from briefcast.store.files import write_whole

FOLDER = Path(".desk") / "versions"
"""Where they lie in the folder of the briefs, in a folder for each brief."""
VERSIONS_MAX = 300
"""So many of a brief are kept; the oldest goes first."""

Kind = Literal["saved", "elsewhere", "draft", "accepted"]
"""saved: at the desk · elsewhere: found in the file, written by another program · draft: never saved, but let go ·
accepted: with the proposal of a language model in it that somebody accepted."""
_NAME = re.compile(r"(\d{6,})-[0-9a-f]{12}")


def sha256(text: str) -> str:
    """Give by what a text of a brief is known."""
    return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True, kw_only=True)
class Version:
    """A text that a brief had."""

    id: str
    kind: Kind
    at: dt.datetime
    """When it was saved, let go, or written into the file."""
    who: str
    """By whom, as far as it is known."""
    text: str


class Versions:
    """The versions of one brief."""

    def __init__(self, brief: Path) -> None:
        """Look at what is kept of a brief, whether its file is there or not."""
        self._folder = brief.parent / FOLDER / brief.name

    def keep(self, text: str, *, kind: Kind, at: dt.datetime, who: str = "") -> None:
        """Keep a text, unless it is the one that was kept last: of what stood in the file, unless it is a draft."""
        names, mark = self._names(), sha256(text)[:12]
        alike = (each for each in map(self._read, names) if each and (kind == "draft" or each.kind != "draft"))
        if (last := next(alike, None)) and last.text == text:
            return
        self._folder.mkdir(parents=True, exist_ok=True)
        number = int(names[0].partition("-")[0]) + 1 if names else 1
        held = {"at": at.astimezone(dt.UTC).isoformat(timespec="seconds"), "kind": kind, "who": who, "text": text}
        write_whole(self._folder / f"{number:06}-{mark}.json", json.dumps(held, ensure_ascii=False))
        for old in names[VERSIONS_MAX - 1 :]:
            with suppress(OSError):
                (self._folder / f"{old}.json").unlink()

    def listed(self) -> tuple[Version, ...]:
        """Give them, the latest first; what cannot be read is left out."""
        found = (self._read(name) for name in self._names())
        return tuple(each for each in found if each)

    def find(self, id: str) -> Version:
        """Give one by its id.

        Raises:
            BriefcastError: there is none, or not any more.
        """
        found = self._read(id) if _NAME.fullmatch(id) else None
        if found is None:
            raise BriefcastError(tell("This version is not kept any more."))
        return found

    def _names(self) -> list[str]:
        found = [file.stem for file in self._folder.glob("*.json") if _NAME.fullmatch(file.stem)]
        return sorted(found, key=lambda name: (int(name.partition("-")[0]), name), reverse=True)

    def _read(self, name: str) -> Version | None:
        try:
            held = json.loads((self._folder / f"{name}.json").read_text("utf-8"))
            if held["kind"] not in get_args(Kind):
                return None
            at = dt.datetime.fromisoformat(held["at"])
            return Version(id=name, kind=held["kind"], at=at, who=str(held["who"]), text=str(held["text"]))
        except (OSError, ValueError, KeyError, TypeError):
            return None
