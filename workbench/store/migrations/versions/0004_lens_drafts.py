"""Lenses that are being written: one row for each part, so that an edit journals what it changes and not the whole lens."""

from alembic import op

revision = "0004"
down_revision = "0003"

STATEMENTS = (
    """CREATE TABLE lens_draft (
        id VARCHAR NOT NULL,
        version VARCHAR NOT NULL,
        base_sha256 VARCHAR NOT NULL,
        PRIMARY KEY (id)
)""",
    """CREATE TABLE draft_part (
        draft_id VARCHAR NOT NULL,
        part_id VARCHAR NOT NULL,
        kind VARCHAR NOT NULL,
        parent VARCHAR NOT NULL,
        place INTEGER NOT NULL,
        body JSON NOT NULL,
        PRIMARY KEY (draft_id, part_id),
        FOREIGN KEY(draft_id) REFERENCES lens_draft (id)
)""",
)


def upgrade() -> None:
    connection = op.get_bind()
    for statement in STATEMENTS:
        connection.exec_driver_sql(statement)
