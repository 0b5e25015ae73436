"""What was found about a telling, kept for as long as the telling lives."""

from __future__ import annotations

import functools
import weakref
from collections.abc import Callable, Hashable
from typing import Any, Concatenate, ParamSpec, TypeAlias, TypeVar

from briefcast.script import Script

P = ParamSpec("P")
R = TypeVar("R")

Known: TypeAlias = "tuple[weakref.ref[Script], dict[tuple[Hashable, ...], Any]]"

_found: dict[int, Known] = {}
"""By the identity of a telling: one is too large to be compared with others each time it is asked about."""


def once(of: Callable[Concatenate[Script, P], R]) -> Callable[Concatenate[Script, P], R]:
    """Find once what a function gives for a telling and the same further arguments, which have to be hashable.

    Only for what follows from them alone and is not changed by whoever gets it.
    """

    @functools.wraps(of)
    def kept(script: Script, /, *more: P.args, **named: P.kwargs) -> R:
        known, key = _known(script), (of, more, *named.items())
        try:
            found: R = known[key]
        except KeyError:
            found = known[key] = of(script, *more, **named)
        return found

    return kept


def _known(script: Script) -> dict[tuple[Hashable, ...], Any]:
    at = id(script)
    held = _found.get(at)
    if held is None or held[0]() is not script:
        held = _found[at] = (weakref.ref(script, functools.partial(_forget, _found, at)), {})
    return held[1]


def _forget(found: dict[int, Known], at: int, ref: weakref.ref[Script]) -> None:
    """Let go what was found about a telling that is no more; another one may stand in its place already.

    It is handed the table, whose name is gone when Python ends and the last tellings with it.
    """
    held = found.get(at)
    if held is not None and held[0] is ref:
        del found[at]
