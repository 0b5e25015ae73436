"""What a person withdrew stays withdrawn: new content of it goes out there again only when somebody names it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, or_, select

from briefcast.ledger import tables as t
from briefcast.messages import Message, parts_of, tell

WITHDREW = "{who} withdrew it."
DELETED = "{who} deleted it there by hand."
DROPPED = "{who} dropped it."
_BY_PEOPLE = (WITHDREW, DELETED, DROPPED)
"""What the ledger says of a post that a person took away; what other content took the place of is withdrawn too."""
_BEFORE_MESSAGES = re.compile(r"(?P<who>.+?) (?:withdrew it|deleted it there by hand|dropped it)\.(?: (?P<why>.+))?")
"""The same, as it was written down before reasons were kept as messages."""
_NOT_SENT = "Nothing of it was sent."
_LIVING = ("sending", "sent", "unconfirmed")


@dataclass(frozen=True, kw_only=True)
class Stop:
    """That a person withdrew a post."""

    id: int
    """Of the publication."""
    item: str
    channel: str
    account: str
    at: dt.datetime
    who: str
    why: str


def stops_on(connection: Connection, items: Iterable[str], *, channels: Iterable[str]) -> tuple[Stop, ...]:
    """Give the posts of some items, or of groups of sizes, that a person withdrew and of which none is out since.

    Args:
        connection: reads the ledger.
        items: their keys, or what the keys of all sizes begin with.
        channels: where.
    """
    p = t.publications.c
    wanted = frozenset(items)
    rows = connection.execute(
        select(p.id, p.item, p.channel, p.account, p.ended_at, p.detail)
        .where(p.state == "withdrawn", p.channel.in_(tuple(dict.fromkeys(channels))), p.ended_at.is_not(None))
        .order_by(p.id)
    ).all()
    found: dict[tuple[str, str, str], Stop] = {}
    for row in rows:
        group = next((each for each in _begins(row.item) if each in wanted), "")
        if group and (told := _person(row.detail)):
            place = (group, row.channel, row.account)
            stop = Stop(id=row.id, item=row.item, channel=row.channel, account=row.account, at=row.ended_at, **told)
            found[place] = max(found.get(place, stop), stop, key=lambda each: each.at)
    return tuple(stop for (group, *_), stop in found.items() if not _lives(connection, group, stop))


def _begins(item: str) -> Iterator[str]:
    """Give the key of an item, and what it begins with, the longest first."""
    parts = item.split("/")
    return ("/".join(parts[:depth]) for depth in range(len(parts), 0, -1))


def _lives(connection: Connection, group: str, stop: Stop) -> bool:
    p = t.publications.c
    here = select(p.id).where(
        p.channel == stop.channel,
        p.account == stop.account,
        p.state.in_(_LIVING),
        or_(p.item == group, p.item.startswith(f"{group}/", autoescape=True)),
    )
    return connection.execute(here.limit(1)).first() is not None


def _person(detail: str) -> dict[str, str]:
    """Give who withdrew a post and why, by what the ledger says of it; nothing where no person did."""
    first, *rest = parts_of(detail)
    if isinstance(first, Message) and first.pattern in _BY_PEOPLE:
        why = next((str(each) for each in rest if str(each) != _NOT_SENT), "")
        return {"who": str(dict(first.values)["who"]), "why": why}
    if not isinstance(detail, Message) and (said := _BEFORE_MESSAGES.fullmatch(detail)):
        return {"who": said["who"], "why": (said["why"] or "").removesuffix(_NOT_SENT).strip()}
    return {}


def told_stop(stop: Stop, item: str, command: str) -> str:
    """Say that a post was withdrawn, and by which command new content of it goes out there again."""
    return tell(
        "{item}: {who} withdrew it on {channel}{why}. To let it go out there again, say so by its name: {command}",
        item=item,
        who=stop.who,
        channel=stop.channel,
        why=tell(" ({why})", why=stop.why.rstrip(".")) if stop.why else "",
        command=command,
    )


def matching(stops: Sequence[Stop], item: str, group: str, channel: str, account: str) -> Stop | None:
    """Give the newest stop that concerns an item on a channel: on one account, or on any if none is named."""
    mine = (
        stop
        for stop in stops
        if stop.channel == channel
        and (not account or stop.account == account)
        and (stop.item == item or (group and f"{stop.item}/".startswith(f"{group}/")))
    )
    return max(mine, key=lambda stop: stop.at, default=None)
