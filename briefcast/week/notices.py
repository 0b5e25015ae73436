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
from typing import Protocol

from briefcast.catalogue import in_language, team_language
from briefcast.errors import LedgerError
from briefcast.messages import tell

NOTICES_ENV = "BRIEFCAST_NOTICES"


class Memory(Protocol):
    """Where it is written down which notices went out, as `Batches` does."""

    def notice_once(self, key: str | Sequence[str], text: str, *, again_after_s: float | None = None) -> bool:
        """Write down that a notice goes out; False if the same one went out before."""
        ...

    def forget_notice(self, *keys: str) -> None:
        """Take back that a notice went out, because it did not."""
        ...


def send_notice(
    memory: Memory,
    key: str | Sequence[str],
    title: str,
    lines: Sequence[str],
    *,
    again_after_s: float | None = None,
) -> str:
    """Send a notice once, however often a run comes by here, in the language of the team.

    Args:
        memory: remembers what went out: the batches of a ledger.
        key: what the notice is about: ``2026-W48/waiting/3f2a…``; several for one of several things.
        title: one line.
        lines: what there is to do, and where.
        again_after_s: how long after it the same is sent again; never if None.

    Returns:
        What a person should know of it: empty if it went out or was out already.
    """
    places = os.environ.get(NOTICES_ENV, "").split()
    if not places:
        return ""  # nobody asked for any
    keys = [key] if isinstance(key, str) else key
    code = team_language()
    title, text = in_language(title, code), "\n".join(in_language(line, code) for line in lines)
    try:
        if not memory.notice_once(keys, f"{title}\n{text}", again_after_s=again_after_s):
            return ""
    except LedgerError as error:
        return tell("No notice was sent: {reason}", reason=error.told)
    if not _send(places, title, text):
        memory.forget_notice(*keys)
        return tell(
            "The notice could not be sent to every place of {variable}: check the addresses and the network.",
            variable=NOTICES_ENV,
        )
    return ""


def _send(places: list[str], title: str, text: str) -> bool:
    from apprise import Apprise

    # Apprise tells of failures with the whole address, which holds passwords.
    logging.getLogger("apprise").disabled = True
    sender = Apprise()
    if not all([sender.add(place) for place in places]):  # noqa: C419 - each is to be added
        return False
    return bool(sender.notify(title=title, body=text))
