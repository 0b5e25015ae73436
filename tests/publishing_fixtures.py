"""Approving as the review page does: an item with its posts as they will go out."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from briefcast.ledger import Ledger, ShownPost
from briefcast.manifest.items import Item
from briefcast.publishing.accounts import Accounts
from briefcast.publishing.orders import Earlier, planned_orders


def posts_of(
    item: Item, folder: Path, accounts: Accounts, channels: Sequence[str] = (), *, ledger: Ledger | None = None
) -> tuple[ShownPost, ...]:
    """Give the posts of an item on some channels, or on all there are accounts of."""
    channels = channels or tuple(dict.fromkeys(entry.channel for entry in accounts.accounts))
    earlier = Earlier(ledger) if ledger else None
    orders = (
        order for channel in channels for order in planned_orders(item, folder, channel, accounts, earlier=earlier)
    )
    return tuple(order.shown for order in orders if order.shown)


def approve(ledger: Ledger, item: Item, folder: Path, accounts: Accounts) -> None:
    """Approve an item with its posts on every account."""
    posts = posts_of(item, folder, accounts, ledger=ledger)
    ledger.decide(item.key, item.content_sha256, "approved", who="lan", posts=posts)
