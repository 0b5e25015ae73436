"""What went out, what waits, is held or late: every post with its state as it is now, what needs a person first."""

from __future__ import annotations

import dataclasses
import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from briefcast.errors import BriefError
from briefcast.ledger.outbox import Outbox, Publication
from briefcast.messages import Typed, joined, tell
from briefcast.publishing.accounts import Accounts, read_accounts
from briefcast.publishing.lost import lost_by_number
from briefcast.publishing.sending import not_to_be_heard
from briefcast.publishing.settling import stopped_since
from briefcast.states import OUT_UNDER_EMBARGO
from briefcast.week.quiet import quiet_times
from briefcast.week.typed import AsTyped
from briefcast.week.waits import Due, find_due

TAKES_BACK = tell("The next run takes it back: {command}", command=Typed("briefcast publish"))
DUE = ("waiting", "would be sent", "held", "late", "not approved", "not released", "out", "goes nowhere", "not there")
"""States of what was released and is not out, beside those of publications."""
_FIRST = (
    "unconfirmed",
    OUT_UNDER_EMBARGO,
    "refused",
    "goes nowhere",
    "not there",
    "not approved",
    "not released",
    "late",
)
"""States in which something needs a person, the gravest first."""


@dataclass(frozen=True, kw_only=True)
class Posts:
    """Every post, each with its state."""

    found: tuple[tuple[str, Publication | Due], ...]
    accounts: Accounts | None
    """None where they cannot be read."""
    trouble: str = ""
    """Why what waits is not among them."""
    next: dt.datetime | None = None
    """When the first of what waits goes out."""


def needs_person(state: str) -> bool:
    """Say whether a post in this state needs a person."""
    return state in _FIRST


def list_posts(outbox: Outbox, settings: Path, wanted: str = "") -> Posts:
    """Give what was tried, and what else waits, in one state or in all, each with its state as it is now.

    What needs a person comes first.
    """
    posts, accounts, trouble = outbox.publications(), None, ""
    due: tuple[Due, ...] = ()
    try:
        accounts = read_accounts(settings, to_take_back=True)
        due = find_due(accounts, outbox.ledger, now=outbox.now())
    except BriefError as error:
        trouble = tell("What waits cannot be listed: {problem}", problem=error.told)
    known = accounts or Accounts(accounts=())
    now = {(each.item, each.content_sha256, each.channel, each.account): each for each in due}
    typed = AsTyped(outbox.ledger)
    embargoed = {post.id: why for post, why in typed.out_under_embargo()}
    try:
        typed.expect_plans()
    except BriefError:
        # As the next run does: without the plan, only what was stopped is taken back.
        unheard = not_to_be_heard(outbox.ledger, known)
    else:
        unheard = not_to_be_heard(outbox.ledger, known, quiet=quiet_times(outbox.ledger), typed=typed.why_not)
    held = stopped_since(posts, outbox)
    lost = lost_by_number(known, outbox.ledger)
    recalled = {post.id: joined(why, TAKES_BACK) for post, why in unheard}
    found: list[tuple[str, Publication | Due]] = []
    for post in posts:
        each = now.pop((post.item, post.content_sha256, post.channel, post.account), None)
        if why := embargoed.get(post.id):
            found.append((OUT_UNDER_EMBARGO, dataclasses.replace(post, detail=why)))
        elif post.state == "sent":
            state = "handed over" if post.channel == "handoff" else "sent"
            why = recalled.get(post.id) or held.get(post.id) or lost.get(post.id) or post.detail
            found.append((state, dataclasses.replace(post, detail=why)))
        elif each and post.state == "prepared" and each.state != "would be sent":
            # Why it waited when it was tried may be gone; how it stands now counts.
            found.append((each.state, dataclasses.replace(post, detail=each.why)))
        else:
            found.append((post.stands, post))
    found += [(each.state, each) for each in now.values()]
    ranks = {name: rank for rank, name in enumerate(_FIRST)}
    # What was held is seen all the same, and a kit that is to be taken back can be posted by hand until then.
    found.sort(
        key=lambda each: (
            ranks["refused"]
            if getattr(each[1], "id", None) in {*recalled, *held, *lost}
            else ranks.get(each[0], len(ranks))
        )
    )
    return Posts(
        found=tuple(each for each in found if wanted in ("", each[0])),
        accounts=accounts,
        trouble=trouble,
        next=min((each.at for each in due if each.at), default=None),
    )
