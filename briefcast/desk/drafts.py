"""Drafts: what somebody changed and did not save yet, on the disk from one change to the next.

A draft is a file of lines: the text it began from, then each change. A change is on the disk before it is drawn, so
that a killed browser, tab or server comes back to the last key. What is saved or let go takes its draft away.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import json
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from briefcast.brief.document import parse_document, read_text
from briefcast.desk.editing import Change, change, rewritten
from briefcast.errors import BriefcastError, BriefError
from briefcast.messages import tell
from briefcast.store.files import sync, write_whole

FOLDER = Path(".desk") / "drafts"
"""Where they lie in the folder of the briefs."""
CHANGES_MAX = 200_000
"""Most changes of a draft: days of typing without saving."""


def sha256(text: str) -> str:
    """Give by what a version of a brief is known."""
    return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True, kw_only=True)
class Newer:
    """A version that somebody saved since a draft began."""

    sha256: str
    theirs: str
    """The file as it is now."""
    merged: str
    """The same with the changes of the draft; empty where they cannot be carried out on it."""


class Draft:
    """One brief that somebody changes; all who have it open change the same."""

    def __init__(self, brief: Path) -> None:
        """Begin from the file, or go on with what was kept of it.

        Raises:
            BriefError: the file cannot be read.
        """
        self.path = brief
        self._kept = draft_of(brief)
        self._lock = threading.RLock()
        self.revision = 0
        """Grows with every change: what was drawn from an earlier one is stale."""
        self.base = ""
        """The text it began from."""
        self.data: dict[str, Any] = {}
        """The brief as it stands, a tree of text."""
        self._changes: list[Change] = []
        self._begun_at = ""
        if not self._go_on():
            self._begin(read_text(brief))

    @property
    def is_changed(self) -> bool:
        """Whether anything was changed that is not saved."""
        return bool(self._changes)

    @property
    def begun_at(self) -> dt.datetime | None:
        """When the first change was made that is not saved."""
        return dt.datetime.fromisoformat(self._begun_at) if self._begun_at else None

    def look_again(self) -> None:
        """Take the file as it is now, if nothing was changed here and somebody saved another version."""
        with self._lock:
            if not self._changes and (now := read_text(self.path)) != self.base:
                self._begin(now)

    def make(self, changes: list[Change]) -> int:
        """Carry out changes, keep them on the disk, and give the revision.

        Raises:
            BriefcastError: a path leads nowhere; nothing is changed then.
        """
        with self._lock:
            data = self.data
            for each in changes:
                data = change(data, each)
            if len(self._changes) + len(changes) > CHANGES_MAX:
                raise BriefcastError(tell("There are too many changes that are not saved: save them."))
            if changes:
                self._write_down(changes)
            self.data = data
            self._changes.extend(changes)
            self.revision += len(changes)
            return self.revision

    def text(self) -> str:
        """Give the text that saving would write."""
        with self._lock:
            base, changes = self.base, tuple(self._changes)
        return rewritten(base, changes) if changes else base

    def save(self, *, over: str = "") -> Newer | None:
        """Write the file, unless somebody saved another version since: that one is given, with both put together.

        Args:
            over: the sha256 of a newer version that was looked at: the changes are carried out on that one.
        """
        with self._lock:
            if not self._changes:
                return None
            now = read_text(self.path)
            if now != self.base and over != sha256(now):
                try:
                    merged = rewritten(now, self._changes)
                except BriefcastError:
                    merged = ""
                return Newer(sha256=sha256(now), theirs=now, merged=merged)
            text = rewritten(now, self._changes)
            # What cannot be read again is never written over what can.
            written = _read_typed(self.path, text)
            write_whole(self.path, text)
            self._kept.unlink(missing_ok=True)
            self._begin(text, written)
            return None

    def discard(self) -> None:
        """Let go of what was changed."""
        with self._lock:
            self._kept.unlink(missing_ok=True)
            self._begin(read_text(self.path))

    def _begin(self, text: str, data: dict[str, Any] | None = None) -> None:
        self.data = _read_typed(self.path, text) if data is None else data
        self.base, self._changes, self._begun_at = text, [], ""
        self.revision += 1

    def _go_on(self) -> bool:
        """Take up what was kept; a last line that was cut short is left out."""
        try:
            head, *lines = self._kept.read_text("utf-8").split("\n")
            first = json.loads(head)
            self._begin(str(first["base"]))
        except (OSError, ValueError, KeyError, TypeError, BriefError):
            return False
        self._begun_at = str(first.get("at", ""))
        for line in lines:
            try:
                made = Change.model_validate_json(line)
                self.data = change(self.data, made)
            except (ValidationError, BriefcastError):
                continue
            self._changes.append(made)
        self.revision += len(self._changes)
        return bool(self._changes)

    def _write_down(self, changes: list[Change]) -> None:
        if not self._changes:
            self._kept.parent.mkdir(parents=True, exist_ok=True)
            self._begun_at = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
            write_whole(self._kept, json.dumps({"base": self.base, "at": self._begun_at}, ensure_ascii=False))
        with self._kept.open("ab") as file:
            whole = file.tell()
            try:
                # A line begins with its break: one that was cut short spoils none behind it.
                file.write("".join(f"\n{each.model_dump_json(exclude_defaults=True)}" for each in changes).encode())
                sync(file)
            except OSError:
                # What is refused must not come back.
                with contextlib.suppress(OSError):
                    file.truncate(whole)
                raise


def draft_of(brief: Path) -> Path:
    """Give where the draft of a brief is kept, if there is one."""
    return brief.parent / FOLDER / f"{brief.name}.jsonl"


def _read_typed(path: Path, text: str) -> dict[str, Any]:
    """Read a text as the file would be read.

    Raises:
        BriefError: what is wrong with it.
    """
    document = parse_document(path, text)
    if document.problems:
        raise BriefError(document.problems)
    return document.data
