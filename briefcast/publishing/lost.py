"""Posts that lay in a folder of this machine and do not any more: somebody removed it, as with ``rm -rf outputs``.

They count as sent, so that no run sends them again by itself; but nobody reads them, and somebody has to be told.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from briefcast.channels.base import Channel
from briefcast.channels.table import channel_class, open_channel
from briefcast.errors import BriefcastError
from briefcast.ledger import Ledger
from briefcast.ledger.outbox import Outbox, Publication
from briefcast.messages import Typed, tell
from briefcast.publishing.accounts import Accounts, open_account
from briefcast.secrecy import read_secret


@dataclass(frozen=True, kw_only=True)
class Lost:
    """Posts of one account that do not lie in its folder any more."""

    folder: str
    posts: tuple[Publication, ...]

    @property
    def where(self) -> str:
        """The one post, or the account of several."""
        first = self.posts[0]
        return first.where if len(self.posts) == 1 else f"{first.channel}:{first.account}"

    @property
    def told(self) -> str:
        """How many are missing where, and the way on."""
        numbers = " ".join(str(post.id) for post in self.posts)
        return tell(
            "Posts that went out and do not lie in {folder} any more: {number}. No run sends them again by itself. Put "
            "them back from a copy; or write down that they are gone: {deleted}. To have them there anew after that: "
            "{again}",
            folder=self.folder,
            number=len(self.posts),
            deleted=Typed(f"briefcast outbox deleted {numbers}"),
            again=Typed(f"briefcast outbox again {numbers}"),
        )


def find_lost(accounts: Accounts, ledger: Ledger) -> tuple[Lost, ...]:
    """Give what went out into folders of this machine and does not lie there any more, by account; no call is made.

    A kit that was to be posted by hand is missed until its hour: after that it has been posted.
    """
    outbox = Outbox(ledger, who="")
    found: dict[tuple[str, str, str], list[Publication]] = {}
    with _Opened(accounts) as opened:
        for post in outbox.publications("sent"):
            if post.channel == "handoff" and (not post.scheduled_for or post.scheduled_for <= outbox.now()):
                continue
            if not post.made_way and (folder := opened.lost_from(post)):
                found.setdefault((post.channel, post.account, folder), []).append(post)
    return tuple(Lost(folder=folder, posts=tuple(posts)) for (_, _, folder), posts in found.items())


def lost_by_number(accounts: Accounts, ledger: Ledger) -> Mapping[int, str]:
    """Say of each post that does not lie in its folder any more that it does not, by number."""
    return {
        post.id: Lost(folder=lost.folder, posts=(post,)).told
        for lost in find_lost(accounts, ledger)
        for post in lost.posts
    }


class _Opened:
    """The channels that may keep posts on this machine, each opened once."""

    def __init__(self, accounts: Accounts) -> None:
        self._accounts = accounts
        self._channels: dict[tuple[str, str], Channel | None] = {}

    def __enter__(self) -> _Opened:
        return self

    def __exit__(self, *_: object) -> None:
        for channel in filter(None, self._channels.values()):
            channel.close()

    def lost_from(self, post: Publication) -> str:
        """Give the folder in which a post does not lie any more; empty where it does, or nobody can say."""
        place = post.channel, post.account
        if place not in self._channels:
            self._channels[place] = self._open(post)
        channel = self._channels[place]
        try:
            return channel.lost_from(post.remote_id or "") if channel and post.remote_id else ""
        except (BriefcastError, OSError):
            return ""

    def _open(self, post: Publication) -> Channel | None:
        try:
            if channel_class(post.channel).lost_from is Channel.lost_from:
                return None
            return open_channel(open_account(self._accounts.named(post.account), (read_secret,)).on(post.channel))
        except BriefcastError:
            return None
