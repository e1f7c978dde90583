"""Failures that were played through and kept under a name."""

from alembic import op

revision = "0006"
down_revision = "0005"

STATEMENTS = (
    """CREATE TABLE failure_scenario (
        workload_id VARCHAR NOT NULL,
        scenario_id VARCHAR NOT NULL,
        name VARCHAR NOT NULL,
        failed JSON NOT NULL,
        "by" VARCHAR NOT NULL,
        "on" VARCHAR NOT NULL,
        PRIMARY KEY (workload_id, scenario_id),
        FOREIGN KEY(workload_id) REFERENCES workload (id)
)""",
)


def upgrade() -> None:
    connection = op.get_bind()
    for statement in STATEMENTS:
        connection.exec_driver_sql(statement)
