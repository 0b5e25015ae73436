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
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from briefcast.brief.document import Document, empty_file, read_document
from briefcast.brief.model import AudienceId, LanguageCode
from briefcast.brief.remedies import check_shape, explain_faults
from briefcast.channels.base import Account
from briefcast.channels.oauth import KEPT_SECRET
from briefcast.channels.platforms import platform
from briefcast.channels.table import CHANNELS, channel_class
from briefcast.errors import BriefError, Problem, Refused
from briefcast.messages import Typed, either, tell
from briefcast.paths import doc
from briefcast.publishing.posts import PostSettings
from briefcast.publishing.typos import typed_wrong, write_near
from briefcast.secrecy import SecretSource, from_environment, keep_secret, secret_name

FILE_NAME = "channels.yaml"
_TOLD_BEFORE_DAYS = 14
"""How long before its last day a token is told of: time to find who may make another."""


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


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


class SitePlace(_Part):
    """Where a site is carried to, as the team writes it down. No post goes there."""

    name: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*$", max_length=60)]
    """What the team calls it; its secrets are named by it, as those of an account are."""
    channel: Literal["folder", "s3", "sftp"]
    settings: dict[str, Any] = {}
    """What the channel asks for; see ``briefcast channels``."""

    def as_account(self) -> AccountEntry:
        """Give it as an account, which is opened like every other."""
        return AccountEntry(name=self.name, channel=self.channel, settings=self.settings)


class Accounts(_Part):
    """Every account of a team, and what it decides about its posts."""

    accounts: tuple[AccountEntry, ...] = (AccountEntry(name="published", channel="folder"),)
    """Without a file of the team's own: a folder, ``outputs/published``."""
    sites: tuple[SitePlace, ...] = ()
    """Where sites are carried to."""
    posts: PostSettings = PostSettings()

    def place(self, name: str) -> SitePlace:
        """Give one place of a site; Refused if there is none."""
        for each in self.sites:
            if each.name == name:
                return each
        if not self.sites:
            sample = Typed("sites: [{name: news, channel: folder, settings: {path: /srv/news}}]")
            raise Refused(
                tell(
                    "There is no place for a site in {file}. Add one, such as: {sample}", file=FILE_NAME, sample=sample
                )
            )
        names = ", ".join(each.name for each in self.sites)
        raise Refused(
            tell(
                "There is no place '{name}' for a site in {file}. There are: {names}.",
                name=name,
                file=FILE_NAME,
                names=names,
            )
        )

    def of(self, channel: str, *, audience: str, language: str, name: str = "") -> tuple[AccountEntry, ...]:
        """Give the accounts on a channel that speak to an audience in a language; of a name alone, if one is given."""
        own = (entry for entry in self._on(channel) if name in ("", entry.name))
        return tuple(entry for entry in own if entry.speaks_to(audience, language))

    def may_speak(self, channel: str, language: str) -> bool:
        """Whether something in a language may be meant for a channel: not where all its accounts leave it out."""
        own = self._on(channel)
        return not own or any(not entry.languages or language in entry.languages for entry in own)

    def is_meant(self, channel: str, audience: str, language: str) -> bool:
        """Whether something for an audience in a language may be meant for a channel: not where no account is for it.

        Of a channel without any account nothing is known.
        """
        own = self._on(channel)
        return not own or any(entry.speaks_to(audience, language) for entry in own)

    def _on(self, channel: str) -> tuple[AccountEntry, ...]:
        return tuple(entry for entry in self.accounts if channel in (entry.channel, *entry.also))

    def reaches(self, channel: str, audience: str, language: str, account: str = "") -> bool:
        """Whether an account on a channel is for an audience in a language; the one of a name, if one is given.

        Where all its accounts leave a language out, nothing in it is meant for the channel.
        """
        if not account and not self.may_speak(channel, language):
            return True
        return bool(self.of(channel, audience=audience, language=language, name=account))

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
        raise Refused(
            tell("There is no account '{name}' in {file}. There are: {names}.", name=name, file=FILE_NAME, names=names)
        )


def read_accounts(folder: Path, *, to_take_back: bool = False, every_audience: bool = False) -> Accounts:
    """Read the team's accounts, ``folder/channels.yaml``; the built-in folder if there is no such file.

    ``to_take_back`` does without what is asked of accounts that send: to stop a post must always be possible.
    ``every_audience`` refuses audiences without a profile here that resemble none, too. BriefError names the line of
    what cannot stand there.
    """
    path = folder / FILE_NAME
    if folder.is_file():
        wrong = tell("It is a file, and a folder is needed here.")
        raise BriefError(
            [Problem(file=folder, message=wrong, remedy=tell("Name the folder of {file}.", file=FILE_NAME))]
        )
    if not path.is_file():
        return Accounts()
    try:
        document = read_document(path)
    except BriefError as error:
        empty = empty_file(path).message
        raise BriefError(
            [replace(p, remedy=_to_begin()) if p.message == empty else p for p in error.problems]
        ) from None
    accounts, problems = check_shape(Accounts, document, guide="channels-accounts")
    entries = dict(enumerate(accounts.accounts)) if accounts else dict(_whole_entries(document))
    faults = [*_secrets_typed(document), *problems]
    faults += _check(entries, document, sends=not to_take_back, every_audience=every_audience)
    faults += _check_places(accounts, document) if accounts else []
    if faults:
        # What is told of a place first is told alone: a secret, not a field that there is not.
        once = {(problem.line, problem.field): problem for problem in reversed(faults)}
        told = [problem for problem in faults if once[problem.line, problem.field] is problem]
        raise BriefError(sorted(told, key=lambda problem: problem.line or 0))
    assert accounts
    return accounts


def _to_begin() -> str:
    sample = Typed("accounts: [{name: published, channel: folder}]")
    return tell(
        "Write your accounts as {page} shows, to begin with: {sample}", page=doc("channels-accounts"), sample=sample
    )


def _whole_entries(document: Document) -> Iterator[tuple[int, AccountEntry]]:
    """Give the accounts that can be looked at further where something else in the file is no account."""
    written = document.data.get("accounts")
    for number, entry in enumerate(written if isinstance(written, list) else ()):
        typed = entry if isinstance(entry, dict) else {}
        known = {name: typed[name] for name in typed if name in AccountEntry.model_fields}
        with suppress(ValidationError):
            yield number, AccountEntry.model_validate(known)


def _secrets_typed(document: Document) -> Iterator[Problem]:
    """Refuse secrets that stand in the file, wherever in an account, and whatever its channel calls its own."""
    every = {secret for name in CHANNELS for secret in channel_class(name).secrets} - {"url"}
    lists = {name: written for name in ("accounts", "sites") if isinstance(written := document.data.get(name), list)}
    for (name, number), entry in {
        (n, at): each for n, every_ in lists.items() for at, each in enumerate(every_)
    }.items():
        if not isinstance(entry, dict):
            continue
        channel = entry.get("channel")
        known = channel_class(channel) if isinstance(channel, str) and channel in CHANNELS else None
        secrets = every | set(known.secrets if known else ())
        settings = entry.get("settings")
        store = settings.get("store") if isinstance(settings, dict) else None
        for inner, fields in (((), entry), (("settings",), settings), (("settings", "store"), store)):
            for field in fields if isinstance(fields, dict) else ():
                secret = str(field).replace("_", "-")
                if secret not in secrets or (known and inner == ("settings",) and field in known.Settings.model_fields):
                    continue
                variable = secret_name(str(entry.get("name") or "NAME"), secret).upper().replace("-", "_")
                message = tell("The {secret} is written down here, where everybody can read it.", secret=secret)
                remedy = tell(
                    "Delete it here, change it at the platform, and set {variable} in the environment.",
                    variable=variable,
                )
                yield document.problem((name, number, *inner, field), message, remedy)


def _check(
    entries: Mapping[int, AccountEntry], document: Document, *, sends: bool, every_audience: bool
) -> list[Problem]:
    """Give unknown channels and settings, names given twice, and public accounts that do not say to whom."""
    problems, names = list(typed_wrong(document, every_audience=every_audience)) if sends else [], set()
    for number, entry in entries.items():
        place: tuple[str | int, ...] = ("accounts", number)
        if entry.name in names:
            told = tell("Two accounts are called {name}.", name=entry.name)
            problems.append(document.problem((*place, "name"), told, tell("Rename one.")))
        names.add(entry.name)
        if entry.channel not in CHANNELS:
            told = tell("There is no channel '{channel}'.", channel=entry.channel)
            problems.append(document.problem((*place, "channel"), told, write_near(entry.channel, tuple(CHANNELS))))
            continue
        problems += _misplaced(entry, document, place)
        known = channel_class(entry.channel)
        try:
            known.Settings.model_validate(entry.settings)
        except ValidationError as error:
            problems += _unfit(known.Settings, error, document, (*place, "settings"))
        if sends and platform(entry.channel).public and not entry.audiences:
            title = platform(entry.channel).called
            message = tell(
                "{account} names no audiences, so everybody on {platform} would read what is for staff or leaders.",
                account=entry.name,
                platform=title,
            )
            remedy = tell("Write the line 'audiences: [citizens]', with each audience it may speak to.")
            problems.append(document.problem((*place, "name"), message, remedy))
    return problems


def _check_places(accounts: Accounts, document: Document) -> list[Problem]:
    """Give settings of places for sites that their channel does not take, and names that are given twice."""
    problems = []
    names = {entry.name for entry in accounts.accounts}
    for number, place in enumerate(accounts.sites):
        if place.name in names:
            told = tell("Two accounts are called {name}.", name=place.name)
            problems.append(document.problem(("sites", number, "name"), told, tell("Rename one.")))
        names.add(place.name)
        settings = channel_class(place.channel).Settings
        try:
            settings.model_validate(place.settings)
        except ValidationError as error:
            problems += _unfit(settings, error, document, ("sites", number, "settings"))
        if place.channel == "folder" and not place.settings.get("path"):
            told = tell("{name} does not say in which folder the site is to be.", name=place.name)
            remedy = tell("Write it: {line}", line=Typed("settings: {path: /srv/news}"))
            problems.append(document.problem(("sites", number, "name"), told, remedy))
    return problems


def _misplaced(entry: AccountEntry, document: Document, place: tuple[str | int, ...]) -> list[Problem]:
    """Refuse channels that are written beside an account they do not belong to, or that have none of their own."""
    problems = []
    if host := channel_class(entry.channel).beside:
        remedy = tell(
            "Write {line} into the account on {host}: one sign-in can be used once.",
            line=Typed(f"also: {{{entry.channel}: {{}}}}"),
            host=host,
        )
        told = tell("{channel} has no account of its own.", channel=entry.channel)
        problems.append(document.problem((*place, "channel"), told, remedy))
    for name, settings in entry.also.items():
        if name not in CHANNELS or channel_class(name).beside != entry.channel:
            fitting = [each for each in CHANNELS if channel_class(each).beside == entry.channel]
            remedy = tell("Write {fitting}.", fitting=either(fitting)) if fitting else tell("Delete it.")
            message = tell("{name} does not go through an account on {channel}.", name=name, channel=entry.channel)
            problems.append(document.problem((*place, "also"), message, remedy))
            continue
        try:
            channel_class(name).Settings.model_validate({**entry.settings, **settings})
        except ValidationError as error:
            problems += _unfit(channel_class(name).Settings, error, document, (*place, "also", name))
    return problems


def _unfit(
    model: type[BaseModel], error: ValidationError, document: Document, place: tuple[str | int, ...]
) -> Iterator[Problem]:
    """Tell each setting that its channel does not take."""
    for path, message, remedy in explain_faults(model, error, guide="channels-accounts"):
        yield document.problem((*place, *path), message, remedy)


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
        when = (
            tell("ends in {count} days, on {day}", count=left, day=ends)
            if left > 1
            else tell("ends on {day}", day=ends)
            if left >= 0
            else tell("ended on {day}", day=ends)
        )
        told.append(
            tell(
                "{account}: its token {when}. Make another as {page} shows, and write its last day into secret_ends.",
                account=f"{entry.channel}:{entry.name}",
                when=when,
                page=doc("channels-accounts"),
            )
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
