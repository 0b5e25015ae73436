"""Waiting until a platform has made a film ready, for channels that have to ask."""

from __future__ import annotations

import time
from collections.abc import Callable

from briefcast.channels.base import AccountSettings
from briefcast.errors import TryLater
from briefcast.messages import tell


class WaitingSettings(AccountSettings):
    """What an account says about waiting."""

    poll_s: float = 5
    """How long to wait between two looks at what the platform is working on."""
    processing_s: float = 300
    """How long to wait in all; after that the post is left for the next run, which goes on from there."""


def wait_until_ready(look: Callable[[], bool], settings: WaitingSettings, what: str) -> None:
    """Look again and again until it is ready.

    Args:
        look: gives whether it is; raises Refused if it never will be.
        settings: how often, and how long in all.
        what: that is waited for, for the message: ``linkedin:press-en: the film``.

    Raises:
        TryLater: it is still not ready.
    """
    looks = max(1, round(settings.processing_s / max(settings.poll_s, 1)))
    for left in range(looks, 0, -1):
        if look():
            return
        if left > 1:
            time.sleep(settings.poll_s)
    raise TryLater(tell("{what} is still being processed there; nothing is lost.", what=what), after_s=settings.poll_s)
