"""Facilitated sessions: plans with templates, the append-only log of the room, platform answers and who inherited them."""

from alembic import op

revision = "0007"
down_revision = "0006"

STATEMENTS = (
    """CREATE TABLE session (
        id VARCHAR NOT NULL,
        workload_id VARCHAR NOT NULL,
        name VARCHAR NOT NULL,
        format VARCHAR NOT NULL,
        day VARCHAR NOT NULL,
        goals VARCHAR NOT NULL,
        sponsor VARCHAR NOT NULL,
        owner VARCHAR NOT NULL,
        minutes INTEGER NOT NULL,
        break_minutes INTEGER NOT NULL,
        participants JSON NOT NULL,
        pillars JSON NOT NULL,
        fixed JSON NOT NULL,
        homework JSON NOT NULL,
        checklist JSON NOT NULL,
        rules JSON NOT NULL,
        weights JSON NOT NULL,
        speakers BOOLEAN NOT NULL,
        created_at VARCHAR NOT NULL,
        PRIMARY KEY (id)
)""",
    "CREATE INDEX session_by_workload ON session (workload_id)",
    """CREATE TABLE session_template (
        id VARCHAR NOT NULL,
        name VARCHAR NOT NULL,
        body JSON NOT NULL,
        PRIMARY KEY (id)
)""",
    """CREATE TABLE session_event (
        id INTEGER NOT NULL,
        session_id VARCHAR NOT NULL,
        workload_id VARCHAR NOT NULL,
        at VARCHAR NOT NULL,
        kind VARCHAR NOT NULL,
        lens VARCHAR NOT NULL,
        question VARCHAR NOT NULL,
        body JSON NOT NULL,
        PRIMARY KEY (id)
)""",
    "CREATE INDEX session_event_by_session ON session_event (session_id, id)",
    """CREATE TABLE answer_template (
        id VARCHAR NOT NULL,
        name VARCHAR NOT NULL,
        lens VARCHAR NOT NULL,
        lens_version VARCHAR NOT NULL,
        PRIMARY KEY (id)
)""",
    """CREATE TABLE template_answer (
        template_id VARCHAR NOT NULL,
        question_id VARCHAR NOT NULL,
        body JSON NOT NULL,
        PRIMARY KEY (template_id, question_id),
        FOREIGN KEY(template_id) REFERENCES answer_template (id)
)""",
    """CREATE TABLE inherited (
        review_id VARCHAR NOT NULL,
        question_id VARCHAR NOT NULL,
        template_id VARCHAR NOT NULL,
        given VARCHAR NOT NULL,
        PRIMARY KEY (review_id, question_id),
        FOREIGN KEY(review_id) REFERENCES review (id)
)""",
)


def upgrade() -> None:
    connection = op.get_bind()
    for statement in STATEMENTS:
        connection.exec_driver_sql(statement)
