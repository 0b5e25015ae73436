"""Editions that are cut short: a process is killed, or the disk is full, at one operation on files after another.

python -m tests.cut_short BRIEF OUT ROUNDS

makes an edition of the brief, then writes it anew with another figure again and again, each time in a child that is
cut short a little later, and prints what a reader finds after each: ``kill old``, ``full new`` or what is wrong. Then
it is made once more, which has to give the new one.
"""

from __future__ import annotations

import datetime as dt
import errno
import itertools
import os
import shutil
import signal
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Self

from briefcast.edition import edition
from briefcast.edition.plan import Plan, plan_edition
from briefcast.edition.request import EditionRequest
from briefcast.errors import BriefcastError
from briefcast.manifest.manifest import damaged, read_manifest
from briefcast.products.base import Made, Step
from briefcast.store import files
from briefcast.store.files import file_sha256
from tests.edition_fixtures import make, run_all

_CHANGES = ("os.rename", "os.remove", "os.mkdir", "os.rmdir")
_NEEDS_ROOM = ("open", "os.mkdir", "sync")


class _OneMoment(dt.datetime):
    @classmethod
    def now(cls, tz: dt.tzinfo | None = None) -> Self:
        return cls(2026, 11, 20, 12, tzinfo=tz)


def cut_short(brief: Path, out: Path, rounds: int) -> list[str]:
    """Cut an edition short at so many moments in each way, and say what is found after each."""
    # The manifest says when it was made: what is made of the same is to be the same.
    edition.dt = SimpleNamespace(datetime=_OneMoment, UTC=dt.UTC)
    before, folder = out.parent / "before", out / "small"
    make(brief, out)
    old = state(folder)
    shutil.copytree(folder, before)
    brief.write_text(brief.read_text("utf-8").replace("99.3", "98.1"), "utf-8")
    plan = plan_edition(EditionRequest(brief=brief, out=out))
    results = run_all(plan)
    total = _in_child(plan, results, "kill", None)
    new = state(folder)
    assert old != new
    assert total < 255
    told = []
    for mode, number in itertools.product(("kill", "full"), range(rounds)):
        shutil.rmtree(folder)
        shutil.copytree(before, folder)
        _in_child(plan, results, mode, 1 + number * (total - 1) // (rounds - 1))
        try:
            found = state(folder)
        except (BriefcastError, AssertionError) as error:
            found = {"wrong": str(error)}
        told.append(f"{mode} " + ("old" if found == old else "new" if found == new else f"mixed: {found}"))
        edition.write_edition(plan, results)
        if state(folder) != new or [path.name for path in folder.rglob("*.part")]:
            told[-1] += ", and not put right"
    return told


def state(folder: Path) -> Mapping[str, str]:
    """Give what a reader finds: the sum of each file that is not hidden, and whether the manifest is right of them."""
    manifest = read_manifest(folder)
    sums = {
        path.relative_to(folder).as_posix(): file_sha256(path)
        for path in folder.rglob("*")
        if path.is_file() and not any(part.startswith(".") for part in path.relative_to(folder).parts)
    }
    assert set(sums) == {"manifest.json", "index.html", *(output.path for output in manifest.outputs)}, sums
    assert damaged(manifest, folder) == ()
    return sums


def _in_child(plan: Plan, results: Mapping[Step, Made | Exception], mode: str, at: int | None) -> int:
    """Write the edition in a child that is cut short at one operation, and give how many it made of 255 at most."""
    child = os.fork()
    if not child:
        code = 0
        try:
            counted = _count(plan.request.out, _kill if mode == "kill" else _fail, at, for_good=mode == "full")
            edition.write_edition(plan, results)
            code = counted() if at is None else 0
        except OSError:
            code = 1
        finally:
            os._exit(min(code, 255))
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status)


def _kill(_event: str) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _fail(event: str) -> None:
    if event in _NEEDS_ROOM:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def _count(out: Path, strike: Callable[[str], None], at: int | None, *, for_good: bool) -> Callable[[], int]:
    """Count what changes files below a folder, and strike at one of them."""
    count = 0

    def step(event: str) -> None:
        nonlocal count
        count += 1
        if at is not None and (count == at or (for_good and count > at)):
            strike(event)

    def hear(event: str, args: tuple[Any, ...]) -> None:
        writes = event == "open" and isinstance(args[2], int) and args[2] & (os.O_WRONLY | os.O_RDWR)
        if (writes or event in _CHANGES) and str(args[0]).startswith(str(out)):
            step(event)

    whole = files.sync

    def sync(file: Any) -> None:
        step("sync")
        whole(file)

    files.sync = sync
    sys.addaudithook(hear)
    return lambda: count


if __name__ == "__main__":
    print(*cut_short(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])), sep="\n")
