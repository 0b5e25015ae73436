"""What shows that posts went out before, apart from the ledger: a ledger is lost, left behind or begun anew.

Beside the editions, and in the store that machines share, it is written down that something went out, from which
ledger, and how much that ledger held then: an older copy of it, or one that rows were taken out of, holds less. Of a
ledger in a file it says which file that was: where the whole folder comes back, this note as well, all fits but that.
Folders of posts show it by themselves; platforms that can be asked show it by the marks in their posts.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import struct
import sys
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from briefcast.channels.folder import Folder
from briefcast.channels.platforms import platform
from briefcast.channels.table import open_channel
from briefcast.errors import BriefcastError, LedgerError
from briefcast.ledger import Ledger
from briefcast.ledger.brought_back import told_begun, told_vouched
from briefcast.messages import Typed, tell
from briefcast.publishing.accounts import Accounts, open_account
from briefcast.publishing.orders import Order
from briefcast.publishing.sending import Outcome
from briefcast.secrecy import SecretSource, from_environment
from briefcast.store.files import write_whole
from briefcast.store.store import Store

_NAME = "published.json"
_GIVEN = 0x80087601
"""FS_IOC_GETVERSION of Linux (ioctl_iflags(2)): the generation of a file's number. Elsewhere it is refused."""
_LOOKS = 3
"""How many posts of an account are looked for at most."""


def note_posts(outcomes: Iterable[Outcome], store: Store, ledger: Ledger) -> None:
    """Write down beside the editions that something of them is out, or may be, and how much the ledger holds."""
    place = note_file(store.folder)
    before = _fields(_read(place))
    known, holds, file = before.get("ledger") == ledger.place, ledger.holds(), _file_of(ledger)
    is_out = any(outcome.state in ("sent", "unconfirmed") for outcome in outcomes)
    out = is_out or (known and _is_out(before))
    if (before.get("holds"), before.get("file", ""), _is_out(before)) == (holds, file, out) if known else not is_out:
        return
    now = dt.datetime.now(dt.UTC).isoformat()
    since = before.get("since", now) if known else now
    fields = {"ledger": ledger.place, "since": since, "at": now, "holds": holds, "file": file, "out": out}
    note = json.dumps(fields)
    place.parent.mkdir(parents=True, exist_ok=True)
    write_whole(place, note)
    if store.shared:
        store.shared.put_note(_NAME, note.encode())


def note_released(store: Path, ledger: Ledger) -> None:
    """Write down beside the editions from which file posts are to go out, before the first one does.

    A copy of the whole folder from before the first post holds this note, and lies in another file. Whatever says more
    stays: that something is out, or another file of the same ledger, of which this one may be the copy.
    """
    file, place = _file_of(ledger), note_file(store)
    before = _fields(_read(place))
    same = before.get("ledger") == ledger.place and told_begun(ledger) <= str(before.get("at", ""))
    if not file or (before and (_is_out(before) or same)):
        return
    now = dt.datetime.now(dt.UTC).isoformat()
    fields = {"ledger": ledger.place, "since": now, "at": now, "holds": ledger.holds(), "file": file, "out": False}
    place.parent.mkdir(parents=True, exist_ok=True)
    write_whole(place, json.dumps(fields))


def _is_out(fields: Mapping[str, Any]) -> bool:
    """Say whether a note is of posts that are out, or may be, and not only of those that are to go out."""
    return bool(fields.get("out", bool(fields)))


def expect_newest(store: Store, ledger: Ledger, *, of_then: bool = False, moved: bool = False) -> None:
    """Refuse a ledger that holds less than the one that something went out from: posts go out twice, or although held.

    One that was brought back since may: what it does not know is looked for, or waits for a person. With ``of_then``
    one that was begun after that is let by, too: whoever lost the ledger may begin anew, an older copy may not. With
    ``moved`` somebody says that it was brought here from where nobody publishes any more.

    Raises:
        LedgerError: it holds fewer lines of history, posts or seals, or lies in another file.
    """
    place = note_file(store.folder)
    fields = _fields(_read(place))
    if store.shared:
        # Another machine may have published later than this one did.
        shared = _fields(store.shared.note(_NAME) or b"")
        fields = max(fields, shared, key=lambda found: (_is_out(found), str(found.get("at", ""))))
    holds, at = fields.get("holds"), str(fields.get("at", ""))
    if not isinstance(holds, dict) or not at or told_vouched(ledger) >= at:
        return
    begun = told_begun(ledger)
    if of_then and (not begun or begun > at):
        return
    here, file = ledger.holds(), fields.get("file", "")
    if not _is_out(fields):
        holds = {}  # an older copy that nothing went out from lacks nothing but what people said since
    if all(here.get(name, 0) >= number for name, number in holds.items() if isinstance(number, int)):
        if moved or not file or not (now := _file_of(ledger)) or now == file:
            return
        raise LedgerError(_another_file(ledger, dt.datetime.fromisoformat(at), out=_is_out(fields)))
    raise LedgerError(
        tell(
            "The ledger {place} is older than what went out: posts went out from {ledger} at {at}, and it does not "
            "know all of that. Posts could go out twice, or although they are held. Take the ledger of then; if it is "
            "lost, bring a copy back and say so: {command}",
            place=ledger.place,
            ledger=str(fields.get("ledger", "")),
            at=dt.datetime.fromisoformat(at),
            command=Typed("briefcast ledger restored --who NAME"),
        )
    )


def _another_file(ledger: Ledger, at: dt.datetime, *, out: bool) -> str:
    """Say that a ledger is another file than the one that posts were released in or, where some are out, sent from."""
    restored, moved = Typed("briefcast ledger restored --who NAME"), Typed("briefcast publish --moved")
    if not out:
        return tell(
            "The ledger {place} is another file than the one in which posts were released at {at}: it, or its whole "
            "folder, was copied or brought back, and may know nothing of what went out since. Say so, and what may be "
            "out waits for a person: {restored}. If you moved it here yourself and nothing was published meanwhile: "
            "{moved}",
            place=ledger.place,
            at=at,
            restored=restored,
            moved=moved,
        )
    return tell(
        "The ledger {place} is another file than the one from which posts went out at {at}: it, or its whole folder, "
        "was copied or brought back, and may know nothing of what went out since. Say so, and what may be out waits "
        "for a person: {restored}. If you moved it here yourself and nothing was published meanwhile: {moved}",
        place=ledger.place,
        at=at,
        restored=restored,
        moved=moved,
    )


def _file_of(ledger: Ledger) -> str:
    """Give by what the file of a ledger is told from a copy of it; empty of a database on a server.

    Its number on the disk, which no copy has, and how often that number was given, where the disk says so: a number
    becomes free with a file that is deleted, and the copy may get it.
    """
    if ledger.engine.url.get_backend_name() != "sqlite":
        return ""
    try:
        with Path(ledger.place).open("rb") as file:
            number = str(os.fstat(file.fileno()).st_ino)
            with suppress(ImportError, OSError):
                import fcntl

                given = fcntl.ioctl(file.fileno(), _GIVEN, bytes(struct.calcsize("l")))
                number += f".{int.from_bytes(given[:4], sys.byteorder)}"
            return number
    except OSError:
        return ""


def note_file(store: Path) -> Path:
    """Give where it is written down that something is out, in the folder of a store."""
    return store / _NAME


def earlier_posts(store: Store, accounts: Accounts) -> str:
    """Say what shows that something went out before; empty if nothing does."""
    place = note_file(store.folder)
    found = _read(place)
    if not _is_out(_fields(found)):
        found = b""  # nothing went out yet
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


def _fields(note: bytes) -> dict[str, Any]:
    try:
        found = json.loads(note)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _ledger_of(note: bytes) -> str:
    return str(_fields(note).get("ledger", ""))


def _of(note: bytes) -> str:
    return _ledger_of(note) or tell("another ledger")
