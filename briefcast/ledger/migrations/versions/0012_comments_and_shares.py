"""What people say about items before these go out, and links to editions for who has no account."""

import sqlalchemy as sa
from alembic import op

from briefcast.ledger.migrations.keeping import keep_rows
from briefcast.ledger.tables import Moment

revision = "0012"
down_revision = "0011"

KEPT = ("comments", "comment_ends", "shares", "share_ends")


def upgrade() -> None:
    """Add them; nobody may change their rows: what was said and who was let in stays known."""
    op.create_table(
        "comments",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("item", sa.String(200), nullable=False, index=True),
        sa.Column("content_sha256", sa.String(64), nullable=False),
        sa.Column("week", sa.String(8), nullable=True),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("named", sa.String(100), nullable=False, server_default=""),
        sa.Column("who", sa.String(100), nullable=False),
        sa.Column("at", Moment, nullable=False),
    )
    op.create_table(
        "comment_ends",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("comment_id", sa.Integer, sa.ForeignKey("comments.id"), nullable=False, unique=True),
        sa.Column("who", sa.String(100), nullable=False),
        sa.Column("at", Moment, nullable=False),
    )
    op.create_table(
        "shares",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("sha256", sa.String(64), nullable=False, unique=True),
        sa.Column("edition", sa.String(100), nullable=False),
        sa.Column("content_sha256", sa.String(64), nullable=False, server_default=""),
        sa.Column("who", sa.String(100), nullable=False),
        sa.Column("at", Moment, nullable=False),
        sa.Column("ends_at", Moment, nullable=False),
    )
    op.create_index("ix_shares_edition_id", "shares", ["edition", "id"])
    op.create_table(
        "share_ends",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("share_id", sa.Integer, sa.ForeignKey("shares.id"), nullable=False, unique=True),
        sa.Column("who", sa.String(100), nullable=False),
        sa.Column("at", Moment, nullable=False),
    )
    keep_rows(*KEPT)
