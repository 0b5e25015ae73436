"""Notices to the team: when a batch waits for review, is done or failed, and when publishing needs a person.

``BRIEFCAST_NOTICES`` holds where they go, as Apprise writes addresses, with spaces between:

    mailto://user:password@mail.example.org?to=team@example.org   e-mail
    tgram://bot-token/chat-id                                     Telegram
    slack://token-a/token-b/token-c                               Slack
    jsons://hooks.example.org/zalo                                Zalo and anything else with a webhook
"""

from __future__ import annotations

import logging
import os
from collections.abc import Sequence

from briefcast.errors import LedgerError
from briefcast.ledger import Batches

NOTICES_ENV = "BRIEFCAST_NOTICES"


def send_notice(
    batches: Batches, key: str | Sequence[str], title: str, text: str, *, again_after_s: float | None = None
) -> str:
    """Send a notice once, however often a run comes by here.

    Args:
        batches: remembers what went out.
        key: what the notice is about: ``2026-W48/waiting/3f2a…``; several for one of several things.
        title: one line.
        text: what there is to do, and where.
        again_after_s: how long after it the same is sent again; never if None.

    Returns:
        What a person should know of it: empty if it went out or was out already.
    """
    places = os.environ.get(NOTICES_ENV, "").split()
    if not places:
        return ""  # nobody asked for any
    keys = [key] if isinstance(key, str) else key
    try:
        if not batches.notice_once(keys, f"{title}\n{text}", again_after_s=again_after_s):
            return ""
    except LedgerError as error:
        return f"No notice was sent: {error}"
    if not _send(places, title, text):
        batches.forget_notice(*keys)
        return f"The notice could not be sent to every place of {NOTICES_ENV}: check the addresses and the network."
    return ""


def _send(places: list[str], title: str, text: str) -> bool:
    from apprise import Apprise

    # Apprise tells of failures with the whole address, which holds passwords.
    logging.getLogger("apprise").disabled = True
    sender = Apprise()
    if not all([sender.add(place) for place in places]):  # noqa: C419 - each is to be added
        return False
    return bool(sender.notify(title=title, body=text))
