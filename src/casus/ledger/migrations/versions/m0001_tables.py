"""All tables, with full-text search."""

from __future__ import annotations

from importlib import resources

from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Create the tables from the SQL that was frozen for this database; statements stand between lines of `--;`."""
    connection = op.get_bind()
    name = f"{revision}_{connection.dialect.name}.sql"
    for statement in resources.files("casus.ledger.migrations").joinpath(name).read_text("utf-8").split("\n--;\n"):
        # The driver would take a % for a parameter.
        connection.exec_driver_sql(statement.replace("%", "%%") if connection.dialect.name == "postgresql" else statement)
