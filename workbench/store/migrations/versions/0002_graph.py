"""The dependency graph of a workload, its journeys, and what people decided about findings."""

from alembic import op

revision = "0002"
down_revision = "0001"

STATEMENTS = (
    """CREATE TABLE graph_node (
        workload_id VARCHAR NOT NULL,
        node_id VARCHAR NOT NULL,
        place INTEGER NOT NULL,
        body JSON NOT NULL,
        PRIMARY KEY (workload_id, node_id),
        FOREIGN KEY(workload_id) REFERENCES workload (id)
)""",
    """CREATE TABLE graph_journey (
        workload_id VARCHAR NOT NULL,
        journey_id VARCHAR NOT NULL,
        place INTEGER NOT NULL,
        body JSON NOT NULL,
        PRIMARY KEY (workload_id, journey_id),
        FOREIGN KEY(workload_id) REFERENCES workload (id)
)""",
    """CREATE TABLE finding_note (
        workload_id VARCHAR NOT NULL,
        finding_id VARCHAR NOT NULL,
        status VARCHAR NOT NULL,
        reason VARCHAR NOT NULL,
        until VARCHAR NOT NULL,
        comment VARCHAR NOT NULL,
        "by" VARCHAR NOT NULL,
        "on" VARCHAR NOT NULL,
        PRIMARY KEY (workload_id, finding_id),
        FOREIGN KEY(workload_id) REFERENCES workload (id)
)""",
)


def upgrade() -> None:
    connection = op.get_bind()
    for statement in STATEMENTS:
        connection.exec_driver_sql(statement)
