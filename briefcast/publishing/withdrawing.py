"""Posts that people take back from their platforms, one after the other: one that stays keeps no other one there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from briefcast.channels.table import open_channel
from briefcast.errors import BriefcastError
from briefcast.ledger.outbox import Outbox, Publication
from briefcast.messages import tell
from briefcast.publishing.accounts import Accounts, open_account
from briefcast.publishing.publisher import withdraw_post
from briefcast.secrecy import redact


@dataclass(frozen=True, kw_only=True)
class Withdrawn:
    """What became of one post that somebody withdrew."""

    post: Publication
    failed: str = ""
    """Why it is there still; empty if it is not."""

    @property
    def told(self) -> str:
        """It in a sentence."""
        account = f"{self.post.channel}:{self.post.account}"
        return self.failed or tell("{item} is taken back from {account}.", item=self.post.item, account=account)


def withdraw_posts(
    posts: Iterable[Publication], accounts: Accounts, outbox: Outbox, why: str = ""
) -> Iterator[Withdrawn]:
    """Take posts back from their platforms, and say of each what became of it."""
    for post in posts:
        try:
            account = open_account(accounts.named(post.account))
            with open_channel(account.on(post.channel)) as opened:
                withdraw_post(post, opened, outbox, why)
        except BriefcastError as error:
            # One that cannot be taken back must not keep the others where readers see them.
            yield Withdrawn(post=post, failed=redact(error.told))
        else:
            yield Withdrawn(post=post)
