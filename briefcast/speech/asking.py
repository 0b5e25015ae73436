"""How a service is asked for speech: in turns, not for ever, and each failure named for what it is.

    sound = patiently(lambda ends_s: ask(AZURE, "POST", url, ends_s=ends_s, content=ssml).body)

What may go better in a moment (`Passing`) is tried again; everything else is `EngineUnavailable`, and the next voice
speaks. Redirects are not followed, for a key must not go where it was not sent.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

import httpx

from briefcast.engines import ENGINES
from briefcast.errors import EngineUnavailable
from briefcast.messages import Message, tell
from briefcast.secrecy import redact

T = TypeVar("T")
TIMEOUT_S = 10.0
"""Longest time for one answer."""
RETRY_AFTER_S = (0.5, 2.0)
"""Waits before the second and the third attempt, for failures that pass."""
RETRY_AFTER_MAX_S = 15.0
"""A service that asks for a longer wait is not waited for: the next voice speaks."""
_ANSWER_MAX_BYTES = 20_000_000
"""Far more than a sentence sounds like in any format: what is longer is something else."""
_PASSING_STATUS = frozenset({408, 425, 429, 500, 502, 503, 504})
_KEY_STATUS = frozenset({401, 403})
_SAID_MAX_CHARS = 160


@dataclass(frozen=True, kw_only=True)
class Terms:
    """How a service lets itself be asked."""

    engine: str
    key_name: str = ""
    """The variable that holds its key, for the message that it is not taken; empty where there is none."""
    interval_s: float = 0.0
    """Least time from one request to the next, in the whole process."""
    alone: bool = False
    """Whether a server works on one text at a time: one that is late is not asked the same again."""
    bare: bool = False
    """Whether it is asked without a key, though it may want one."""
    used_up: tuple[str, ...] = ()
    """Codes in a refusal by which it says that all that was agreed is spoken: to try again does not help."""

    @property
    def service(self) -> str:
        """Who it is, as people know it."""
        return ENGINES[self.engine].service


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What came back, whole."""

    media_type: str
    body: bytes


class Passing(Exception):  # noqa: N818  # not a failure yet
    """What may go better in a moment, and how long the service asks to be left alone."""

    def __init__(self, reason: str, wait_s: float = 0.0) -> None:
        super().__init__(reason)
        self.reason, self.wait_s = reason, wait_s


class Refused(EngineUnavailable):
    """The service answered, and gave nothing."""

    def __init__(self, reason: str, status: int) -> None:
        super().__init__(reason)
        self.status = status


def patiently(attempt: Callable[[float], T], limit_s: float = 0.0) -> T:
    """Make an attempt, and again where its failure passes; each is told when it has to end, by the monotonic clock.

    ``limit_s`` is the longest time for one, `TIMEOUT_S` if 0.

    Raises:
        EngineUnavailable: It did not go better.
    """
    for wait_s in (*RETRY_AFTER_S, None):
        try:
            return attempt(time.monotonic() + (limit_s or TIMEOUT_S))
        except Passing as passing:
            if wait_s is None or passing.wait_s > RETRY_AFTER_MAX_S:
                raise EngineUnavailable(passing.reason) from passing
            time.sleep(max(wait_s, passing.wait_s))
    raise AssertionError("the last attempt returns or raises")


def once(attempt: Callable[[float], T], limit_s: float) -> T:
    """Make one attempt that ends in time; EngineUnavailable if it fails."""
    try:
        return attempt(time.monotonic() + limit_s)
    except Passing as passing:
        raise EngineUnavailable(passing.reason) from passing


def ask(terms: Terms, method: str, url: str, *, ends_s: float, **options: Any) -> Answer:
    """Ask a service once and give its answer, if that is 200.

    Args:
        terms: Whose it is.
        method: ``POST``.
        url: The whole address.
        ends_s: When it counts as late, by the monotonic clock; a wait for the turn is given on top.
        options: What httpx takes: ``headers``, ``json``, ``content``, ``params``.

    Raises:
        Passing: Another try may help.
        EngineUnavailable: It would not.
    """
    left_s = ends_s - time.monotonic()
    _take_turn(terms)
    ends_s = time.monotonic() + left_s
    late = tell("{service} is busy or does not answer", service=terms.service)
    too_late: Exception = Passing(late)
    if terms.alone:
        too_late = EngineUnavailable(
            tell(
                "{service} did not finish within {seconds} seconds: its machine is too slow for it, or busy",
                service=terms.service,
                seconds=f"{max(left_s, 0.1):.2g}",
            )
        )
    try:
        with (
            httpx.Client(timeout=max(0.05, left_s)) as client,
            client.stream(method, url, **options) as answer,
        ):
            body = bytearray()
            for piece in answer.iter_bytes():
                body += piece
                if time.monotonic() > ends_s:
                    raise too_late
                if len(body) > _ANSWER_MAX_BYTES:
                    raise EngineUnavailable(something_else(terms))
    except httpx.ConnectTimeout as error:
        raise EngineUnavailable(not_reached(terms)) from error
    except httpx.TimeoutException as error:
        raise too_late from error
    except (httpx.ReadError, httpx.RemoteProtocolError) as error:
        raise Passing(tell("the connection to {service} broke off", service=terms.service)) from error
    except httpx.HTTPError as error:
        raise EngineUnavailable(not_reached(terms)) from error
    if answer.status_code != httpx.codes.OK:
        raise _failure(terms, answer, bytes(body), late)
    return Answer(media_type=answer.headers.get("content-type", "").partition(";")[0].strip().lower(), body=bytes(body))


def _failure(terms: Terms, answer: httpx.Response, body: bytes, late: str) -> Exception:
    """Say what an answer that is not 200 means."""
    status, text = answer.status_code, body.decode("utf-8", errors="replace")
    if any(code in text for code in terms.used_up):
        used_up = tell(
            "all that was agreed with {service} is spoken (HTTP {status})", service=terms.service, status=status
        )
        return EngineUnavailable(used_up)
    if status in _PASSING_STATUS:
        return Passing(late, _asked_to_wait_s(answer))
    if status in _KEY_STATUS and terms.bare:
        wanted = tell(
            "{service} asks for a key (HTTP {status}): write it into {name}",
            service=terms.service,
            status=status,
            name=terms.key_name,
        )
        return EngineUnavailable(wanted)
    if status in _KEY_STATUS and terms.key_name:
        refused = tell(
            "{service} does not take the key in {name} (HTTP {status}): correct it, or make another there",
            service=terms.service,
            name=terms.key_name,
            status=status,
        )
        return EngineUnavailable(refused)
    if said := _said(text):
        told = tell("{service} refused (HTTP {status}): {said}", service=terms.service, status=status, said=said)
        return Refused(told, status)
    return Refused(tell("{service} refused (HTTP {status})", service=terms.service, status=status), status)


def _said(text: str) -> str:
    """Give what a service says of a refusal, in its own words and without secrets; empty if it says nothing."""
    try:
        found = json.loads(text)
    except ValueError:
        return ""
    for _ in range(3):
        if not isinstance(found, dict):
            break
        found = next((found[name] for name in ("error", "detail", "message", "en_message") if found.get(name)), "")
    said = redact(" ".join(found.split())) if isinstance(found, str) else ""
    return said if len(said) <= _SAID_MAX_CHARS else said[: _SAID_MAX_CHARS - 1] + "…"


def read_json(terms: Terms, answer: Answer) -> dict[str, Any]:
    """Read an answer that is one object; EngineUnavailable if somebody else answered."""
    try:
        found = json.loads(answer.body)
    except ValueError as error:
        raise EngineUnavailable(something_else(terms)) from error
    if not isinstance(found, dict):
        raise EngineUnavailable(something_else(terms))
    return found


def read_sound(terms: Terms, answer: Answer) -> bytes:
    """Give the sound of an answer; EngineUnavailable if it is a page or a message."""
    if answer.media_type.startswith("text/") or answer.body.lstrip()[:1] in (b"<", b"{", b""):
        raise EngineUnavailable(something_else(terms))
    return answer.body


def something_else(terms: Terms) -> Message:
    """Say that somebody else answered."""
    return tell("something else than {service} answered, such as a sign-in page", service=terms.service)


def not_reached(terms: Terms) -> Message:
    """Say that nobody was there."""
    return tell("no network, or {service} cannot be reached", service=terms.service)


_TURN = threading.Lock()
_next_turns_s: dict[str, float] = {}


def _take_turn(terms: Terms) -> None:
    """Wait until the service may be asked again."""
    if not terms.interval_s:
        return
    with _TURN:
        now_s = time.monotonic()
        turn_s = max(now_s, _next_turns_s.get(terms.engine, 0.0))
        _next_turns_s[terms.engine] = turn_s + terms.interval_s
    time.sleep(turn_s - now_s)


def _asked_to_wait_s(answer: httpx.Response) -> float:
    """Give how long the service asks to be left alone; 0 if it does not say."""
    told = answer.headers.get("Retry-After", "")
    return float(told) if told.isdigit() else 0.0
