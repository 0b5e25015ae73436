"""Where an account leads: what is compared so that the same readers get nothing twice, and nothing goes elsewhere.

    leads_to(account)     "press@lists.example.org" of a mail account, a fingerprint of the address of a webhook

A channel says in `Channel.read_at` which setting alone says who reads it, or in `Channel.read_at_secret` which secret.
Of a secret only a fingerprint is kept: slow to make (scrypt, RFC 7914), so that nobody finds a short address by trying
all, and the same in every ledger, so that one that was brought back or begun anew still knows the address.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache

from briefcast.channels.base import Account
from briefcast.channels.table import channel_class
from briefcast.errors import BriefcastError

_SALT = b"briefcast: where an account leads"
_MARK = "secret:"
_CHARS = 32


def leads_to(account: Account) -> str:
    """Give where an account leads; empty where its channel does not say, or the secret is not at hand."""
    try:
        known = channel_class(account.channel)
    except BriefcastError:
        return ""
    if known.read_at:
        return known.same_place(str(account.settings.get(known.read_at) or ""))
    secret = account.secrets.get(known.read_at_secret)
    return _fingerprint(account.channel, secret.get_secret_value().strip()) if secret else ""


def is_secret(place: str) -> bool:
    """Say whether a place is a fingerprint, and says nothing to a person."""
    return place.startswith(_MARK)


@lru_cache(maxsize=256)
def _fingerprint(channel: str, secret: str) -> str:
    made = hashlib.scrypt(secret.encode(), salt=_SALT + channel.encode(), n=2**14, r=8, p=1, dklen=_CHARS // 2)
    return _MARK + made.hex()
