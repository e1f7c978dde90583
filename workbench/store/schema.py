"""How a new workspace file gets its tables: the same statements as the migrations, without Alembic."""

from __future__ import annotations

from sqlalchemy import Connection, text

from workbench.store.tables import Base

__all__ = ["APPLICATION_ID", "HEAD", "SEARCH_DDL", "create_all", "rebuild_search"]

APPLICATION_ID = 0x57415742
"""The four letters WAWB in SQLite's header."""
HEAD = "0009"
"""Revision of the newest schema."""

_STAMP = (
    "CREATE TABLE alembic_version (\n\tversion_num VARCHAR(32) NOT NULL, \n\t"
    "CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)\n)"
)
"""Exactly as Alembic makes it."""
_FTS = (
    "CREATE VIRTUAL TABLE {name} USING fts5(body, content='{table}', content_rowid='id', "
    "tokenize='unicode61 remove_diacritics 2', prefix='2 3')"
)


def _triggers(index: str, table: str, body: str) -> tuple[str, ...]:
    new, old = body.format(row="new"), body.format(row="old")
    drop_if = f"INSERT INTO {index}({index}, rowid, body) SELECT 'delete', old.id, {old} WHERE {old} <> '';"
    add_if = f"INSERT INTO {index}(rowid, body) SELECT new.id, {new} WHERE {new} <> '';"
    change = f"{drop_if} {add_if}"
    return (
        f"CREATE TRIGGER {index}_added AFTER INSERT ON {table} WHEN {new} <> '' BEGIN {add_if} END",
        f"CREATE TRIGGER {index}_removed AFTER DELETE ON {table} WHEN {old} <> '' BEGIN {drop_if} END",
        f"CREATE TRIGGER {index}_changed AFTER UPDATE ON {table} WHEN {old} IS NOT {new} BEGIN {change} END",
    )


SEARCH_DDL: tuple[str, ...] = (
    "CREATE VIEW answer_text AS SELECT id, notes AS body FROM answer WHERE notes <> ''",
    "CREATE VIEW mark_text AS SELECT id, note AS body FROM mark WHERE note <> ''",
    _FTS.format(name="answer_search", table="answer_text"),
    _FTS.format(name="mark_search", table="mark_text"),
    "CREATE VIRTUAL TABLE lens_search USING fts5(body, sha256 UNINDEXED, pillar_id UNINDEXED, question_id UNINDEXED, "
    "choice_id UNINDEXED, tokenize='unicode61 remove_diacritics 2', prefix='2 3')",
    *_triggers("answer_search", "answer", "{row}.notes"),
    *_triggers("mark_search", "mark", "{row}.note"),
)


def create_all(connection: Connection) -> None:
    """Give an empty database all tables, search indexes and the revision stamp."""
    Base.metadata.create_all(connection)
    for statement in SEARCH_DDL:
        connection.execute(text(statement))
    connection.execute(text(_STAMP))
    connection.execute(text("INSERT INTO alembic_version VALUES (:head)"), {"head": HEAD})
    connection.execute(text(f"PRAGMA application_id = {APPLICATION_ID}"))


def rebuild_search(connection: Connection) -> None:
    """Build the note indexes anew from the rows."""
    for index in ("answer_search", "mark_search"):
        connection.execute(text(f"INSERT INTO {index}({index}) VALUES ('rebuild')"))
