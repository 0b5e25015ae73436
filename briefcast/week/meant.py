"""Which posts a person means by a number, an item's name or how it begins, or a group."""

from __future__ import annotations

from collections.abc import Iterable

from briefcast.errors import LedgerError
from briefcast.ledger.outbox import Outbox, Publication
from briefcast.messages import Typed, tell
from briefcast.week.batch import named_in_ledger
from briefcast.week.deciding import is_of_group


def posts_meant(outbox: Outbox, names: Iterable[str], *, channel: str = "") -> tuple[Publication, ...]:
    """Give the posts of some numbers, and what is out of items, of what their names begin with, or of groups.

    A name comes before a group that is called the same; of a name only what is out on ``channel``, if it is given.

    Raises:
        LedgerError: there is no such number, or nothing that is named so is out.
    """
    out = [post for post in outbox.publications("sent") if channel in ("", post.channel)]
    found: dict[int, Publication] = {}
    for name in names:
        if name.isdecimal():
            mine = [outbox.find(int(name))]
        else:
            begins = named_in_ledger(name, outbox.ledger).strip("/")
            named = [post for post in out if f"{post.item}/".startswith(f"{begins}/")]
            mine = named or [post for post in out if is_of_group(post.item, begins)]
        if not mine:
            told = tell(
                "Nothing of '{item}' is out{on}. What is out is listed by {command}",
                item=name,
                on=tell(" on {channel}", channel=channel) if channel else "",
                command=Typed("briefcast outbox --state sent"),
            )
            raise LedgerError(told)
        found |= {post.id: post for post in mine}
    return tuple(found.values())
