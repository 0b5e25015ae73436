"""Drafts: what somebody changed and did not save yet, on the disk from one change to the next.

A draft is a file of lines: the text it began from, then each change. A change is on the disk before it is drawn, so
that a killed browser, tab or server comes back to the last key. What is saved or let go takes its draft away.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from pydantic import ValidationError

from briefcast.brief.document import FieldPath, is_yes, parse_document, read_text
from briefcast.desk.editing import Change, carried, change, rewritten, shape_of, value_at
from briefcast.desk.turning import changes_to
from briefcast.desk.versions import Version, Versions, sha256
from briefcast.errors import BriefcastError, BriefError
from briefcast.messages import tell
from briefcast.store.files import sync, write_whole

FOLDER = Path(".desk") / "drafts"
"""Where they lie in the folder of the briefs."""
CHANGES_MAX = 200_000
"""Most changes of a draft: days of typing without saving."""


@dataclass(frozen=True, kw_only=True)
class Newer:
    """A version that somebody saved since a draft began."""

    sha256: str
    theirs: str
    """The file as it is now."""
    merged: str
    """The same with the changes of the draft; empty where they cannot be carried out on it."""


@dataclass(frozen=True, kw_only=True)
class Overtaken:
    """A change of what is not any more as the form showed it."""

    path: FieldPath
    now: Any
    """What stands there."""
    mine: Any
    """What was typed."""
    moved: bool
    """Whether entries came or went, so that nobody knows which one is meant."""


class FormIsOld(BriefcastError):  # noqa: N818  # a state, not a mistake
    """Somebody else changed the same: nothing was changed."""

    def __init__(self, rows: tuple[Overtaken, ...]) -> None:
        super().__init__(tell("Somebody else has changed the same meanwhile. Nothing of yours was put over it."))
        self.rows = rows


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
        self._pages: dict[FieldPath, str] = {}
        """Which page changed a field last."""
        self.versions = Versions(brief)
        """What it was before."""
        if not self._go_on():
            self._begin(read_text(brief))
            self._found(self.base)

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
                self._found(now)

    def _found(self, text: str) -> None:
        """Keep what another program wrote into the file; that it cannot be kept stops nobody."""
        with contextlib.suppress(OSError):
            at = dt.datetime.fromtimestamp(self.path.stat().st_mtime, dt.UTC)
            self.versions.keep(text, kind="elsewhere", at=at)

    @property
    def shape(self) -> str:
        """From which entries a form of it is drawn."""
        return shape_of(self.data)

    def make(self, changes: list[Change], *, page: str = "", shape: str = "") -> int:
        """Carry out changes, keep them on the disk, and give the revision.

        Args:
            changes: what somebody did, each with what the form showed before.
            page: which page it was done on: what it changed itself it may change further.
            shape: from which entries its form was drawn.

        Raises:
            FormIsOld: something of it is not any more as the form showed it; nothing is changed then.
            BriefcastError: a path leads nowhere; nothing is changed then.
        """
        with self._lock:
            if rows := tuple(self._overtaken(changes, page, shape)):
                raise FormIsOld(rows)
            data = self.data
            for each in changes:
                data = change(data, each)
            if len(self._changes) + len(changes) > CHANGES_MAX:
                raise BriefcastError(tell("There are too many changes that are not saved: save them."))
            if changes:
                self._write_down(changes)
            self.data = data
            self._changes.extend(changes)
            self._pages.update({each.path: page for each in changes})
            if any(each.kind != "set" for each in changes):
                # Another entry stands at a number now.
                self._pages = {
                    path: by for path, by in self._pages.items() if all(isinstance(key, str) for key in path)
                }
            self.revision += len(changes)
            return self.revision

    def _overtaken(self, changes: list[Change], page: str, shape: str) -> Iterator[Overtaken]:
        moved = bool(shape) and shape != self.shape
        for each in changes:
            of_entry = each.kind in ("remove", "move") or any(isinstance(key, int) for key in each.path)
            now = value_at(self.data, each.path)
            if moved and of_entry:
                yield Overtaken(path=each.path, now=None, mine=each.value, moved=True)
            elif each.kind == "set" and "was" in each.model_fields_set and self._pages.get(each.path, "") != page:
                as_now = _as_shown(now, each.was)
                if as_now not in (_as_shown(each.was, each.was), _as_shown(each.value, each.was)):
                    yield Overtaken(path=each.path, now=now, mine=each.value, moved=False)

    def text(self) -> str:
        """Give the text that saving would write."""
        with self._lock:
            base, changes = self.base, tuple(self._changes)
        return rewritten(base, changes) if changes else base

    def save(self, *, over: str = "", who: str = "", kind: Literal["saved", "accepted"] = "saved") -> Newer | None:
        """Write the file, unless somebody saved another version since: that one is given, with both put together.

        Args:
            over: the sha256 of a newer version that was looked at: the changes are carried out on that one.
            who: who saves, for the versions.
            kind: how the version came to be.
        """
        with self._lock:
            if not self._changes:
                return None
            now = read_text(self.path)
            if now != self.base and over != sha256(now):
                try:
                    merged = rewritten(now, self._carried_to(now))
                except BriefcastError:
                    merged = ""
                return Newer(sha256=sha256(now), theirs=now, merged=merged)
            text = rewritten(now, self._changes if now == self.base else self._carried_to(now))
            # What cannot be read again is never written over what can.
            written = _read_typed(self.path, text)
            self._found(now)
            write_whole(self.path, text)
            with contextlib.suppress(OSError):
                self.versions.keep(text, kind=kind, at=dt.datetime.now(dt.UTC), who=who)
            self._kept.unlink(missing_ok=True)
            if over:
                self._pages.clear()
            self._begin(text, written)
            return None

    def _carried_to(self, theirs: str) -> tuple[Change, ...]:
        return carried(self._changes, _read_typed(self.path, self.base), _read_typed(self.path, theirs))

    def save_as(self, path: Path) -> None:
        """Write what stands here as a new file, and end the draft of the one that is gone.

        Raises:
            FileExistsError: there is such a file.
        """
        with self._lock:
            text = self.text()
            with path.open("xb") as file:
                file.write(text.encode())
                sync(file)
            self._kept.unlink(missing_ok=True)
            self._changes, self._begun_at = [], ""

    def discard(self, *, who: str = "") -> None:
        """Let go of what was changed; it is found among the versions all the same."""
        with self._lock:
            self._keep_unsaved(who)
            self._kept.unlink(missing_ok=True)
            self._pages.clear()
            self._begin(read_text(self.path))

    def take_back(self, wanted: Version, *, who: str = "") -> int:
        """Make of the draft what a version says, as changes of it, and give the revision; saving writes it.

        What stood there and was not saved is kept as a version.

        Raises:
            BriefError: the version cannot be read.
        """
        with self._lock:
            data = _read_typed(self.path, wanted.text)
            self._keep_unsaved(who)
            return self.make(list(changes_to(self.data, data)))

    def _keep_unsaved(self, who: str) -> None:
        if self._changes:
            # What cannot be carried out on the text is nothing that could be taken back either.
            with contextlib.suppress(OSError, BriefcastError):
                self.versions.keep(self.text(), kind="draft", at=dt.datetime.now(dt.UTC), who=who)

    def _begin(self, text: str, data: dict[str, Any] | None = None) -> None:
        self.data = _read_typed(self.path, text) if data is None else data
        if text != self.base and not self._changes:
            # Somebody else wrote the file: no page of this desk changed anything of it last.
            self._pages.clear()
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
                file.write(
                    "".join(
                        f"\n{each.model_dump_json(exclude_defaults=True, exclude={'was'})}" for each in changes
                    ).encode()
                )
                sync(file)
            except OSError:
                # What is refused must not come back.
                with contextlib.suppress(OSError):
                    file.truncate(whole)
                raise


def _as_shown(value: Any, was: Any) -> Any:
    """Give what stands in a field as a form has it: a tick or none, a list, or words whatever blanks part them."""
    if was in ("true", "false"):
        return "true" if is_yes(value) else "false"
    if isinstance(value, (list, tuple)):
        return [str(each) for each in value] or ""
    return " ".join(str(value).split()) if value is not None else ""


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
