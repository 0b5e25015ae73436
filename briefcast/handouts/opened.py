"""An edition as somebody hands it out: what of it is approved, what is out, and whether it is under embargo."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from briefcast.brief.corrections import Correction, read_corrections
from briefcast.brief.read import open_brief
from briefcast.edition.origin import read_origin
from briefcast.errors import BriefcastError
from briefcast.language.written import write_date
from briefcast.ledger import Ledger, Standing
from briefcast.ledger.corrected import corrections_let_out
from briefcast.ledger.shares import edition_sha256
from briefcast.ledger.withdrawn import stops_on
from briefcast.manifest.items import Item, damaged_files, items_of
from briefcast.manifest.manifest import Manifest, embargo_ends, read_manifest
from briefcast.messages import Typed, tell
from briefcast.pages.frame import label


@dataclass(frozen=True)
class Opened:
    """One edition on the disk, and what the ledger knows of it."""

    folder: Path
    manifest: Manifest
    ledger: Ledger | None
    """None where nothing was ever decided: then nothing of it is approved."""
    now: dt.datetime

    @cached_property
    def items(self) -> tuple[Item, ...]:
        """All that it holds."""
        return items_of(self.manifest)

    @cached_property
    def sha256(self) -> str:
        """Over all that it holds."""
        return edition_sha256((item.key, item.content_sha256) for item in self.items)

    @cached_property
    def _standings(self) -> Mapping[str, Standing]:
        asked = [(item.key, item.content_sha256) for item in self.items]
        return self.ledger.standings(asked) if self.ledger else {}

    @cached_property
    def embargo(self) -> dt.date | None:
        """The day before which nothing of it is heard, as the edition or its brief says by now; None if it has come.

        Raises:
            BriefcastError: its brief says one and cannot be read.
        """
        days = [day for day in (self.manifest.embargo, self._typed_since()) if day]
        lasting = [day for day in days if embargo_ends(day) > self.now]
        return max(lasting, default=None)

    def _typed_since(self) -> dt.date | None:
        """Give the embargo that its brief says now; most have none, and are not read for it."""
        origin = read_origin(self.folder)
        if origin is None:
            return None
        try:
            says = origin.file.suffix == ".xlsx" or b"embargo" in origin.file.read_bytes()
        except OSError:
            return None
        return open_brief(origin.file).brief.embargo if says else None

    def is_approved(self, item: Item) -> bool:
        """Say whether somebody approved exactly this."""
        return item.key in self._standings and self._standings[item.key].name == "approved"

    def is_stopped(self, item: Item) -> bool:
        """Say whether somebody holds it or sent it back."""
        return item.key in self._standings and self._standings[item.key].name in ("held", "sent back")

    def is_out(self, item: Item) -> bool:
        """Say whether it may be seen by anybody: approved, released, its slot has come, and nobody withdrew it."""
        if self.ledger is None or not self.is_approved(item) or self.embargo:
            return False
        given = [each for each in self.ledger.releases(item=item.key) if each.content_sha256 == item.content_sha256]
        come = [each for each in given if each.slot is None or each.slot <= self.now]
        with self.ledger.reading() as connection:
            stops = stops_on(connection, [item.key], channels=[each.channel for each in come])
        # A release without an account is for whichever the channel has.
        return any(
            not any(stop.channel == each.channel and each.account in ("", stop.account) for stop in stops)
            for each in come
        )

    @cached_property
    def _written_down(self) -> tuple[Correction, ...]:
        """Corrections that were written down beside its brief, and that nobody let out yet."""
        origin = read_origin(self.folder)
        known = read_corrections(origin.file.parent, self.manifest.brief) if origin else ()
        if not known or self.ledger is None:
            return known
        every = corrections_let_out(self.ledger).values()
        let_out = {each.correction for each in every if each.item.partition("/")[0] == self.manifest.brief}
        return tuple(each for each in known if each.mark not in let_out)

    def put_right_since(self, item: Item) -> dt.date | None:
        """Give the day on which it was written down that it says something wrong, if it still says that; None if not.

        Raises:
            BriefcastError: what is written down beside its brief cannot be read.
        """
        bears = {(each.kind, each.on) for each in item.script.notices} if item.script else set()
        concerned = (each for each in self._written_down if item.language in each.said.get(item.audience, {}))
        return max((each.on for each in concerned if (each.kind, each.on) not in bears), default=None)

    def why_not(self, item: Item) -> str:
        """Say why something is not handed out although it is approved; empty if nothing hinders."""
        if damaged := damaged_files(item, self.folder):
            return tell("{file} is missing or is not what was made. Make it again.", file=damaged[0].name)
        return ""

    def title(self, code: str) -> str:
        """Give what it is called in a language, or in the first that it has."""
        return self.manifest.title.get(code) or next(iter(self.manifest.title.values()))

    def lines_above(self, code: str, items: Iterable[Item], *, approved: bool) -> tuple[str, ...]:
        """Give what stands above items that are handed out: what is wrong, until when nothing is heard, what it is."""
        lines = []
        if day := max(filter(None, map(self.put_right_since, items)), default=None):
            lines.append(label(code, "handouts.put_right", day=write_date(day, code)))
        if self.embargo:
            lines.append(label(code, "handouts.embargo", day=write_date(self.embargo, code)))
        if not approved:
            lines.append(label(code, "handouts.draft"))
        return tuple(lines)


def open_edition(folder: Path, ledger: Ledger | None, *, now: dt.datetime) -> Opened:
    """Open an edition to hand something of it out.

    Raises:
        BriefcastError: there is none.
    """
    return Opened(folder=folder, manifest=read_manifest(folder), ledger=ledger, now=now)


def put_right_first(opened: Opened, day: dt.date) -> BriefcastError:
    """Give the refusal of what says something of which it is written down that it is wrong."""
    return BriefcastError(
        tell(
            "A correction of {edition} was written down on {day} and is not let out yet: what lies there still says "
            "what was wrong. Let it out first, or say that a draft is meant: {command}",
            edition=opened.manifest.brief,
            day=day,
            command=Typed(f"briefcast correct {opened.manifest.brief}.yaml"),
        )
    )


def nothing_approved(opened: Opened) -> BriefcastError:
    """Give the refusal of what nobody approved."""
    return BriefcastError(
        tell(
            "Nothing of {edition} that is asked for is approved as it lies there now. Approve it first, or say that a "
            "draft is meant.",
            edition=opened.manifest.brief,
        )
    )
