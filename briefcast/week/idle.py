"""Idle runs: one that would find just what the last one found says so at once, and looks at nothing else.

Every few minutes a publisher runs, and behind most runs lies nothing to do: all is out, or waits for a later slot. What
such a run looked at is noted beside the editions: plans, briefs, accounts, manifests and files of what waits, by their
marks; how far the ledger was written; which program looked. While all of that is the same and no slot is near, the next
run finds the same, and repeats what was told. It sends nothing by that: what is due is always looked at whole.

    watch = Watch(ledger, out, asked)
    if lines := watch.known(): …                          what the last run told
    watch.note(begun, outcomes, ended, lines, now)        after a run that had nothing to do
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
import platform as machine
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from briefcast.catalogue import team_zone
from briefcast.ledger.ledger import MACHINE_ENV, Ledger
from briefcast.ledger.outbox import Outbox, State
from briefcast.messages import Line, keep, kept
from briefcast.store.files import Mark, is_settled, write_whole
from briefcast.store.store import STORE_NAME, program_version

if TYPE_CHECKING:
    from briefcast.publishing.sending import Outcome
    from briefcast.week.run import Begun, Ended

_FOLDER = ".idle"
"""In the store, a file for each way of asking."""
LOOKS_AFTER = dt.timedelta(hours=1)
"""After so long a run looks at everything all the same."""
_QUIET = frozenset({"waiting", "late", "sent", "withdrawn", "out"})
"""States of posts that wait for a moment or for nothing: what is held may be let go by an hour that nobody noted."""

_BEGUN: tuple[State, ...] = ("prepared", "sending", "unconfirmed")
"""Of what was begun and is not out, another publisher may die at any moment: somebody has to look after it."""


@dataclass(frozen=True, kw_only=True)
class Told:
    """What a run told."""

    lines: tuple[Line, ...]
    zone: ZoneInfo | None
    """In which its moments are told."""


class Watch:
    """What a run rests on, watched from its begin."""

    def __init__(self, ledger: Ledger, out: Path, settings: Path, asked: Mapping[str, str]) -> None:
        """Watch from now on; ``asked`` is what the run was asked for beside its folders, by name."""
        self._ledger, self._out = ledger, out
        self._began, self._began_ns = _now(), time.time_ns()
        self._asked = {
            **asked,
            "settings": str(settings.resolve()),
            "out": str(out.resolve()),
            "here": str(Path.cwd()),
            "ledger": ledger.place,
            "machine": os.environ.get(MACHINE_ENV) or machine.node(),
        }
        name = hashlib.sha256(json.dumps(self._asked, sort_keys=True).encode()).hexdigest()[:16]
        self._file = out / STORE_NAME / _FOLDER / f"{name}.json"
        self._written = ledger.written()

    def known(self) -> Told | None:
        """Give what the last run told, where this one would find the same; else None."""
        try:
            note = json.loads(self._file.read_bytes())
            same = (note["asked"], note["program"], note["written"]) == (
                self._asked,
                program_version(),
                self._written,
            )
            at, until = (dt.datetime.fromisoformat(note[name]) for name in ("at", "until"))
            if not (same and at <= self._began < until):
                return None
            if any(_mark(path) != (mark and tuple(mark)) for path, mark in note["files"].items()):
                return None
            zone = ZoneInfo(note["zone"]) if note["zone"] else None
            return Told(lines=tuple(_line(row) for row in note["lines"]), zone=zone)
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def note(self, begun: Begun, outcomes: Sequence[Outcome], ended: Ended, lines: Iterable[Line]) -> None:
        """Note what a run rests on and told, if it had nothing to do and nothing of that changed meanwhile.

        Where there is no room, or this user may not write there, the next run looks at everything.
        """
        with suppress(OSError):
            self._note(begun, outcomes, ended, lines)

    def _note(self, begun: Begun, outcomes: Sequence[Outcome], ended: Ended, lines: Iterable[Line]) -> None:
        self._file.unlink(missing_ok=True)
        if not _is_idle(begun, outcomes, ended) or Outbox(self._ledger, who="").publications(*_BEGUN):
            return
        until = min((*_moments(outcomes, self._began), self._began + LOOKS_AFTER))
        settings = Path(self._asked["settings"])
        looked_at = dict.fromkeys(map(str, _files(settings, begun, outcomes, self._ledger)))
        files = {path: _mark(path) for path in looked_at}
        if any(mark and not is_settled(mark, self._began_ns) for mark in files.values()):
            return
        if self._ledger.written() != self._written:
            return
        zone = team_zone()
        note: dict[str, Any] = {
            "asked": self._asked,
            "program": program_version(),
            "written": self._written,
            "at": self._began.isoformat(),
            "until": until.isoformat(),
            "files": files,
            "zone": zone.key if zone else "",
            "lines": [{**asdict(line), "text": keep(line.text), "label": keep(line.label)} for line in lines],
        }
        self._file.parent.mkdir(parents=True, exist_ok=True)
        write_whole(self._file, json.dumps(note, ensure_ascii=False))


def _line(row: Mapping[str, Any]) -> Line:
    return Line(text=kept(row["text"]), label=kept(row["label"]), colour=row["colour"], under=row["under"])


def _is_idle(begun: Begun, outcomes: Sequence[Outcome], ended: Ended) -> bool:
    """Say whether a run changed nothing, and found nothing that a person or the next run has to see to at once."""
    acted = (begun.moved, begun.recalled, begun.settled, begun.quotas.moved, ended.news)
    if begun.anew or ended.others or ended.hindered or any(acted):
        return False
    return all(outcome.state in _QUIET and not outcome.fresh for outcome in outcomes)


def _moments(outcomes: Iterable[Outcome], now: dt.datetime) -> Iterator[dt.datetime]:
    """Give the moments at which something becomes of posts by itself: slots, ends of embargoes, hours they are seen."""
    from briefcast.channels.platforms import platform

    for order in (outcome.order for outcome in outcomes):
        if order.done:
            if order.done.scheduled_for and order.done.scheduled_for > now:
                yield order.done.scheduled_for
            continue
        if order.opens_at and order.opens_at > now:
            yield order.opens_at
        if order.slot and order.slot > now:
            holds = platform(order.channel).abilities.scheduling
            yield order.slot - dt.timedelta(seconds=(holds.lead_max_s or 0) if holds else 0)


def _files(settings: Path, begun: Begun, outcomes: Sequence[Outcome], ledger: Ledger) -> Iterator[Path]:
    """Give every file that a run looked at, and those that were not there."""
    from briefcast.edition.origin import origin_file
    from briefcast.manifest.items import Named
    from briefcast.manifest.manifest import MANIFEST_NAME
    from briefcast.publishing.accounts import FILE_NAME
    from briefcast.publishing.witness import note_file

    yield from begun.typed.files()
    yield from (folder / FILE_NAME for folder in (settings, *begun.typed.settings()))
    folders = ledger.folders()
    waiting: set[Path] = set()
    for order in (outcome.order for outcome in outcomes):
        unseen = order.done and order.done.scheduled_for
        if order.done and not unseen:
            continue
        folder = order.folder or folders.get(Named.of(order.item).brief)
        if folder is not None:
            waiting.add(folder)
    for left in begun.left_out:
        if (folder := folders.get(Named.of(left.item).brief)) is not None and not left.harmless:
            waiting.add(folder)
    for folder in waiting:
        yield folder / MANIFEST_NAME
        yield origin_file(folder)
        yield note_file(folder.parent / STORE_NAME)
    for order in (outcome.order for outcome in outcomes):
        if order.done is None and order.folder:
            yield from (order.folder / name for name in order.files)


def _mark(path: str) -> Mark | None:
    try:
        stat = os.stat(path)  # noqa: PTH116 - thousands of them, at each run
    except OSError:
        return None
    return stat.st_size, stat.st_ino, stat.st_mtime_ns, stat.st_ctime_ns


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)
