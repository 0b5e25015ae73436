"""Tables of which rows stay as they were written: the database refuses anything else."""

from __future__ import annotations

from alembic import op


def keep_rows(*tables: str) -> None:
    """Let rows of tables be added, and neither changed nor removed.

    On PostgreSQL the first migration made the function that refuses it.
    """
    for table in tables:
        if op.get_context().dialect.name == "sqlite":
            for change in ("UPDATE", "DELETE"):
                op.execute(
                    f"CREATE TRIGGER {table}_no_{change.lower()} BEFORE {change} ON {table} "
                    f"BEGIN SELECT RAISE(ABORT, 'rows of {table} are only ever added'); END"
                )
        else:
            op.execute(
                f"CREATE TRIGGER {table}_only_added BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
                "FOR EACH STATEMENT EXECUTE FUNCTION briefcast_only_added()"
            )
