"""Slots that were moved in the plan since they were released: nothing moves until the week is released again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from briefcast.errors import BriefcastError
from briefcast.ledger import Ledger, Release
from briefcast.ledger.outbox import Outbox
from briefcast.messages import Typed, tell
from briefcast.week.batch import reopen_week
from briefcast.week.week import WeekPlan


@dataclass(frozen=True, kw_only=True)
class Moved:
    """A release that has not gone out, and for which the plan says another time now."""

    release: Release
    planned: dt.datetime | None
    """None where the plan has no slot for it any more."""

    @property
    def told(self) -> str:
        """What differs, and what to type."""
        r = self.release
        post = f"{r.item} → {r.channel}{f':{r.account}' if r.account else ''}"
        released = f"{r.slot:%Y-%m-%d %H:%M %Z}" if r.slot else tell("at once")
        if self.planned is None:
            return tell(
                "{post}: it is released for {released}, and the plan has no slot for it any more. It goes all the "
                "same; to take it back: {command}",
                post=post,
                released=released,
                command=Typed(f"briefcast take-back {r.week} {r.item}"),
            )
        return tell(
            "{post}: it is released for {released}, and the plan says {planned}. To move it: {command}",
            post=post,
            released=released,
            planned=f"{self.planned.astimezone(dt.UTC):%Y-%m-%d %H:%M %Z}",
            command=Typed(f"briefcast release {r.week} {r.item}"),
        )

    def __str__(self) -> str:
        return str(self.told)


def moved_slots(ledger: Ledger) -> tuple[Moved, ...]:
    """Give every release that waits and whose slot in the plan is another one now, by week and item.

    A plan or brief that cannot be read says nothing here: what it holds back is told by `quiet_times`.
    """
    waiting: dict[str, list[Release]] = {}
    done = {
        (p.item, p.content_sha256, p.channel)
        for p in Outbox(ledger, who="").publications("sending", "sent", "unconfirmed", "withdrawn")
    }
    for release in ledger.releases():
        if release.week and (release.item, release.content_sha256, release.channel) not in done:
            waiting.setdefault(release.week, []).append(release)
    return tuple(moved for week, releases in waiting.items() for moved in _moved_in(week, releases, ledger))


def _moved_in(week: str, releases: Iterable[Release], ledger: Ledger) -> Iterable[Moved]:
    try:
        planned = _slots(reopen_week(week, ledger)[0])
    except BriefcastError:
        return
    for release in releases:
        kind = "/".join(release.item.split("/")[:4])  # brief, audience, language, product
        at = planned.get((kind, release.channel, release.account))
        if at != release.slot:
            yield Moved(release=release, planned=at)


def _slots(week: WeekPlan) -> dict[tuple[str, str, str], dt.datetime]:
    """Give the first slot of each product for an audience in a language, on a channel and account, as when released."""
    found: dict[tuple[str, str, str], dt.datetime] = {}
    for edition in week.editions:
        brief = week.brief_of(edition.item).brief.id
        for slot in week.plan.releases(edition.item, week.asked_of(edition.item)):
            kind = f"{brief}/{slot.audience}/{slot.language}/{slot.product}"
            found.setdefault((kind, slot.channel, slot.slot.account or ""), slot.at)
    return found
