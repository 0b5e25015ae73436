"""What follows when something is stopped: what platforms hold of it is taken back, and what is out is named."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from briefcast.errors import BriefError
from briefcast.ledger import Ledger
from briefcast.ledger.outbox import Outbox, Publication
from briefcast.messages import tell
from briefcast.publishing.accounts import read_accounts
from briefcast.publishing.sending import Recalled, recall_posts
from briefcast.week.quiet import quiet_times
from briefcast.week.typed import AsTyped


@dataclass(frozen=True, kw_only=True)
class Followed:
    """What became of the posts of something that was stopped."""

    recalled: tuple[Recalled, ...]
    """What platforms held, and gave back or not."""
    out: tuple[Publication, ...]
    """What readers see, or may see, all the same."""
    unread: str = ""
    """Why only what was stopped is taken back: nobody knows what the plan says of the rest."""


def take_back_stopped(ledger: Ledger, items: Iterable[str], settings: Path, who: str) -> Followed:
    """Take back what platforms hold of items that may not go out any more, and find what is out already.

    Raises:
        BriefError: ``channels.yaml`` cannot be read.
    """
    accounts = read_accounts(settings, to_take_back=True)
    typed, unread = AsTyped(ledger), ""
    try:
        typed.expect_plans()
    except BriefError as error:
        unread = tell("The plan cannot be read, so only what was stopped is taken back: {problem}", problem=error.told)
        recalled = recall_posts(accounts, ledger, who=who)
    else:
        recalled = recall_posts(accounts, ledger, who=who, quiet=quiet_times(ledger), typed=typed.why_not)
    outbox = Outbox(ledger, who=who)
    posts = [p for item in items for p in outbox.publications("sent", "sending", "unconfirmed", item=item)]
    out = tuple(p for p in posts if p.scheduled_for is None or p.scheduled_for <= outbox.now())
    return Followed(recalled=recalled, out=out, unread=unread)
