"""Publishing: each item once on each account, or listed as not confirmed; never twice, never a surprise.

    with open_channel(account) as channel:
        publication = publish(fit(post, channel.platform, store), channel, outbox)

The main path is `publish`. What each failure means is in ``channels/base.py``; who may work on what, and what
survives a crash, is in ``ledger/outbox.py``. Run it again after anything: what is out stays out, what waits goes on.
"""

from __future__ import annotations

import datetime as dt
import math
import time
from collections.abc import Callable, Iterator, MutableMapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal, TypeVar

from tenacity import RetryCallState, Retrying, retry_if_exception, stop_after_attempt, wait_random_exponential

from briefcast.brief.corrections import Kind
from briefcast.channels.base import Channel, Kept, Post, Receipt
from briefcast.channels.platforms import Platform
from briefcast.channels.reach import leads_to
from briefcast.errors import AnswerLost, ChannelError, Refused, SignedOut, TryLater
from briefcast.ledger.outbox import Ask, Claim, ClaimLost, HasAlready, NotNow, Outbox, Publication
from briefcast.manifest.items import Named
from briefcast.messages import Typed, joined, tell
from briefcast.publishing.quota import uses_of
from briefcast.publishing.same_account import expect_same_account
from briefcast.publishing.ways import (
    by_hand,
    can_replace,
    if_missing,
    if_seen,
    stays_beside,
    way_back,
    way_to_make_room,
    way_to_replace,
    way_to_settle,
)
from briefcast.secrecy import redact
from briefcast.states import called

Answer = TypeVar("Answer")

_ROUNDS = 3
"""How often a lost answer is followed by a look, and by sending again where that is harmless."""
_STOPPED = tell("A publisher stopped while it was sending.")
_NOT_THERE = tell("it was not found there")


@dataclass(frozen=True, kw_only=True)
class Patience:
    """How often and how long a publisher tries before it leaves the rest for the next run."""

    tries: int = 4
    """Of each call that is safe to repeat."""
    wait_s: float = 2
    """Longest first wait; it doubles with every try, and a random part of it is waited."""
    wait_max_s: float = 120
    """Longer than this is not waited for: a quota of the day, a Retry-After of an hour."""
    looks_after_s: Sequence[float] = (2, 5, 15, 30)
    """After a lost answer, the pauses before each look for the post."""
    sleep: Callable[[float], None] = time.sleep


PATIENT = Patience()


def publish(
    post: Post,
    channel: Channel,
    outbox: Outbox,
    *,
    slot: dt.datetime | None = None,
    patience: Patience = PATIENT,
    ask: Ask | None = None,
) -> Publication:
    """Publish a fitted post on an account and give what became of it.

    States: "sent"; "refused" with the reason; "prepared" where it waits for its slot, a quota or a platform
    that is down; "unconfirmed" where nobody can say; "sending" where another publisher works on it.

    Args:
        post: texts and files as the channel takes them.
        channel: the account, open for work.
        outbox: what is remembered between runs.
        slot: when readers are to see it; at once if none. Only a channel that holds posts itself gets it before.
        patience: how long to try.
        ask: whether it may go out at that moment; asked when it is taken, and again before the publishing call.

    Raises:
        HasAlready: the account has another content, or another size, of the same already.
        NotNow: ``ask`` says why it may not go out now; nothing was sent.
    """
    group = group_of(post, channel.platform)
    try:
        publication = outbox.prepare(
            item=post.item,
            channel=channel.name,
            account=channel.account.name,
            content_sha256=post.content_sha256,
            marker=post.marker,
            slot=slot,
            group=group,
        )
        if slot is not None and slot > outbox.now():
            if not holds_until(slot, channel.platform, now=outbox.now()):
                return publication
            post = replace(post, publish_at=slot)
        claim = outbox.claim(publication.id, ask, group=group, sent_to=leads_to(channel.account))
    except HasAlready as there:
        ways = {"sent": way_to_replace, "unconfirmed": way_to_settle}
        if there.other.state not in ways:
            raise
        raise HasAlready(joined(there.told, ways[there.other.state](there.other)), there.other) from there
    if claim is None:
        return outbox.find(publication.id)
    try:
        return _work(claim, post, channel, outbox, patience)
    except ClaimLost:
        return outbox.find(publication.id)
    finally:
        outbox.let_go(claim)


def replace_post(
    post: Post,
    channel: Channel,
    outbox: Outbox,
    *,
    slot: dt.datetime | None = None,
    patience: Patience = PATIENT,
    ask: Ask | None = None,
    corrects: Kind | Literal[""] = "",
) -> Publication:
    """Put a post in the place of the one the account has of the same, in whatever size; publish it if there is none.

    What a platform still holds until its slot keeps that slot. Where nothing can be put in the place of another, as in
    readers' mail boxes, a correction goes out beside it, once, and names it. So does one that people let out as what it
    ``corrects``, a correction or revision, on every platform that cannot change a post: `end_corrected` does the rest.

    Raises:
        Refused: the platform cannot; the message says what to do instead.
        NotNow: ``ask`` says why it may not go out now; nothing was changed.
    """
    group = group_of(post, channel.platform)
    before = outbox.publications("sent", "unconfirmed", "sending", group=group)
    living = [
        p
        for p in before
        if (p.channel, p.account) == (channel.name, channel.account.name)
        # Its own replacement, interrupted: what it was to take the place of is there still.
        and not (p.state == "sending" and p.content_sha256 == post.content_sha256 and not p.attempts)
    ]
    mine = next((p for p in living if (p.item, p.content_sha256) == (post.item, post.content_sha256)), None)
    old = next((p for p in living if p is not mine), None)
    beside = goes_beside(channel, corrects, old)
    if old is None or (mine and not (beside and mine.state != "sent")):
        return publish(post, channel, outbox, slot=slot, patience=patience, ask=ask)
    if old.state != "sent":
        raise Refused(
            tell(
                "{account}: whether {item} is there is not known yet. Settle that first: {command}",
                account=str(channel.account),
                item=post.item,
                command=Typed("briefcast outbox --state unconfirmed"),
            )
        )
    if not (beside or can_replace(old)):
        raise Refused(way_to_make_room(old, channel.platform))
    now = outbox.now()
    waits_until = max(filter(None, (slot, old.scheduled_for)), default=now)
    if waits_until > now:
        if not holds_until(waits_until, channel.platform, now=now):
            raise Refused(
                tell(
                    "{account}: what is there waits for {until}, and cannot be replaced so that it still does. Replace "
                    "it after it is out. {way}",
                    account=str(channel.account),
                    until=waits_until,
                    way=way_back(old),
                )
            )
        post = replace(post, publish_at=waits_until)
    receipt = Receipt(id=old.remote_id or "", url=old.url or "")
    publication = outbox.prepare(
        item=post.item,
        channel=channel.name,
        account=channel.account.name,
        content_sha256=post.content_sha256,
        marker=post.marker,
        slot=slot,
        group=group,
        beside=True,
    )
    claim = outbox.claim(publication.id, ask, beside=True, sent_to=leads_to(channel.account))
    if claim is None:
        return outbox.find(publication.id)
    if beside:
        if channel.corrects_beside or (channel.answers and stays_beside(old, corrects)):
            post = replace(post, corrects=receipt.id, corrects_marker=old.marker)
        return _correct(claim, post, old, channel, outbox, patience)
    kept = outbox.keep(claim)
    try:
        # Putting the same in the same place again is harmless, so all of it may be repeated.
        _repeat(patience, lambda: expect_same_account(channel, outbox.ledger, who=outbox.who))
        new = _repeat(patience, lambda: channel.replace(receipt, post, kept))
    except (AnswerLost, TryLater) as error:
        return outbox.later(claim, redact(error.told))
    except ChannelError as error:
        return outbox.refused(claim, redact(error.told))
    finally:
        outbox.let_go(claim)
    return outbox.replaced(
        old.id, claim, remote_id=redact(new.id), url=redact(new.url), scheduled_for=new.scheduled_for
    )


def _correct(
    claim: Claim, post: Post, old: Publication, channel: Channel, outbox: Outbox, patience: Patience
) -> Publication:
    """Send a correction beside what it corrects; as every first post, it is sent once."""
    try:
        done = _work(claim, post, channel, outbox, patience)
    except ClaimLost:
        return outbox.find(claim.publication.id)
    finally:
        outbox.let_go(claim)
    if done.state == "sent" and channel.corrects_beside:
        outbox.corrected(old.id, post.content_sha256)
    return done


def goes_beside(channel: Channel, corrects: Kind | Literal[""], old: Publication | None) -> bool:
    """Say whether a correction goes out as a post of its own: one by mail, and one that nothing can be changed for."""
    grave = corrects in ("correction", "revision")
    return channel.corrects_beside or (grave and old is not None and not can_replace(old))


def end_corrected(
    old: Publication, content_sha256: str, channel: Channel, outbox: Outbox, corrects: Kind | Literal[""]
) -> str:
    """End a post that a correction went out beside, and give what a person has still to do; done again, it is the same.

    What was wrong is taken back where its platform lets us, and is deleted by hand elsewhere. What was right until
    better figures came stays with its readers, and so does a mail.

    Raises:
        BriefcastError: it could not be taken back now; the next run tries again.
    """
    if channel.corrects_beside or corrects == "revision":
        outbox.corrected(old.id, content_sha256)
        return ""
    if channel.platform.abilities.withdraw:
        withdraw_post(old, channel, outbox, tell("Content {content} puts it right.", content=content_sha256[:12]))
        return ""
    told = tell("What it corrects is still to be seen: {where}.", where=old.url or old.remote_id or old.where)
    return joined(told, by_hand(old))


def withdraw_post(publication: Publication, channel: Channel, outbox: Outbox, why: str = "") -> None:
    """Take a post back and write that down.

    Raises:
        Refused: it is not out, or the platform cannot.
    """
    if publication.state != "sent":
        told = tell(
            "Publication {id} is {state}: there is nothing to take back.",
            id=publication.id,
            state=called(publication.stands, publication.channel),
        )
        raise Refused(told)
    # In another account nothing of it is found, and it would count as taken back while readers see it.
    expect_same_account(channel, outbox.ledger, who=outbox.who)
    try:
        channel.withdraw(Receipt(id=publication.remote_id or "", url=publication.url or ""))
    except SignedOut:
        raise
    except Refused as error:
        if channel.corrects_beside:
            raise
        reason = tell("{post}: {reason}", post=publication.where, reason=error.told)
        raise Refused(joined(reason, by_hand(publication))) from error
    outbox.withdrawn(publication.id, why)


def take_back(publication: Publication, channel: Channel, outbox: Outbox, why: str) -> None:
    """Take a post back that a platform holds until its slot: nobody has seen it, and it may go again.

    Raises:
        Refused: the platform cannot, or it is out.
    """
    if publication.state != "sent" or not publication.scheduled_for or publication.scheduled_for <= outbox.now():
        told = tell(
            "Publication {id} does not wait at its platform. {way}",
            id=publication.id,
            way=way_back(publication) if publication.state == "sent" else "",
        )
        raise Refused(told)
    expect_same_account(channel, outbox.ledger, who=outbox.who)
    channel.withdraw(Receipt(id=publication.remote_id or "", url=publication.url or ""))
    outbox.taken_back(publication.id, why)


def look_after(
    publication: Publication, post: Post, channel: Channel, outbox: Outbox, patience: Patience
) -> Publication:
    """Find out what became of a publication that nobody sends any more, and write it down; nothing is sent.

    Found, it is sent. Not found where sending the same again does nothing, it is put back, for no second post can come
    of it. Else a person has to look.

    Args:
        publication: of which the publishing call may have been made.
        post: as it was when it was sent, as far as that is known: its marker is.
        channel: the account, open for work.
        outbox: what is remembered.
        patience: how often and how long to look.
    """
    claim = outbox.claim(publication.id)
    if claim is None:
        return outbox.find(publication.id)
    try:
        if not claim.uncertain:
            return outbox.later(claim, _STOPPED)
        receipt, looked = _look(post, channel, _Firm(outbox.keep(claim)), outbox, patience)
        if receipt is not None:
            return _sent(claim, receipt, outbox)
        abilities = channel.platform.abilities
        if looked == _NOT_THERE and abilities.idempotent == "always":
            return outbox.missing(claim, joined(_cause(claim), tell("It was looked for, and is not there.")))
        return _ask_person(claim, _cause(claim), looked, outbox)
    except ClaimLost:
        return outbox.find(publication.id)
    finally:
        outbox.let_go(claim)


def ask_person(publication: Publication, outbox: Outbox, looked: str) -> Publication:
    """Write down that nobody knows what became of a publication, where its account cannot be asked."""
    claim = outbox.claim(publication.id)
    if claim is None:
        return outbox.find(publication.id)
    return _ask_person(claim, _cause(claim), looked, outbox) if claim.uncertain else outbox.later(claim, _STOPPED)


def _cause(claim: Claim) -> str:
    """Say why nobody knows what became of a publishing call, as it was written down when it was made."""
    return claim.publication.cause or _STOPPED


def group_of(post: Post, platform: Platform) -> str:
    """Name what is out once on an account: a product in all its sizes where the platform gets one, else the item."""
    if post.main.role not in platform.shapes:
        return post.item
    return Named.of(post.item).group


def holds_until(slot: dt.datetime, platform: Platform, *, now: dt.datetime) -> bool:
    """Whether the platform itself can hold a post until its slot."""
    scheduling = platform.abilities.scheduling
    if scheduling is None:
        return False
    lead_s = (slot - now).total_seconds()
    return scheduling.lead_min_s <= lead_s and (scheduling.lead_max_s is None or lead_s <= scheduling.lead_max_s)


def _work(claim: Claim, post: Post, channel: Channel, outbox: Outbox, patience: Patience) -> Publication:
    """Do what is left to do for a claimed publication."""
    kept = outbox.keep(claim)
    if claim.uncertain:
        return _settle(claim, post, channel, outbox, kept, patience, why=_cause(claim))
    try:
        _repeat(patience, lambda: expect_same_account(channel, outbox.ledger, who=outbox.who))
        # Once something was brought, what is there is ours, and may be half of it.
        begun = claim.publication.attempts or kept
        if not begun and (there := _out_already(post, channel, kept)):
            return _sent(claim, there, outbox)
        if faults := channel.check_post(post):
            raise Refused(joined(*faults))
        # Asked before anything is brought, and taken only with the call that posts.
        _repeat(patience, lambda: _expect_room(post, channel, outbox))
        _repeat(patience, lambda: channel.upload(post, kept))
        return _sent(claim, _repeat(patience, lambda: _send(claim, post, channel, outbox, kept)), outbox)
    except NotNow as error:
        outbox.later(claim, error.told)
        raise
    except AnswerLost as error:
        outbox.begin_looking(claim, redact(error.told))
        return _settle(claim, post, channel, outbox, kept, patience, why=error.told)
    except TryLater as error:
        return outbox.later(claim, redact(error.told))
    except ChannelError as error:
        return outbox.refused(claim, redact(error.told))


def _out_already(post: Post, channel: Channel, kept: Kept) -> Receipt | None:
    """Look whether another ledger, or this one before it was restored from a backup, has sent the same post.

    Its marker is made of what is posted and where, so it is the same in every ledger. Where it cannot be looked for
    now, the post goes on: that nothing is known of it is the rule.
    """
    abilities = channel.platform.abilities
    if not abilities.is_asked_first:
        return None
    try:
        return channel.find(post, kept)
    except ChannelError:
        return None


def _send(claim: Claim, post: Post, channel: Channel, outbox: Outbox, kept: Kept) -> Receipt:
    """Make the publishing call, once, between two lines in the ledger."""
    at, uses = outbox.now(), uses_of(post, channel.platform, channel.account.settings)
    if wait_s := outbox.use(channel.name, channel.account.name, uses):
        raise _used_up(channel, wait_s)
    try:
        outbox.begin_publishing(claim)
    except NotNow:
        outbox.give_back(channel.name, channel.account.name, uses, at)
        raise
    try:
        return channel.send(post, kept)
    except TryLater:
        outbox.give_back(channel.name, channel.account.name, uses, at)
        outbox.surely_not_sent(claim)
        raise


def _settle(
    claim: Claim, post: Post, channel: Channel, outbox: Outbox, kept: Kept, patience: Patience, *, why: str
) -> Publication:
    """Find out what became of a publishing call without an answer; send again only where that is harmless."""
    looked, kept = "", _Firm(kept)
    for _ in range(_ROUNDS):
        receipt, looked = _look(post, channel, kept, outbox, patience)
        if receipt is not None:
            return _sent(claim, receipt, outbox)
        if not _harmless_again(channel.platform, outbox.find(claim.publication.id), outbox.now()):
            break
        try:
            expect_same_account(channel, outbox.ledger, who=outbox.who)
            channel.upload(post, kept)
            outbox.begin_publishing(claim)
            return _sent(claim, channel.send(post, kept), outbox)
        except NotNow as error:
            looked = tell("{looked}, and it is not sent again: {why}", looked=looked, why=error.told)
            break
        except ChannelError as error:
            # Whatever it is, it says nothing of the first call.
            why = joined(why, tell("Sending again: {why}", why=error.told))
            outbox.begin_looking(claim, redact(why))
    return _ask_person(claim, why, looked, outbox)


def _ask_person(claim: Claim, why: str, looked: str, outbox: Outbox) -> Publication:
    return outbox.unconfirmed(
        claim,
        redact(
            joined(
                why,
                tell(
                    "Whether it was posted is not known: {looked}. Look at the account, then write down what you saw: "
                    "{found}, or {missing}",
                    looked=looked,
                    found=if_seen(claim.publication),
                    missing=if_missing(claim.publication),
                ),
            )
        ),
    )


class _Firm(MutableMapping[str, str]):
    """What was kept for a post whose publishing call was made: a channel that drops an id would make a second post."""

    def __init__(self, kept: Kept) -> None:
        self._kept = kept

    def __getitem__(self, name: str) -> str:
        return self._kept[name]

    def __setitem__(self, name: str, value: str) -> None:
        self._kept[name] = value

    def __delitem__(self, name: str) -> None:
        """Keep it."""

    def clear(self) -> None:
        """Keep all."""

    def __iter__(self) -> Iterator[str]:
        return iter(self._kept)

    def __len__(self) -> int:
        return len(self._kept)


def _look(post: Post, channel: Channel, kept: Kept, outbox: Outbox, patience: Patience) -> tuple[Receipt | None, str]:
    """Look for a post a few times, for it may still be on its way; with what was seen, in words."""
    if not channel.platform.abilities.find:
        return None, tell("{platform} cannot be searched", platform=channel.platform.called)
    seen = ""
    for pause_s in patience.looks_after_s:
        patience.sleep(pause_s)
        try:
            expect_same_account(channel, outbox.ledger, who=outbox.who)
            if receipt := channel.find(post, kept):
                return receipt, tell("found")
            seen = _NOT_THERE
        except ChannelError as error:
            seen = tell("it could not be looked for ({reason})", reason=error.told)
    return None, seen


def _harmless_again(platform: Platform, publication: Publication, now: dt.datetime) -> bool:
    """Whether sending once more cannot post twice, by what the platform promises."""
    promise = platform.abilities.idempotent
    if promise == "always":
        return True
    if promise == "never" or publication.first_sent_at is None:
        return False
    # A clock that was set back makes the past look short: then the promise is not relied on.
    elapsed_s = (now - publication.first_sent_at).total_seconds()
    return 0 <= elapsed_s < promise * 0.8


def _expect_room(post: Post, channel: Channel, outbox: Outbox) -> None:
    uses = uses_of(post, channel.platform, channel.account.settings)
    if wait_s := outbox.wait_s(channel.name, channel.account.name, uses):
        raise _used_up(channel, wait_s)


def _used_up(channel: Channel, wait_s: float) -> TryLater:
    told = tell(
        "{account}: its quota is used up; there is room in {wait}.", account=str(channel.account), wait=_spoken(wait_s)
    )
    return TryLater(told, after_s=wait_s)


def _spoken(seconds: float) -> str:
    """Give a wait in words, rounded up: who comes back then finds room."""
    if seconds <= 60:
        return tell("{count} s", count=max(1, math.ceil(seconds)))
    if seconds <= 3600:
        return tell("{count} minutes", count=math.ceil(seconds / 60))
    return tell("{count} hours", count=math.ceil(seconds / 3600))


def _sent(claim: Claim, receipt: Receipt, outbox: Outbox) -> Publication:
    return outbox.sent(
        claim, remote_id=redact(receipt.id), url=redact(receipt.url), scheduled_for=receipt.scheduled_for
    )


def _repeat(patience: Patience, call: Callable[[], Answer]) -> Answer:
    """Make a call again after each `TryLater`, with growing waits or as long as the platform asks."""
    backoff = wait_random_exponential(multiplier=patience.wait_s, max=patience.wait_max_s)

    def asked_s(state: RetryCallState) -> float:
        error = state.outcome.exception() if state.outcome else None
        asked = error.after_s if isinstance(error, TryLater) else None
        return backoff(state) if asked is None else asked

    def worth_it(error: BaseException) -> bool:
        return isinstance(error, TryLater) and (error.after_s or 0) <= patience.wait_max_s

    retrying = Retrying(
        retry=retry_if_exception(worth_it),
        stop=stop_after_attempt(patience.tries),
        wait=asked_s,
        sleep=patience.sleep,
        reraise=True,
    )
    return retrying(call)
