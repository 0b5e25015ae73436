"""A person's own secret, and decisions signed with it where the secret itself may not travel.

A secret is 30 random characters, made here and shown once. Its first ten are the salt; from all of it comes a key to
sign with, by PBKDF2 (RFC 8018), and what is kept is that key's public half (Ed25519, RFC 8032): whoever reads the
ledger, or a copy of it, can neither sign nor find the secret. A decision that goes through a form is signed as a
whole (JWS, RFC 7515): who reads the form on its way can use it for nothing else, and not a second time.

PBKDF2 and not scrypt, for browsers have that one: ``templates/page/sign.js`` does the same on the page of a week.
"""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import json
import secrets
from dataclasses import dataclass
from typing import Any, get_args

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from briefcast.errors import LedgerError
from briefcast.ledger.records import DecisionKind
from briefcast.messages import tell

ROUNDS = 600_000
"""Of PBKDF2 with SHA-256: what OWASP asks for (Password Storage Cheat Sheet, 2023)."""
VALID_FOR = dt.timedelta(hours=12)
"""How long a signed decision can be handed in: from the morning it was signed to the evening."""
_AHEAD = dt.timedelta(minutes=10)
"""How far the clock of whoever signs may be ahead."""
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Without I, L, O and U, which are misread (Crockford's base 32)."""
_SALT_CHARS, _CHARS, _GROUP = 10, 30, 5
_MISREAD = str.maketrans({"O": "0", "I": "1", "L": "1", "-": None, " ": None})


def new_secret() -> str:
    """Give a new secret as it is shown: ``K3XQ7-…``, 100 bits beside its salt."""
    text = "".join(secrets.choice(_ALPHABET) for _ in range(_CHARS))
    return "-".join(text[at : at + _GROUP] for at in range(0, _CHARS, _GROUP))


def public_key(secret: str) -> str:
    """Give what is kept of a secret, in hexadecimal; LedgerError if it has not the shape of one."""
    return _key(secret).public_key().public_bytes_raw().hex()


def _key(secret: str) -> Ed25519PrivateKey:
    text = secret.upper().translate(_MISREAD).strip()
    if len(text) != _CHARS or not set(text) <= set(_ALPHABET):
        raise LedgerError(
            tell("This is not a whole secret: one is {groups} groups of five letters and digits.", groups=6)
        )
    salt, rest = text[:_SALT_CHARS], text[_SALT_CHARS:]
    return Ed25519PrivateKey.from_private_bytes(
        hashlib.pbkdf2_hmac("sha256", rest.encode(), f"briefcast {salt}".encode(), ROUNDS)
    )


@dataclass(frozen=True, kw_only=True)
class Signed:
    """One decision as somebody signed it."""

    week: str
    who: str
    decision: DecisionKind
    names: tuple[str, ...]
    seen: str
    """The beginning of the hash of what was looked at."""
    why: str
    at: dt.datetime
    nonce: str
    """Makes each signed decision another one, for each counts once."""


_HEADER = '{"alg":"EdDSA"}'
_FIELDS = ("at", "decision", "names", "nonce", "seen", "who", "why", "week")


def sign(secret: str, decision: Signed) -> str:
    """Sign a decision: one line to paste into the form."""
    said = {name: getattr(decision, name) for name in _FIELDS if name not in ("at", "names")}
    said |= {"at": decision.at.isoformat(timespec="seconds"), "names": list(decision.names)}
    body = f"{_encoded(_HEADER.encode())}.{_encoded(json.dumps(said, ensure_ascii=False).encode())}"
    return f"{body}.{_encoded(_key(secret).sign(body.encode()))}"


def read_signed(line: str) -> Signed:
    """Read what a signed line says, without asking whether it is so; LedgerError if it is none."""
    try:
        header, said, _ = "".join(line.split()).split(".")
        if json.loads(_decoded(header)) != json.loads(_HEADER):
            raise ValueError(header)
        return _signed(json.loads(_decoded(said)))
    except (ValueError, TypeError, KeyError) as error:
        raise LedgerError(
            tell("This is no signed decision: copy the whole line that was given when it was signed.")
        ) from error


def is_signed_by(line: str, key: str) -> bool:
    """Say whether a line was signed with the secret to which a public key belongs."""
    body, _, signature = "".join(line.split()).rpartition(".")
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(key)).verify(_decoded(signature), body.encode())
    except (InvalidSignature, ValueError):
        return False
    return True


def is_fresh(signed: Signed, now: dt.datetime) -> bool:
    """Say whether a decision was signed a short while ago."""
    return now - VALID_FOR <= signed.at <= now + _AHEAD


def _signed(said: dict[str, Any]) -> Signed:
    if set(said) != set(_FIELDS) or said["decision"] not in get_args(DecisionKind):
        raise ValueError(said)
    names = said["names"]
    texts = [said[name] for name in _FIELDS if name != "names"]
    if not isinstance(names, list) or not all(isinstance(each, str) for each in (*texts, *names)):
        raise ValueError(said)
    at = dt.datetime.fromisoformat(said["at"])
    if at.tzinfo is None or len(said["nonce"]) < 8:
        raise ValueError(said)
    return Signed(**{**said, "names": tuple(names), "at": at})


def _encoded(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def _decoded(text: str) -> bytes:
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
