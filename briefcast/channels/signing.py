"""How a request shows who it is from: a bearer token, a header of the platform's own, or OAuth 1.0a.

The secret is taken from the account while the request is made, and kept nowhere else.
"""

from __future__ import annotations

from collections.abc import Callable, Generator

import httpx
from oauthlib.oauth1 import Client

Secret = Callable[[], str]
"""Gives a secret when it is needed."""


class TokenAuth(httpx.Auth):
    """A token in a header: ``Authorization: Bearer …`` unless the platform wants it elsewhere."""

    def __init__(self, token: Secret, *, header: str = "authorization", scheme: str = "Bearer ") -> None:
        self._token, self._header, self._scheme = token, header, scheme

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        """Put the token into the request."""
        request.headers[self._header] = f"{self._scheme}{self._token()}"
        yield request


class OAuth1Auth(httpx.Auth):
    """A signature made with four keys that do not expire (OAuth 1.0a, RFC 5849).

    The bodies of these calls are JSON or multipart, which are no part of what is signed.
    """

    def __init__(self, *, key: Secret, key_secret: Secret, token: Secret, token_secret: Secret) -> None:
        self._keys = (key, key_secret, token, token_secret)

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        """Sign the request."""
        signer = Client(*(secret() for secret in self._keys))
        _, headers, _ = signer.sign(str(request.url), http_method=request.method)
        request.headers["authorization"] = headers["Authorization"]
        yield request
