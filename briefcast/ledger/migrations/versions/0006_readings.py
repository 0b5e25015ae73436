"""Readings say what they count, over what time, and how old the post was."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Add to a table that nothing has filled yet."""
    for name, kind in (("age", sa.String(10)), ("definition", sa.Text), ("window", sa.Text)):
        op.add_column("measurements", sa.Column(name, kind, nullable=False, server_default=""))
