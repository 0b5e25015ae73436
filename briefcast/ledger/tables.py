"""The ledger's tables, as the newest migration leaves them.

A change here needs a file in ``migrations/versions`` whose name starts with the next number; a test
compares the two.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    DateTime,
    Dialect,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
    false,
)

from briefcast.messages import keep, kept


class Moment(TypeDecorator[dt.datetime]):
    """A moment in UTC; SQLite, which knows no time zones, gets it without one."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:
        """Refuse a time without a zone: nobody could say when it was."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value!r} has no time zone")
        value = value.astimezone(dt.UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: dt.datetime | None, _dialect: Dialect) -> dt.datetime | None:
        """Give the moment back in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=dt.UTC) if value.tzinfo is None else value.astimezone(dt.UTC)


class Told(TypeDecorator[str]):
    """What a person is told: read again, it is a message in every language, as it was when it was written down."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, _dialect: Dialect) -> str | None:
        """Keep what a message was made of."""
        return None if value is None else keep(value)

    def process_result_value(self, value: str | None, _dialect: Dialect) -> str | None:
        """Give the message again."""
        return None if value is None else kept(value)


class ToldValues(TypeDecorator[Any]):
    """Plain values, of which texts may be messages."""

    impl = JSON
    cache_ok = True

    def process_bind_param(self, value: Any, _dialect: Dialect) -> Any:
        """Keep what messages were made of."""
        return _each_text(value, keep)

    def process_result_value(self, value: Any, _dialect: Dialect) -> Any:
        """Give messages again."""
        return _each_text(value, kept)


class Report(ToldValues):
    """What a run left of a week. A broken one counts as none: the week is made again, as if it had not been."""

    cache_ok = True

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], Any]:
        """Read a report; nothing if it is none."""
        read = super().result_processor(dialect, coltype)

        def report(value: Any) -> Any:
            try:
                found = read(value) if read else value
            except ValueError:
                return {}
            return found if _is_report(found) else {}

        return report


def _is_report(value: Any) -> bool:
    if not isinstance(value, Mapping) or not isinstance(value.get("asked", 0), int):
        return False
    request, editions = value.get("request", {"plan": ""}), value.get("editions", [])
    return (
        isinstance(request, Mapping)
        and isinstance(request.get("plan"), str)
        and isinstance(editions, list)
        and all(isinstance(each, Mapping) for each in editions)
    )


def _each_text(value: Any, change: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return change(value)
    if isinstance(value, Mapping):
        return {key: _each_text(each, change) for key, each in value.items()}
    return [_each_text(each, change) for each in value] if isinstance(value, (list, tuple)) else value


NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
metadata = MetaData(naming_convention=NAMES)


def _column(name: str, kind: Any, **more: Any) -> Column[Any]:
    """Give a column that must be filled unless it says otherwise."""
    return Column(name, kind, **{"nullable": False, **more})


editions = Table(
    "editions",
    metadata,
    _column("id", Integer, primary_key=True),
    _column("brief", String(100)),
    _column("content_sha256", String(64)),  # over the content hashes of its items
    _column("week", String(8), nullable=True),  # 2026-W48; none when made outside a batch
    _column("folder", Text),
    _column("title", JSON),
    _column("as_of", String(10)),
    _column("made_at", Moment),
    _column("briefcast_version", String(40)),
    _column("code_version", String(40)),
    _column("recorded_at", Moment),
    _column("with_errors", Boolean, server_default=false()),  # its brief had errors: nothing of it can be approved
    Index(None, "brief", "id"),
)

items = Table(
    "items",
    metadata,
    _column("id", Integer, primary_key=True),
    _column("edition_id", ForeignKey("editions.id")),
    _column("key", String(200)),
    _column("content_sha256", String(64)),
    _column("audience", String(60)),
    _column("language", String(8)),
    _column("product", String(20)),
    _column("variant", String(40)),
    _column("told", Text),  # the words, a sentence or heading a line: to see what changed later
    _column("printed", JSON, nullable=True),  # labels, periods, sources beside them, by name; none of before
    UniqueConstraint("edition_id", "key"),
    Index(None, "key", "content_sha256"),
)

outputs = Table(
    "outputs",
    metadata,
    _column("id", Integer, primary_key=True),
    _column("item_id", ForeignKey("items.id"), index=True),
    _column("path", Text),
    _column("role", String(20)),
    _column("media_type", String(80)),
    _column("sha256", String(64), index=True),
    _column("bytes", Integer),
    _column("alt_text", Text),
)

facts = Table(
    "facts",
    metadata,
    _column("id", Integer, primary_key=True),
    _column("item_id", ForeignKey("items.id"), index=True),
    _column("fact", String(120), index=True),  # egdi-rank, egdi-rank.change
    _column("statistic", String(100), index=True),
    _column("written", Text),  # as this audience reads it in this language
    _column("value", String(60)),
    _column("source", String(100), nullable=True),
    _column("shown", Boolean),  # in its files; else only in the words told, which a post may quote
)

decisions = Table(
    "decisions",
    metadata,
    _column("id", Integer, primary_key=True),
    _column("item", String(200)),
    _column("content_sha256", String(64)),
    _column("decision", String(10)),  # approved, held, sent back
    _column("who", String(100)),
    _column("at", Moment),
    _column("why", Text),
    _column("through", String(20)),  # command line, prefect
    _column("proof", String(12), server_default=""),  # secret, signed, provider, proxy; empty: only typed
    Index(None, "item", "content_sha256", "id"),
)

people = Table(
    "people",
    metadata,
    _column("id", Integer, primary_key=True),
    _column("name", String(100), index=True),  # the id in the plan; the newest row of each holds
    _column("public_key", String(64)),  # of her secret, in hexadecimal; empty once she has none
    _column("vouched_by", String(100)),  # who said that it is this person
    _column("at", Moment),
)

wrong_secrets = Table(
    "wrong_secrets",
    metadata,
    _column("id", Integer, primary_key=True),
    _column("name", String(100)),
    _column("at", Moment),
    Index(None, "name", "at"),
)

signed_answers = Table(
    "signed_answers",
    metadata,
    _column("id", Integer, primary_key=True),
    _column("sha256", String(64), unique=True),  # each signed decision counts once
    _column("who", String(100)),
    _column("at", Moment),
)

seals = Table(
    "seals",
    metadata,
    _column("id", Integer, primary_key=True),
    _column("table_name", String(40)),
    _column("last_id", Integer),  # of its rows up to this one, from the seal before on
    _column("sha256", String(64)),  # over the seal before and these rows
    _column("at", Moment),
    _column("found", Boolean),  # no command wrote these rows: they were there when one came
    Index(None, "table_name", "id"),
)

approved_posts = Table(
    "approved_posts",
    metadata,
    _column("id", Integer, primary_key=True),
    _column("decision_id", ForeignKey("decisions.id"), index=True),
    _column("channel", String(40)),
    _column("account", String(100)),
    _column("parts", JSON),  # what readers get, part by part: title, text, link, hashtags, files…
)

releases = Table(
    "releases",
    metadata,
    _column("id", Integer, primary_key=True),
    _column("item", String(200)),
    _column("content_sha256", String(64)),
    _column("channel", String(40)),
    _column("account", String(100)),
    _column("slot", Moment, nullable=True),  # when it is to go out; at once if none
    _column("decision_id", ForeignKey("decisions.id")),
    _column("week", String(8), nullable=True),
    _column("who", String(100)),
    _column("at", Moment),
    UniqueConstraint("item", "content_sha256", "channel", "account"),
)

release_changes = Table(
    "release_changes",
    metadata,
    _column("id", Integer, primary_key=True),
    _column("release_id", ForeignKey("releases.id"), index=True),
    _column("given", Boolean),  # False: it was taken back
    _column("slot", Moment, nullable=True),
    _column("week", String(8), nullable=True),
    _column("who", String(100)),
    _column("at", Moment),
    _column("why", Told),
)

column_numbers = Table(
    "column_numbers",
    metadata,
    _column("id", Integer, primary_key=True),
    _column("column_id", String(64)),
    _column("brief", String(100)),
    _column("number", Integer),
    _column("who", String(100)),  # who released the first of it; from then on it keeps its number
    _column("at", Moment),
    UniqueConstraint("column_id", "brief"),
    UniqueConstraint("column_id", "number"),
)

comments = Table(
    "comments",
    metadata,
    _column("id", Integer, primary_key=True),
    _column("item", String(200), index=True),
    _column("content_sha256", String(64)),  # as it was when somebody said it
    _column("week", String(8), nullable=True),
    _column("text", Text),
    _column("named", String(100), server_default=""),  # the person it is put to; empty if nobody in particular
    _column("who", String(100)),
    _column("at", Moment),
)

comment_ends = Table(
    "comment_ends",
    metadata,
    _column("id", Integer, primary_key=True),
    _column("comment_id", ForeignKey("comments.id"), unique=True),
    _column("who", String(100)),  # said that it is resolved
    _column("at", Moment),
)

shares = Table(
    "shares",
    metadata,
    _column("id", Integer, primary_key=True),
    _column("sha256", String(64), unique=True),  # of what stands in the link: the link itself is kept nowhere
    _column("edition", String(100)),
    _column("content_sha256", String(64), server_default=""),  # of what it shows on purpose before it is out
    _column("who", String(100)),
    _column("at", Moment),
    _column("ends_at", Moment),
    Index(None, "edition", "id"),
)

share_ends = Table(
    "share_ends",
    metadata,
    _column("id", Integer, primary_key=True),
    _column("share_id", ForeignKey("shares.id"), unique=True),
    _column("who", String(100)),  # took it back
    _column("at", Moment),
)

publications = Table(
    "publications",
    metadata,
    _column("id", Integer, primary_key=True),
    _column("item", String(200)),
    _column("channel", String(40)),
    _column("account", String(100)),
    _column("content_sha256", String(64)),
    _column("state", String(12), index=True),  # prepared, sending, sent, refused, unconfirmed
    _column("marker", String(64)),  # what to look for when an answer was lost
    _column("remote_id", Text, nullable=True),
    _column("url", Text, nullable=True),
    _column("attempts", Integer, default=0),
    _column("slot", Moment, nullable=True),
    _column("prepared_at", Moment),
    _column("sending_at", Moment, nullable=True),
    _column("ended_at", Moment, nullable=True),
    _column("detail", Told, default=""),  # why it was refused or is not confirmed
    _column("step", String(10), server_default=""),  # of sending: upload, publish, look
    _column("claim", String(100), nullable=True),  # the publisher that works on it
    _column("claimed_at", Moment, nullable=True),
    _column("first_sent_at", Moment, nullable=True),  # for platforms that know a repetition for a time
    _column("scheduled_for", Moment, nullable=True),  # when the platform shows it, if it holds it until then
    _column("kept", JSON, server_default="{}"),  # ids and sessions to go on with after a crash
    _column("cause", Told, server_default=""),  # why nobody knows what became of the publishing call
    _column("sent_to", Text, server_default=""),  # where its account led when it was sent, as far as that is known
    UniqueConstraint("item", "channel", "account", "content_sha256"),
)

destinations = Table(
    "destinations",
    metadata,
    _column("id", Integer, primary_key=True),
    _column("channel", String(40)),
    _column("account", String(100)),
    _column("leads_to", Text),  # a fingerprint of a secret address, or whose account its token is; the newest row holds
    _column("who", String(100)),  # who released for it first, or said that another address is meant
    _column("at", Moment),
    Index(None, "channel", "account", "id"),
)

uses = Table(
    "uses",
    metadata,
    _column("id", Integer, primary_key=True),
    _column("channel", String(40)),
    _column("account", String(100)),
    _column("quota", String(60)),
    _column("cost", Integer),
    _column("at", Moment),
    Index(None, "channel", "account", "quota", "at"),
)

measurements = Table(
    "measurements",
    metadata,
    _column("id", Integer, primary_key=True),
    _column("publication_id", ForeignKey("publications.id"), index=True),
    _column("name", String(60)),  # as the platform calls it: views, like_count…
    _column("value", Float),
    _column("at", Moment),
    _column("age", String(10), server_default=""),  # of the post when it was due: 1 h, 24 h, 7 d, 28 d
    _column("definition", Text, server_default=""),
    _column("window", Text, server_default=""),
)

batches = Table(
    "batches",
    metadata,
    _column("week", String(8), primary_key=True),
    _column("state", String(20)),
    _column("run", Text),  # who works on it: a Prefect flow run, or host and process
    _column("beat_at", Moment),  # the run said last that it is alive
    _column("started_at", Moment),
    _column("ended_at", Moment, nullable=True),
    _column("report", Report),
)

machines = Table(
    "machines",
    metadata,
    _column("id", Integer, primary_key=True),
    _column("name", String(255)),  # the one that publishes; the newest row holds
    _column("who", String(100)),
    _column("at", Moment),
)

notices = Table(
    "notices",
    metadata,
    _column("id", Integer, primary_key=True),
    _column("key", String(120), unique=True),  # 2026-W48/waiting/<hash>: each is sent once
    _column("at", Moment),
    _column("text", Text),
)

history = Table(
    "history",
    metadata,
    _column("id", Integer, primary_key=True),
    _column("at", Moment),
    _column("who", String(100)),
    _column("what", String(40), index=True),
    _column("about", String(200), index=True),
    _column("detail", ToldValues),
)
