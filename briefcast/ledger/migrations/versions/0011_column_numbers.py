"""The numbers that pieces of columns were released with."""

import sqlalchemy as sa
from alembic import op

from briefcast.ledger.tables import Moment

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Add them: of a ledger of before no column is known."""
    op.create_table(
        "column_numbers",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("column_id", sa.String(64), nullable=False),
        sa.Column("brief", sa.String(100), nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("who", sa.String(100), nullable=False),
        sa.Column("at", Moment, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_column_numbers")),
        sa.UniqueConstraint("column_id", "brief", name=op.f("uq_column_numbers_column_id_brief")),
        sa.UniqueConstraint("column_id", "number", name=op.f("uq_column_numbers_column_id_number")),
    )
