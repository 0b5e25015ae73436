"""Slots that were moved in the plan since they were released: what is put off waits, the rest is told."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from briefcast.errors import BriefcastError, NotApproved
from briefcast.ledger import Release
from briefcast.messages import Typed, tell
from briefcast.week.typed import AsTyped

_NAMES_MAX = 8
"""A command names so many items one by one."""


@dataclass(frozen=True, kw_only=True)
class Moved:
    """A release that has not gone out, and for which the plan says another time now."""

    release: Release
    planned: dt.datetime | None
    """None where the plan has no slot for it any more."""
    followed: bool = False
    """Whether the release was moved there."""

    @property
    def later(self) -> bool:
        """Whether the plan puts it off."""
        return self.planned is not None and (self.release.slot is None or self.planned > self.release.slot)

    @property
    def told(self) -> str:
        """What differs, and what to type."""
        r = self.release
        post = f"{r.item} → {r.channel}{f':{r.account}' if r.account else ''}"
        released = r.slot or tell("at once")
        if self.planned is None:
            return tell(
                "{post}: it is released for {released}, and the plan has no slot for it any more. It does not go out. "
                "Put the slot back, or be done with it: {command}",
                post=post,
                released=released,
                command=Typed(f"briefcast outbox drop {r.item} --channel {r.channel}"),
            )
        planned = self.planned.astimezone(dt.UTC)
        if self.followed:
            return tell(
                "{post}: it is released for {released}, and the plan says {planned}. It goes out then.",
                post=post,
                released=released,
                planned=planned,
            )
        return tell(
            "{post}: it is released for {released}, and the plan says {planned}. To move it: {command}",
            post=post,
            released=released,
            planned=planned,
            command=Typed(f"briefcast release {r.week} {r.item}"),
        )

    def __str__(self) -> str:
        return str(self.told)


def tell_moved(differing: Sequence[Moved], typed: AsTyped) -> tuple[str, ...]:
    """Say what plan and release differ in, once for each brief and cause, with one command for all of it."""
    together: dict[tuple[str, ...], list[Moved]] = {}
    for moved in differing:
        r = moved.release
        cause = "moved" if moved.followed else "earlier" if moved.planned else f"gone from {r.channel}"
        together.setdefault((r.item.partition("/")[0], r.week or "", cause), []).append(moved)
    return tuple(_tell_many(brief, many, typed) for (brief, _, _), many in together.items())


def _tell_many(brief: str, many: Sequence[Moved], typed: AsTyped) -> str:
    if len(many) == 1:
        return many[0].told
    first = many[0]
    count, released = len(many), _span([moved.release.slot for moved in many])
    items = list(dict.fromkeys(moved.release.item for moved in many))
    if first.planned is None:
        return tell(
            "{brief}: {count} posts are released for {released}, and the plan has no slot for them any more. They do "
            "not go out. Put the slots back, or be done with them: {command}",
            brief=brief,
            count=count,
            released=released,
            command=Typed(f"briefcast outbox drop {' '.join(items)} --channel {first.release.channel}"),
        )
    planned = _span([moved.planned for moved in many])
    if first.followed:
        return tell(
            "{brief}: {count} posts are released for {released}, and the plan says {planned}. They go out then.",
            brief=brief,
            count=count,
            released=released,
            planned=planned,
        )
    return tell(
        "{brief}: {count} posts are released for {released}, and the plan says {planned}. To move them: {command}",
        brief=brief,
        count=count,
        released=released,
        planned=planned,
        command=Typed(f"briefcast release {first.release.week} {' '.join(_named(items, typed))}"),
    )


def _span(moments: Sequence[dt.datetime | None]) -> object:
    """Give the one moment of several posts, or the first and the last."""
    found = sorted({at.astimezone(dt.UTC) for at in moments if at})
    if len(found) < len(set(moments)):
        return tell("at once")
    return found[0] if len(found) == 1 else tell("{first} – {last}", first=found[0], last=found[-1])


def _named(items: Sequence[str], typed: AsTyped) -> Sequence[str]:
    """Give how the names of items begin, as few as name them all and nothing whose release was taken back."""
    if len(items) <= _NAMES_MAX:
        return items
    back = [each.item for each in typed.ledger.releases(taken_back=True) if not each.given]
    for depth in (4, 3, 2):
        names = list(dict.fromkeys("/".join(item.split("/")[:depth]) for item in items))
        if len(names) <= _NAMES_MAX and not any(f"{one}/".startswith(f"{name}/") for name in names for one in back):
            return names
    return items


def moved_slots(typed: AsTyped) -> tuple[Moved, ...]:
    """Give every release that waits and whose slot in the plan is another one now, by week and item.

    A plan or brief that cannot be read says nothing here: what it holds back is told with it.
    """
    found = []
    for release in typed.waiting:
        try:
            planned = typed.planned(release)
        except BriefcastError:
            continue
        if planned != release.slot:
            found.append(Moved(release=release, planned=planned))
    return tuple(found)


def follow_plan(typed: AsTyped, *, who: str) -> tuple[Moved, ...]:
    """Release what the plan puts off for the time it says now; give all that plan and release differ in.

    A plan only puts off: to go out earlier, something has to be released again.
    """
    return tuple(_follow(moved, typed, who) if moved.later else moved for moved in moved_slots(typed))


def _follow(moved: Moved, typed: AsTyped, who: str) -> Moved:
    r = moved.release
    given = {"channel": r.channel, "account": r.account, "who": who, "slot": moved.planned, "week": r.week}
    try:
        typed.ledger.release(r.item, r.content_sha256, **given, why=tell("The plan says so."))  # type: ignore[arg-type]
    except NotApproved:
        # It was held, taken back or changed since: it does not go out, whatever its slot.
        return moved
    return Moved(release=r, planned=moved.planned, followed=True)
