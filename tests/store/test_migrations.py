"""Schema steps: what they make, that every released file opens, and that a failing step harms nothing."""

from __future__ import annotations

import re
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.operations.furnished import R, W, counted_anew, rows_of, tally_of
from workbench.errors import WorkspaceUnusable
from workbench.library.places import migrations_dir
from workbench.operations import History
from workbench.store import file_check, migration, schema
from workbench.store import workspace as workspace_module
from workbench.store.backups import backups_of
from workbench.store.connection import make_engine
from workbench.store.migration import run_steps
from workbench.store.queries.answers import take_snapshot
from workbench.store.queries.milestones import verify_chain
from workbench.store.queries.search import search
from workbench.store.schema import APPLICATION_ID, HEAD, create_all
from workbench.store.workspace import Workspace

OLD_FILES = sorted((Path(__file__).parent / "old_files").glob("*.wawb"))
NEXT = f"{int(HEAD) + 1:04d}"
STEP = f'''"""A step for the test."""
from alembic import op
import sqlalchemy as sa
revision = "{NEXT}"
down_revision = "{HEAD}"
def upgrade():
    with op.batch_alter_table("workload") as table:
        table.add_column(sa.Column("colour", sa.String, nullable=False, server_default="green"))
    op.execute("CREATE TABLE added (id INTEGER PRIMARY KEY)")
    {{last}}
'''


def shape(path: Path) -> dict[tuple[str, str], str]:
    """Everything that makes the schema, with white space told apart nowhere."""
    with closing(sqlite3.connect(path)) as raw:
        rows = raw.execute("SELECT type, name, sql FROM sqlite_master").fetchall()
        facts = {("pragma", name): str(raw.execute(f"PRAGMA {name}").fetchone()[0]) for name in ("application_id",)}
    return {(kind, name): re.sub(r"\s+", " ", sql or "").strip() for kind, name, sql in rows} | facts


def fresh(path: Path) -> Path:
    engine = make_engine(path, read_only=False, creating=True)
    with engine.execution_options(writes=True).begin() as connection:
        create_all(connection)
    engine.dispose()
    return path


def test_the_steps_make_what_a_new_file_has(tmp_path):
    stepped = tmp_path / "stepped.wawb"
    engine = make_engine(stepped, read_only=False, creating=True)
    with engine.execution_options(writes=True).begin() as connection:
        run_steps(connection, migrations_dir(), HEAD)
    engine.dispose()
    assert shape(stepped) == shape(fresh(tmp_path / "fresh.wawb"))
    assert shape(stepped)["pragma", "application_id"] == str(APPLICATION_ID)
    assert file_check.check_file(stepped) == HEAD


def test_a_released_file_is_kept_for_every_step():
    versions = {path.name.split("_")[0] for path in (migrations_dir() / "versions").glob("*.py")}
    assert {path.stem for path in OLD_FILES} == versions
    assert max(versions) == HEAD


@pytest.mark.parametrize("old", OLD_FILES, ids=lambda path: path.stem)
def test_every_released_file_opens_and_is_like_a_new_one(old, tmp_path):
    path = shutil.copy(old, tmp_path / "old.wawb")
    with Workspace.open(path) as workspace:
        assert workspace.check() == ()
        assert workspace.name == "Old file"
        assert tally_of(workspace) == counted_anew(workspace)
        with workspace.reading() as session:
            assert verify_chain(session, W) == ()
            snapshot = take_snapshot(session, W)
            assert snapshot is not None
            assert snapshot.workload.name == "Ledger core"
            assert {hit.review_id for hit in search(session, "daily books")} == {R}
        assert History(workspace, "x").undo() is not None
    assert shape(path) == shape(fresh(tmp_path / "fresh.wawb"))


@pytest.fixture
def tomorrow(tmp_path, monkeypatch):
    """The next version of the program: its folder of steps; `last` is the last line of the new one."""

    def make(last: str) -> Path:
        folder = tmp_path / "migrations"
        shutil.copytree(migrations_dir(), folder, ignore=shutil.ignore_patterns("__pycache__"))
        (folder / "versions" / f"{NEXT}_test.py").write_text(STEP.format(last=last), encoding="utf-8")
        for module in (schema, migration, file_check, workspace_module):
            monkeypatch.setattr(module, "HEAD", NEXT)
        monkeypatch.setattr(migration.upgrade, "__defaults__", (NEXT,))
        return folder

    return make


def test_an_older_file_is_copied_then_upgraded(tomorrow, furnished):
    with Workspace.open(furnished) as workspace:
        before = rows_of(workspace)
    folder = tomorrow("pass")
    with Workspace.open(furnished, migrations=folder) as workspace:
        assert rows_of(workspace) == before
        assert workspace.check() == ()
        with workspace.reading() as session:
            assert session.connection().exec_driver_sql("SELECT colour FROM workload").scalar() == "green"
            assert search(session, "daily books")
        with workspace.transaction() as session:  # foreign keys hold again
            assert session.connection().exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
    (copy,) = backups_of(furnished)
    assert copy.reason == "migration"
    assert ("table", "added") in shape(furnished)
    assert ("table", "added") not in shape(copy.path)


@pytest.mark.parametrize(
    "last",
    [
        "op.execute('SELECT * FROM nowhere')",
        "op.execute(\"UPDATE review SET workload_id = 'nobody'\")",
        "import alembic.util; raise alembic.util.CommandError('no')",
    ],
)
def test_a_failing_step_leaves_the_file_as_it_was(tomorrow, furnished, last):
    before = furnished.read_bytes()
    with pytest.raises(WorkspaceUnusable, match="it is as it was") as caught:
        Workspace.open(furnished, migrations=tomorrow(last))
    assert furnished.read_bytes() == before
    (copy,) = backups_of(furnished)
    assert str(copy.path) in caught.value.hint
    assert caught.value.details


def test_the_file_is_free_after_a_failing_step_and_opens_with_the_version_before(tomorrow, furnished, monkeypatch):
    with pytest.raises(WorkspaceUnusable):
        Workspace.open(furnished, migrations=tomorrow("op.execute('nonsense')"))
    monkeypatch.undo()
    with Workspace.open(furnished) as workspace:
        assert workspace.check() == ()


def test_an_older_file_is_not_read_without_upgrade(tomorrow, furnished):
    tomorrow("pass")
    with pytest.raises(WorkspaceUnusable, match="older version"):
        Workspace.open(furnished, read_only=True)


def test_a_newer_file_is_refused_and_not_touched(furnished):
    with closing(sqlite3.connect(furnished)) as raw, raw:
        raw.execute("UPDATE alembic_version SET version_num = ?", (NEXT,))
    before = furnished.read_bytes()
    for read_only in (False, True):
        with pytest.raises(WorkspaceUnusable, match=rf"newer version.*schema {NEXT}"):
            Workspace.open(furnished, read_only=read_only)
    assert furnished.read_bytes() == before
