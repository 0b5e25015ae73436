"""A ledger that was brought back knows nothing of what went out since its copy was made."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass

from briefcast.channels.base import marker_of
from briefcast.channels.platforms import platform
from briefcast.channels.table import channel_class, open_channel
from briefcast.errors import BriefcastError
from briefcast.ledger import Ledger, Release
from briefcast.ledger.brought_back import brought_back_at, made_first_at, note_brought_back
from briefcast.ledger.outbox import Outbox, Publication
from briefcast.manifest.items import Named
from briefcast.messages import joined, tell
from briefcast.publishing.accounts import Accounts, open_account
from briefcast.publishing.orders import Order, sizes_of
from briefcast.publishing.settling import look_for, past_post
from briefcast.publishing.ways import way_back, way_to_forget, way_to_settle
from briefcast.secrecy import SecretSource, from_environment, redact

_LOOKED_FOR_DAYS = 56
"""How long after it was withdrawn a post is looked for: weeks that are over are not sent again."""


@dataclass(frozen=True, kw_only=True)
class Withdrawn:
    """A post that a copy of the ledger calls withdrawn, and that may have been let out again since."""

    publication: Publication
    """As it is now: sent, where it was found."""
    unseen: str = ""
    """Why nobody could look; then a person has to."""

    @property
    def told(self) -> str:
        """What became of it, and what to do."""
        p = self.publication
        if not self.unseen:
            there = tell("It was withdrawn when the copy was made, and is out: {url}.", url=p.url or p.remote_id)
            return joined(there, way_back(p))
        return joined(
            tell(
                "It was withdrawn when the copy was made. Whether it was let out again since is not known: {reason}.",
                reason=self.unseen,
            ),
            way_to_forget(p),
        )


def doubt_unknown(
    ledger: Ledger, *, who: str, accounts: Accounts | None = None, now: dt.datetime | None = None
) -> tuple[Publication, ...]:
    """Write down that the ledger was brought back, and what may have gone out since its copy was made; give those.

    Every other account is asked before it gets a post, so what is there is found there. A mail or a message to a group
    cannot be looked for: what was due until now, and of which the ledger does not know that it is out, is unconfirmed
    until a person says what she saw. So is what a publisher had begun on any account when the copy was made: it is
    looked for before anything of it is sent. What is approved anew is asked about when it is sent: `doubt_order`.

    Args:
        ledger: as it was brought back.
        who: whom the history names.
        accounts: the team's; what is released for a channel is due on each of its accounts.
        now: the moment until which something was due.
    """
    at = now or dt.datetime.now(dt.UTC)
    outbox = Outbox(ledger, who=who)
    posts = {(p.item, p.content_sha256, p.channel, p.account): p for p in outbox.publications()}
    newest = {(r.item, r.channel, r.account): r for r in sorted(ledger.releases(), key=lambda r: (r.at, r.id))}
    doubtful: dict[tuple[str, str, str], _Doubt] = {}
    for release in newest.values():
        for account in _accounts_of(release, accounts, posts):
            post = posts.get((release.item, release.content_sha256, release.channel, account))
            if not _is_open(post) or not (_was_begun(post) or _was_due(release, at)):
                continue
            doubt = _Doubt(release=release, account=account)
            # Where a network gets one of each, the size that suits it best went, if any did.
            before = doubtful.setdefault(doubt.place, doubt)
            if doubt.rank < before.rank:
                doubtful[doubt.place] = doubt
    # The other sizes of what is out never went.
    out = {(Named.of(p.item).group, p.channel, p.account): p.item for p in posts.values() if p.state == "sent"}
    found = [
        _doubt(outbox, item=d.release.item, content=d.release.content_sha256, slot=d.release.slot, where=d.where)
        for d in doubtful.values()
        if not (sizes_of(d.release.channel) and out.get(d.group, d.release.item) != d.release.item)
    ]
    note_brought_back(ledger, who=who, at=at)
    return tuple(found)


def is_in_doubt(
    ledger: Ledger, *, item: str, content_sha256: str, channel: str, account: str, slot: dt.datetime | None
) -> bool:
    """Say whether a post may be out although the ledger knows nothing of it, for it was brought back since.

    It cannot be looked for there, and was due before the ledger came back; or, without a slot, was made before. A
    person who says that it is not there, or lets it go out again, settles that.
    """
    if _is_asked(channel):
        return False
    with ledger.reading() as connection:
        back = brought_back_at(connection)
        if back is None or (slot or made_first_at(connection, item, content_sha256) or back) > back:
            return False
    group = Named.of(item).group if sizes_of(channel) else item
    here = [p for p in Outbox(ledger, who="").publications(group=group) if (p.channel, p.account) == (channel, account)]
    if any(p.item != item and p.state in ("sent", "unconfirmed") for p in here):
        return False  # Another size of it is, or may be: none goes beside it.
    mine = next((p for p in here if (p.item, p.content_sha256) == (item, content_sha256)), None)
    return _is_open(mine) and (mine is None or _touched_at(mine) <= back)


def foresee_doubt(order: Order, ledger: Ledger) -> str:
    """Say that an order may be out already, as the next run writes it down; empty if it is not in doubt."""
    return (
        joined(BROUGHT_BACK, tell("No run sends it until a person says whether it is.")) if _of(order, ledger) else ""
    )


def doubt_order(order: Order, outbox: Outbox) -> Publication | None:
    """Write down that an order may be out already, instead of sending it; None if it is not in doubt."""
    if not _of(order, outbox.ledger):
        return None
    where = (order.channel, order.account.name)
    return _doubt(outbox, item=order.item, content=order.content_sha256, slot=order.slot, where=where)


BROUGHT_BACK = tell("The ledger was brought back: it may be out already.")


@dataclass(frozen=True, kw_only=True)
class _Doubt:
    """What may be out on one account."""

    release: Release
    account: str

    @property
    def where(self) -> tuple[str, str]:
        return self.release.channel, self.account

    @property
    def group(self) -> tuple[str, str, str]:
        return (Named.of(self.release.item).group, *self.where)

    @property
    def place(self) -> tuple[str, str, str]:
        """What one post at a time is out of: all sizes, where the channel gets one of them."""
        return self.group if sizes_of(self.release.channel) else (self.release.item, *self.where)

    @property
    def rank(self) -> int:
        """How well its size suits the channel, the best first."""
        variant = Named.of(self.release.item).variant
        if variant not in sizes_of(self.release.channel):
            return len(sizes_of(self.release.channel))
        shapes = (sizes for sizes in platform(self.release.channel).shapes.values() if variant in sizes)
        return next(list(sizes).index(variant) for sizes in shapes)


def _of(order: Order, ledger: Ledger) -> bool:
    given = {"item": order.item, "content_sha256": order.content_sha256, "channel": order.channel}
    return is_in_doubt(ledger, **given, account=order.account.name, slot=order.slot)


def _doubt(outbox: Outbox, *, item: str, content: str, slot: dt.datetime | None, where: tuple[str, str]) -> Publication:
    channel, account = where
    return outbox.doubt(
        item=item,
        channel=channel,
        account=account,
        content_sha256=content,
        marker=marker_of(item, content, channel, account),
        slot=slot,
        cause=BROUGHT_BACK,
        way=way_to_settle,
    )


def _is_open(post: Publication | None) -> bool:
    """Say whether the ledger knows of a post neither that it is out, nor that it is not to be, nor that it may be."""
    return post is None or post.state in ("prepared", "refused") or (post.state, post.step) == ("sending", "upload")


def _was_begun(post: Publication | None) -> bool:
    """Say whether something of a post was brought to its account: what is there is taken for half of it."""
    return post is not None and (post.state == "sending" or post.attempts > 0 or post.was_begun)


def _was_due(release: Release, at: dt.datetime) -> bool:
    return not _is_asked(release.channel) and (release.slot is None or release.slot <= at)


def _is_asked(channel: str) -> bool:
    """Say whether a channel is asked before it gets a post; one that there is not gets none."""
    try:
        return platform(channel).abilities.is_asked_first
    except KeyError:
        return True


def _touched_at(post: Publication) -> dt.datetime:
    return max(filter(None, (post.prepared_at, post.sending_at, post.ended_at)))


def look_for_withdrawn(
    accounts: Accounts,
    ledger: Ledger,
    *,
    who: str,
    sources: Sequence[SecretSource] = (from_environment,),
    now: dt.datetime | None = None,
) -> tuple[Withdrawn, ...]:
    """Look for posts that the ledger calls withdrawn: a copy does not know that one was let out again since.

    What is there is written down as sent, so that it can be withdrawn and is told under an embargo. What cannot be
    looked for is given with the reason.
    """
    outbox = Outbox(ledger, who=who)
    since = (now or outbox.now()) - dt.timedelta(days=_LOOKED_FOR_DAYS)
    living = {(p.item, p.channel, p.account) for p in outbox.publications("sent", "unconfirmed", "sending")}
    found = []
    for post in outbox.publications("withdrawn"):
        # Other content lives in its place, or nothing of it was ever out: it was dropped, or made way.
        if (post.item, post.channel, post.account) in living or not post.was_out:
            continue
        if post.ended_at is None or post.ended_at < since or channel_class(post.channel).corrects_beside:
            continue
        try:
            there = look_for(post, accounts, ledger, sources=sources)
        except (BriefcastError, OSError) as error:
            reason = redact(error.told if isinstance(error, BriefcastError) else str(error))
            found.append(Withdrawn(publication=post, unseen=reason.rstrip(".")))
            continue
        if there:
            now_out = outbox.found_out(post.id, url=redact(there.url), remote_id=redact(there.id))
            found.append(Withdrawn(publication=now_out))
    return tuple(found)


def look_for_gone(
    accounts: Accounts,
    ledger: Ledger,
    *,
    who: str,
    sources: Sequence[SecretSource] = (from_environment,),
    now: dt.datetime | None = None,
) -> tuple[Publication, ...]:
    """Write down as deleted what the ledger calls sent and does not lie there any more; give those.

    Somebody took it back after the copy was made: new content would come back in its place. Looked at are folders and
    web servers, which show for sure what lies there; a network's search may miss what is out.
    """
    outbox = Outbox(ledger, who=who)
    since = (now or outbox.now()) - dt.timedelta(days=_LOOKED_FOR_DAYS)
    on_account: dict[tuple[str, str], list[Publication]] = {}
    for post in outbox.publications("sent"):
        if channel_class(post.channel).shows_all and post.ended_at is not None and post.ended_at >= since:
            on_account.setdefault((post.channel, post.account), []).append(post)
    gone: list[Publication] = []
    for (name, account), posts in on_account.items():
        # What nobody could look at stays out, as far as anybody knows.
        with suppress(BriefcastError, OSError):
            entry = open_account(accounts.named(account), sources)
            with open_channel(entry.on(name)) as channel:
                for post in posts:
                    with suppress(BriefcastError, OSError):
                        gone += [post] if channel.is_gone(past_post(post, ledger)) else []
    return tuple(outbox.deleted(post.id, NOT_THERE, by=tell("somebody")) for post in gone)


NOT_THERE = tell("It did not lie there any more when the ledger was brought back.")


def _accounts_of(
    release: Release, accounts: Accounts | None, known: Iterable[tuple[str, str, str, str]]
) -> tuple[str, ...]:
    """Give the names of the accounts that a release is for: one, or all of its channel."""
    if release.account:
        return (release.account,)
    if accounts:
        named = Named.of(release.item)
        of_channel = accounts.of(release.channel, audience=named.audience, language=named.language)
        return tuple(entry.name for entry in of_channel)
    return tuple(account for item, _, channel, account in known if (item, channel) == (release.item, release.channel))
