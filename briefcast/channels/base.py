"""What a channel is: how to add the next one.

A channel is one small file with one class, derived from `Channel`; one line in the table ``CHANNELS`` of
``briefcast/channels/table.py``; and one entry in ``assets/platforms.yaml`` with its limits, abilities and
quotas. It holds protocol and nothing else: texts, limits, fitting of files, quotas, waiting, trying again
and the memory of what was sent are the same for all and are done before and around it
(``briefcast/publishing/posts.py``, ``channels/fit.py``, ``briefcast/publishing/publisher.py``).

    class Example(Channel):
        name = "example"
        secrets: ClassVar = {"token": "Sign in at example.org, Settings, Apps, and copy the access token."}

        class Settings(AccountSettings):
            api_url: str = "https://api.example.org"

        def upload(self, post, kept): ...      # may be called again after any failure
        def send(self, post, kept): ...        # the publishing call, made once
        def find(self, post, kept): ...        # look for what may have arrived

**Two steps, so that only one of them is dangerous.** `upload` does everything that readers do not see:
transfers files, makes containers and drafts. It must be safe to repeat, and goes on where it stopped: what
it has (session addresses, ids of media and containers) it writes into ``kept``, which survives the death of
the process. `send` makes the one call after which readers see the post. It is never repeated by itself
unless the platform makes that harmless (``idempotent`` in the table).

**Say which failure it was**, for that decides what happens next:

* `TryLater`: nothing was posted, e.g. 429, or the server could not be reached at all. It is tried again,
  after ``after_s`` if the platform said so.
* `Refused`: nothing was posted, and the same post never will be. State "refused", with the remedy.
* `SignedOut`: the token is not taken. State "refused" until the account has a new one.
* `AnswerLost`: from `send` alone: the request went out and no clear answer came back: a time-out, a broken
  connection, a 5xx. The publisher then asks `find`, and never sends again if that is not certain to be safe.

``channels/http.py`` does this translation for every channel that speaks HTTP through httpx: `Api.call` for
uploads, `Api.publish` for the one call. A channel with an official client translates its exceptions the
same way in one function. What else repeats is there too: signed calls and JSON (``platform_api.py``,
``signing.py``), tokens that live for hours (``oauth.py``), files that the platform fetches (``hosting.py``),
waiting until it has read a film (``waiting.py``).

**Look before anything else.** `find` is asked after a lost answer and after a publisher died. It looks for
``kept`` ids first, then for `Post.marker`, ten characters that are in the post's link (``utm_content``) and
in nothing else. It gives None only where the platform showed that nothing is there; what cannot be looked
at is a `TryLater`. Set ``find: false`` in the table where the platform offers no way: lost answers then
wait for a person as "unconfirmed".

**Say whose account it is.** Where no setting but the secrets alone decide which account posts, `owner` asks the
platform: the token of another one sends nothing before a person confirms it.

**Figures are read as they are named there.** `measure` gives what readers did with a post, where the platform says so:
each `Reading` with the platform's own name, what it counts and over what time.

**Nothing secret leaves.** `Account.secret` gives a `SecretStr`; take its value in the one line that makes
the request. Never put it into ``kept``, an id, a URL that is returned, or a message.

**Prove it.** Write an emulator from the published protocol, ``tests/emulators/<name>.py``, with one class
derived from ``Emulator``: what requests do, ``posts()`` (what readers can now see), and ``account()`` (the
account that leads to it). Add one line to ``EMULATORS`` in ``tests/emulators/__init__.py``. From then on
``tests/publishing/test_publisher.py`` checks it like every other, ``tests/channels/test_clients.py`` shows what to test
beside that, and the campaign of faults
(``tests/faults/campaign.py``: answers lost, 503, 429, time-outs, publishers killed, two at once, jumping
clocks, expired tokens) counts what readers see. Say in the table how far it is proven (`Proof`).
"""

from __future__ import annotations

import datetime as dt
import hashlib
from abc import ABC, abstractmethod
from collections.abc import Mapping, MutableMapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import TracebackType
from typing import ClassVar, Literal, Self

from pydantic import BaseModel, ConfigDict, SecretStr

from briefcast.channels.platforms import Platform, platform
from briefcast.errors import Refused
from briefcast.manifest.output import Role
from briefcast.messages import Typed, tell
from briefcast.secrecy import secret_name, variable_name

_MARKER_CHARS = 10
Proof = Literal["real server", "official client on an emulator", "emulator of our own"]
"""What a channel was tried against: the strongest of these."""


@dataclass(frozen=True, kw_only=True)
class PostFile:
    """One file of a post."""

    path: Path
    role: Role
    """``image``, ``video``, ``audio``, ``document``; beside them ``captions``, ``cover``, ``transcript``…"""
    media_type: str
    language: str
    bytes: int
    sha256: str
    variant: str = ""
    alt_text: str = ""
    long_description: str = ""
    width_px: int | None = None
    height_px: int | None = None
    fps: float | None = None
    duration_ms: int | None = None

    @property
    def name(self) -> str:
        """The file's name."""
        return self.path.name


@dataclass(frozen=True, kw_only=True)
class Words:
    """The parts a post's text is made of, in its language; any may be empty."""

    hook: str
    """Empty where the title says it, and the text goes on from there."""
    name: str = ""
    """What a finding belongs to, or when it was; on a line below it."""
    fact: str = ""
    content: tuple[str, ...] = ()
    """What a piece of its kind says before its points: when and where, the claim behind its verdict."""
    source: str = ""
    """``Source: UN E-Government Survey 2024``."""
    call_to_action: str = ""
    hashtags: tuple[str, ...] = ()
    """With their ``#``."""
    voice_notice: str = ""
    """That the voice is synthetic; empty where nobody speaks."""
    correction: str = ""
    """That it was put right after it was out, and why; it stands before all else."""


@dataclass(frozen=True, kw_only=True)
class Post:
    """Everything that goes out on one channel for one item: final texts, fitted files."""

    item: str
    """Key of the item: ``egov-2024/citizens/vi/video/9x16``."""
    content_sha256: str
    """Of the item's files and texts, as it was approved."""
    marker: str
    """Ten characters by which the post can be found: in the link, and in nothing else."""
    product: str
    audience: str
    language: str
    """BCP 47: ``vi``."""
    direction: Literal["ltr", "rtl"]
    title: str
    text: str
    """The whole text as readers see it: words, hashtags and, where the platform shows it there, the link."""
    words: Words
    link: str = ""
    """With its UTM parameters and the marker."""
    tags: tuple[str, ...] = ()
    """Hashtags without ``#``, for platforms with a field of their own."""
    files: tuple[PostFile, ...]
    """The main one first."""
    synthetic_voice: bool
    publish_at: dt.datetime | None = None
    """The slot, with its time zone, where the channel itself holds the post until then."""
    warnings: tuple[str, ...] = ()
    """What was changed to make it fit, and what the channel cannot show."""
    corrects: str = ""
    """Id of the post of this account that it corrects (`Receipt.id`), where both stay to be seen: a mail, or an answer
    below it (`Channel.answers`)."""
    corrects_day: str = ""
    """The day on which that was sent, as the text says it; the moment depends on nothing that is approved."""
    corrects_marker: str = ""
    """The marker of that post: its id may be what a person wrote down of where she saw it."""

    @property
    def main(self) -> PostFile:
        """The picture, film or recording itself."""
        return self.files[0]

    @property
    def pictures(self) -> tuple[PostFile, ...]:
        """The picture, or every page of a carousel, in order; none for a film or an episode."""
        return tuple(file for file in self.files if file.role == "image")

    def marker_on(self, channel: str, account: str) -> str:
        """Give the marker that the same item has on another channel."""
        return marker_of(self.item, self.content_sha256, channel, account)

    def file(self, role: Role, *media_types: str) -> PostFile | None:
        """Give the first file of a role, of the first of these types there is one of; None without one."""
        found = [file for file in self.files if file.role == role]
        for media_type in media_types or [file.media_type for file in found]:
            for file in found:
                if file.media_type == media_type:
                    return file
        return None


def marker_of(item: str, content_sha256: str, channel: str, account: str) -> str:
    """Give what only this content of this item on this account carries."""
    text = "\0".join((item, content_sha256, channel, account))
    return hashlib.sha256(text.encode()).hexdigest()[:_MARKER_CHARS]


@dataclass(frozen=True, kw_only=True)
class Receipt:
    """What the platform says of a post it has."""

    id: str
    url: str
    """Where readers find it; empty where the platform gives none."""
    scheduled_for: dt.datetime | None = None
    """When it becomes visible; None if it is."""


@dataclass(frozen=True, kw_only=True)
class Owner:
    """Whose account it is that secrets sign in to, as the platform says."""

    id: str
    """By which it is known, whatever it is called."""
    name: str
    """As people know it: ``@ministry``."""


@dataclass(frozen=True, kw_only=True)
class Reading:
    """One figure that a platform gives of a post, at the moment it is asked."""

    name: str
    """As the platform calls it: ``impression_count``. Names are given up, and the same word means another thing
    elsewhere: compare readings of one name and one definition alone."""
    value: int | float
    definition: str
    """What it counts, in the platform's words where it gives them with the figure."""
    window: str
    """Over what time, and what may be missing: ``since it was posted; up to 48 hours behind``."""


def readings_of(values: Mapping[str, object], definitions: Mapping[str, str], window: str) -> tuple[Reading, ...]:
    """Give those figures of an answer that are defined, in the order of their definitions."""
    return tuple(
        Reading(
            name=name,
            value=float(number) if isinstance(number, float) else int(str(number)),
            definition=defined,
            window=window,
        )
        for name, defined in definitions.items()
        if (number := values.get(name)) is not None
    )


Kept = MutableMapping[str, str]
"""What a channel has to know again after a crash: every assignment is written to the ledger at once."""


class AccountSettings(BaseModel):
    """What an account of a channel says beside its name; derive to add fields."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)

    timeout_s: float = 60
    """How long to wait for an answer."""
    secret_ends: dt.date | None = None
    """The last day of its token, where the platform gives it for a time: it is told two weeks before."""


@dataclass(frozen=True, kw_only=True)
class Account:
    """One account the team publishes through."""

    name: str
    """What the team calls it: ``citizens-vi``."""
    channel: str
    settings: Mapping[str, object] = field(default_factory=dict)
    secrets: Mapping[str, SecretStr] = field(default_factory=dict, repr=False)
    held: dict[str, SecretStr] = field(default_factory=dict, repr=False, compare=False)
    """What the platform gave in this run: an access token, a secret that was renewed. Every channel opened on the
    account sees it."""
    also: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    """Other channels that it speaks on with the same sign-in, each with what it says beside the settings."""

    def on(self, channel: str) -> Account:
        """Give the same account on its own channel or on one beside it; what is held is held for both."""
        if channel == self.channel:
            return self
        return replace(self, channel=channel, settings={**self.settings, **self.also.get(channel, {})})

    def __str__(self) -> str:
        return f"{self.channel}:{self.name}"


class Channel(ABC):
    """One account on one channel, open for work; close it, or use it in a ``with`` block."""

    name: ClassVar[str]
    """The row in ``assets/platforms.yaml``, and the line in the table."""
    shows_all: ClassVar[bool] = False
    """Whether all that lies there is shown for sure, so that the rest is gone (`is_gone`): a search may miss posts."""
    corrects_beside: ClassVar[bool] = False
    """Whether a correction goes out as a post of its own that names the first (`Post.corrects`): what is sent by mail
    stays with its readers."""
    read_at: ClassVar[str] = ""
    """The setting that alone says who reads it, such as the address of a list; empty where there is none."""
    read_at_secret: ClassVar[str] = ""
    """The secret that says so instead, such as the address of a webhook. That it is another one is noticed."""
    answers: ClassVar[bool] = False
    """Whether a post can stand below another one of the account as its answer: what better figures are said in goes
    there, since what it names stays to be seen (`Post.corrects`)."""
    addressed: ClassVar[bool] = True
    """Whether a post has an address of its own; where a mail or a message of a chat was seen is said in words."""
    beside: ClassVar[str] = ""
    """The channel whose account it goes through; accounts of its own are not taken. Empty for most."""
    secrets: ClassVar[Mapping[str, str]] = {}
    """What has to be kept secret, each with the sentence that says how to get it."""
    Settings: ClassVar[type[AccountSettings]] = AccountSettings

    @classmethod
    def same_place(cls, written: str) -> str:
        """Give what ``read_at`` says, written one way: capitals and blanks make no other readers."""
        return "".join(written.split()).casefold()

    @classmethod
    def is_fixed(cls, post_id: str) -> bool:  # noqa: ARG003
        """Say whether one post cannot be changed although its platform changes others, by its receipt's id."""
        return False

    def __init__(self, account: Account) -> None:
        self.account = account
        self.settings = self.Settings.model_validate(dict(account.settings))

    @property
    def platform(self) -> Platform:
        """Limits, abilities and quotas."""
        return platform(self.name)

    def secret(self, name: str) -> str:
        """Give a secret's value, for the one line that needs it; Refused with the way to get it if it is missing."""
        value = self.account.held.get(name) or self.account.secrets.get(name)
        if value is None:
            raise Refused(
                tell(
                    "{account}: the {name} is missing. {way} It is kept as {variable}, or in Prefect as {block}.",
                    account=str(self.account),
                    name=name,
                    way=self.secrets[name],
                    variable=Typed(variable_name(self.account.name, name)),
                    block=Typed(secret_name(self.account.name, name)),
                )
            )
        return value.get_secret_value()

    @abstractmethod
    def check(self) -> str:
        """Sign in without posting anything, and say as whom: ``@ministry.example``.

        Raises:
            SignedOut: the account is not taken.
            TryLater: the platform could not be reached.
        """

    def owner(self) -> Owner | None:
        """Ask whose account the secrets sign in to, where they alone decide it; None where a setting says it.

        With the token of another account, what was approved would be read there: nothing is sent by it before a person
        says that it is meant.

        Raises:
            SignedOut: the account is not taken.
            TryLater: the platform could not be reached.
        """
        return None

    def check_post(self, post: Post) -> tuple[str, ...]:  # noqa: ARG002  # for channels with rules beside the table
        """Give what this account would refuse in a post beside the limits of the table, each with its remedy.

        Makes no call.
        """
        return ()

    def upload(self, post: Post, kept: Kept) -> None:  # noqa: B027  # many channels have nothing to do here
        """Bring files to the platform where readers do not see them yet; may be called again and goes on.

        Raises:
            TryLater: it stopped in the middle.
            Refused: the platform does not take a file.
        """

    @abstractmethod
    def send(self, post: Post, kept: Kept) -> Receipt:
        """Publish, with one call; readers see the post from then on, or from ``post.publish_at``.

        Raises:
            TryLater: nothing was posted; it may be tried again.
            Refused: nothing was posted.
            AnswerLost: it may have been posted.
        """

    def find(self, post: Post, kept: Kept) -> Receipt | None:
        """Look for a post that may have arrived, by what is in ``kept``, then by its marker.

        Gives None where the platform showed that it is not there. Only asked where the table says ``find``.

        Raises:
            TryLater: it could not be looked for.
        """
        raise NotImplementedError(f"{self.name} says it can find posts, and does not say how")

    def is_gone(self, post: Post) -> bool:
        """Say whether nothing of a post lies there any more. Only asked where ``shows_all`` says that it is sure.

        Raises:
            TryLater: it could not be looked for.
        """
        raise NotImplementedError(f"{self.name} says it shows all that lies there, and does not say how")

    def lost_from(self, post_id: str) -> str:  # noqa: ARG002  # only what lies on this machine is seen without a call
        """Give the folder of this machine in which a post does not lie any more, by its receipt's id; else empty."""
        return ""

    def measure(self, post_id: str) -> tuple[Reading, ...]:  # noqa: ARG002
        """Read a post's figures, by the id of its receipt; none where the platform gives none.

        Raises:
            TryLater: not now, or not yet.
            Refused: the post is gone, or the account may not read figures; the message says what is missing.
        """
        return ()

    def withdraw(self, receipt: Receipt) -> None:  # noqa: ARG002
        """Take a post back; one that is gone already is no error.

        Raises:
            Refused: the channel cannot take posts back, or not this one.
        """
        raise Refused(
            tell(
                "{platform} cannot take posts back from here.",
                platform=self.platform.called,
            )
        )

    def replace(self, receipt: Receipt, post: Post, kept: Kept) -> Receipt:  # noqa: ARG002
        """Put corrected content in the place of a post, keeping its address; safe to repeat.

        Raises:
            Refused: the channel cannot; withdraw and send anew, or post a correction.
        """
        raise Refused(
            tell(
                "{platform} cannot change a post. Withdraw {url} and publish the new one.",
                platform=self.platform.called,
                url=receipt.url or receipt.id,
            )
        )

    def close(self) -> None:  # noqa: B027  # many channels hold nothing open
        """Close connections."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
