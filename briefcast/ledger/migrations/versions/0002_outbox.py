"""What a publisher has to know again after a crash, and what accounts have used of their quotas."""

import sqlalchemy as sa
from alembic import op

from briefcast.ledger.tables import Moment

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add the columns of the outbox, and the table of what was used."""
    with op.batch_alter_table("publications") as table:
        table.add_column(sa.Column("step", sa.String(10), nullable=False, server_default=""))
        table.add_column(sa.Column("claim", sa.String(100)))
        table.add_column(sa.Column("claimed_at", Moment))
        table.add_column(sa.Column("first_sent_at", Moment))
        table.add_column(sa.Column("scheduled_for", Moment))
        table.add_column(sa.Column("kept", sa.JSON, nullable=False, server_default="{}"))
    op.create_table(
        "uses",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("channel", sa.String(40), nullable=False),
        sa.Column("account", sa.String(100), nullable=False),
        sa.Column("quota", sa.String(60), nullable=False),
        sa.Column("cost", sa.Integer, nullable=False),
        sa.Column("at", Moment, nullable=False),
    )
    op.create_index("ix_uses_channel_account_quota_at", "uses", ["channel", "account", "quota", "at"])
