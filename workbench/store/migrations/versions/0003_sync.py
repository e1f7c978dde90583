"""The link to the Tool, what it said (risks, milestone numbers), decisions on conflicts, the outbox and its facts."""

from alembic import op

revision = "0003"
down_revision = "0002"

STATEMENTS = (
    """CREATE TABLE sync_link (
        workload_id VARCHAR NOT NULL,
        remote_id VARCHAR NOT NULL,
        arn VARCHAR NOT NULL,
        account VARCHAR NOT NULL,
        region VARCHAR NOT NULL,
        profile VARCHAR NOT NULL,
        endpoint_url VARCHAR NOT NULL,
        created_here BOOLEAN NOT NULL,
        linked_at VARCHAR NOT NULL,
        lenses JSON NOT NULL,
        base_sha256 VARCHAR NOT NULL,
        milestones_from INTEGER NOT NULL,
        PRIMARY KEY (workload_id)
)""",
    """CREATE TABLE tool_risk (
        review_id VARCHAR NOT NULL,
        question_id VARCHAR NOT NULL,
        risk VARCHAR NOT NULL,
        PRIMARY KEY (review_id, question_id)
)""",
    """CREATE TABLE tool_milestone (
        milestone_id VARCHAR NOT NULL,
        workload_id VARCHAR NOT NULL,
        remote_id VARCHAR NOT NULL,
        number INTEGER NOT NULL,
        PRIMARY KEY (milestone_id)
)""",
    """CREATE TABLE sync_decision (
        workload_id VARCHAR NOT NULL,
        conflict_id VARCHAR NOT NULL,
        take VARCHAR NOT NULL,
        about VARCHAR NOT NULL,
        PRIMARY KEY (workload_id, conflict_id)
)""",
    """CREATE TABLE sync_seen (
        workload_id VARCHAR NOT NULL,
        remote_id VARCHAR NOT NULL,
        at VARCHAR NOT NULL,
        sha256 VARCHAR NOT NULL,
        PRIMARY KEY (workload_id)
)""",
    """CREATE TABLE sync_job (
        id VARCHAR NOT NULL,
        workload_id VARCHAR NOT NULL,
        kind VARCHAR NOT NULL,
        started_at VARCHAR NOT NULL,
        settled_at VARCHAR NOT NULL,
        state VARCHAR NOT NULL,
        sent_sha256 VARCHAR NOT NULL,
        facts JSON NOT NULL,
        receipt JSON NOT NULL,
        PRIMARY KEY (id)
)""",
    """CREATE INDEX sync_job_by_workload ON sync_job (workload_id, state)""",
    """CREATE TABLE sync_call (
        id VARCHAR NOT NULL,
        job_id VARCHAR NOT NULL,
        place INTEGER NOT NULL,
        op VARCHAR NOT NULL,
        lens VARCHAR NOT NULL,
        question VARCHAR NOT NULL,
        fields JSON NOT NULL,
        why VARCHAR NOT NULL,
        seen JSON NOT NULL,
        wanted JSON NOT NULL,
        phase VARCHAR NOT NULL,
        state VARCHAR NOT NULL,
        outcome JSON NOT NULL,
        PRIMARY KEY (id)
)""",
    """CREATE INDEX sync_call_by_job ON sync_call (job_id, place)""",
    """CREATE TABLE lens_fact (
        lens_alias VARCHAR NOT NULL,
        lens_version VARCHAR NOT NULL,
        question_id VARCHAR NOT NULL,
        combination VARCHAR NOT NULL,
        risk VARCHAR NOT NULL,
        estimate VARCHAR NOT NULL,
        at VARCHAR NOT NULL,
        PRIMARY KEY (lens_alias, lens_version, question_id, combination)
)""",
    """CREATE TABLE official_text (
        lens_alias VARCHAR NOT NULL,
        lens_version VARCHAR NOT NULL,
        at VARCHAR NOT NULL,
        sha256 VARCHAR NOT NULL,
        PRIMARY KEY (lens_alias, lens_version)
)""",
)


def upgrade() -> None:
    connection = op.get_bind()
    for statement in STATEMENTS:
        connection.exec_driver_sql(statement)
