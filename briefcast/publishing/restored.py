"""A ledger that was brought back knows nothing of what went out since its copy was made."""

from __future__ import annotations

import datetime as dt

from briefcast.channels.platforms import platform
from briefcast.ledger import Ledger, Release
from briefcast.ledger.outbox import Outbox, State
from briefcast.messages import tell


def take_back_unknown(ledger: Ledger, *, who: str, now: dt.datetime | None = None) -> tuple[Release, ...]:
    """Take back the release of what may be out already and cannot be looked for; give those releases.

    Every other account is asked before it gets a post, so what is there is found there. A mail or a message to a group
    cannot be looked for: what was due until now, and of which the ledger knows nothing, waits for a person.
    """
    at = now or dt.datetime.now(dt.UTC)
    known = {(p.item, p.content_sha256, p.channel, p.account) for p in Outbox(ledger, who=who).publications(*_SETTLED)}
    doubtful = [
        each
        for each in ledger.releases()
        if not platform(each.channel).abilities.is_asked_first
        and (each.slot is None or each.slot <= at)
        and (each.item, each.content_sha256, each.channel, each.account) not in known
    ]
    return ledger.take_back(doubtful, who=who, why=tell("The ledger was brought back: it may be out already."))


_SETTLED: tuple[State, ...] = ("sent", "unconfirmed", "refused", "withdrawn")
