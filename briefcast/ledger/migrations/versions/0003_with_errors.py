"""Whether an edition was made although its brief had errors: nothing of it can be approved."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Add the column; editions of before were not asked."""
    # Not in a batch: that would make the table anew, without what keeps it from being changed.
    op.add_column("editions", sa.Column("with_errors", sa.Boolean, nullable=False, server_default=sa.false()))
