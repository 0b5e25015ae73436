"""Where an engine's service is asked: its own address, or the one that the team named for it."""

from __future__ import annotations

import os
from urllib.parse import urlsplit

from briefcast.engines import ENGINES
from briefcast.errors import EngineUnavailable
from briefcast.messages import tell
from briefcast.secrecy import secret_name

_HERE = frozenset({"127.0.0.1", "::1", "localhost"})


def variable(engine: str, what: str) -> str:
    """Name what is set for an engine in the environment: ``BRIEFCAST_AZURE_KEY``."""
    return secret_name(engine, what).upper().replace("-", "_")


def own_address(engine: str) -> str:
    """Give the address that the team named for a service; empty if it named none.

    Raises:
        EngineUnavailable: It is none that a key may be sent to.
    """
    said = _named(engine)
    if said and not may_be_asked(said):
        raise EngineUnavailable(
            tell(
                "{name} is no address that may be asked: write one that begins with https:// and holds no password",
                name=variable(engine, "url"),
            )
        )
    return said


def may_be_asked(address: str) -> bool:
    """Say whether a text may be sent to an address: nobody in between reads it, and it names no password itself."""
    try:
        parts = urlsplit(address)
        safe = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _HERE)
        return safe and bool(parts.hostname) and not (parts.username or parts.password or parts.query)
    except ValueError:
        return False


def asked_here(address: str) -> bool:
    """Say whether an address is one of this machine: no text leaves it."""
    return may_be_asked(address) and urlsplit(address).hostname in _HERE


def speaks_here(engine: str) -> bool:
    """Say whether an engine is asked on this machine alone."""
    line = ENGINES[engine]
    if not line.network:
        return True
    return line.of_the_team and asked_here(_named(engine))


def _named(engine: str) -> str:
    return os.environ.get(variable(engine, "url"), "").strip().rstrip("/")
