"""The site, built beside the one that readers see and put in its place at once.

    built = build_site(plan_path, out, ledger)

    out/index       what readers search with, by language; made anew if it is not there
    out/kept        copies of what went out, and what must not change; keep it
    out/versions    the site as it is, and as it was before
    out/public      leads to the version that readers see: what a web server serves

A file that says what it said is the same file in the next version, so a new item among many costs its own pages and
those that list it. Cut short at any moment, ``public`` leads to the old version or to the new one, each whole.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import json
import os
import shutil
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock

from briefcast.errors import BriefcastError
from briefcast.ledger import Ledger
from briefcast.look.brand import read_brand
from briefcast.messages import Typed, tell
from briefcast.planner.plan import read_plan
from briefcast.site.draft import Draft
from briefcast.site.finding import Index
from briefcast.site.kept import KeptFile, Shelf, State
from briefcast.site.outside import Left, look_outside
from briefcast.site.pages import Pages
from briefcast.site.stories import Story, Told, tell_all
from briefcast.store.files import sync, sync_folder, write_whole
from briefcast.tools.pagefind import pagefind_path

PUBLIC, _VERSIONS, _KEPT, _INDEX = "public", "versions", "kept", "index"
_NAME_DIGITS = 16
_SYNCED_ALONE = 500
"""Of more files the disk is asked at once."""


@dataclass(frozen=True, kw_only=True)
class BuiltSite:
    """What became of a site."""

    public: Path
    """What a web server serves."""
    items: int
    figures: int
    files: int
    fresh: int
    """How many of its files were written; the others are as they were."""
    left: tuple[Left, ...]
    """What it does not show, and why."""
    can_search: bool
    """Whether readers can search it: not where Pagefind is not installed."""


def build_site(plan_file: Path, out: Path, ledger: Ledger, *, now: dt.datetime | None = None) -> BuiltSite:
    """Build the site of a plan of what is out now, and put it in the place of the one before.

    Raises:
        BriefcastError: the plan has no site, or what the site keeps cannot be read.
        ToolError: Pagefind failed.
        BriefError: the plan or the brand kit cannot be read.
    """
    plan = read_plan(plan_file)
    site = plan.site
    if site is None:
        sample = Typed(
            "site: {name: {en: Our News}, about: {en: Who we are}, contact: {en: press@example.org}, "
            "address: 'https://news.example.org/', languages: [en], audiences: [citizens]}"
        )
        raise BriefcastError(tell("The plan has no site. Add one, such as: {sample}", sample=sample))
    brand = read_brand(site.brand, folder=plan_file.parent)
    _expect_own(out)
    kept = out / _KEPT
    kept.mkdir(parents=True, exist_ok=True)
    with FileLock(out / ".lock"):
        shelf, state = Shelf(kept), State.read(kept)
        if state.shown and ledger.is_empty():
            raise BriefcastError(
                tell(
                    "The ledger {place} is new, and the site shows what another one knows. Run the command where the "
                    "ledger of the team is, or name it: {variable}",
                    place=ledger.place,
                    variable=Typed("BRIEFCAST_LEDGER"),
                )
            )
        outside = look_outside(
            plan, site, ledger, shelf, state, beside=plan_file.parent, now=now or dt.datetime.now(dt.UTC)
        )
        told, state = tell_all(plan, site, outside, ledger, state)
        # What must not change is on the disk before readers see it.
        state.write(kept)
        program = pagefind_path()
        index = Index(out / _INDEX, program) if program else None
        drafts = (*Pages(plan, site, brand, told, index=index).drafts(), *_files(told, shelf))
        fresh = _Versions(out).put(drafts)
    return BuiltSite(
        public=out / PUBLIC,
        items=len(told.stories),
        figures=len(told.figures),
        files=len({draft.path for draft in drafts}),
        fresh=fresh,
        left=outside.left,
        can_search=index is not None,
    )


def _expect_own(out: Path) -> None:
    """Refuse a folder that holds something else: a site takes away what it does not know."""
    if out.is_dir() and not (out / _KEPT).is_dir() and any(out.iterdir()):
        told = tell("{folder} holds something that is no site. Name a folder of its own: --out", folder=out)
        raise BriefcastError(told)


def _files(told: Told, shelf: Shelf) -> tuple[Draft, ...]:
    """Give every file of what is shown, under the name that it has on the pages."""
    files = {file.name: file for story in told.stories for file in _shown(story)}
    return tuple(
        Draft(path=f"assets/{name}", key=name, draw=shelf.path(file).read_bytes, file=shelf.path(file))
        for name, file in files.items()
    )


def _shown(story: Story) -> Iterable[KeptFile]:
    for part in story.parts:
        yield from (*part.pictures, *part.documents, *((part.card,) if part.card else ()))
        for film in part.films:
            yield from (each for each in (film.file, film.poster, film.captions) if each)
        for sound in part.sounds:
            yield from sound.files


class _Versions:
    """The versions of a site in its folder."""

    def __init__(self, out: Path) -> None:
        self._out, self._folder = out, out / _VERSIONS
        self._folder.mkdir(exist_ok=True)

    def put(self, drafts: Iterable[Draft]) -> int:
        """Put these files in the place of those that readers see; gives how many had to be written."""
        wanted = {draft.path: draft for draft in drafts}
        keys = {path: wanted[path].key for path in sorted(wanted)}
        name = hashlib.sha256(json.dumps(keys).encode()).hexdigest()[:_NAME_DIGITS]
        now = self._now()
        if now == name and self._keys(name) == keys:
            return 0
        self._sweep(keep={now})
        known = self._keys(now) if now else {}
        aside = self._folder / f".{name}"
        for folder in sorted({path.rpartition("/")[0] for path in wanted}):
            (aside / folder).mkdir(parents=True, exist_ok=True)
        # Thousands of files: names are put together as texts, which costs a tenth of paths.
        into, seen = str(aside), str(self._folder / now)
        fresh, written = 0, []
        for path, draft in wanted.items():
            target = f"{into}/{path}"
            copy = str(draft.file) if draft.file else ""
            before = f"{seen}/{path}" if known.get(path) == draft.key else copy
            if not before or not _link(before, target):
                Path(target).write_bytes(draft.draw())
                written.append(Path(target))
            fresh += known.get(path) != draft.key
        write_whole(self._folder / f"{name}.json", json.dumps(keys, ensure_ascii=False, indent=0))
        _sync_all(written)
        aside.rename(self._folder / name)
        sync_folder(self._folder)
        self._lead_to(name)
        self._sweep(keep={now, name})
        return fresh

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
            aside.symlink_to(Path(_VERSIONS) / name, target_is_directory=True)
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
            if each.name.removesuffix(".json") in keep:
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


def _link(file: str, target: str) -> bool:
    """Give a file a second name, or copy it where the disk knows no such thing; false if it is not there."""
    try:
        os.link(file, target)
    except FileNotFoundError:
        return False
    except OSError:
        with contextlib.suppress(FileNotFoundError):
            shutil.copy2(file, target)
            return True
        return False
    return True
