"""Notices of runs that broke off go out where the ledger cannot be reached, too, for it may be the reason."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from prefect.variables import Variable

from briefcast.errors import LedgerError
from briefcast.ledger import Batches, open_ledger

_VARIABLE = "briefcast_told_without_ledger"
"""Of Prefect: the keys of notices that went out without a ledger, and when."""
_KEPT_MAX = 20
"""So many, for Prefect takes no long value."""


class RunMemory:
    """Remembers notices in the ledger; while that cannot be reached, in a variable of Prefect."""

    def notice_once(self, key: str | Sequence[str], text: str, *, again_after_s: float | None = None) -> bool:
        """Write down that a notice goes out; False if the same one went out before."""
        try:
            return Batches(open_ledger()).notice_once(key, text, again_after_s=again_after_s)
        except LedgerError:
            return _new_to_prefect([key] if isinstance(key, str) else key, again_after_s)

    def forget_notice(self, *keys: str) -> None:
        """Take back that a notice went out, because it did not."""
        with suppress(LedgerError):
            Batches(open_ledger()).forget_notice(*keys)
        _keep({key: at for key, at in _told().items() if key not in keys})


def _new_to_prefect(keys: Sequence[str], again_after_s: float | None) -> bool:
    now, told = dt.datetime.now(dt.UTC), _told()
    fresh = [key for key in keys if key not in told or _is_over(told[key], again_after_s, now)]
    if fresh:
        _keep({**{key: at for key, at in told.items() if key not in fresh}, **dict.fromkeys(fresh, now.isoformat())})
    return bool(fresh)


def _is_over(at: str, after_s: float | None, now: dt.datetime) -> bool:
    return after_s is not None and (now - dt.datetime.fromisoformat(at)).total_seconds() >= after_s


def _told() -> dict[str, str]:
    kept: Any = Variable.get(_VARIABLE, default={})
    return dict(kept)


def _keep(told: dict[str, str]) -> None:
    newest = sorted(told.items(), key=lambda each: each[1])[-_KEPT_MAX:]
    Variable.set(_VARIABLE, dict(newest), overwrite=True)
