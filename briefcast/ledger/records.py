"""What the ledger gives back: frozen rows with the field's names."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from briefcast.manifest.output import Role

DecisionKind = Literal["approved", "held", "sent back"]
Proof = Literal["secret", "signed", "provider", "proxy", ""]


@dataclass(frozen=True, kw_only=True)
class Decision:
    """What a person decided about exactly one content of an item."""

    id: int
    item: str
    content_sha256: str
    decision: DecisionKind
    who: str
    at: dt.datetime
    why: str
    through: str
    """Where it was decided: ``command line`` or ``prefect``."""
    proof: Proof = ""
    """How whoever decided proved who she is; empty of a name that was only typed."""


@dataclass(frozen=True, kw_only=True)
class ShownPost:
    """A post of an item on one account as it goes out: what an approval covers beside the item's own content."""

    channel: str
    account: str
    parts: Mapping[str, str]
    """What readers get, by name: text, link, hashtags, files, settings of the account… An empty part is none."""


UNSEEN_SETTINGS = frozenset(
    {"timeout_s", "poll_s", "processing_s", "segment_bytes", "chunk_bytes", "version", "secret_ends"}
)
"""Settings of an account that change nothing of what readers get, nor where: how long is waited, in what pieces and in
which version of its interface a platform is spoken to, and until when a token holds."""


def seen_settings(settings: Mapping[str, Any]) -> dict[str, Any]:
    """Give those settings of an account that somebody who approves its posts decides about, also of its store."""
    return {
        name: seen_settings(value) if isinstance(value, Mapping) else value
        for name, value in settings.items()
        if name not in UNSEEN_SETTINGS
    }


def seen_with_posts(content_sha256: str, posts: Sequence[ShownPost]) -> str:
    """Give a hash over one content of an item and its posts: what whoever decides has seen.

    The page of a week shows its beginning, and so does the history of what was decided there.
    """
    parts = [[post.channel, post.account, dict(post.parts)] for post in posts]
    seen = f"{content_sha256} {json.dumps(parts, ensure_ascii=False, sort_keys=True)}"
    return hashlib.sha256(seen.encode()).hexdigest() if posts else content_sha256


@dataclass(frozen=True, kw_only=True)
class PastFile:
    """A file of one content of an item, as it was recorded."""

    path: Path
    role: Role
    media_type: str
    sha256: str
    bytes: int
    alt_text: str


@dataclass(frozen=True, kw_only=True)
class Standing:
    """Where one content of an item stands."""

    decision: Decision | None
    """The newest decision on exactly this content."""
    approved_before: Decision | None
    """The newest approval of another content of the same item, if this one has no decision."""
    held_before: Decision | None = None
    """The newest decision on the item, if it holds another content of it: a hold is of the item, however it is made."""
    posts_changed: tuple[str, ...] = ()
    """What of its posts is not as it was when this content was approved, in words: it has to be approved again."""

    @property
    def name(self) -> str:
        """``approved``, ``held``, ``sent back``; ``changed`` after an approval of what it was; else ``waiting``."""
        if self.posts_changed:
            return "changed"
        if self.decision or self.held_before:
            return self.decision.decision if self.decision else "held"
        return "changed" if self.approved_before else "waiting"


@dataclass(frozen=True, kw_only=True)
class RecordedItem:
    """One item of an edition as it was recorded."""

    key: str
    content_sha256: str
    audience: str
    language: str
    product: str
    variant: str
    brief: str
    edition: int
    folder: str
    """Where the edition was written."""
    told: str
    """The words told, a sentence or heading a line."""
    figures: Mapping[str, str]
    """Every figure by its id, as this audience reads it in this language."""
    printed: Mapping[str, str] = field(default_factory=dict)
    """What stood beside the words (`briefcast.manifest.printed`); empty where an earlier version recorded it."""


@dataclass(frozen=True, kw_only=True)
class Release:
    """Leave for one approved content of an item to go out on one channel, as it is now."""

    id: int
    item: str
    content_sha256: str
    channel: str
    account: str
    slot: dt.datetime | None
    """When it is to go out; at once if none."""
    decision_id: int
    week: str | None
    who: str
    at: dt.datetime
    """When it was given, or changed last."""
    given: bool = True
    """False once it was taken back."""


@dataclass(frozen=True, kw_only=True)
class Saying:
    """One place where a figure is stated: in an item, and in a post if it was published."""

    fact: str
    written: str
    """As this audience reads it in this language."""
    value: str
    shown: bool
    """In its files; else only in the words told, which its post may quote."""
    item: str
    content_sha256: str
    edition: int
    made_at: dt.datetime
    newest: bool
    """Whether the item still is what the newest edition of its brief holds."""
    channel: str | None
    account: str | None
    state: str | None
    """Of the publication: sent, unconfirmed…; none if it was not published."""
    url: str | None
    at: dt.datetime | None


@dataclass(frozen=True, kw_only=True)
class Event:
    """One line of the history."""

    id: int
    at: dt.datetime
    who: str
    what: str
    about: str
    detail: Mapping[str, object]


BatchState = Literal["making", "waiting", "released", "failed"]


@dataclass(frozen=True, kw_only=True)
class Batch:
    """The batch of one week as the ledger knows it."""

    week: str
    state: BatchState
    """``making`` → ``waiting`` for decisions → ``released``; ``failed`` if nothing could be made."""
    run: str
    """Who works on it, or did last: a Prefect flow run, or host and process."""
    beat_at: dt.datetime
    """When the run last said that it is alive."""
    started_at: dt.datetime
    ended_at: dt.datetime | None
    report: Mapping[str, object]
    """What was made, what failed, what it took."""
