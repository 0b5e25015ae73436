"""What a plan found and wrote before: findings and scripts, kept while all that they come from is the same.

They come from the brief as it was typed, from the team's files beside it, and from the day. In a run that changes
nothing both are read from a file in the store: neither an editor's rules nor what writes scripts is loaded for it.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from briefcast.brief.corrections import corrections_file
from briefcast.brief.document import Place
from briefcast.brief.findings import Finding
from briefcast.brief.read import BriefFile
from briefcast.products.podcast.settings import FILE_NAME as SHOW_NAME
from briefcast.products.table import products
from briefcast.script import (
    CallToAction,
    Changed,
    Choice,
    ColumnHead,
    ContentLine,
    Figure,
    Grouped,
    Mark,
    Notice,
    Numbered,
    Quotation,
    Release,
    Scene,
    Script,
    Sentence,
    Shot,
    SourceNote,
    Visual,
    Word,
)
from briefcast.store.files import file_mark, is_settled, write_whole
from briefcast.store.store import content_key, program_version
from briefcast.store.values import Values
from briefcast.writing.pronunciation import FILE_NAME as PRONUNCIATION_NAME

_FOLDER = ".known"
"""Where a store keeps it, a file for each brief."""
_VALUES = Values(
    *(CallToAction, Changed, Choice, ColumnHead, ContentLine, Figure, Finding, Grouped, Mark, Notice, Quotation),
    *(Release, Scene, Script, Sentence, Shot, SourceNote, Visual, Word),
)


Telling = tuple[str, str, bool]
"""Audience, language, and whether it is read and not spoken."""


class Remembered:
    """Findings and scripts of one brief: those that were kept, and what is found and written when they were not."""

    def __init__(self, store: Path, file: BriefFile, *, today: dt.date, column: Numbered | None = None) -> None:
        """Read what was kept in a store's folder for this brief, these files beside it, this day and this column."""
        self._file = store / _FOLDER / f"plan-{file.brief.id}.json"
        self._key = _key(file, today, column)
        self._findings: tuple[Finding, ...] | None = None
        self._scripts: dict[Telling, Script] = {}
        self._is_kept = False
        # Whatever cannot be read counts as not kept, and is written anew.
        with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
            key, findings, scripts = _VALUES.read(self._file.read_bytes())
            if key == self._key:
                self._findings, self._is_kept = findings, True
                self._scripts = dict(scripts)

    def findings(self, check: Callable[[], tuple[Finding, ...]]) -> tuple[Finding, ...]:
        """Give the findings of the check, which is made if they were not kept."""
        if self._findings is None:
            self._findings = check()
        return self._findings

    def script(self, telling: Telling, write: Callable[[], Script]) -> Script:
        """Give the script of one telling, which is written if it was not kept."""
        if telling not in self._scripts:
            self._scripts[telling] = write()
            self._is_kept = False
        return self._scripts[telling]

    def keep(self) -> None:
        """Keep all of it, unless it is kept already or one of the files beside the brief was changed just now."""
        if self._key and not self._is_kept:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            write_whole(self._file, _VALUES.write((self._key, self._findings, tuple(self._scripts.items()))))
            self._is_kept = True


def _key(file: BriefFile, today: dt.date, column: Numbered | None) -> str:
    """Give the key of everything that findings and scripts come from; none if it might change without being seen."""
    folder = file.document.file.parent
    beside = {str(path): file_mark(path) for path in sorted(_beside(file)) if path.is_file()}
    now_ns = time.time_ns()
    if not all(is_settled(mark, now_ns) for mark in beside.values()):
        return ""
    places = [[*map(str, path), *_where(place)] for path, place in file.document.places.items()]
    return content_key(
        *("plan", program_version(), str(folder), file.document.data, places, beside, today, sorted(products())),
        column,
        [[remark.code, remark.message, remark.remedy, *_where(remark.place)] for remark in file.document.remarks],
    )


def _where(place: Place) -> tuple[object, ...]:
    return place.file.name, place.line, place.sheet, place.cell, place.column


def _beside(file: BriefFile) -> Iterator[Path]:
    """Give the team's files that a brief is checked against and told with; some may not be there."""
    brief, folder = file.brief, file.document.file.parent
    yield from (folder / name for name in (PRONUNCIATION_NAME, SHOW_NAME))
    yield corrections_file(folder, brief.id)
    yield from (folder / "audiences").glob("*.yaml")
    yield from (folder / "brand").rglob("*")
    for point in brief.points:
        yield from (folder / name for name in (point.image, point.footage.file if point.footage else "") if name)
