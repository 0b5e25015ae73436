"""A publication keeps why nobody knows of it: what a later look finds does not take the place of that."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Add it empty: of what was left before, it is not known any more."""
    op.add_column("publications", sa.Column("cause", sa.Text, nullable=False, server_default=""))
