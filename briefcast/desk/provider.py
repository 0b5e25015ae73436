"""Who somebody is, as the provider of identities of a team says: OpenID Connect, by a code and a proof who asked.

    provider = named_provider(issuer, client_id, desk)    None unless the team named one
    going = provider.begin(browser, "/weeks")             what is kept until the answer comes
    address = await provider.address(going)               where the browser is sent
    told = await provider.take(going, code, issuer)       who it is, by an address that the provider verified

What a provider says counts only where it is signed by a key that it publishes now, meant for this desk, fresh, and an
answer to what this browser asked. Nothing is asked of anybody before somebody signs in.

Sources: OpenID Connect Core 1.0 (3.1.3.7), OpenID Connect Discovery 1.0, RFC 7636 (PKCE), RFC 9207 (issuer in answers).
"""

from __future__ import annotations

import json
import secrets
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urlsplit

import httpx
from joserfc import jwt
from joserfc.errors import ExpiredTokenError, InvalidClaimError, JoseError, MissingClaimError
from joserfc.jwk import JWKRegistry, KeySet
from pydantic import BaseModel, ConfigDict, SecretStr, ValidationError

from briefcast import __version__
from briefcast.errors import BriefcastError
from briefcast.messages import Message, tell
from briefcast.secrecy import find_secret, guard_logs, keep_secret, secret_name
from briefcast.speech.addresses import asked_here, may_be_asked
from briefcast.tools.lost import told_lost

NAME = "desk"
"""Under which its secret is kept: ``BRIEFCAST_DESK_CLIENT_SECRET``."""
BACK = "/sign-in/back"
"""Where the provider sends a browser back to; it has to know the address."""
GOING_FOR_S = 600
"""So long somebody may take to sign in at the provider."""
LEEWAY_S = 60
"""So much two clocks may differ."""
KEYS_FOR_S = 600
"""So long its keys are taken for its own without asking again: one that it takes back is good for no longer."""
_ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA", "Ed25519")
"""Signatures of a provider's own key; never `none`, and none by a secret that both sides know."""
_ANSWER_MAX_BYTES = 1_000_000
_LIMIT_S = 15.0


class NotTold(BriefcastError):  # noqa: N818  # a state, not a mistake
    """The provider did not say, in a way that can be trusted, who somebody is."""


@dataclass(frozen=True, kw_only=True)
class Identity:
    """Whom the provider names."""

    subject: str
    """As the provider calls the account for good."""
    email: str
    """An address that it verified."""


@dataclass(frozen=True, kw_only=True)
class Going:
    """Somebody who was sent to the provider and is not back yet."""

    browser: str
    """By what her browser is known again."""
    page: str
    """Where she wanted to go."""
    at: float
    state: str = field(default_factory=lambda: secrets.token_urlsafe(32))
    nonce: str = field(default_factory=lambda: secrets.token_urlsafe(32))
    verifier: str = field(default_factory=lambda: secrets.token_urlsafe(64))


class _Said(BaseModel):
    """What a provider says of itself."""

    model_config = ConfigDict(frozen=True, extra="ignore")
    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    userinfo_endpoint: str = ""
    end_session_endpoint: str = ""
    token_endpoint_auth_methods_supported: tuple[str, ...] = ("client_secret_basic",)
    authorization_response_iss_parameter_supported: bool = False


class Provider:
    """The provider by which the people of a team sign in."""

    def __init__(
        self,
        issuer: str,
        client_id: str,
        desk: str,
        *,
        secret: SecretStr | None = None,
        clock: Callable[[], float] = time.time,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        """Take a provider.

        Args:
            issuer: its address, as it names itself in what it signs.
            client_id: what it calls this desk.
            desk: the address at which people see the desk.
            secret: what it knows the desk by, where it gave one.
            clock: seconds since 1970.
            transport: what asks it.

        Raises:
            BriefcastError: one of the addresses may not be used.
        """
        self.issuer, self.client_id, self.desk = issuer, client_id, desk.rstrip("/")
        for address in (issuer, self.desk):
            expect_safe(address)
        self._secret, self._clock, self._transport = secret, clock, transport
        self._said: tuple[float, _Said] | None = None
        self._keys: tuple[float, KeySet] | None = None

    @property
    def host(self) -> str:
        """The provider, as people are told of it."""
        return urlsplit(self.issuer).netloc

    def begin(self, browser: str, page: str) -> Going:
        """Give what is kept of somebody who is sent to the provider."""
        return Going(browser=browser, page=page, at=self._clock())

    def is_late(self, going: Going) -> bool:
        """Say whether somebody took too long."""
        return self._clock() - going.at > GOING_FOR_S

    async def address(self, going: Going, *, anew: bool = False) -> str:
        """Give where a browser is sent; ``anew`` asks the provider to let nobody in without her password.

        Raises:
            NotTold: the provider does not answer, or is another one.
        """
        # A desk of one machine signs nobody in, and loads nothing for it.
        from authlib.oauth2.rfc6749.parameters import prepare_grant_uri
        from authlib.oauth2.rfc7636 import create_s256_code_challenge

        said = await self._look()
        more = {"prompt": "login"} if anew else {}
        return str(
            prepare_grant_uri(
                said.authorization_endpoint,
                self.client_id,
                "code",
                redirect_uri=self.desk + BACK,
                scope="openid email",
                state=going.state,
                nonce=going.nonce,
                code_challenge=create_s256_code_challenge(going.verifier),
                code_challenge_method="S256",
                **more,
            )
        )

    async def out(self) -> str:
        """Give where somebody signs out at the provider itself; empty where it names no such place."""
        try:
            end = (await self._look()).end_session_endpoint
        except NotTold:
            return ""
        return f"{end}{'&' if urlsplit(end).query else '?'}client_id={quote(self.client_id, safe='')}" if end else ""

    async def take(self, going: Going, code: str, issuer: str) -> Identity:
        """Change the code that came back for who it is.

        Args:
            going: who was sent.
            code: what came back.
            issuer: who says that it sent it, where that was said; a code of another provider is not shown to this one.

        Raises:
            NotTold: what came is not to be trusted, or says too little.
        """
        said = await self._look()
        if issuer != said.issuer and (issuer or said.authorization_response_iss_parameter_supported):
            raise self._refused(tell("it comes from another provider"))
        given = await self._change(said, going, code)
        claims = await self._read(said, going, given)
        if not {"email", "email_verified"} <= claims.keys():
            claims = await self._ask_more(said, claims, str(given.get("access_token", "")))
        email = claims.get("email")
        if not (isinstance(email, str) and email.strip()):
            raise self._refused(tell("it lacks {claim}", claim="email"))
        if claims.get("email_verified") not in (True, "true"):
            raise NotTold(
                tell("{host} does not say that the address {email} was verified.", host=self.host, email=email[:200])
            )
        return Identity(subject=str(claims["sub"]), email=email.strip())

    async def _look(self) -> _Said:
        """Give what the provider says of itself."""
        if self._said and self._clock() - self._said[0] < KEYS_FOR_S:
            return self._said[1]
        told = await self._asked("GET", f"{self.issuer.rstrip('/')}/.well-known/openid-configuration")
        try:
            said = _Said.model_validate(told)
        except ValidationError as error:
            raise self._unread() from error
        if said.issuer != self.issuer:
            raise NotTold(
                tell(
                    "{host} calls itself {other}: write the address exactly as the provider does.",
                    host=self.host,
                    other=said.issuer[:200],
                )
            )
        for address in (said.authorization_endpoint, said.token_endpoint, said.jwks_uri):
            self._expect_asked(address)
        for address in filter(None, (said.userinfo_endpoint, said.end_session_endpoint)):
            self._expect_asked(address)
        self._said = self._clock(), said
        return said

    def _expect_asked(self, address: str) -> None:
        """Refuse an address of a provider at which somebody in between could answer."""
        plain = urlsplit(address)._replace(query="").geturl()
        if not may_be_asked(plain) or (asked_here(plain) and not asked_here(self.issuer)):
            raise NotTold(
                tell("{host} names an address that may not be asked: {address}", host=self.host, address=plain)
            )

    async def _change(self, said: _Said, going: Going, code: str) -> Mapping[str, Any]:
        """Change a code for the tokens."""
        body = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": self.desk + BACK,
            "code_verifier": going.verifier,
        }
        login = None
        if self._secret is None:
            body["client_id"] = self.client_id
        elif "client_secret_basic" in said.token_endpoint_auth_methods_supported:
            # Both are written as a form writes them before they are joined (RFC 6749, 2.3.1).
            secret = self._secret.get_secret_value()
            login = httpx.BasicAuth(quote(self.client_id, safe=""), quote(secret, safe=""))
        else:
            body |= {"client_id": self.client_id, "client_secret": self._secret.get_secret_value()}
        given = await self._asked("POST", said.token_endpoint, data=body, auth=login)
        for name in ("access_token", "id_token", "refresh_token"):
            if isinstance(given.get(name), str):
                keep_secret(given[name])
        return given

    async def _read(self, said: _Said, going: Going, given: Mapping[str, Any]) -> Mapping[str, Any]:
        """Give what the token says, if it is the provider's own, for this desk, now, and an answer to this question."""
        from authlib.oidc.core import CodeIDToken

        token = given.get("id_token")
        if not isinstance(token, str):
            raise self._refused(tell("it lacks {claim}", claim="id_token"))
        try:
            try:
                opened = jwt.decode(token, await self._known(said), algorithms=list(_ALGORITHMS))
            except (JoseError, ValueError):
                # The provider may have taken another key since: once its keys are asked for anew.
                opened = jwt.decode(token, await self._known(said, anew=True), algorithms=list(_ALGORITHMS))
        except (JoseError, ValueError, TypeError, KeyError) as error:
            raise self._refused(tell("it is not signed as it has to be")) from error
        claims = CodeIDToken(
            opened.claims,
            opened.header,
            {
                "iss": {"essential": True, "value": said.issuer},
                "aud": {"essential": True, "value": self.client_id},
                "sub": {"essential": True},
            },
            {"nonce": going.nonce, "client_id": self.client_id, "access_token": given.get("access_token")},
        )
        try:
            claims.validate(now=int(self._clock()), leeway=LEEWAY_S)
        except ExpiredTokenError as error:
            raise self._refused(tell("its time is over")) from error
        except MissingClaimError as error:
            raise self._refused(tell("it lacks {claim}", claim=str(error.claim))) from error
        except InvalidClaimError as error:
            raise self._refused(
                _WRONG.get(str(error.claim), tell("{claim} is not right", claim=error.claim))
            ) from error
        return dict(opened.claims)

    async def _known(self, said: _Said, *, anew: bool = False) -> KeySet:
        """Give the keys that the provider publishes."""
        if self._keys and not anew and self._clock() - self._keys[0] < KEYS_FOR_S:
            return self._keys[1]
        told = await self._asked("GET", said.jwks_uri)
        listed = told.get("keys")
        keys = []
        for each in listed if isinstance(listed, list) else ():
            # What both sides would have to keep secret is no key to check by; what is only for hiding, neither.
            if isinstance(each, dict) and each.get("kty") in ("RSA", "EC", "OKP") and each.get("use", "sig") == "sig":
                try:
                    keys.append(JWKRegistry.import_key(each))
                except (JoseError, ValueError, TypeError, KeyError):
                    continue
        if not keys:
            raise self._unread()
        self._keys = self._clock(), KeySet(keys)
        return self._keys[1]

    async def _ask_more(self, said: _Said, claims: Mapping[str, Any], token: str) -> Mapping[str, Any]:
        """Ask for the address where the token does not hold it; it has to be told of the same account."""
        if not (said.userinfo_endpoint and token):
            return claims
        told = await self._asked("GET", said.userinfo_endpoint, headers={"authorization": f"Bearer {token}"})
        if told.get("sub") != claims["sub"]:
            raise self._refused(tell("it is about another account"))
        return {**claims, "email": told.get("email"), "email_verified": told.get("email_verified")}

    async def _asked(self, method: str, address: str, **more: Any) -> Mapping[str, Any]:
        """Ask the provider, and give the fields of its answer."""
        headers = {"accept": "application/json", "user-agent": f"briefcast/{__version__}", **more.pop("headers", {})}
        content = b""
        try:
            # Redirects are not followed: a code must not go where it was not sent.
            async with (
                httpx.AsyncClient(
                    timeout=_LIMIT_S, trust_env=not asked_here(self.issuer), transport=self._transport
                ) as client,
                client.stream(method, address, headers=headers, **more) as response,
            ):
                async for piece in response.aiter_bytes():
                    content += piece
                    if len(content) > _ANSWER_MAX_BYTES:
                        raise self._unread()
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise NotTold(tell("{host}: {reason}. Try again.", host=self.host, reason=told_lost(error))) from None
        if not response.is_success:
            raise NotTold(
                tell("{host} refused the sign-in ({status}). Try again.", host=self.host, status=response.status_code)
            )
        try:
            told = json.loads(content)
        except (ValueError, RecursionError):
            raise self._unread() from None
        if not isinstance(told, dict):
            raise self._unread()
        return told

    def _unread(self) -> NotTold:
        return NotTold(tell("{host} gave an answer that is none of a provider.", host=self.host))

    def _refused(self, reason: Message) -> NotTold:
        return NotTold(
            tell("The answer of {host} is not taken: {reason}. Sign in again.", host=self.host, reason=reason)
        )


_WRONG: Mapping[str, Message] = {
    "iss": tell("it comes from another provider"),
    "aud": tell("it is meant for another program"),
    "azp": tell("it is meant for another program"),
    "nonce": tell("it answers another sign-in"),
    "iat": tell("it is from the future"),
    "nbf": tell("it is from the future"),
    "at_hash": tell("its parts do not belong together"),
}
"""What is wrong with a token, by the claim that says so."""


def expect_safe(address: str) -> None:
    """Raise BriefcastError for an address at which somebody in between could read along."""
    try:
        parts = urlsplit(address)
        safe = may_be_asked(address) and not parts.fragment
    except ValueError:
        safe = False
    if not safe:
        raise BriefcastError(
            tell(
                "{address} is no address by which people can sign in: write one that begins with https:// and holds no "
                "password, or http://127.0.0.1 to try it on this machine.",
                address=address[:200],
            )
        )


def named_provider(issuer: str, client_id: str, desk: str) -> Provider | None:
    """Give the provider that the team named, with the secret that is kept for it; None where none is named.

    Raises:
        BriefcastError: only a part of what it takes is named, or an address may not be used.
    """
    named = (issuer, client_id, desk)
    if not any(named):
        return None
    if not all(named):
        raise BriefcastError(
            tell(
                "To let a team sign in, name all three: {options}",
                options="--oidc --client-id --url",
            )
        )
    guard_logs()
    return Provider(issuer, client_id, desk, secret=find_secret(secret_name(NAME, "client-secret")))
