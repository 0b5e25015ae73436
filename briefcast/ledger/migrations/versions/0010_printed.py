"""What stood beside the words of an item: labels, periods, sources, issuer, date."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Add what nobody knows of items of before."""
    op.add_column("items", sa.Column("printed", sa.JSON, nullable=True))
