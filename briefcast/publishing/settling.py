"""Settling: what a publisher left behind, and what nobody could say of, whatever was decided since.

Orders settle what they still send. The rest would stay as it is for good: an item that was held, moved or corrected
after its post was begun is no order any more.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from briefcast.channels.base import Post, PostFile, Receipt, Words
from briefcast.channels.platforms import platform
from briefcast.channels.table import channel_class, open_channel
from briefcast.errors import BriefcastError, Refused
from briefcast.languages import language
from briefcast.ledger import Ledger
from briefcast.ledger.ledger import why_not_now
from briefcast.ledger.outbox import Outbox, Publication
from briefcast.manifest.items import Named
from briefcast.messages import Typed, joined, tell
from briefcast.publishing.accounts import Accounts, open_account
from briefcast.publishing.orders import LATE_AFTER_H
from briefcast.publishing.publisher import PATIENT, Patience, ask_person, look_after
from briefcast.publishing.same_account import expect_same_account
from briefcast.publishing.ways import way_back, way_in
from briefcast.secrecy import SecretSource, from_environment, redact
from briefcast.states import called

LOOK_AGAIN_S = 3600
"""How long after a look that found nothing the next one is made."""
LOOK_FOR_S = 86_400
"""How long after it was sent a post is still looked for by itself; then only a person can say."""


@dataclass(frozen=True, kw_only=True)
class Settled:
    """A publication that no order sends any more, and what became of it."""

    publication: Publication
    """As it is now."""
    since: str = ""
    """What was decided since, where it is out, or may be, all the same."""
    fresh: bool = True
    """Whether that was found out just now."""

    @property
    def failed(self) -> bool:
        """Whether a person has to look."""
        return self.publication.state == "unconfirmed"

    @property
    def told(self) -> str:
        """What became of it, for people."""
        p = self.publication
        if p.state == "sent":
            out = tell("{post} went out, as was found now: {url}.", post=p.where, url=p.url or p.remote_id)
            return joined(out, self.since, way_back(p)) if self.since else out
        if p.state == "prepared":
            return tell("{post} was not sent: {why}", post=p.where, why=p.detail)
        return joined(tell("{post} is {state}: {why}", post=p.where, state=called(p.state), why=p.detail), self.since)

    def __str__(self) -> str:
        return str(self.told)


def settle_left(
    accounts: Accounts,
    ledger: Ledger,
    *,
    who: str,
    ordered: Collection[tuple[str, str, str, str]] = (),
    sources: Sequence[SecretSource] = (from_environment,),
    patience: Patience = PATIENT,
) -> tuple[Settled, ...]:
    """Let go of what was surely not sent, and look for what may have been, but for what orders take care of.

    Args:
        accounts: the team's.
        ledger: remembers what went.
        who: whom the history names.
        ordered: items, contents, channels and accounts that are about to be sent.
        sources: where secrets are.
        patience: how often and how long to look.
    """
    outbox, settled = Outbox(ledger, who=who), []
    for left in outbox.abandoned():
        if left.step == "upload":
            # Ordered or not: an order that is refused would leave it as it is.
            settled.append(
                Settled(publication=outbox.put_back(left.id, tell("Its publisher stopped before it was sent.")))
            )
        elif _of(left) not in ordered:
            settled.append(_look(left, accounts, outbox, sources, patience))
    done = {each.publication.id for each in settled}
    for unknown in outbox.publications("unconfirmed"):
        if unknown.id in done or _of(unknown) in ordered:
            continue
        if _worth_a_look(unknown, outbox.now()):
            once = replace(patience, looks_after_s=tuple(patience.looks_after_s)[:1])
            settled.append(_look(unknown, accounts, outbox, sources, once))
        else:
            settled.append(Settled(publication=unknown, since=_held_meanwhile(unknown, outbox), fresh=False))
    return tuple(settled)


def _of(publication: Publication) -> tuple[str, str, str, str]:
    return publication.item, publication.content_sha256, publication.channel, publication.account


def _worth_a_look(unknown: Publication, now: dt.datetime) -> bool:
    """Say whether something may have come to light since the last look, and looking costs nothing."""
    abilities = platform(unknown.channel).abilities
    if not abilities.is_asked_first or unknown.ended_at is None or unknown.sending_at is None:
        return False
    since_look_s = (now - unknown.ended_at).total_seconds()
    return since_look_s >= LOOK_AGAIN_S and (now - unknown.sending_at).total_seconds() <= LOOK_FOR_S


def _look(
    left: Publication, accounts: Accounts, outbox: Outbox, sources: Sequence[SecretSource], patience: Patience
) -> Settled:
    try:
        entry = accounts.named(left.account)
        with open_channel(open_account(entry, sources).on(left.channel)) as channel:
            now = look_after(left, past_post(left, outbox.ledger), channel, outbox, patience)
    except (BriefcastError, OSError) as error:
        reason = error.told if isinstance(error, BriefcastError) else str(error)
        now = ask_person(left, outbox, tell("it could not be looked for ({reason})", reason=reason))
    why = decided_since(now, outbox) if now.state == "sent" else _held_meanwhile(now, outbox)
    return Settled(publication=now, since=why, fresh=(now.state, now.detail) != (left.state, left.detail))


def _held_meanwhile(post: Publication, outbox: Outbox) -> str:
    """Say that a post of which nobody knows was held or sent back meanwhile; empty if it was not."""
    standing = outbox.ledger.standing(post.item, post.content_sha256)
    if post.state != "unconfirmed" or standing.name not in ("held", "sent back") or not standing.decision:
        return ""
    said = called(standing.decision.decision)
    return tell("It was {decision} by {who} meanwhile.", decision=said, who=standing.decision.who)


def decided_since(post: Publication, outbox: Outbox) -> str:
    """Say what was decided of a post since it was sent or begun, for which it would not go out now; empty if nothing.

    It was held, sent back, moved or taken back, or other content of it was approved.
    """
    with outbox.ledger.reading() as connection:
        return why_not_now(
            connection, post.item, post.content_sha256, channel=post.channel, account=post.account, slot=post.slot
        )


def what_comes(post: Publication, outbox: Outbox) -> str:
    """Say what becomes of a post that may go out again: when it does, or what stands in its way."""
    place = (post.item, post.content_sha256, post.channel)
    given = [
        each
        for each in outbox.ledger.releases(item=post.item)
        if (each.item, each.content_sha256, each.channel) == place and each.account in ("", post.account)
    ]
    slot = max(given, key=lambda each: each.at).slot if given else None
    if why := decided_since(replace(post, slot=slot), outbox):
        return tell("{post}: {reason}", post=post.where, reason=why)
    now = outbox.now()
    if slot and slot > now:
        return tell("{post} goes out at its slot, {slot}.", post=post.where, slot=slot)
    if slot and slot < now - dt.timedelta(hours=LATE_AFTER_H):
        return tell(
            "{post}: its slot was {slot}. To send it all the same: {late}",
            post=post.where,
            slot=slot,
            late=Typed("briefcast publish --late"),
        )
    return tell(
        "{post} goes out with the next briefcast publish if it is still approved and released.", post=post.where
    )


def let_out_again(post: Publication, outbox: Outbox, why: str) -> str:
    """Let a post that was withdrawn go out again, and say when it does or what stands in its way.

    Raises:
        Refused: other content took its place and is there: nothing is written over how that came.
    """
    if way := way_in(post, outbox):
        raise Refused(joined(tell("{post}: nothing was written down.", post=post.where), way))
    return what_comes(outbox.again(post.id, why), outbox)


def out_all_the_same(post: Publication, outbox: Outbox) -> str:
    """Say that a post is out although it was held or taken back since, and how it is taken down; else empty."""
    standing = outbox.ledger.standing(post.item, post.content_sha256)
    if standing.name in ("held", "sent back") and (stopped := standing.decision):
        told = tell(
            "It was {decision} by {who}{why}, and is out all the same.",
            decision=called(stopped.decision),
            who=stopped.who,
            why=tell(" ({why})", why=stopped.why.rstrip(".")) if stopped.why else "",
        )
        return joined(told, way_back(post))
    why = decided_since(post, outbox)
    return joined(tell("It is out all the same."), why, way_back(post)) if why else ""


def stopped_since(posts: Iterable[Publication], outbox: Outbox) -> Mapping[int, str]:
    """Say by number of those posts that are out although their content was held or sent back since, which and how."""
    out = [post for post in posts if post.state == "sent"]
    standings = outbox.ledger.standings_of_contents((post.item, post.content_sha256) for post in out)
    stopped = (post for post in out if standings[post.item, post.content_sha256].name in ("held", "sent back"))
    return {post.id: out_all_the_same(post, outbox) for post in stopped}


def write_found(outbox: Outbox, id: int, url: str) -> Publication:
    """Write down that a person saw a post of which nobody knew; what it went out beside, as in mails, is corrected.

    Raises:
        Refused: whether it is there is known.
    """
    post = outbox.resolve(id, posted=True, url=url)
    if channel_class(post.channel).corrects_beside:
        for old in outbox.publications("sent", item=post.item):
            if old.id != post.id and (old.channel, old.account) == (post.channel, post.account):
                outbox.corrected(old.id, post.content_sha256)
    return post


def expect_gone(
    post: Publication, accounts: Accounts, ledger: Ledger, *, sources: Sequence[SecretSource] = (from_environment,)
) -> str:
    """Look whether a post that somebody says she deleted is gone, and give why nobody could look; empty if one could.

    Raises:
        Refused: it is there still, or cannot be deleted: what is sent by mail stays with its readers.
    """
    if channel_class(post.channel).corrects_beside:
        raise Refused(joined(tell("{post} cannot be deleted.", post=post.where), way_back(post)))
    try:
        there = look_for(post, accounts, ledger, sources=sources)
    except (BriefcastError, OSError) as error:
        return redact(error.told if isinstance(error, BriefcastError) else str(error))
    if there is None:
        return ""
    still = tell("{post} is still there: {url}. Nothing was written down.", post=post.where, url=there.url or there.id)
    other = tell("If you meant another post, its number is in the list: {command}", command=Typed("briefcast outbox"))
    raise Refused(joined(still, way_back(post), other))


def look_for(
    post: Publication, accounts: Accounts, ledger: Ledger, *, sources: Sequence[SecretSource] = (from_environment,)
) -> Receipt | None:
    """Look on its account whether a post is there, by its marker; None if it is not.

    Raises:
        BriefcastError: nobody can look there, or not now.
        OSError: the account could not be reached.
    """
    row = platform(post.channel)
    if not row.abilities.find:
        raise Refused(tell("{platform} cannot be searched", platform=row.called))
    entry = accounts.named(post.account)
    with open_channel(open_account(entry, sources).on(post.channel)) as channel:
        expect_same_account(channel, ledger)
        return channel.find(past_post(post, ledger), {})


def past_post(left: Publication, ledger: Ledger) -> Post:
    """Give a post to look for as it was approved: what lies in its edition's folder may be something else by now.

    The marker is in its link; a post whose words are not known any more is looked for by the marker alone.
    """
    named = Named.of(left.item)
    parts = ledger.past_post(left.item, left.content_sha256, channel=left.channel, account=left.account).parts
    files = tuple(
        PostFile(
            path=file.path,
            role=file.role,
            media_type=file.media_type,
            language=named.language,
            bytes=file.bytes,
            sha256=file.sha256,
            variant=named.variant,
            alt_text=file.alt_text,
        )
        for file in ledger.past_files(left.item, left.content_sha256)
    )
    return Post(
        item=left.item,
        content_sha256=left.content_sha256,
        marker=left.marker,
        product=named.product,
        audience=named.audience,
        language=named.language,
        direction=language(named.language).direction,
        title=parts.get("title", ""),
        text=parts.get("text", ""),
        words=Words(hook=""),
        link=parts.get("link", left.marker if not parts else ""),
        tags=tuple(parts.get("hashtags", "").split()),
        files=files,
        synthetic_voice="synthetic voice" in parts,
        publish_at=left.slot,
    )
