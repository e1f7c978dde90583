"""What each source of a graph said at its last import, so that the next import of it keeps what was done by hand since."""

from alembic import op

revision = "0005"
down_revision = "0004"

STATEMENTS = (
    """CREATE TABLE graph_import (
        workload_id VARCHAR NOT NULL,
        name VARCHAR NOT NULL,
        place INTEGER NOT NULL,
        at VARCHAR NOT NULL,
        base_sha256 VARCHAR NOT NULL,
        renames JSON NOT NULL,
        PRIMARY KEY (workload_id, name),
        FOREIGN KEY(workload_id) REFERENCES workload (id)
)""",
)


def upgrade() -> None:
    connection = op.get_bind()
    for statement in STATEMENTS:
        connection.exec_driver_sql(statement)
