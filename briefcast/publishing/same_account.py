"""Whether an account is still the one that posts were approved for, where a secret alone decides that.

The address of a webhook is a secret itself, and is compared without a call. Where a token alone decides whose account
posts, the platform is asked, once in a run. What was seen first counts, until a person says that another is meant.
"""

from __future__ import annotations

from pydantic import SecretStr

from briefcast.channels.base import Account, Channel, Owner
from briefcast.channels.reach import is_secret, leads_to
from briefcast.channels.table import channel_class, open_channel
from briefcast.errors import Refused
from briefcast.ledger import Ledger
from briefcast.ledger.destinations import expect_place, mean_place, owned_by
from briefcast.publishing.accounts import AccountEntry, open_account
from briefcast.secrecy import read_secret

_SEEN = "same account"
"""Under which name an account that is held open knows that it was looked at."""


class OtherAccount(Refused):
    """Its secret leads to another account than before; nothing was done there."""


def expect_same_account(channel: Channel, ledger: Ledger, *, who: str = "") -> None:
    """See that an account that is open leads where it did, before anything is done there.

    Args:
        channel: the account, open for work.
        ledger: knows where it led.
        who: writes down where it leads, if that was not seen before; without, it is only looked at.

    Raises:
        OtherAccount: it does not; names the command that says that it is meant.
        ChannelError: the platform could not be asked.
    """
    if _SEEN in channel.account.held:
        return
    if why := expect_place(ledger, *_named(channel.account), _place(channel), who=who):
        raise OtherAccount(why)
    channel.account.held[_SEEN] = SecretStr("yes")


def leads_elsewhere(account: Account, ledger: Ledger, *, who: str = "") -> str:
    """Say that the address of an account, which is a secret, is not what it was; nothing is asked of a platform."""
    if not channel_class(account.channel).read_at_secret:
        return ""
    place = leads_to(account)
    return expect_place(ledger, *_named(account), place, who=who) if is_secret(place) else ""


def entry_leads_elsewhere(entry: AccountEntry, channel: str, ledger: Ledger, *, who: str = "") -> str:
    """Say the same of an account as it stands in ``channels.yaml``, where its secret is at hand."""
    if not channel_class(channel).read_at_secret:
        return ""
    return leads_elsewhere(open_account(entry, (read_secret,)).on(channel), ledger, who=who)


def mean_account(entry: AccountEntry, ledger: Ledger, *, who: str) -> tuple[bool, str] | None:
    """Write down that an account is meant to lead where it does now.

    Gives whether that is another place, and whom it is of, where the platform says so; None where no secret decides it.

    Raises:
        ChannelError: the platform could not be asked.
    """
    with open_channel(open_account(entry, (read_secret,))) as channel:
        owner = None if channel.read_at_secret else channel.owner()
        place = _told(owner) if owner else leads_to(channel.account)
        if not owner and not is_secret(place):
            return None
        return mean_place(ledger, *_named(channel.account), place, who=who), owner.name if owner else ""


def _place(channel: Channel) -> str:
    """Give where an account leads if a secret decides it; else empty."""
    if channel.read_at_secret:
        return leads_to(channel.account)
    owner = channel.owner()
    return _told(owner) if owner else ""


def _told(owner: Owner) -> str:
    return owned_by(owner.id, owner.name)


def _named(account: Account) -> tuple[str, str]:
    """Give channel and name of an account; what goes through the sign-in of another one is that."""
    return channel_class(account.channel).beside or account.channel, account.name
