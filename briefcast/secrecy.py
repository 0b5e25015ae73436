"""Secrets: tokens, passwords and keys of accounts and voices never appear in logs, messages, artifacts or the ledger.

Every secret that is read is remembered here, and `redact` takes it out of any text, in each form in which
programs write it: plain, in an address, in JSON, in HTML, in a Basic header. `guard_logs` does so for everything that
is logged.
"""

from __future__ import annotations

import base64
import html
import json
import logging
import os
import traceback
from collections.abc import Callable, Iterator
from urllib.parse import quote, quote_plus

from pydantic import SecretStr

from briefcast.messages import changed

_MASK = "•••"
_MIN_CHARS = 4
"""A shorter secret would mask half of every text; no platform gives one."""
_known: dict[str, None] = {}

SecretSource = Callable[[str], str | None]
"""Gives a secret by its name (`secret_name`), or None if it has none."""


def secret_name(account: str, secret: str) -> str:
    """Give the name under which a secret is kept: ``briefcast-citizens-vi-token``."""
    return f"briefcast-{account}-{secret}".lower().replace("_", "-")


def variable_name(account: str, secret: str) -> str:
    """Give the variable of the environment that holds a secret: ``BRIEFCAST_CITIZENS_VI_TOKEN``."""
    return _variable(secret_name(account, secret))


def from_environment(name: str) -> str | None:
    """Read a secret from the environment, by the name it is kept under."""
    return os.environ.get(_variable(name)) or None


def _variable(name: str) -> str:
    return name.upper().replace("-", "_")


_sources: list[SecretSource] = [from_environment]


def read_with(source: SecretSource) -> None:
    """Say where else this process finds secrets, beside its environment; harmless to repeat."""
    if source not in _sources:
        _sources.append(source)


def read_secret(name: str) -> str | None:
    """Read a secret from the first place of this process that has it."""
    return next((found for source in _sources if (found := source(name))), None)


def find_secret(name: str) -> SecretStr | None:
    """Give a secret from the first place of this process that has it; None without one."""
    value = read_secret(name)
    return keep_secret(value) if value else None


SecretKeeper = Callable[[str, str], None]
"""Keeps a secret under its name, in the place of the one there."""
_keepers: list[SecretKeeper] = []


def renew_with(keeper: SecretKeeper) -> None:
    """Say where this process keeps secrets that platforms renew; the last one said counts."""
    _keepers[:] = [keeper]


def can_renew() -> bool:
    """Tell whether a renewed secret can be kept."""
    return bool(_keepers)


def renew_secret(name: str, value: str) -> None:
    """Keep a secret that was renewed in the place of the old one, where there is such a place."""
    for keeper in _keepers:
        keeper(name, value)


def keep_secret(value: str) -> SecretStr:
    """Remember a secret so that it is taken out of every text from now on."""
    if len(value) >= _MIN_CHARS:
        for form in _forms(value):
            _known[form] = None
    return SecretStr(value)


def _forms(value: str) -> Iterator[str]:
    """Give a secret as programs write it: as it is, in an address, in JSON, in HTML."""
    yield from (value, quote(value), quote(value, safe=""), quote_plus(value))
    for ascii_only in (True, False):
        written = json.dumps(value, ensure_ascii=ascii_only)[1:-1]
        yield from (written, written.replace("/", "\\/"))
    yield from (html.escape(value), html.escape(value, quote=False), html.escape(value).replace("&#x27;", "&#39;"))


def keep_basic_login(user: str, password: str) -> None:
    """Remember a password in the form that a Basic header writes it in."""
    _known[base64.b64encode(f"{user}:{password}".encode()).decode()] = None


def redact(text: str) -> str:
    """Take every secret known so far out of a text; a message stays one."""
    return changed(text, _masked)


def _masked(text: str) -> str:
    for secret in sorted(_known, key=len, reverse=True):
        text = text.replace(secret, _MASK)
    return text


def guard_logs() -> None:
    """Take secrets out of everything that is logged in this process, tracebacks included; harmless to repeat."""
    before = logging.getLogRecordFactory()
    if getattr(before, "redacts", False):
        return

    def make(*args: object, **more: object) -> logging.LogRecord:
        record = before(*args, **more)
        if not _known:
            return record
        try:
            message = record.getMessage()
        except (TypeError, ValueError):
            message = str(record.msg)
        record.msg, record.args = redact(message), None
        if record.exc_info and record.exc_info[1] is not None:
            record.exc_text = redact("".join(traceback.format_exception(record.exc_info[1])).rstrip())
            record.exc_info = None
        return record

    make.redacts = True  # type: ignore[attr-defined]
    logging.setLogRecordFactory(make)
