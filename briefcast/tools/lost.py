"""What went wrong on the way to a server, in words that whoever publishes can act on."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator

from briefcast.messages import tell


def told_lost(error: BaseException) -> str:
    """Say what came instead of an answer; what libraries call their errors is told to nobody."""
    every = tuple(_causes(error))
    if any(isinstance(each, ssl.SSLError) or _says(each, "certificate", "ssl") for each in every):
        return tell("its certificate was not accepted")
    if any(isinstance(each, socket.gaierror) or _says(each, "getaddrinfo", "name resolution") for each in every):
        return tell("its name is not known here")
    if any(isinstance(each, TimeoutError) or _says(each, "timeout", "timedout", "timed out") for each in every):
        return tell("no answer came in time")
    if any(isinstance(each, ConnectionRefusedError) or _says(each, "refused") for each in every):
        return tell("nothing answers there")
    if any(isinstance(each, ConnectionError) or _says(each, *_CUT) for each in every):
        return tell("the connection was cut")
    if any(_says(each, "connect", "unreachable") for each in every):
        return tell("no way leads there now")
    return tell("the network failed")


_CUT = ("reset", "disconnected", "closed", "protocol", "broken pipe", "readerror", "writeerror", "connectionlost")


def _says(error: BaseException, *words: str) -> bool:
    said = f"{type(error).__name__} {error}".lower()
    return any(word in said for word in words)


def _causes(error: BaseException) -> Iterator[BaseException]:
    """Give an error and those it came of, each once."""
    seen: set[int] = set()
    found: BaseException | None = error
    while found is not None and id(found) not in seen:
        seen.add(id(found))
        yield found
        found = found.__cause__ or found.__context__
