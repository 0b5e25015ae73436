"""What shows that posts went out before, apart from the ledger: a ledger is lost, left behind or begun anew.

Beside the editions, and in the store that machines share, it is written down that something went out, and from which
ledger. Folders of posts show it by themselves; platforms that can be asked show it by the marks in their posts.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Sequence
from pathlib import Path

from briefcast.channels.folder import Folder
from briefcast.channels.platforms import platform
from briefcast.channels.secrecy import SecretSource, from_environment
from briefcast.channels.table import open_channel
from briefcast.errors import BriefcastError
from briefcast.ledger import Ledger
from briefcast.messages import tell
from briefcast.publishing.accounts import Accounts, open_account
from briefcast.publishing.orders import Order
from briefcast.publishing.sending import Outcome
from briefcast.store.files import write_whole
from briefcast.store.store import Store

_NAME = "published.json"
_LOOKS = 3
"""How many posts of an account are looked for at most."""


def note_posts(outcomes: Iterable[Outcome], store: Store, ledger: Ledger) -> None:
    """Write down beside the editions that something of them is out, or may be, once for each ledger."""
    if not any(outcome.state in ("sent", "unconfirmed") for outcome in outcomes):
        return
    place = store.folder / _NAME
    if _ledger_of(_read(place)) == ledger.place:
        return
    note = json.dumps({"ledger": ledger.place, "since": dt.datetime.now(dt.UTC).isoformat(timespec="seconds")})
    place.parent.mkdir(parents=True, exist_ok=True)
    write_whole(place, note)
    if store.shared:
        store.shared.put_note(_NAME, note.encode())


def earlier_posts(store: Store, accounts: Accounts) -> str:
    """Say what shows that something went out before; empty if nothing does."""
    place = store.folder / _NAME
    found = _read(place)
    if not found and store.shared and (found := store.shared.note(_NAME) or b""):
        return tell("the store {url} says that posts went out from {ledger}", url=store.shared.url, ledger=_of(found))
    if found:
        return tell("{place} says that posts went out from {ledger}", place=place, ledger=_of(found))
    for entry in accounts.accounts:
        if entry.channel == Folder.name:
            folder = Folder.Settings.model_validate(entry.settings).path
            if post := next(folder.rglob("post.json"), None):
                return tell("there is a post in {folder}", folder=post.parent)
    return ""


def post_there(orders: Sequence[Order], sources: Sequence[SecretSource] = (from_environment,)) -> str:
    """Say which of some posts is on its account already; empty if none is found, or all accounts look by themselves.

    Where each account is asked before it gets a post, nothing goes out twice, whatever the ledger knows.
    """
    asked = [order for order in orders if order.post and order.done is None and order.standing == "approved"]
    if all(_can_be_asked(order) for order in asked):
        return ""
    looks: dict[str, int] = {}
    for order in filter(_can_be_asked, asked):
        name = f"{order.channel}:{order.account.name}"
        if looks.setdefault(name, 0) >= _LOOKS:
            continue
        looks[name] += 1
        try:
            with open_channel(open_account(order.account, sources).on(order.channel)) as channel:
                assert order.post is not None
                found = channel.find(order.post, {})
        except BriefcastError:
            looks[name] = _LOOKS  # it is not signed in, or down
            continue
        if found:
            return tell("{order} is there already: {where}", order=str(order), where=found.url or found.id)
    return ""


def _can_be_asked(order: Order) -> bool:
    return platform(order.channel).abilities.is_asked_first


def _read(place: Path) -> bytes:
    try:
        return place.read_bytes()
    except OSError:
        return b""


def _ledger_of(note: bytes) -> str:
    try:
        return str(json.loads(note)["ledger"])
    except (ValueError, KeyError, TypeError):
        return ""


def _of(note: bytes) -> str:
    return _ledger_of(note) or tell("another ledger")
