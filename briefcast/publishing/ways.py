"""Ways on from a post that is out: only commands that its channel can follow are named."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from briefcast.brief.corrections import Kind
from briefcast.catalogue import in_language
from briefcast.channels.platforms import Platform, platform
from briefcast.channels.table import channel_class
from briefcast.errors import BriefcastError
from briefcast.languages import read_languages
from briefcast.ledger.outbox import WORKED_ON, Outbox, Publication
from briefcast.manifest.items import Named
from briefcast.messages import Typed, joined, tell
from briefcast.publishing.orders import sizes_of

_ADDRESS, _PLACE = "URL", tell("where you saw it")
"""What stands in a command for what only a person can say; neither is taken for it."""
_SAYS_WHERE = re.compile(r"\w.*[\s/.:].*\w")
"""An address, or a place in words: more than one word."""


def can_replace(post: Publication) -> bool:
    """Say whether new content can be put in the place of a post that is out."""
    return platform(post.channel).abilities.replace and not channel_class(post.channel).is_fixed(post.remote_id or "")


def stays_beside(post: Publication, corrects: Kind | Literal[""]) -> bool:
    """Say whether a post stays to be seen when a correction goes out beside it.

    What was wrong goes where it can: an answer below it would hang below nothing. What was right until better figures
    came stays, and what nobody can take back.
    """
    return corrects == "revision" or not platform(post.channel).abilities.withdraw


def way_back(post: Publication) -> str:
    """Say how a post that is out is taken back: from here, or by hand at its platform."""
    if platform(post.channel).abilities.withdraw:
        return tell("To take it back: {command}", command=Typed(f"briefcast outbox withdraw {post.id}"))
    if channel_class(post.channel).corrects_beside:
        return tell("It stays with those who have it; a correction goes out beside it.")
    return joined(tell("It cannot be taken back from here."), by_hand(post))


def way_on(post: Publication) -> str:
    """Say what can be done about a post that is out, may be, or is about to be."""
    if post.state == "unconfirmed":
        return way_to_settle(post)
    if post.state == "sending":
        return WORKED_ON
    return way_back(post)


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


def way_to_forget(post: Publication) -> str:
    """Say how a post is written down as out that the ledger calls withdrawn, if a person sees it there."""
    return tell("Look there. If it is out, write that down: {found}", found=if_seen(post))


def if_seen(post: Publication) -> str:
    """Give the command that says that a post is there; it is refused until its place is filled in."""
    if channel_class(post.channel).addressed:
        return Typed(f"briefcast outbox found {post.id} {_ADDRESS}")
    return tell('{command} "{place}"', command=Typed(f"briefcast outbox found {post.id}"), place=_PLACE)


def if_missing(post: Publication) -> str:
    """Give the command that says that a post is not there."""
    return Typed(f"briefcast outbox missing {post.id}")


def way_in(post: Publication, outbox: Outbox) -> str:
    """Say what stands in the way of a post that is to go out again: other content of it is out; empty if nothing."""
    named = Named.of(post.item)
    group = named.group if named.variant in sizes_of(post.channel) else post.item
    there = (p for p in outbox.publications("sent", group=group) if p.id != post.id)
    older = next((p for p in there if (p.channel, p.account) == (post.channel, post.account)), None)
    if older is None:
        return ""
    return joined(
        tell("Other content of it is out there: {url}.", url=older.url or older.remote_id), way_to_replace(older)
    )


def expect_numbers(said: Sequence[str]) -> tuple[int, ...]:
    """Give the numbers of publications that somebody types.

    Raises:
        BriefcastError: there is none, or one is no number.
    """
    wrong = next((one for one in said if not one.isdecimal()), "")
    if wrong or not said:
        raise BriefcastError(
            joined(
                tell("'{said}' is no number of a publication.", said=wrong) if wrong else "",
                tell(
                    "Type its number and where you saw it: {command}",
                    command=Typed('briefcast outbox found 12 "Teams, channel News"'),
                ),
            )
        )
    return tuple(dict.fromkeys(map(int, said)))


def expect_withdrawn(said: str, outbox: Outbox) -> Publication:
    """Give the publication whose number somebody types, to let it go out again.

    Raises:
        BriefcastError: it is no number; of an item, the numbers of its posts that were withdrawn are named.
    """
    if said.isdecimal():
        return outbox.find(int(said))
    begins = f"{said.strip('/')}/"
    gone = [str(p.id) for p in outbox.publications("withdrawn") if f"{p.item}/".startswith(begins)]
    told = tell("'{said}' is no number of a publication.", said=said)
    if gone:
        way = tell("Name its posts by number: {command}", command=Typed(f"briefcast outbox again {' '.join(gone)}"))
    else:
        release = Typed(f"briefcast release WEEK {said}")
        way = tell(
            "No post of it was withdrawn. An item that was dropped or taken back goes out again by: {command}",
            command=release,
        )
    raise BriefcastError(joined(told, way))


def expect_place(said: str, post: Publication, *, alone: bool = True) -> str:
    """Give where somebody says that a post is, by itself or with others that have no addresses.

    Raises:
        BriefcastError: it is no address and no place in words, such as a command that was pasted as it was printed;
            or one address is given for several posts.
    """
    place = " ".join(said.split()).strip("\"'“”«»")
    not_filled_in = {in_language(_PLACE, code) for code in read_languages()}
    if not alone and channel_class(post.channel).addressed:
        each = tell("Each has an address of its own: {command}", command=if_seen(post))
        raise BriefcastError(joined(tell("{post} was named together with others.", post=post.where), each))
    if place not in not_filled_in and _SAYS_WHERE.search(place):
        return place
    told = tell("'{said}' does not say where {post} is.", said=said, post=post.where)
    if channel_class(post.channel).addressed:
        way = tell("Give the post's address, as your browser shows it, or say in words where you saw it.")
    else:
        way = tell("Say in words where you saw it, such as the channel of a chat or the archive of a list.")
    example = "https://example.org/post/1" if channel_class(post.channel).addressed else '"Teams, channel News"'
    typed = Typed(f"briefcast outbox found {post.id} {example}")
    missing = tell("If you did not see it: {command}", command=if_missing(post))
    raise BriefcastError(joined(told, way, tell("For example: {command}", command=typed), missing))


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
