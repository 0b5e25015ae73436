"""What was found about a telling, kept for as long as the telling lives."""

from __future__ import annotations

import functools
import weakref
from collections.abc import Callable, Hashable
from typing import Any, Concatenate, ParamSpec, TypeVar

from briefcast.script import Script

P = ParamSpec("P")
R = TypeVar("R")

_found: dict[int, tuple[weakref.ref[Script], dict[tuple[Hashable, ...], Any]]] = {}
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
        held = _found[at] = (weakref.ref(script, lambda ref: _forget(at, ref)), {})
    return held[1]


def _forget(at: int, ref: weakref.ref[Script]) -> None:
    """Let go what was found about a telling that is no more; another one may stand in its place already."""
    held = _found.get(at)
    if held is not None and held[0] is ref:
        del _found[at]
