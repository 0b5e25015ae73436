"""What Facebook and Instagram have in common: Meta's Graph API, its errors, and its upload server.

developers.facebook.com/docs/graph-api/guides/error-handling, …/instagram-platform/…/error-codes
"""

from __future__ import annotations

import json
from typing import Any

import httpx

from briefcast.channels.base import Kept, PostFile, Reading
from briefcast.channels.pieces import rest
from briefcast.channels.platform_api import Missing, PlatformApi
from briefcast.channels.signing import Secret, TokenAuth
from briefcast.channels.waiting import WaitingSettings
from briefcast.errors import AnswerLost, ChannelError, Refused, SignedOut, TryLater
from briefcast.messages import joined, tell
from briefcast.paths import doc
from briefcast.secrecy import redact

_TOO_MANY = {4, 9, 17, 32, 341, 613, 80001, 80002}
_PASSING = {-2, -1, 1, 2, 9007}
_SIGNED_OUT = {102, 190}
_REMEDIES = {
    10: tell(
        "Give the app the permission that is missing, and make a new token ({what}).", what=doc("channels-accounts")
    ),
    25: tell("The account is restricted: open it in the app and do what it asks for."),
    368: tell("Meta has blocked the account for a time: open it in the app and do what it asks for."),
    506: tell("The same text was posted a moment ago: look at the account before sending anything else."),
    9004: tell("The platform could not fetch a file: its address must open for everybody, without signing in."),
}
_SMALLER_SUBCODE = 1366046
"""Facebook's answer to a picture of more than 4 MB, as other clients report it (Postiz)."""
_MISSING = {(100, 33), (803, None)}
"""Codes and subcodes: no such object, or none that this token may see: Meta gives both the same answer."""
_WRONG_OFFSET_SUBCODE = 1363037
_NOT_FETCHED = (9004, 2207052)
_SUSPECTED_SUBCODE = 2207051
"""Instagram's answer to ``media_publish`` that came although the post was published (Postiz, pull request 1681)."""
_AGAIN = "begun again"


class NotFetched(Refused):  # a state, not a mistake
    """A file could not be fetched: mostly its address, now and then the platform itself (Postiz, pull request 1900)."""


class WrongOffset(TryLater):
    """A piece was sent again that had arrived; says which bytes are wanted."""

    def __init__(self, message: str, first: int, end: int) -> None:
        super().__init__(message)
        self.first, self.end = first, end


class GraphSettings(WaitingSettings):
    """Where Meta's servers are."""

    version: str = "v26.0"
    """Of the Graph API; Meta retires each about two years after it appeared."""
    api_url: str = "https://graph.facebook.com"
    upload_url: str = "https://rupload.facebook.com"


class GraphApi(PlatformApi):
    """The Graph API for one account."""

    def __init__(self, who: str, settings: GraphSettings, *, token: Secret, signed_out: str) -> None:
        self.settings = settings
        base = f"{settings.api_url}/{settings.version}"
        super().__init__(who, base, auth=TokenAuth(token), timeout_s=settings.timeout_s, signed_out=signed_out)
        self._upload_auth = TokenAuth(token, scheme="OAuth ")

    def explain(self, response: httpx.Response, *, publishing: bool) -> ChannelError:
        """Say what an error of the Graph API means; its codes say more than the status."""
        error = _error(response)
        code = error.get("code")
        if not isinstance(code, int):
            return super().explain(response, publishing=publishing)
        said = redact(str(error.get("error_user_msg") or error.get("message") or "").strip())
        if error.get("error_subcode") == _WRONG_OFFSET_SUBCODE and (wanted := _wanted(error)):
            return WrongOffset(f"{self.who}: {said}", *wanted)
        if (code, error.get("error_subcode")) in _MISSING:
            return Missing(
                joined(
                    tell(
                        "{account}: it is not there, or not for this token (code {code}).", account=self.who, code=code
                    ),
                    said,
                )
            )
        if publishing and error.get("error_subcode") == _SUSPECTED_SUBCODE:
            return AnswerLost(
                tell(
                    "{account}: refused (code {code}), which has come with posts that are there. {said}",
                    account=self.who,
                    code=code,
                    said=said,
                )
            )
        if code in _TOO_MANY:
            return TryLater(
                tell(
                    "{account}: too many calls or posts (code {code}). {said}", account=self.who, code=code, said=said
                ),
                after_s=_regain_s(response),
            )
        if code in _SIGNED_OUT:
            return SignedOut(
                tell(
                    "{account}: the token is not taken (code {code}). {said} {way}",
                    account=self.who,
                    code=code,
                    said=said,
                    way=self.signed_out,
                )
            )
        if code in _PASSING or error.get("is_transient"):
            message = tell(
                "{account}: the platform failed (code {code}). {said}", account=self.who, code=code, said=said
            )
            # "Not ready" is the one of these that says what did not happen.
            return AnswerLost(message) if publishing and code != 9007 else TryLater(message)
        remedy = _REMEDIES.get(10 if 200 <= code <= 299 else code, "")
        if error.get("error_subcode") == _SMALLER_SUBCODE:
            remedy = tell("Make the picture smaller than 4 MB.")
        kind = NotFetched if code in _NOT_FETCHED or error.get("error_subcode") in _NOT_FETCHED else Refused
        return kind(joined(tell("{account}: refused (code {code}).", account=self.who, code=code), said, remedy))

    def insights(self, id: str, metrics: tuple[str, ...], *, window: str, permission: str) -> tuple[Reading, ...]:
        """Read figures of a post, each with Meta's own description; what Meta has no figure of is left out.

        One name that Meta has given up, or has not for this kind of post, refuses all: then each is asked by itself.

        Args:
            id: of the post or media.
            metrics: their names.
            window: over what time they are counted.
            permission: what the token needs for it.
        """
        try:
            entries = self._ask_figures(id, metrics)
        except (SignedOut, Missing):
            raise
        except Refused as error:
            known = [answer for metric in metrics if (answer := self._ask_figure(id, metric)) is not None]
            if not known:
                raise Refused(
                    tell(
                        "{error} Figures need the permission {permission} in the token.",
                        error=error.told,
                        permission=permission,
                    )
                ) from error
            entries = [entry for answer in known for entry in answer]
        found: list[Reading] = []
        for entry in entries:
            about = {"definition": str(entry.get("description", "")), "window": window}
            value = next((each.get("value") for each in entry.get("values", ())), None)
            if isinstance(value, dict):  # By kind: reactions, clicks.
                found += [Reading(name=f"{entry['name']}.{kind}", value=each, **about) for kind, each in value.items()]
            elif value is not None:
                found.append(Reading(name=str(entry["name"]), value=value, **about))
        return tuple(found)

    def _ask_figures(self, id: str, metrics: tuple[str, ...]) -> list[dict[str, Any]]:
        params = {"metric": ",".join(metrics), "period": "lifetime"}
        return list(self.ask("GET", f"/{id}/insights", params=params).get("data", ()))

    def _ask_figure(self, id: str, metric: str) -> list[dict[str, Any]] | None:
        try:
            return self._ask_figures(id, (metric,))
        except (SignedOut, Missing):
            raise
        except Refused:
            return None

    def send_film(self, place: str, file: PostFile, *, offset: int) -> None:
        """Send a film to Meta's upload server from a byte on; safe to repeat from where it says it is.

        Args:
            place: ``video-upload/v26.0/<id>``.
            file: the film.
            offset: how many bytes it has already.
        """
        if offset >= file.bytes:
            return
        headers = {
            "offset": str(offset),
            "file_size": str(file.bytes),
            "content-type": "application/octet-stream",
            "content-length": str(file.bytes - offset),
        }
        url = f"{self.settings.upload_url}/{place}"
        answer = self.ask("POST", url, headers=headers, content=rest(file.path, offset), auth=self._upload_auth)
        if answer.get("success") is not True:
            raise TryLater(tell("{account}: the upload was not finished.", account=self.who))


def begin_again(error: Missing, kept: Kept, *, held: bool, permissions: str) -> ChannelError:
    """Say what it means that something is not there; what was kept is forgotten where it is begun again.

    Meta's text for 100/33 names three causes in one: gone, not supported, or "missing permissions". What lay there
    from an earlier call may have been thrown away since, and is brought once more; a second time, or where nothing
    lay there, it is the permission.

    Args:
        error: Meta's answer.
        kept: what the attempts before left.
        held: whether an id of an earlier call was used.
        permissions: what to do about a permission that is missing, in sentences.
    """
    if held and _AGAIN not in kept:
        kept.clear()
        kept[_AGAIN] = "yes"
        return TryLater(tell("{error} It is uploaded again.", error=error.told))
    return Refused(f"{error} {permissions}")


def _error(response: httpx.Response) -> dict[str, Any]:
    try:
        data = response.json()
    except ValueError:
        return {}
    error = data.get("error") if isinstance(data, dict) else None
    if isinstance(error, dict):
        return error
    debug = data.get("debug_info") if isinstance(data, dict) else None
    if isinstance(debug, dict):  # The upload server's own shape.
        return {"code": None, "message": debug.get("message", ""), "is_transient": debug.get("retriable")}
    return {}


def _wanted(error: dict[str, Any]) -> tuple[int, int] | None:
    data: Any = error.get("error_data")
    try:
        data = json.loads(data) if isinstance(data, str) else data
        return int(data["start_offset"]), int(data["end_offset"])
    except (KeyError, TypeError, ValueError):
        return None


def _regain_s(response: httpx.Response) -> float | None:
    """Read how long Meta asks to wait: minutes, in a header by business; None if it does not say."""
    try:
        usage = json.loads(response.headers.get("x-business-use-case-usage", ""))
        waits = [
            float(entry.get("estimated_time_to_regain_access", 0)) for entries in usage.values() for entry in entries
        ]
    except (ValueError, AttributeError, TypeError):
        return None
    return max(waits, default=0.0) * 60
