"""The versions of a site in a folder: one is put beside the other, and what readers see is switched at once.

FOLDER/versions    the site as it is, and as it was before
FOLDER/public      leads to the version that readers see: what a web server serves
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
import shutil
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from briefcast.errors import BriefcastError
from briefcast.messages import tell
from briefcast.site.draft import Draft
from briefcast.store.files import sync, sync_folder, write_whole

PUBLIC, VERSIONS = "public", "versions"
_NAME_DIGITS = 16
_SYNCED_ALONE = 500
"""Of more files the disk is asked at once."""
_OWN = re.compile(rf"\.{{0,2}}[0-9a-f]{{{_NAME_DIGITS}}}(?:\.json)?(?:[.-].*)?")
"""Names of versions and their lists, and of what is written aside for them."""
_WHOLE = re.compile(rf"[0-9a-f]{{{_NAME_DIGITS}}}")


def version_name(keys: Mapping[str, str]) -> str:
    """Name a version by its files and their keys: what it holds follows from its name."""
    return hashlib.sha256(json.dumps(dict(sorted(keys.items()))).encode()).hexdigest()[:_NAME_DIGITS]


def is_own(name: str) -> bool:
    """Say whether what lies among versions under a name was put there by a site: anything else is never taken away."""
    return _OWN.fullmatch(name) is not None


class Versions:
    """The versions of a site in its folder."""

    def __init__(self, out: Path) -> None:
        self._out, self._folder = out, out / VERSIONS
        if self._folder.is_symlink():
            told = tell("{folder} holds something that is no site. Name a folder of its own.", folder=self._folder)
            raise BriefcastError(told)
        self._folder.mkdir(parents=True, exist_ok=True)

    def shown(self) -> Mapping[str, str]:
        """Give the files that readers see, each with its key; none where there is no version yet."""
        now = self._now()
        return self._keys(now) if now else {}

    def put(self, drafts: Iterable[Draft]) -> int:
        """Put these files in the place of those that readers see; gives how many had to be written."""
        wanted = {draft.path: draft for draft in drafts}
        keys = {path: wanted[path].key for path in sorted(wanted)}
        name = version_name(keys)
        now = self._now()
        if now == name and self._keys(name) == keys:
            return 0
        known = self._keys(now) if now else {}
        spare = self._spare(now)
        self._sweep(keep={now, spare})
        aside = self._folder / f".{name}"
        there = self._take(spare, wanted, aside) if spare else {}
        lacking = [path for path, key in keys.items() if there.get(path) != key]
        for folder in sorted({path.rpartition("/")[0] for path in lacking}):
            (aside / folder).mkdir(parents=True, exist_ok=True)
        # Thousands of files: names are put together as texts, which costs a tenth of paths.
        into, seen = str(aside), str(self._folder / now)
        fresh, written = sum(known.get(path) != key for path, key in keys.items()), []
        for path in lacking:
            draft, target = wanted[path], f"{into}/{path}"
            copy = str(draft.file) if draft.file else ""
            before = f"{seen}/{path}" if known.get(path) == draft.key else copy
            linked = bool(before) and _link(before, target)
            if linked is False:
                Path(target).write_bytes(draft.draw())
            if not linked:
                written.append(Path(target))
        write_whole(self._folder / f"{name}.json", json.dumps(keys, ensure_ascii=False, indent=0))
        _sync_all(written)
        aside.rename(self._folder / name)
        sync_folder(self._folder)
        self._lead_to(name)
        self._sweep(keep={now, name})
        return fresh

    def _spare(self, now: str) -> str:
        """Name a version that readers do not see any more and that is whole; empty if there is none."""
        names = (each.name for each in self._folder.iterdir() if _WHOLE.fullmatch(each.name) and each.is_dir())
        return next((name for name in sorted(names) if name != now and self._keys(name)), "")

    def _take(self, spare: str, wanted: Mapping[str, Draft], aside: Path) -> Mapping[str, str]:
        """Make a version that nobody sees the beginning of the new one: what is the same in both need not be touched.

        It has a hidden name from then on, so that nobody takes it for whole. Gives its files, each with its key.
        """
        keys = self._keys(spare)
        (self._folder / f"{spare}.json").unlink()
        (self._folder / spare).rename(aside)
        place, emptied = str(aside), set()
        for path, key in keys.items():
            if path not in wanted or wanted[path].key != key:
                # Never written over: the version that readers see may have the same file.
                Path(f"{place}/{path}").unlink(missing_ok=True)
                emptied.add(path.rpartition("/")[0])
        same = {path: key for path, key in keys.items() if path in wanted and wanted[path].key == key}
        kept = {path: key for path, key in same.items() if os.path.lexists(f"{place}/{path}")}
        needed = {path.rpartition("/")[0] for path in wanted}
        for folder in sorted(emptied - needed, key=len, reverse=True):
            with contextlib.suppress(OSError):
                os.removedirs(f"{place}/{folder}")
        return kept

    def _now(self) -> str:
        """Name the version that readers see; empty if there is none."""
        try:
            name = (self._out / PUBLIC).readlink()
        except OSError:
            return ""
        return name.name if (self._out / name).is_dir() else ""

    def _keys(self, name: str) -> Mapping[str, str]:
        """Give the keys of the files of a version; none where they cannot be read: then all are written anew."""
        try:
            keys = json.loads((self._folder / f"{name}.json").read_bytes())
        except (OSError, ValueError):
            return {}
        return keys if isinstance(keys, dict) else {}

    def _lead_to(self, name: str) -> None:
        aside = self._out / f".{PUBLIC}"
        aside.unlink(missing_ok=True)
        try:
            aside.symlink_to(Path(VERSIONS) / name, target_is_directory=True)
            aside.replace(self._out / PUBLIC)
        except OSError as error:
            told = tell(
                "{folder}: no link to the new version can be made here ({error}). Build the site on a disk that has "
                "links, as somebody who may make them.",
                folder=self._out / PUBLIC,
                error=error.strerror or error,
            )
            raise BriefcastError(told) from error
        sync_folder(self._out)

    def _sweep(self, *, keep: set[str]) -> None:
        """Take away what was cut short, and versions that nobody reads any more."""
        for each in self._folder.iterdir():
            if each.name.removesuffix(".json") in keep or not is_own(each.name):
                continue
            if each.is_dir() and not each.is_symlink():
                shutil.rmtree(each)
            else:
                each.unlink()


def _sync_all(files: Sequence[Path]) -> None:
    """Wait until files are on the disk: each by itself, or where they are many with all else that waits."""
    if len(files) > _SYNCED_ALONE and hasattr(os, "sync"):
        os.sync()
        return
    for each in files:
        with each.open("rb+") as file:
            sync(file)


def _link(file: str, target: str) -> bool | None:
    """Give a file a second name; None if it was copied, where the disk knows no such thing; false if it is gone."""
    try:
        os.link(file, target)
    except FileNotFoundError:
        return False
    except OSError:
        with contextlib.suppress(FileNotFoundError):
            shutil.copy2(file, target)
            return None
        return False
    return True
