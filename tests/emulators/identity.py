"""A provider of identities that a test lets say what is wrong: OpenID Connect, in memory."""

from __future__ import annotations

import base64
import hashlib
import hmac
import itertools
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
from joserfc import jwt
from joserfc.jwk import RSAKey

ISSUER = "https://login.example.org"
DESK = "https://desk.example.org"
CLIENT, SECRET = "briefcast", "a-secret:of ours"
NOW = 1_950_000_000.0


def new_key(kid: str) -> RSAKey:
    return RSAKey.generate_key(2048, parameters={"kid": kid, "alg": "RS256", "use": "sig"})


KEY, OTHER = new_key("one"), new_key("two")
"""Made once: a key takes a moment."""


@dataclass
class Identities:
    """It answers as a provider should, unless one of its fields says otherwise."""

    email: str = "lan@example.org"
    claims: dict[str, Any] = field(default_factory=dict)
    """What a token says in place of what is right; None takes it away."""
    said: dict[str, Any] = field(default_factory=dict)
    """What it says of itself in place of what is right."""
    userinfo: dict[str, Any] = field(default_factory=dict)
    keys: list[RSAKey] = field(default_factory=lambda: [KEY])
    signs: Callable[[dict[str, Any], RSAKey], str] | None = None
    status: dict[str, int] = field(default_factory=dict)
    """By path, what it answers instead."""
    at: float = NOW
    asked: list[str] = field(default_factory=list)
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    _numbers: Iterator[int] = field(default_factory=itertools.count)

    @property
    def transport(self) -> httpx.MockTransport:
        """What brings a question to it."""
        return httpx.MockTransport(self._answer)

    def let_in(self, address: str) -> dict[str, str]:
        """Let somebody in who was sent to an address, and give what her browser comes back with."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        assert asked["response_type"] == "code" and asked["code_challenge_method"] == "S256"
        code = f"code-{next(self._numbers)}"
        self.codes[code] = asked
        return {"code": code, "state": asked["state"]}

    def _answer(self, request: httpx.Request) -> httpx.Response:
        path = request.url.path
        self.asked.append(path)
        if path in self.status:
            return httpx.Response(self.status[path], json={"error": "server_error"}, headers={"location": "/elsewhere"})
        answers = {
            "/.well-known/openid-configuration": self._itself,
            "/keys": lambda _: {"keys": [key.as_dict(private=False) for key in self.keys]},
            "/token": self._tokens,
            "/me": lambda _: self.userinfo,
        }
        told = answers[path](request)
        return httpx.Response(400 if "error" in told else 200, json=told)

    def _itself(self, _: httpx.Request) -> dict[str, Any]:
        own = {
            "issuer": ISSUER,
            "authorization_endpoint": f"{ISSUER}/authorize",
            "token_endpoint": f"{ISSUER}/token",
            "jwks_uri": f"{ISSUER}/keys",
            "userinfo_endpoint": f"{ISSUER}/me",
            "end_session_endpoint": f"{ISSUER}/end",
        }
        return own | self.said

    def _tokens(self, request: httpx.Request) -> dict[str, Any]:
        asked = {name: values[0] for name, values in parse_qs(request.content.decode()).items()}
        begun = self.codes.pop(asked["code"], None)
        proof = _written(hashlib.sha256(asked["code_verifier"].encode()).digest())
        known = base64.b64decode(request.headers["authorization"].removeprefix("Basic ")).decode()
        right = known == "briefcast:a-secret%3Aof%20ours" and asked["redirect_uri"] == f"{DESK}/sign-in/back"
        if begun is None or proof != begun["code_challenge"] or not right:
            return {"error": "invalid_grant"}
        claims = {
            "iss": ISSUER,
            "sub": "account-7",
            "aud": CLIENT,
            "exp": int(self.at) + 300,
            "iat": int(self.at),
            "nonce": begun["nonce"],
            "email": self.email,
            "email_verified": True,
        } | self.claims
        claims = {name: value for name, value in claims.items() if value is not None}
        sign = self.signs or signed
        return {"access_token": "at-1234567", "token_type": "Bearer", "id_token": sign(claims, self.keys[0])}


def signed(claims: dict[str, Any], key: RSAKey) -> str:
    return jwt.encode({"alg": "RS256", "kid": key.kid}, claims, key, algorithms=["RS256"])


def unsigned(claims: dict[str, Any], _: RSAKey) -> str:
    """Sign by ``none``."""
    return ".".join((_part({"alg": "none", "typ": "JWT"}), _part(claims), ""))


def signed_by_other(claims: dict[str, Any], key: RSAKey) -> str:
    """Sign with a key that the provider never published, under the name of one that it did."""
    return jwt.encode({"alg": "RS256", "kid": key.kid}, claims, OTHER, algorithms=["RS256"])


def signed_with_public_key(claims: dict[str, Any], key: RSAKey) -> str:
    """Take the key that everybody has for a secret that both sides know."""
    said = f"{_part({'alg': 'HS256', 'kid': key.kid})}.{_part(claims)}"
    return f"{said}.{_written(hmac.digest(key.as_pem(private=False), said.encode(), 'sha256'))}"


def signed_with_own_key(claims: dict[str, Any], _: RSAKey) -> str:
    """Bring the key along in the token."""
    header = {"alg": "RS256", "jwk": OTHER.as_dict(private=False)}
    return jwt.encode(header, claims, OTHER, algorithms=["RS256"])


def changed_after(claims: dict[str, Any], key: RSAKey) -> str:
    """Change what is said after it was signed."""
    head, _, seal = signed(claims, key).split(".")
    return ".".join((head, _part(claims | {"email": "minh@example.org"}), seal))


def no_token(claims: dict[str, Any], key: RSAKey) -> str:
    return "not.a.token"


def _part(told: dict[str, Any]) -> str:
    return _written(json.dumps(told).encode())


def _written(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()
