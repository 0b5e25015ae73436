"""The accounts a team publishes through: ``channels.yaml`` beside its briefs. No secret is in it.

    accounts:
      - name: citizens-vi
        channel: bluesky
        audiences: [citizens, youth]
        languages: [vi]
        settings: {handle: bochuyendoiso.example}
    posts:
      hashtags: {vi: ["#ChuyenDoiSo"]}

Secrets come from the environment or a secret store, each under a name made of account and secret:
``BRIEFCAST_CITIZENS_VI_PASSWORD`` in the environment, ``briefcast-citizens-vi-password`` in Prefect.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from briefcast.brief.document import Document, read_document
from briefcast.brief.model import AudienceId, LanguageCode
from briefcast.channels.base import Account
from briefcast.channels.oauth import KEPT_SECRET
from briefcast.channels.platforms import platform
from briefcast.channels.secrecy import SecretSource, from_environment, keep_secret, secret_name
from briefcast.channels.table import CHANNELS, channel_class
from briefcast.errors import BriefError, Problem, Refused
from briefcast.paths import doc
from briefcast.publishing.posts import PostSettings

FILE_NAME = "channels.yaml"
_TOLD_BEFORE_DAYS = 14
"""How long before its last day a token is told of: time to find who may make another."""


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)


class AccountEntry(_Part):
    """One account, as the team writes it down."""

    name: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*$", max_length=60)]
    """What the team calls it: small letters, digits and ``-``."""
    channel: str
    audiences: tuple[AudienceId, ...] = ()
    """Whom it speaks to; everybody if empty, which only an account that is not public may be."""
    languages: tuple[LanguageCode, ...] = ()
    """In which languages; all if empty."""
    settings: dict[str, Any] = {}
    """What the channel asks for; see ``briefcast channels``."""
    also: dict[str, dict[str, Any]] = {}
    """Other channels that go through the same sign-in, each with its own settings: ``{zalo-broadcast: {}}``. Nothing
    goes out on them but what a plan or a person names them for."""

    def on(self, channel: str) -> AccountEntry:
        """Give what it says on its own channel, or on one beside it."""
        if channel == self.channel:
            return self
        return self.model_copy(update={"channel": channel, "settings": {**self.settings, **self.also[channel]}})

    def speaks_to(self, audience: str, language: str) -> bool:
        """Whether it is an account for an audience and language."""
        return (not self.audiences or audience in self.audiences) and (not self.languages or language in self.languages)


class Accounts(_Part):
    """Every account of a team, and what it decides about its posts."""

    accounts: tuple[AccountEntry, ...] = (AccountEntry(name="published", channel="folder"),)
    """Without a file of the team's own: a folder, ``outputs/published``."""
    posts: PostSettings = PostSettings()

    def of(self, channel: str, *, audience: str, language: str, name: str = "") -> tuple[AccountEntry, ...]:
        """Give the accounts on a channel that speak to an audience in a language; of a name alone, if one is given."""
        own = [e for e in self.accounts if channel in (e.channel, *e.also) and name in ("", e.name)]
        return tuple(entry for entry in own if entry.speaks_to(audience, language))

    def channels(self, named: Collection[str] = ()) -> tuple[str, ...]:
        """Give the channels that posts go out on: those of the accounts, and of those beside them what is named."""
        own = [entry.channel for entry in self.accounts]
        beside = [channel for entry in self.accounts for channel in entry.also if channel in named]
        return tuple(dict.fromkeys((*own, *beside)))

    def named(self, name: str) -> AccountEntry:
        """Give one account; Refused if there is none."""
        for entry in self.accounts:
            if entry.name == name:
                return entry
        names = ", ".join(entry.name for entry in self.accounts)
        raise Refused(f"There is no account {name!r} in {FILE_NAME}. There are: {names}.")


def read_accounts(folder: Path, *, to_take_back: bool = False) -> Accounts:
    """Read the team's accounts, ``folder/channels.yaml``; the built-in folder if there is no such file.

    ``to_take_back`` does without what is asked of accounts that send: to stop a post must always be possible.
    BriefError names the line of what cannot stand there.
    """
    path = folder / FILE_NAME
    if not path.is_file():
        return Accounts()
    document = read_document(path)
    try:
        accounts = Accounts.model_validate(document.data)
    except ValidationError as error:
        raise BriefError(
            [
                document.problem(
                    fault["loc"],
                    f"{fault['msg']}.",
                    "An account has name, channel, audiences, languages and settings; secrets stay out of this file.",
                )
                for fault in error.errors(include_url=False, include_input=False)
            ]
        ) from error
    _check(accounts, document, sends=not to_take_back)
    return accounts


def _check(accounts: Accounts, document: Document, *, sends: bool) -> None:
    """Refuse unknown channels and settings, names given twice, and public accounts that do not say to whom."""
    problems, names = [], set()
    for number, entry in enumerate(accounts.accounts):
        place: tuple[str | int, ...] = ("accounts", number)
        if entry.name in names:
            problems.append(document.problem((*place, "name"), f"Two accounts are called {entry.name}.", "Rename one."))
        names.add(entry.name)
        if entry.channel not in CHANNELS:
            remedy = f"Write one of {', '.join(CHANNELS)}."
            problems.append(document.problem((*place, "channel"), f"There is no channel {entry.channel!r}.", remedy))
            continue
        problems += _misplaced(entry, document, place)
        known = channel_class(entry.channel)
        if found := set(entry.settings) & set(known.secrets):
            secret = min(found)
            variable = secret_name(entry.name, secret).upper().replace("-", "_")
            message = f"The {secret} is written down here, where everybody can read it."
            remedy = f"Delete it here, change it at the platform, and set {variable} in the environment."
            problems.append(document.problem((*place, "settings", secret), message, remedy))
            continue
        try:
            known.Settings.model_validate(entry.settings)
        except ValidationError as error:
            fault = error.errors(include_url=False, include_input=False)[0]
            fields = ", ".join(known.Settings.model_fields)
            at = (*place, "settings", *fault["loc"]) if entry.settings else place
            where = ".".join(str(part) for part in fault["loc"])
            problems.append(
                document.problem(at, f"{where}: {fault['msg']}.", f"A {entry.channel} account has {fields}.")
            )
            continue
        if sends and platform(entry.channel).public and not entry.audiences:
            title = platform(entry.channel).title
            message = (
                f"{entry.name} names no audiences, so everybody on {title} would read what is for staff or leaders."
            )
            remedy = "Write the line audiences: [citizens], with each audience it may speak to."
            problems.append(document.problem((*place, "name"), message, remedy))
    if problems:
        raise BriefError(problems)


def _misplaced(entry: AccountEntry, document: Document, place: tuple[str | int, ...]) -> list[Problem]:
    """Refuse channels that are written beside an account they do not belong to, or that have none of their own."""
    problems = []
    if host := channel_class(entry.channel).beside:
        remedy = f"Write also: {{{entry.channel}: {{}}}} into the account on {host}: one sign-in can be used once."
        problems.append(document.problem((*place, "channel"), f"{entry.channel} has no account of its own.", remedy))
    for name, settings in entry.also.items():
        if name not in CHANNELS or channel_class(name).beside != entry.channel:
            fitting = [each for each in CHANNELS if channel_class(each).beside == entry.channel]
            remedy = f"Write {' or '.join(fitting)}." if fitting else "Delete it."
            message = f"{name} does not go through an account on {entry.channel}."
            problems.append(document.problem((*place, "also"), message, remedy))
            continue
        try:
            channel_class(name).Settings.model_validate({**entry.settings, **settings})
        except ValidationError as error:
            fault = error.errors(include_url=False, include_input=False)[0]
            where = ".".join(str(part) for part in fault["loc"])
            remedy = f"It has {', '.join(channel_class(name).Settings.model_fields)}."
            problems.append(document.problem((*place, "also", name), f"{where}: {fault['msg']}.", remedy))
    return problems


def ending_secrets(entries: Sequence[AccountEntry], today: dt.date) -> tuple[str, ...]:
    """Say whose token ends soon or has ended, by the day that the account gives (``secret_ends``), with what to do."""
    told = []
    for entry in entries:
        written = entry.settings.get("secret_ends")
        if written is None:
            continue
        ends = written if isinstance(written, dt.date) else dt.date.fromisoformat(written)
        if (left := (ends - today).days) > _TOLD_BEFORE_DAYS:
            continue
        when = f"ends in {left} days, on {ends}" if left > 1 else f"ends on {ends}" if left >= 0 else f"ended on {ends}"
        told.append(
            f"{entry.channel}:{entry.name}: its token {when}. Make another as {doc('channels-accounts')} shows, and "
            "write its last day into secret_ends."
        )
    return tuple(told)


def open_account(entry: AccountEntry, sources: Sequence[SecretSource] = (from_environment,)) -> Account:
    """Give an account with its secrets, each from the first source that has it; what is missing is found at use."""
    secrets = {}
    known = channel_class(entry.channel).secrets
    for secret in (*known, *((KEPT_SECRET,) if "refresh-token" in known else ())):
        name = secret_name(entry.name, secret)
        value = next((found for source in sources if (found := source(name))), None)
        if value is not None:
            secrets[secret] = keep_secret(value)
    return Account(name=entry.name, channel=entry.channel, settings=entry.settings, secrets=secrets, also=entry.also)
