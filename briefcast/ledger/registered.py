"""Who has a secret of her own, as a ledger knows it: the newest row of each person holds."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, select

from briefcast.errors import LedgerError
from briefcast.ledger import tables as t
from briefcast.messages import Typed, joined, tell

SECRET_ENV = "BRIEFCAST_SECRET"  # noqa: S105 - the name of it
"""A person's own secret, where nobody sits at the terminal."""
_NAMED_MAX = 3
"""So many of those who have a secret are named in a refusal."""


@dataclass(frozen=True, kw_only=True)
class Registered:
    """Somebody with a secret."""

    name: str
    """The id in the plan."""
    public_key: str
    """What is kept of the secret, in hexadecimal."""
    by: str
    """Who said that it is this person."""
    at: dt.datetime


def registered(connection: Connection) -> Mapping[str, Registered]:
    """Give everybody who has a secret now, by name."""
    newest = {row.name: row for row in connection.execute(select(t.people).order_by(t.people.c.id))}
    return {
        name: Registered(name=name, public_key=row.public_key, by=row.vouched_by, at=row.at)
        for name, row in newest.items()
        if row.public_key
    }


def expect_proven(connection: Connection, who: str, proof: str) -> None:
    """Refuse what somebody says who has not proven who she is, once anybody has a secret.

    Raises:
        LedgerError: people are registered, and this is a typed name alone.
    """
    if not proof and registered(connection):
        raise only_typed(who)


def only_typed(who: str) -> LedgerError:
    """Give the refusal of a name without the secret that belongs to it."""
    return LedgerError(
        tell(
            "People decide here with a secret of their own, and {who} is only a typed name. Give the secret when it "
            "is asked for, or in {variable}.",
            who=who or tell("nobody"),
            variable=SECRET_ENV,
        )
    )


def told_renamed(old: str, new: str) -> str:
    """Say that somebody's secret is kept under another id, and what brings plan and ledger together again."""
    return tell(
        "{old} is called {new} among those who have a secret. Write {new} into the plan in the place of {old}, and say "
        "{option}; or give her the old id back: {command}",
        old=old,
        new=new,
        option=Typed(f"--who {new}"),
        command=Typed(f"briefcast people rename {new} {old} --who {new}"),
    )


def no_secret(name: str, known: Iterable[str], command: str = "") -> LedgerError:
    """Give the refusal of somebody who has no secret.

    Args:
        name: whose it is not.
        known: who has one.
        command: what was typed, without who says so; by default one that registers the person.
    """
    names = tuple(known)
    who = names[0] if names else "NAME"
    told = tell("{name} has no secret here.", name=name or tell("nobody"))
    if command:
        way = tell(
            "Who vouches for it says so, and gives a secret of her own: {command}",
            command=Typed(f"{command} --who {who}"),
        )
    else:
        way = tell(
            "Say who decides: {option}. Somebody who has a secret registers others: {command}",
            option=Typed(" | ".join(f"--who {one}" for one in names[:_NAMED_MAX]) or "--who NAME"),
            command=Typed(f"briefcast people add {name or 'NAME'} --who {who}"),
        )
    return LedgerError(joined(told, way))
