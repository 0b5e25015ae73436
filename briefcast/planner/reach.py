"""What goes nowhere although it has an hour: its channel takes nothing of it, or no account is for its readers."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from briefcast.channels.platforms import platform, products_taken
from briefcast.channels.table import CHANNELS
from briefcast.messages import tell
from briefcast.planner.plan import Release

Reaches = Callable[[str, str, str, str], bool]
"""Whether something on a channel reaches an audience in a language, on the account that is named or on any if none."""


def anybody(_channel: str, _audience: str, _language: str, _account: str) -> bool:
    """Take every reader for reached, where no accounts are known."""
    return True


def lost_products(releases: Iterable[Release]) -> tuple[str, ...]:
    """Say once for each channel what it takes none of, as releasing the week would say it."""
    lost: dict[str, dict[str, None]] = {}
    for release in releases:
        if release.channel in CHANNELS and release.product not in products_taken(platform(release.channel)):
            lost.setdefault(release.channel, {})[release.product] = None
    return tuple(
        tell(
            "{platform} takes no {product}, but {takes}. Choose another channel for it in the plan.",
            platform=platform(channel).called,
            product=tuple(products),
            takes=products_taken(platform(channel)),
        )
        for channel, products in lost.items()
    )


def lost_readers(releases: Iterable[Release], reaches: Reaches) -> tuple[str, ...]:
    """Say once for each channel, and account that a slot names, which readers no account is for."""
    lost: dict[tuple[str, str], dict[str, None]] = {}
    for release in releases:
        account = release.slot.account or ""
        if release.channel in CHANNELS and not reaches(release.channel, release.audience, release.language, account):
            readers = lost.setdefault((release.channel, account), {})
            readers[f"{release.audience} ({release.language})"] = None
    return tuple(
        tell(
            "The account {account} on {channel} is not for {readers}: see channels.yaml.",
            account=account,
            channel=channel,
            readers=tuple(readers),
        )
        if account
        else tell(
            "No account on {channel} is for {readers}: see channels.yaml.", channel=channel, readers=tuple(readers)
        )
        for (channel, account), readers in lost.items()
    )
