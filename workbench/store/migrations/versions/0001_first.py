"""The first schema: workloads, lenses, reviews, answers, milestones, history, content and search."""

from alembic import op

revision = "0001"
down_revision = None

# Written out, not taken from store.tables: this step must make the same file for ever.
STATEMENTS = (
    """CREATE TABLE meta (
        name VARCHAR NOT NULL,
        value VARCHAR NOT NULL,
        PRIMARY KEY (name)
)""",
    """CREATE TABLE workload (
        id VARCHAR NOT NULL,
        name VARCHAR NOT NULL,
        description VARCHAR NOT NULL,
        environment VARCHAR NOT NULL,
        review_owner VARCHAR NOT NULL,
        industry_type VARCHAR NOT NULL,
        industry VARCHAR NOT NULL,
        notes VARCHAR NOT NULL,
        pillar_priorities JSON NOT NULL,
        aws_regions JSON NOT NULL,
        non_aws_regions JSON NOT NULL,
        account_ids JSON NOT NULL,
        architectural_design VARCHAR NOT NULL,
        applications JSON NOT NULL,
        trusted_advisor VARCHAR NOT NULL,
        resource_definition JSON NOT NULL,
        jira_management VARCHAR NOT NULL,
        jira_type VARCHAR NOT NULL,
        jira_project VARCHAR NOT NULL,
        profile_arns JSON NOT NULL,
        review_template_arns JSON NOT NULL,
        improvement_status VARCHAR NOT NULL,
        next_review VARCHAR NOT NULL,
        tags JSON NOT NULL,
        created_at VARCHAR NOT NULL,
        PRIMARY KEY (id)
)""",
    """CREATE TABLE lens (
        sha256 VARCHAR NOT NULL,
        alias VARCHAR NOT NULL,
        version VARCHAR NOT NULL,
        name VARCHAR NOT NULL,
        PRIMARY KEY (sha256)
)""",
    """CREATE TABLE shared_state (
        workload_id VARCHAR NOT NULL,
        sha256 VARCHAR NOT NULL,
        place INTEGER NOT NULL,
        PRIMARY KEY (workload_id, sha256)
)""",
    """CREATE TABLE tally (
        review_id VARCHAR NOT NULL,
        pillar_id VARCHAR NOT NULL,
        risk VARCHAR NOT NULL,
        questions INTEGER NOT NULL,
        PRIMARY KEY (review_id, pillar_id, risk)
)
 WITHOUT ROWID
""",
    """CREATE TABLE step (
        id INTEGER NOT NULL,
        at VARCHAR NOT NULL,
        who VARCHAR NOT NULL,
        source VARCHAR NOT NULL,
        operation VARCHAR NOT NULL,
        title VARCHAR NOT NULL,
        token VARCHAR NOT NULL,
        workload_id VARCHAR NOT NULL,
        state VARCHAR NOT NULL,
        undone_by VARCHAR NOT NULL,
        PRIMARY KEY (id)
)""",
    """CREATE INDEX ix_step_state ON step (state)""",
    """CREATE INDEX ix_step_workload_id ON step (workload_id)""",
    """CREATE TABLE blob (
        sha256 VARCHAR NOT NULL,
        size INTEGER NOT NULL,
        packed BOOLEAN NOT NULL,
        PRIMARY KEY (sha256)
)""",
    """CREATE TABLE blob_chunk (
        sha256 VARCHAR NOT NULL,
        place INTEGER NOT NULL,
        data BLOB NOT NULL,
        PRIMARY KEY (sha256, place)
)""",
    """CREATE TABLE review (
        id VARCHAR NOT NULL,
        workload_id VARCHAR NOT NULL,
        lens_alias VARCHAR NOT NULL,
        lens_sha256 VARCHAR NOT NULL,
        notes VARCHAR NOT NULL,
        position INTEGER NOT NULL,
        PRIMARY KEY (id),
        UNIQUE (workload_id, lens_alias),
        FOREIGN KEY(workload_id) REFERENCES workload (id),
        FOREIGN KEY(lens_sha256) REFERENCES lens (sha256)
)""",
    """CREATE TABLE milestone (
        id VARCHAR NOT NULL,
        workload_id VARCHAR NOT NULL,
        number INTEGER NOT NULL,
        name VARCHAR NOT NULL,
        at VARCHAR NOT NULL,
        "by" VARCHAR NOT NULL,
        content_sha256 VARCHAR NOT NULL,
        previous VARCHAR NOT NULL,
        chain VARCHAR NOT NULL,
        used BOOLEAN NOT NULL,
        counts JSON NOT NULL,
        PRIMARY KEY (id),
        UNIQUE (workload_id, number),
        FOREIGN KEY(workload_id) REFERENCES workload (id)
)""",
    """CREATE TABLE change (
        step_id INTEGER NOT NULL,
        place INTEGER NOT NULL,
        table_name VARCHAR NOT NULL,
        row_key JSON NOT NULL,
        workload_id VARCHAR NOT NULL,
        review_id VARCHAR NOT NULL,
        question_id VARCHAR NOT NULL,
        "before" JSON,
        "after" JSON,
        PRIMARY KEY (step_id, place),
        FOREIGN KEY(step_id) REFERENCES step (id)
)
 WITHOUT ROWID
""",
    """CREATE INDEX change_by_question ON change (review_id, question_id)""",
    """CREATE TABLE pillar_note (
        review_id VARCHAR NOT NULL,
        pillar_id VARCHAR NOT NULL,
        notes VARCHAR NOT NULL,
        PRIMARY KEY (review_id, pillar_id),
        FOREIGN KEY(review_id) REFERENCES review (id)
)""",
    """CREATE TABLE answer (
        id INTEGER NOT NULL,
        review_id VARCHAR NOT NULL,
        question_id VARCHAR NOT NULL,
        applicable BOOLEAN NOT NULL,
        reason VARCHAR NOT NULL,
        notes VARCHAR NOT NULL,
        owner VARCHAR NOT NULL,
        flagged BOOLEAN NOT NULL,
        parked BOOLEAN NOT NULL,
        verdict VARCHAR NOT NULL,
        PRIMARY KEY (id),
        UNIQUE (review_id, question_id),
        FOREIGN KEY(review_id) REFERENCES review (id)
)""",
    """CREATE TABLE mark (
        id INTEGER NOT NULL,
        review_id VARCHAR NOT NULL,
        question_id VARCHAR NOT NULL,
        choice_id VARCHAR NOT NULL,
        state VARCHAR NOT NULL,
        reason VARCHAR NOT NULL,
        note VARCHAR NOT NULL,
        owner VARCHAR NOT NULL,
        PRIMARY KEY (id),
        UNIQUE (review_id, question_id, choice_id),
        FOREIGN KEY(review_id) REFERENCES review (id)
)""",
    """CREATE TABLE evidence (
        id VARCHAR NOT NULL,
        review_id VARCHAR NOT NULL,
        question_id VARCHAR NOT NULL,
        choice_id VARCHAR NOT NULL,
        kind VARCHAR NOT NULL,
        title VARCHAR NOT NULL,
        target VARCHAR NOT NULL,
        strength VARCHAR NOT NULL,
        "by" VARCHAR NOT NULL,
        "on" VARCHAR NOT NULL,
        sha256 VARCHAR NOT NULL,
        file_name VARCHAR NOT NULL,
        size INTEGER NOT NULL,
        PRIMARY KEY (id),
        FOREIGN KEY(review_id) REFERENCES review (id)
)""",
    """CREATE INDEX evidence_by_question ON evidence (review_id, question_id)""",
    """CREATE TABLE acceptance (
        review_id VARCHAR NOT NULL,
        question_id VARCHAR NOT NULL,
        why VARCHAR NOT NULL,
        "by" VARCHAR NOT NULL,
        until VARCHAR NOT NULL,
        traded_for VARCHAR NOT NULL,
        accepted_on VARCHAR NOT NULL,
        PRIMARY KEY (review_id, question_id),
        FOREIGN KEY(review_id) REFERENCES review (id)
)""",
    """CREATE TABLE improvement (
        review_id VARCHAR NOT NULL,
        question_id VARCHAR NOT NULL,
        owner VARCHAR NOT NULL,
        due VARCHAR NOT NULL,
        status VARCHAR NOT NULL,
        note VARCHAR NOT NULL,
        PRIMARY KEY (review_id, question_id),
        FOREIGN KEY(review_id) REFERENCES review (id)
)""",
    """CREATE VIEW answer_text AS SELECT id, notes AS body FROM answer WHERE notes <> ''""",
    """CREATE VIEW mark_text AS SELECT id, note AS body FROM mark WHERE note <> ''""",
    """CREATE VIRTUAL TABLE answer_search USING fts5(body, content='answer_text', content_rowid='id', tokenize='unicode61 remove_diacritics 2', prefix='2 3')""",
    """CREATE VIRTUAL TABLE mark_search USING fts5(body, content='mark_text', content_rowid='id', tokenize='unicode61 remove_diacritics 2', prefix='2 3')""",
    """CREATE VIRTUAL TABLE lens_search USING fts5(body, sha256 UNINDEXED, pillar_id UNINDEXED, question_id UNINDEXED, choice_id UNINDEXED, tokenize='unicode61 remove_diacritics 2', prefix='2 3')""",
    """CREATE TRIGGER answer_search_added AFTER INSERT ON answer WHEN new.notes <> '' BEGIN INSERT INTO answer_search(rowid, body) SELECT new.id, new.notes WHERE new.notes <> ''; END""",
    """CREATE TRIGGER answer_search_removed AFTER DELETE ON answer WHEN old.notes <> '' BEGIN INSERT INTO answer_search(answer_search, rowid, body) SELECT 'delete', old.id, old.notes WHERE old.notes <> ''; END""",
    """CREATE TRIGGER answer_search_changed AFTER UPDATE ON answer WHEN old.notes IS NOT new.notes BEGIN INSERT INTO answer_search(answer_search, rowid, body) SELECT 'delete', old.id, old.notes WHERE old.notes <> ''; INSERT INTO answer_search(rowid, body) SELECT new.id, new.notes WHERE new.notes <> ''; END""",
    """CREATE TRIGGER mark_search_added AFTER INSERT ON mark WHEN new.note <> '' BEGIN INSERT INTO mark_search(rowid, body) SELECT new.id, new.note WHERE new.note <> ''; END""",
    """CREATE TRIGGER mark_search_removed AFTER DELETE ON mark WHEN old.note <> '' BEGIN INSERT INTO mark_search(mark_search, rowid, body) SELECT 'delete', old.id, old.note WHERE old.note <> ''; END""",
    """CREATE TRIGGER mark_search_changed AFTER UPDATE ON mark WHEN old.note IS NOT new.note BEGIN INSERT INTO mark_search(mark_search, rowid, body) SELECT 'delete', old.id, old.note WHERE old.note <> ''; INSERT INTO mark_search(rowid, body) SELECT new.id, new.note WHERE new.note <> ''; END""",
)
APPLICATION_ID = 0x57415742  # WAWB


def upgrade() -> None:
    connection = op.get_bind()
    for statement in STATEMENTS:
        connection.exec_driver_sql(statement)
    connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
