"""Which posts a person means by a number, an item's name or how it begins, or a group."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from briefcast.errors import BriefcastError, LedgerError
from briefcast.ledger.outbox import Outbox, Publication
from briefcast.messages import Typed, tell
from briefcast.week.batch import named_in_ledger
from briefcast.week.deciding import is_of_group


@dataclass(frozen=True, kw_only=True)
class Meant:
    """What a person means by some names."""

    posts: tuple[Publication, ...]
    unknown: tuple[str, ...]
    """Why some of the names mean nothing: one that is mistyped keeps no other post where readers see it."""


def posts_meant(outbox: Outbox, names: Sequence[str], *, channel: str = "") -> Meant:
    """Give the posts of some numbers, and what is out of items, of what their names begin with, or of groups.

    A name comes before a group that is called the same; of a name only what is out on ``channel``, if it is given.

    Raises:
        LedgerError: one name was given, and there is no such number, or nothing that is named so is out.
    """
    out = [post for post in outbox.publications("sent") if channel in ("", post.channel)]
    found: dict[int, Publication] = {}
    unknown: list[str] = []
    for name in names:
        try:
            found |= {post.id: post for post in _meant_by(name, out, outbox, channel)}
        except BriefcastError as error:
            if len(names) == 1:
                raise
            unknown.append(error.told)
    return Meant(posts=tuple(found.values()), unknown=tuple(unknown))


def _meant_by(name: str, out: Sequence[Publication], outbox: Outbox, channel: str) -> Sequence[Publication]:
    if name.isdecimal():
        return [outbox.find(int(name))]
    begins = named_in_ledger(name, outbox.ledger).strip("/")
    named = [post for post in out if f"{post.item}/".startswith(f"{begins}/")]
    if mine := named or [post for post in out if is_of_group(post.item, begins)]:
        return mine
    raise LedgerError(
        tell(
            "Nothing of '{item}' is out{on}. What is out is listed by {command}",
            item=name,
            on=tell(" on {channel}", channel=channel) if channel else "",
            command=Typed("briefcast outbox --state sent"),
        )
    )
