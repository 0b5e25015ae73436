"""What this machine lacks to make, to publish and to serve a team: packages, room, a ledger, a clock that is right."""

from __future__ import annotations

import datetime as dt
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from packaging.markers import Marker
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from briefcast.errors import BriefcastError
from briefcast.messages import Message, Typed, tell
from briefcast.pages.address import board_missing
from briefcast.paths import PACKAGE
from briefcast.week.notices import NOTICES_ENV

HOLED_BELOW = {
    "filelock": "4.2.1",
    "fonttools": "4.60.2",
    "pillow": "13.0.0",
    "starlette": "0.49.1",
    "urllib3": "2.6.3",
}
"""From which version on a package has none of the holes that SECURITY.md lists."""
LOCK = PACKAGE.parent / "locks" / "run.txt"
"""What a checkout installs; an installed package has none."""
FULL_BELOW_GB = 1.0
SCARCE_BELOW_GB = 5.0
"""A week of 20 editions with films takes about as much while it is made."""
CLOCK_MAX_S = 60.0
"""How far two clocks may be apart; slots are told in minutes."""
_SHOWN = 5


@dataclass(frozen=True, kw_only=True)
class Lack:
    """One thing that is wrong with this machine, or missing."""

    told: str
    stops: bool = True
    """Whether something cannot be made or published for it; else it only may go wrong."""


def lacks_here(out: Path = Path("outputs")) -> tuple[Lack, ...]:
    """Look at the packages, the disk of ``out``, the ledger, the clock and what a team's server should know."""
    return (*_packages(), *_room(out), *_ledger(), *_served())


# ---- packages


def _packages() -> Iterator[Lack]:
    absent = tuple(sorted(_absent()))
    locked = f"python -m pip install --no-deps --require-hashes -r {LOCK}"
    command = Typed(locked if LOCK.is_file() else "pip install --upgrade briefcast")
    if absent:
        named = ", ".join(absent)
        yield Lack(
            told=tell("Packages that are not installed: {names}. Install them: {command}", names=named, command=command)
        )
    holed = [
        f"{name} {found}"
        for name, mended in HOLED_BELOW.items()
        if (found := _version(name)) and Version(found) < Version(mended)
    ]
    if holed:
        safe = Typed(
            "pip install " + " ".join(f"'{each.split()[0]}>={HOLED_BELOW[each.split()[0]]}'" for each in holed)
        )
        yield Lack(
            told=tell(
                "With published holes: {names}. Install a newer one: {command}", names=", ".join(holed), command=safe
            ),
            stops=False,
        )
    other = [f"{name} {found} ({pinned})" for name, pinned, found in differing(LOCK) if name not in absent]
    if other:
        shown = ", ".join(other[:_SHOWN]) + (" …" if len(other) > _SHOWN else "")
        yield Lack(
            told=tell(
                "Packages in another version than {lock} names ({number}): {names}. Install what it names: {command}",
                number=len(other),
                lock=LOCK,
                names=shown,
                command=command,
            ),
            stops=False,
        )


def _absent() -> Iterator[str]:
    """Name what the package asks for and is not there."""
    try:
        lines = metadata.requires("briefcast") or []
    except metadata.PackageNotFoundError:
        lines = []  # run from a folder; the lock says what it needs
    for line in lines:
        requirement = Requirement(line)
        wanted = requirement.marker is None or requirement.marker.evaluate({"extra": ""})
        if wanted and not _version(requirement.name):
            yield str(canonicalize_name(requirement.name))


def differing(lock: Path) -> Iterator[tuple[str, str, str]]:
    """Give name, pinned and installed version of what differs from a lock; what is not installed is left out."""
    if not lock.is_file():
        return
    pins = re.findall(r"^([\w.-]+)==([^\s;]+)(?: *; *([^\\\n]+))?", lock.read_text("utf-8"), flags=re.MULTILINE)
    for name, pinned, marker in pins:
        if marker and not Marker(marker.strip()).evaluate():
            continue
        found = _version(name)
        if found and Version(found) != Version(pinned):
            yield name, pinned, found


def _version(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return ""


# ---- disk


def _room(out: Path) -> Iterator[Lack]:
    for place in dict.fromkeys((_there(out), Path(tempfile.gettempdir()))):
        free_gb = shutil.disk_usage(place).free / 1e9
        if free_gb < SCARCE_BELOW_GB:
            told = tell(
                "{place} has {gb} GB left. Make room: {command}", place=place, gb=round(free_gb, 1), command=_PRUNE
            )
            yield Lack(told=told, stops=free_gb < FULL_BELOW_GB)
        if not os.access(place, os.W_OK):
            yield Lack(told=tell("This user may not write to {place}.", place=place))


_PRUNE = Typed("briefcast store prune")


def _there(path: Path) -> Path:
    """Give the part of a path that is there already."""
    whole = path.resolve()
    return next(each for each in (whole, *whole.parents) if each.exists())


# ---- ledger and clock


def _ledger() -> Iterator[Lack]:
    from briefcast.ledger.looking import look_at_ledger

    try:
        seen = look_at_ledger()
    except BriefcastError as error:
        yield Lack(told=error.told)
        return
    from briefcast.ledger.seals import told_broken

    yield from (Lack(told=told_broken(each)) for each in seen.broken)
    now = dt.datetime.now(dt.UTC)
    if seen.clock and abs((seen.clock - now).total_seconds()) > CLOCK_MAX_S:
        yield Lack(told=_clock_told(now, seen.clock, seen.place))
    elif seen.newest and (seen.newest - now).total_seconds() > CLOCK_MAX_S:
        yield Lack(told=_clock_told(now, seen.newest, seen.place))


def _clock_told(now: dt.datetime, other: dt.datetime, place: str) -> Message:
    return tell(
        "The clock of this machine says {now}, the ledger {place} {other}: slots would be missed. Have it set "
        "by the network (NTP).",
        now=now,
        other=other,
        place=place,
    )


# ---- a server for a team


def _served() -> Iterator[Lack]:
    if not os.environ.get("PREFECT_API_URL"):
        return
    if missing := board_missing():
        yield Lack(told=missing, stops=False)
    if not os.environ.get(NOTICES_ENV):
        told = tell(
            "{variable} is not set: nobody is told when a week waits, fails or needs a person.", variable=NOTICES_ENV
        )
        yield Lack(told=told, stops=False)
