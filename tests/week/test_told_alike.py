"""What is told of many editions or items for one reason is told once, with their number."""

from __future__ import annotations

import errno
from types import SimpleNamespace
from typing import cast

from briefcast.errors import plainly
from briefcast.week.deciding import Reviewed
from briefcast.week.releasing import Leave, told_stays
from briefcast.week.report import BatchReport, EditionReport


def test_a_full_disk_is_told_once_and_the_broken_brief_beside_it_is_seen() -> None:
    """The notice of 63 places on a full disk said the same 63 times, and was cut off before the one that differs."""
    full = plainly(OSError(errno.ENOSPC, "No space left on device")).told
    editions = [EditionReport(item=f"p-{n}", brief=f"p.yaml@{n}", failures=(full,)) for n in range(63)]
    broken = EditionReport(item="office", brief="office.yaml", failures=("office.yaml:18: unit: write 'percent'.",))
    report = BatchReport(week="2026-W48", editions=(*editions, broken))
    many, one = report.failures_alike
    assert many.startswith("63 items: The disk is full.") and many.endswith("(p-0, p-1, p-2 and 60 more)")
    assert one == "office (office.yaml): office.yaml:18: unit: write 'percent'."
    assert len(report.failures) == 64, "the page names each"


def test_what_stays_on_each_of_its_channels_is_told_once() -> None:
    """What was held stood twice in the notice that a week is done, once for each account, and one counted two."""

    def leave(item: str, channel: str, why: str) -> Leave:
        reviewed = cast(Reviewed, SimpleNamespace(item=SimpleNamespace(key=item)))
        return Leave(reviewed=reviewed, channel=channel, at=None, why=why)

    held = "a/citizens/vi was held by lan (The minister called.)"
    leaves = [leave("a/citizens/vi", channel, held) for channel in ("folder", "facebook")]
    leaves += [leave("b/citizens/vi", "folder", ""), leave("c/citizens/vi", "folder", "It was sent back.")]
    assert told_stays(leaves) == (held, "c/citizens/vi: It was sent back.")
