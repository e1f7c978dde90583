"""What a team undertakes: initiatives with the practices they put in place, and what the plan is held against."""

from alembic import op

revision = "0008"
down_revision = "0007"

STATEMENTS = (
    """CREATE TABLE initiative (
        id VARCHAR NOT NULL,
        workload_id VARCHAR NOT NULL,
        title VARCHAR NOT NULL,
        days DOUBLE NOT NULL,
        impact INTEGER NOT NULL,
        owner VARCHAR NOT NULL,
        due VARCHAR NOT NULL,
        status VARCHAR NOT NULL,
        note VARCHAR NOT NULL,
        value VARCHAR NOT NULL,
        fixed BOOLEAN NOT NULL,
        PRIMARY KEY (id),
        FOREIGN KEY(workload_id) REFERENCES workload (id)
)""",
    "CREATE INDEX initiative_by_workload ON initiative (workload_id)",
    """CREATE TABLE initiative_gap (
        initiative_id VARCHAR NOT NULL,
        review_id VARCHAR NOT NULL,
        question_id VARCHAR NOT NULL,
        choice_id VARCHAR NOT NULL,
        PRIMARY KEY (initiative_id, review_id, question_id, choice_id),
        FOREIGN KEY(initiative_id) REFERENCES initiative (id),
        FOREIGN KEY(review_id) REFERENCES review (id)
)""",
    "CREATE INDEX initiative_gap_by_review ON initiative_gap (review_id)",
    """CREATE TABLE plan_terms (
        workload_id VARCHAR NOT NULL,
        baseline VARCHAR NOT NULL,
        target DOUBLE NOT NULL,
        requirements VARCHAR NOT NULL,
        capacity JSON NOT NULL,
        planned_at VARCHAR NOT NULL,
        planned_on VARCHAR NOT NULL,
        agreed_by VARCHAR NOT NULL,
        agreed_at VARCHAR NOT NULL,
        agreed_on VARCHAR NOT NULL,
        PRIMARY KEY (workload_id),
        FOREIGN KEY(workload_id) REFERENCES workload (id)
)""",
)


def upgrade() -> None:
    connection = op.get_bind()
    for statement in STATEMENTS:
        connection.exec_driver_sql(statement)
