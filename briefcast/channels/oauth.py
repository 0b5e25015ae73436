"""Access tokens that live for hours: one is got with the refresh token, which lives for months.

Where the platform gives a new refresh token with every use (Zalo, TikTok), the new one is kept in the place of the old
(`briefcast.secrecy.renew_with`) before the access token is used: without it the account would be lost. The
access token is kept there as well, with its end, so that a refresh token is used once in hours and not in every run:
each use is a moment at which an account can be lost.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping

from pydantic import SecretStr

from briefcast.channels.base import Channel
from briefcast.channels.http import Api
from briefcast.errors import Refused, SignedOut
from briefcast.messages import tell
from briefcast.paths import doc
from briefcast.secrecy import can_renew, from_environment, keep_secret, renew_secret, secret_name

REFRESH_SECRETS = {
    "refresh-token": tell(
        "Let the account authorise the app, as {what} shows; it is given with the access token.",
        what=doc("channels-accounts"),
    ),
    "client-id": tell("Copy it from the app's page at the platform."),
    "client-secret": tell("Copy it from the app's page at the platform, beside the id."),
}
"""What is needed to get access tokens; without a refresh token, ``token`` is used as it is."""


KEPT_SECRET = "access-token"  # noqa: S105  # its name
"""An access token that was got, kept with its end and a mark of the refresh token that it came with."""
_SPARE_S = 900
"""An access token that lives for less than this is not begun with: a film takes minutes."""


class RefreshedToken:
    """Gives an account's access token: the one it has while it lives, or a fresh one, got once for the account."""

    def __init__(
        self,
        channel: Channel,
        *,
        url: str,
        names: tuple[str, str],
        secret_header: str = "",
        rotates: bool = False,
    ) -> None:
        """Ask nothing yet.

        Args:
            channel: the account, with its secrets.
            url: where tokens are given.
            names: what the platform calls the client's id and secret.
            secret_header: the header the client's secret goes into, where it is no part of the form.
            rotates: whether the old refresh token dies when a new one is given.
        """
        self._channel, self._url, self._names = channel, url, names
        self._secret_header, self._rotates = secret_header, rotates

    def __call__(self) -> str:
        """Give the access token.

        Raises:
            SignedOut: the refresh token is not taken.
            TryLater: the platform could not be asked.
        """
        if "refresh-token" not in self._channel.account.secrets:
            return self._channel.secret("token")
        held = self._channel.account.held
        if KEPT_SECRET not in held:
            held[KEPT_SECRET] = keep_secret(self._living() or self._refresh())
        return held[KEPT_SECRET].get_secret_value()

    def forget(self) -> None:
        """Let go of the access token, which the platform does not take: the next use gets another."""
        account = self._channel.account
        if self._rotates and KEPT_SECRET in account.held:
            del account.held[KEPT_SECRET]
            account.held[_FORGOTTEN] = SecretStr(_FORGOTTEN)
            renew_secret(secret_name(account.name, KEPT_SECRET), _FORGOTTEN)

    def _living(self) -> str:
        """Give the access token that was kept, if it came with this refresh token and lives for a while; else none."""
        kept = None if _FORGOTTEN in self._channel.account.held else self._channel.account.secrets.get(KEPT_SECRET)
        ends, _, rest = (kept.get_secret_value() if kept else "").partition(" ")
        mark, _, token = rest.partition(" ")
        if mark != _mark(self._channel.secret("refresh-token")):
            return ""
        try:
            left_s = (dt.datetime.fromisoformat(ends) - _now()).total_seconds()
        except ValueError:
            return ""
        return token if left_s > _SPARE_S else ""

    def _refresh(self) -> str:
        account = self._channel.account
        name = secret_name(account.name, "refresh-token")
        if self._rotates and (from_environment(name) or not can_renew()):
            raise Refused(
                tell(
                    "{account}: {platform} gives a new refresh token with every use, and it cannot be kept "
                    "in the environment. Put it into a Prefect Secret block named {name}, unset the "
                    "variable, and publish with the flow publish-edition.",
                    account=account,
                    platform=self._channel.platform.title,
                    name=name,
                )
            )
        answer = self._ask()
        token, renewed = answer.get("access_token", ""), answer.get("refresh_token", "")
        if not token:
            said = (
                answer.get("error_description") or answer.get("error_name") or answer.get("error") or tell("no token")
            )
            raise SignedOut(
                tell(
                    "{account}: the refresh token is not taken ({said}). {way}",
                    account=account,
                    said=said,
                    way=REFRESH_SECRETS["refresh-token"],
                )
            )
        if renewed and renewed != self._channel.secret("refresh-token"):
            # The old one may be dead from now on: another post of this run must not use it again.
            account.held["refresh-token"] = keep_secret(renewed)
            renew_secret(name, renewed)
        if self._rotates and (lives_s := _seconds(answer.get("expires_in"))):
            ends = (_now() + dt.timedelta(seconds=lives_s)).isoformat(timespec="seconds")
            kept = f"{ends} {_mark(self._channel.secret('refresh-token'))} {token}"
            renew_secret(secret_name(account.name, KEPT_SECRET), keep_secret(kept).get_secret_value())
        return keep_secret(token).get_secret_value()

    def _ask(self) -> Mapping[str, str]:
        channel, (id_name, secret_name_) = self._channel, self._names
        form = {
            "grant_type": "refresh_token",
            "refresh_token": channel.secret("refresh-token"),
            id_name: channel.secret("client-id"),
        }
        headers = {}
        if self._secret_header:
            headers[self._secret_header] = channel.secret("client-secret")
        else:
            form[secret_name_] = channel.secret("client-secret")
        with Api(str(channel.account), "", timeout_s=channel.settings.timeout_s) as api:
            try:
                answer: Mapping[str, str] = api.call("POST", self._url, data=form, headers=headers).json()
            except SignedOut:
                raise
            except Refused as error:
                raise SignedOut(f"{error} {REFRESH_SECRETS['refresh-token']}") from error
            except ValueError as error:
                raise SignedOut(
                    tell("{account}: the answer to the refresh token cannot be read.", account=channel.account)
                ) from error
        return answer


_FORGOTTEN = "none"
"""What is kept in the place of an access token that is not taken."""


def _mark(refresh_token: str) -> str:
    """Give what shows with which refresh token an access token came: after a new sign-in the old one counts no more."""
    return hashlib.sha256(refresh_token.encode()).hexdigest()[:12]


def _seconds(told: object) -> float:
    """Read how long a token lives: a number, or one in a text; 0 if neither."""
    try:
        return float(str(told))
    except ValueError:
        return 0.0


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)
