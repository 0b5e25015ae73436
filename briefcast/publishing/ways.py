"""Ways on from a post that is out: only commands that its channel can follow are named."""

from __future__ import annotations

import re

from briefcast.catalogue import in_language
from briefcast.channels.platforms import Platform, platform
from briefcast.channels.table import channel_class
from briefcast.errors import BriefcastError
from briefcast.languages import read_languages
from briefcast.ledger.outbox import Publication
from briefcast.messages import Typed, joined, tell

_ADDRESS, _PLACE = "URL", tell("where you saw it")
"""What stands in a command for what only a person can say; neither is taken for it."""
_SAYS_WHERE = re.compile(r"\w.*[\s/.:].*\w")
"""An address, or a place in words: more than one word."""


def way_back(post: Publication) -> str:
    """Say how a post that is out is taken back: from here, or by hand at its platform."""
    if platform(post.channel).abilities.withdraw:
        return tell("To take it back: {command}", command=Typed(f"briefcast outbox withdraw {post.id}"))
    if channel_class(post.channel).corrects_beside:
        return tell("It stays with those who have it; a correction goes out beside it.")
    return joined(tell("It cannot be taken back from here."), by_hand(post))


def way_to_settle(post: Publication) -> str:
    """Say how it is written down whether a post is there, of which nobody knows."""
    return tell(
        "Look there, and write down what you saw: {found}, or {missing}", found=if_seen(post), missing=if_missing(post)
    )


def way_to_drop(post: Publication) -> str:
    """Say what comes before a post is dropped that is out, or may be; empty where it is neither."""
    if post.state == "unconfirmed":
        return tell(
            "Say first whether it is there: {found}, or {missing}", found=if_seen(post), missing=if_missing(post)
        )
    return way_back(post) if post.state == "sent" else ""


def if_seen(post: Publication) -> str:
    """Give the command that says that a post is there; it is refused until its place is filled in."""
    if channel_class(post.channel).addressed:
        return Typed(f"briefcast outbox found {post.id} {_ADDRESS}")
    return tell('{command} "{place}"', command=Typed(f"briefcast outbox found {post.id}"), place=_PLACE)


def if_missing(post: Publication) -> str:
    """Give the command that says that a post is not there."""
    return Typed(f"briefcast outbox missing {post.id}")


def expect_place(said: str, post: Publication) -> str:
    """Give where somebody says that a post is.

    Raises:
        BriefcastError: it is no address and no place in words, such as a command that was pasted as it was printed.
    """
    place = " ".join(said.split()).strip("\"'“”«»")
    not_filled_in = {in_language(_PLACE, code) for code in read_languages()}
    if place not in not_filled_in and _SAYS_WHERE.search(place):
        return place
    told = tell("'{said}' does not say where {post} is.", said=said, post=post.where)
    if channel_class(post.channel).addressed:
        way = tell("Give the post's address, as your browser shows it, or say in words where you saw it.")
    else:
        way = tell("Say in words where you saw it, such as the channel of a chat or the archive of a list.")
    missing = tell("If you did not see it: {command}", command=if_missing(post))
    raise BriefcastError(joined(told, way, missing))


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
