"""Secrets of a team that runs briefcast on Prefect: one secret block each, under the name that briefcast gives it."""

from __future__ import annotations

import time

from prefect.blocks.system import Secret

from briefcast.secrecy import read_with

_HOLDS_S = 60.0
"""How long an answer holds for voices: each of many steps asks for the same few keys."""
_known: dict[str, tuple[float, str | None]] = {}


def from_block(name: str) -> str | None:
    """Read a secret from Prefect's block of its name, if there is one."""
    try:
        value: str = Secret.load(name).get()  # type: ignore[union-attr]
    except ValueError:
        return None
    return value


def keep_in_block(name: str, value: str) -> None:
    """Keep a secret in Prefect's block of its name, in the place of the one there."""
    Secret(value=value).save(name, overwrite=True)  # type: ignore[arg-type]


def read_blocks() -> None:
    """Let voices of this process find their keys in blocks, beside its environment; harmless to repeat."""
    read_with(_from_block_of_this_minute)


def _from_block_of_this_minute(name: str) -> str | None:
    asked_s, value = _known.get(name, (float("-inf"), None))
    if time.monotonic() - asked_s > _HOLDS_S:
        value = from_block(name)
        _known[name] = (time.monotonic(), value)
    return value
