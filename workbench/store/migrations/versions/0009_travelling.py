"""What travels: the name of the template beside each inherited answer, and which plans of sessions were shared."""

from alembic import op

revision = "0009"
down_revision = "0008"

STATEMENTS = (
    "CREATE TEMPORARY TABLE before AS SELECT * FROM inherited",
    "DROP TABLE inherited",
    """CREATE TABLE inherited (
        review_id VARCHAR NOT NULL,
        question_id VARCHAR NOT NULL,
        template_id VARCHAR NOT NULL,
        given VARCHAR NOT NULL,
        template VARCHAR NOT NULL,
        PRIMARY KEY (review_id, question_id),
        FOREIGN KEY(review_id) REFERENCES review (id)
)""",
    """INSERT INTO inherited SELECT review_id, question_id, template_id, given,
        coalesce((SELECT name FROM answer_template WHERE answer_template.id = template_id), '') FROM before""",
    "DROP TABLE before",
    """CREATE TABLE shared_plan (
        session_id VARCHAR NOT NULL,
        sign VARCHAR NOT NULL,
        workload_id VARCHAR NOT NULL,
        place INTEGER NOT NULL,
        PRIMARY KEY (session_id, sign)
)""",
)


def upgrade() -> None:
    connection = op.get_bind()
    for statement in STATEMENTS:
        connection.exec_driver_sql(statement)
