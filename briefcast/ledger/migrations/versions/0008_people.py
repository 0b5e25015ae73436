"""People with a secret of their own, how each decision was proven, and seals over what was decided."""

import sqlalchemy as sa
from alembic import op

from briefcast.ledger.migrations.keeping import keep_rows
from briefcast.ledger.tables import Moment

revision = "0008"
down_revision = "0007"

KEPT = ("people", "wrong_secrets", "signed_answers", "seals")


def upgrade() -> None:
    """Add the tables; nobody may change their rows. Decisions of before were typed names."""
    op.add_column("decisions", sa.Column("proof", sa.String(12), nullable=False, server_default=""))
    op.create_table(
        "people",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("name", sa.String(100), nullable=False, index=True),
        sa.Column("public_key", sa.String(64), nullable=False),
        sa.Column("vouched_by", sa.String(100), nullable=False),
        sa.Column("at", Moment, nullable=False),
    )
    op.create_table(
        "wrong_secrets",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("at", Moment, nullable=False),
    )
    op.create_index("ix_wrong_secrets_name_at", "wrong_secrets", ["name", "at"])
    op.create_table(
        "signed_answers",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("sha256", sa.String(64), nullable=False, unique=True),
        sa.Column("who", sa.String(100), nullable=False),
        sa.Column("at", Moment, nullable=False),
    )
    op.create_table(
        "seals",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("table_name", sa.String(40), nullable=False),
        sa.Column("last_id", sa.Integer, nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("at", Moment, nullable=False),
        sa.Column("found", sa.Boolean, nullable=False),
    )
    op.create_index("ix_seals_table_name_id", "seals", ["table_name", "id"])
    keep_rows(*KEPT)
