"""What became of a release later: its slot was moved, it was taken back, or given again."""

import sqlalchemy as sa
from alembic import op

from briefcast.ledger.migrations.keeping import keep_rows
from briefcast.ledger.tables import Moment

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Add the table; nobody may change its rows."""
    op.create_table(
        "release_changes",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("release_id", sa.Integer, sa.ForeignKey("releases.id"), nullable=False, index=True),
        sa.Column("given", sa.Boolean, nullable=False),
        sa.Column("slot", Moment, nullable=True),
        sa.Column("week", sa.String(8), nullable=True),
        sa.Column("who", sa.String(100), nullable=False),
        sa.Column("at", Moment, nullable=False),
        sa.Column("why", sa.Text, nullable=False),
    )
    keep_rows("release_changes")
