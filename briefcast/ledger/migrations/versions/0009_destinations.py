"""Where posts were sent, and where accounts lead whose address is a secret."""

import sqlalchemy as sa
from alembic import op

from briefcast.ledger.migrations.keeping import keep_rows
from briefcast.ledger.tables import Moment

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Add what nobody knows of posts of before, and the table, whose rows nobody may change."""
    op.add_column("publications", sa.Column("sent_to", sa.Text, nullable=False, server_default=""))
    op.create_table(
        "destinations",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("channel", sa.String(40), nullable=False),
        sa.Column("account", sa.String(100), nullable=False),
        sa.Column("leads_to", sa.Text, nullable=False),
        sa.Column("who", sa.String(100), nullable=False),
        sa.Column("at", Moment, nullable=False),
    )
    op.create_index("ix_destinations_channel_account_id", "destinations", ["channel", "account", "id"])
    keep_rows("destinations")
