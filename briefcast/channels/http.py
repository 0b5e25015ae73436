"""Calls to a platform over HTTP, each failure translated into what it means for the post."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from email.utils import parsedate_to_datetime
from types import TracebackType
from typing import Any, Self

import httpx

from briefcast import __version__
from briefcast.errors import AnswerLost, ChannelError, Refused, SignedOut, TryLater
from briefcast.messages import joined, tell
from briefcast.secrecy import redact
from briefcast.tools.lost import told_lost

NOT_REACHED = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.UnsupportedProtocol)
"""The request never left: whatever it was, it was not done."""
_MESSAGE_MAX_CHARS = 300


class Api:
    """A platform's API for one account.

    `call` is for everything that may be repeated: looking up, uploading. `publish` is for the one call after
    which readers see the post: where it ends without a clear answer, that is `AnswerLost`.
    Redirects are not followed, for a token must not go where it was not sent.
    """

    def __init__(self, who: str, base_url: str, *, timeout_s: float, signed_out: str = "") -> None:
        """Open nothing yet.

        Args:
            who: names the account in messages: ``bluesky:citizens-vi``.
            base_url: where the API is; a call may also name a whole address.
            timeout_s: how long to wait for an answer.
            signed_out: what to do if the token is not taken, one sentence.
        """
        self.who, self.signed_out = who, signed_out
        self.on_signed_out: Callable[[], None] = lambda: None
        """Called where the token is not taken."""
        self._client = httpx.Client(
            base_url=base_url,
            timeout=httpx.Timeout(timeout_s, connect=min(timeout_s, 10)),
            headers={"user-agent": f"briefcast/{__version__}"},
        )

    def call(self, method: str, url: str, **options: Any) -> httpx.Response:
        """Make a call that may be repeated, and give the answer if it is 2xx.

        Raises:
            TryLater: it was not done, or may be done again: not reached, no answer, 429, 5xx.
            SignedOut: 401.
            Refused: any other answer.
        """
        return self._make(method, url, publishing=False, **options)

    def publish(self, method: str, url: str, **options: Any) -> httpx.Response:
        """Make the publishing call, once, and give the answer if it is 2xx.

        Raises:
            TryLater: it was surely not done: not reached, or 429.
            AnswerLost: it may have been done: no answer, or 5xx.
            SignedOut: 401.
            Refused: any other answer.
        """
        return self._make(method, url, publishing=True, **options)

    def _make(self, method: str, url: str, *, publishing: bool, **options: Any) -> httpx.Response:
        try:
            response = self._client.request(method, url, **options)
        except NOT_REACHED as error:
            raise TryLater(
                tell(
                    "{account}: the platform could not be reached ({error}).", account=self.who, error=told_lost(error)
                )
            ) from None
        except httpx.TimeoutException:
            late = tell("{account}: the platform did not answer in time.", account=self.who)
            raise (AnswerLost(late) if publishing else TryLater(late)) from None
        except httpx.TransportError as error:
            message = tell(
                "{account}: the connection broke before an answer came ({error}).",
                account=self.who,
                error=told_lost(error),
            )
            raise (AnswerLost(message) if publishing else TryLater(message)) from None
        if not response.is_success:
            raise self._heard(self.explain(response, publishing=publishing))
        return response

    def _heard(self, error: Exception) -> Exception:
        """Give a failure, after saying where it is that the token is not taken."""
        if isinstance(error, SignedOut):
            self.on_signed_out()
        return error

    def explain(self, response: httpx.Response, *, publishing: bool) -> ChannelError:
        """Say what an answer that is not 2xx means for the post."""
        status, said = response.status_code, _message(response)
        if status == 429:
            return TryLater(
                joined(tell("{account}: too many calls (429).", account=self.who), said),
                after_s=retry_after_s(response),
            )
        if status >= 500:
            message = joined(tell("{account}: the platform failed ({status}).", account=self.who, status=status), said)
            return AnswerLost(message) if publishing else TryLater(message, after_s=retry_after_s(response))
        if status == 401:
            return SignedOut(
                joined(tell("{account}: the sign-in is not taken (401).", account=self.who), said, self.signed_out)
            )
        return Refused(joined(tell("{account}: refused ({status}).", account=self.who, status=status), said))

    def close(self) -> None:
        """Close connections."""
        self._client.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def retry_after_s(response: httpx.Response) -> float | None:
    """Read ``Retry-After``, in seconds or as a date (RFC 9110, section 10.2.3); None without one."""
    written = response.headers.get("retry-after", "").strip()
    if written.isdigit():
        return float(written)
    try:
        date = parsedate_to_datetime(written)
    except ValueError:
        return None
    return max(0.0, (date - told_at(response)).total_seconds())


def told_at(response: httpx.Response) -> dt.datetime:
    """Give when an answer was made by the platform's own clock, where it says it: ours may be wrong."""
    try:
        return parsedate_to_datetime(response.headers.get("date", ""))
    except ValueError:
        return dt.datetime.now(dt.UTC)


def _message(response: httpx.Response) -> str:
    """Find what a platform says about a refusal, wherever in its answer that is."""
    try:
        found = _find_message(response.json())
    except ValueError:
        found = response.text if "html" not in response.headers.get("content-type", "") else ""
    text = redact(" ".join(found.split()))
    return text if len(text) <= _MESSAGE_MAX_CHARS else f"{text[: _MESSAGE_MAX_CHARS - 1]}…"


def _find_message(data: Any) -> str:
    if isinstance(data, dict):
        for name in ("message", "error_description", "detail", "description", "error", "errors", "title"):
            if found := _find_message(data.get(name)):
                return found
        return ""
    if isinstance(data, list):
        return next((found for item in data if (found := _find_message(item))), "")
    return data if isinstance(data, str) else ""
