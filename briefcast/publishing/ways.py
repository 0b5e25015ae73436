"""Ways on from a post that is out: only commands that its channel can follow are named."""

from __future__ import annotations

from briefcast.channels.platforms import Platform, platform
from briefcast.channels.table import channel_class
from briefcast.ledger.outbox import Publication
from briefcast.messages import Typed, joined, tell


def way_back(post: Publication) -> str:
    """Say how a post that is out is taken back: from here, or by hand at its platform."""
    if platform(post.channel).abilities.withdraw:
        return tell("To take it back: {command}", command=Typed(f"briefcast outbox withdraw {post.id}"))
    if channel_class(post.channel).corrects_beside:
        return tell("It stays with those who have it; a correction goes out beside it.")
    return joined(tell("It cannot be taken back from here."), by_hand(post))


def by_hand(post: Publication) -> str:
    """Say how it is written down that a person deleted a post at its platform."""
    return tell("Delete it there by hand, then: {command}", command=Typed(f"briefcast outbox deleted {post.id}"))


def way_to_replace(post: Publication) -> str:
    """Say how new content comes in the place of a post that is out."""
    row, replace = platform(post.channel), Typed("briefcast publish --replace")
    if channel_class(post.channel).corrects_beside:
        return tell("To send this beside it, as a correction: {command}", command=replace)
    if not row.abilities.replace:
        return way_to_make_room(post, row)
    put = tell("To put this in its place: {command}", command=replace)
    return joined(put, way_back(post)) if row.abilities.withdraw else put


def way_to_make_room(post: Publication, row: Platform) -> str:
    """Say how a post is removed that its platform cannot change, so that new content goes out."""
    cannot = tell("{platform} cannot change a post.", platform=row.title)
    then = tell("Once it is gone, the next run sends the new content.")
    if row.abilities.withdraw:
        command = Typed(f"briefcast outbox withdraw {post.id}")
        return joined(cannot, then, tell("Withdraw the old one first: {command}", command=command))
    return joined(cannot, then, by_hand(post))
