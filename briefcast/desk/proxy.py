"""Who somebody is, as the proxy before the desk says: one header with her address, believed with the proxy's secret.

    proxy = named_proxy("X-Remote-Email", "https://desk.example.org")    None unless the team named one
    proxy.address(asked)                                                 whose request it is, as the proxy says

Nothing else is believed: a request without the secret, with another one, or with either header twice is nobody's. So a
header that somebody sends along from outside does nothing at the desk itself, and nothing behind a proxy that adds its
own in place of it, as every proxy does that is told to set it.
"""

from __future__ import annotations

import hmac
import re
from urllib.parse import urlsplit

from pydantic import SecretStr
from starlette.requests import HTTPConnection

from briefcast.desk.provider import expect_safe
from briefcast.errors import BriefcastError, LedgerError
from briefcast.messages import Typed, tell
from briefcast.secrecy import find_secret, guard_logs, secret_name, variable_name

SECRET_HEADER = "x-briefcast-proxy"  # noqa: S105  # its name alone
"""By which a request proves that it comes from the proxy."""
SECRET_LEAST = 24
"""Characters of the secret at least: more than anybody can guess."""
_ADDRESS_MAX = 254
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9-]{0,63}")
_TAKEN = re.compile(
    rf"{SECRET_HEADER}|briefcast-.*|host|cookie|origin|referer|authorization|connection|upgrade|te|trailer|forwarded"
    r"|accept.*|content-.*|sec-.*|if-.*|x-forwarded-(?:for|host|proto|port|server)|x-real-ip|transfer-.*|user-agent",
    re.IGNORECASE,
)
"""Headers that say something else."""


class NotByProxy(LedgerError):  # noqa: N818  # a state, not a mistake
    """A request did not come through the proxy of the team, or the proxy says of nobody that it is hers."""

    def __init__(self, desk: str) -> None:
        super().__init__(
            tell("This desk is open to the team at {address} alone, where each person signs in.", address=Typed(desk))
        )


class Proxy:
    """The proxy that signs the people of a team in."""

    def __init__(self, header: str, desk: str, secret: SecretStr) -> None:
        """Take a proxy.

        Args:
            header: in which it says the address of a person.
            desk: the address at which people see the desk.
            secret: what it sends along with each request.

        Raises:
            BriefcastError: the header says something else, the address may not be used, or the secret can be guessed.
        """
        if not _NAME.fullmatch(header) or _TAKEN.fullmatch(header):
            raise BriefcastError(
                tell(
                    "{header} is no header in which a proxy can say who somebody is. Write one such as {example}.",
                    header=header[:64],
                    example="X-Remote-Email",
                )
            )
        self.header, self.desk = header.lower(), desk.rstrip("/")
        expect_safe(self.desk)
        if len(secret.get_secret_value()) < SECRET_LEAST:
            raise BriefcastError(
                tell(
                    "The secret of the proxy is too short: it has {least} characters at least. Make one: {command}",
                    least=SECRET_LEAST,
                    command=Typed("openssl rand -hex 32"),
                )
            )
        self._secret = secret

    @property
    def host(self) -> str:
        """Where people see the desk, as they are told of it."""
        return urlsplit(self.desk).netloc

    def address(self, asked: HTTPConnection) -> str:
        """Give the address of whom the proxy says that a request is.

        Raises:
            NotByProxy: it comes from elsewhere, or the proxy names nobody.
        """
        given, named = asked.headers.getlist(SECRET_HEADER), asked.headers.getlist(self.header)
        right = len(given) == 1 and hmac.compare_digest(
            given[0].encode("latin-1"), self._secret.get_secret_value().encode("utf-8")
        )
        # Twice is once too often: one of them is somebody else's.
        if not right or len(named) != 1:
            raise NotByProxy(self.desk)
        try:
            # Headers are bytes; an address may have letters of any alphabet.
            address = named[0].encode("latin-1").decode("utf-8").strip()
        except UnicodeError:
            raise NotByProxy(self.desk) from None
        if not address or len(address) > _ADDRESS_MAX:
            raise NotByProxy(self.desk)
        return address


def named_proxy(header: str, desk: str) -> Proxy | None:
    """Give the proxy that the team named, with the secret that is kept for it; None where none is named.

    Raises:
        BriefcastError: its address or its secret is missing, or may not be used.
    """
    if not header:
        return None
    if not desk:
        raise BriefcastError(
            tell("To let a proxy sign a team in, name both: {options}", options="--proxy-header --url")
        )
    guard_logs()
    secret = find_secret(secret_name("desk", "proxy-secret"))
    if secret is None:
        raise BriefcastError(
            tell(
                "The secret that the proxy sends along is missing: {variable}. Make one: {command}",
                variable=variable_name("desk", "proxy-secret"),
                command=Typed("openssl rand -hex 32"),
            )
        )
    return Proxy(header, desk, secret)
