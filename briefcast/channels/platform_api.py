"""A platform's API that wants to be signed for, and whose answers are JSON."""

from __future__ import annotations

import datetime as dt
from typing import Any

import httpx

from briefcast.channels.http import Api, told_at
from briefcast.errors import AnswerLost, Refused, TryLater
from briefcast.messages import tell


class Missing(Refused):
    """What was asked for is not there (any more)."""


class PlatformApi(Api):
    """An `Api` whose calls are signed, with answers read as JSON.

    Platforms differ in how they say no: derive, and translate it in `explain`. One that says no with a status
    of 200 is translated in `complaint`.
    """

    def __init__(self, who: str, base_url: str, *, auth: httpx.Auth, timeout_s: float, signed_out: str = "") -> None:
        super().__init__(who, base_url, timeout_s=timeout_s, signed_out=signed_out)
        self._client.auth = auth

    def ask(self, method: str, url: str, **options: Any) -> dict[str, Any]:
        """Make a call that may be repeated, and give its JSON. Raises as `Api.call`."""
        return self._read(self.call(method, url, **options), publishing=False)

    def ask_when(self, method: str, url: str, **options: Any) -> tuple[dict[str, Any], dt.datetime]:
        """As `ask`, with the platform's own time of its answer."""
        answer = self.call(method, url, **options)
        return self._read(answer, publishing=False), told_at(answer)

    def publish_and_read(self, method: str, url: str, **options: Any) -> dict[str, Any]:
        """Make the publishing call, and give its JSON. Raises as `Api.publish`."""
        return self._read(self.publish(method, url, **options), publishing=True)

    def _read(self, response: httpx.Response, *, publishing: bool) -> dict[str, Any]:
        try:
            data = response.json()
        except ValueError:
            data = None
        if not isinstance(data, dict):
            message = tell(
                "{account}: the answer is not what the platform documents ({status_code}).",
                account=self.who,
                status_code=response.status_code,
            )
            raise AnswerLost(message) if publishing else TryLater(message)
        if error := self.complaint(response, data, publishing=publishing):
            raise self._heard(error)
        return data

    def complaint(
        self,
        response: httpx.Response,  # noqa: ARG002
        data: dict[str, Any],  # noqa: ARG002
        *,
        publishing: bool,  # noqa: ARG002
    ) -> Exception | None:
        """Say what an answer of 2xx that is a refusal all the same means; None if it is none."""
        return None
