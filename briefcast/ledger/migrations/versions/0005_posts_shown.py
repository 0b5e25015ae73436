"""The posts that were shown to whoever approved, and the machines that publish from this ledger."""

import sqlalchemy as sa
from alembic import op

from briefcast.ledger.migrations.keeping import keep_rows
from briefcast.ledger.tables import Moment

revision = "0005"
down_revision = "0004"

KEPT = ("approved_posts", "machines")


def upgrade() -> None:
    """Add the tables; nobody may change their rows. An approval of before showed no posts, and covers none."""
    op.create_table(
        "approved_posts",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("decision_id", sa.Integer, sa.ForeignKey("decisions.id"), nullable=False, index=True),
        sa.Column("channel", sa.String(40), nullable=False),
        sa.Column("account", sa.String(100), nullable=False),
        sa.Column("parts", sa.JSON, nullable=False),
    )
    op.create_table(
        "machines",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("name", sa.String(255), nullable=False),
        sa.Column("who", sa.String(100), nullable=False),
        sa.Column("at", Moment, nullable=False),
    )
    keep_rows(*KEPT)
