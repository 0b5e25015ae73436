"""Editions, items, outputs and facts; decisions, releases, publications; batches, notices, measurements; history."""

import sqlalchemy as sa
from alembic import op

from briefcast.ledger.migrations.keeping import keep_rows
from briefcast.ledger.tables import Moment

revision = "0001"
down_revision = None

KEPT = ("editions", "items", "outputs", "facts", "decisions", "releases", "measurements", "history")
"""What is written stays as it was written: the database refuses anything else."""


def upgrade() -> None:
    """Make the first tables."""
    op.create_table(
        "editions",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("brief", sa.String(100), nullable=False),
        sa.Column("content_sha256", sa.String(64), nullable=False),
        sa.Column("week", sa.String(8)),
        sa.Column("folder", sa.Text, nullable=False),
        sa.Column("title", sa.JSON, nullable=False),
        sa.Column("as_of", sa.String(10), nullable=False),
        sa.Column("made_at", Moment, nullable=False),
        sa.Column("briefcast_version", sa.String(40), nullable=False),
        sa.Column("code_version", sa.String(40), nullable=False),
        sa.Column("recorded_at", Moment, nullable=False),
    )
    op.create_index("ix_editions_brief_id", "editions", ["brief", "id"])
    op.create_table(
        "items",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("edition_id", sa.Integer, sa.ForeignKey("editions.id"), nullable=False),
        sa.Column("key", sa.String(200), nullable=False),
        sa.Column("content_sha256", sa.String(64), nullable=False),
        sa.Column("audience", sa.String(60), nullable=False),
        sa.Column("language", sa.String(8), nullable=False),
        sa.Column("product", sa.String(20), nullable=False),
        sa.Column("variant", sa.String(40), nullable=False),
        sa.Column("told", sa.Text, nullable=False),
        sa.UniqueConstraint("edition_id", "key"),
    )
    op.create_index("ix_items_key_content_sha256", "items", ["key", "content_sha256"])
    op.create_table(
        "outputs",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("item_id", sa.Integer, sa.ForeignKey("items.id"), nullable=False, index=True),
        sa.Column("path", sa.Text, nullable=False),
        sa.Column("role", sa.String(20), nullable=False),
        sa.Column("media_type", sa.String(80), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False, index=True),
        sa.Column("bytes", sa.Integer, nullable=False),
        sa.Column("alt_text", sa.Text, nullable=False),
    )
    op.create_table(
        "facts",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("item_id", sa.Integer, sa.ForeignKey("items.id"), nullable=False, index=True),
        sa.Column("fact", sa.String(120), nullable=False, index=True),
        sa.Column("statistic", sa.String(100), nullable=False, index=True),
        sa.Column("written", sa.Text, nullable=False),
        sa.Column("value", sa.String(60), nullable=False),
        sa.Column("source", sa.String(100)),
        sa.Column("shown", sa.Boolean, nullable=False),
    )
    op.create_table(
        "decisions",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("item", sa.String(200), nullable=False),
        sa.Column("content_sha256", sa.String(64), nullable=False),
        sa.Column("decision", sa.String(10), nullable=False),
        sa.Column("who", sa.String(100), nullable=False),
        sa.Column("at", Moment, nullable=False),
        sa.Column("why", sa.Text, nullable=False),
        sa.Column("through", sa.String(20), nullable=False),
    )
    op.create_index("ix_decisions_item_content_sha256_id", "decisions", ["item", "content_sha256", "id"])
    op.create_table(
        "releases",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("item", sa.String(200), nullable=False),
        sa.Column("content_sha256", sa.String(64), nullable=False),
        sa.Column("channel", sa.String(40), nullable=False),
        sa.Column("account", sa.String(100), nullable=False),
        sa.Column("slot", Moment),
        sa.Column("decision_id", sa.Integer, sa.ForeignKey("decisions.id"), nullable=False),
        sa.Column("week", sa.String(8)),
        sa.Column("who", sa.String(100), nullable=False),
        sa.Column("at", Moment, nullable=False),
        sa.UniqueConstraint("item", "content_sha256", "channel", "account"),
    )
    op.create_table(
        "publications",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("item", sa.String(200), nullable=False),
        sa.Column("channel", sa.String(40), nullable=False),
        sa.Column("account", sa.String(100), nullable=False),
        sa.Column("content_sha256", sa.String(64), nullable=False),
        sa.Column("state", sa.String(12), nullable=False, index=True),
        sa.Column("marker", sa.String(64), nullable=False),
        sa.Column("remote_id", sa.Text),
        sa.Column("url", sa.Text),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("slot", Moment),
        sa.Column("prepared_at", Moment, nullable=False),
        sa.Column("sending_at", Moment),
        sa.Column("ended_at", Moment),
        sa.Column("detail", sa.Text, nullable=False),
        sa.UniqueConstraint("item", "channel", "account", "content_sha256"),
    )
    op.create_table(
        "measurements",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("publication_id", sa.Integer, sa.ForeignKey("publications.id"), nullable=False, index=True),
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("value", sa.Float, nullable=False),
        sa.Column("at", Moment, nullable=False),
    )
    op.create_table(
        "batches",
        sa.Column("week", sa.String(8), primary_key=True),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("run", sa.Text, nullable=False),
        sa.Column("beat_at", Moment, nullable=False),
        sa.Column("started_at", Moment, nullable=False),
        sa.Column("ended_at", Moment),
        sa.Column("report", sa.JSON, nullable=False),
    )
    op.create_table(
        "notices",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("key", sa.String(120), nullable=False, unique=True),
        sa.Column("at", Moment, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
    )
    op.create_table(
        "history",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("at", Moment, nullable=False),
        sa.Column("who", sa.String(100), nullable=False),
        sa.Column("what", sa.String(40), nullable=False, index=True),
        sa.Column("about", sa.String(200), nullable=False, index=True),
        sa.Column("detail", sa.JSON, nullable=False),
    )
    if op.get_context().dialect.name != "sqlite":
        op.execute(
            "CREATE FUNCTION briefcast_only_added() RETURNS trigger AS $$ "
            "BEGIN RAISE EXCEPTION 'rows of % are only ever added', TG_TABLE_NAME; END $$ LANGUAGE plpgsql"
        )
    keep_rows(*KEPT)
