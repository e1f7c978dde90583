"""Making, opening and writing a file, and everything that is no workspace."""

from __future__ import annotations

import os
import shutil
import sqlite3
import threading
from contextlib import closing

import pytest
from sqlalchemy import text

from tests.operations.furnished import Q, R, rows_of
from tests.store.pragmas import pragma
from workbench.errors import BadInput, WorkbenchError, WorkspaceUnusable
from workbench.operations import History
from workbench.operations.answers import SetNotes
from workbench.store import workspace as workspace_module
from workbench.store.queries.answers import answer_of
from workbench.store.workspace import Workspace

# -- making


def test_a_new_file_is_one_file_with_a_name_and_an_id(tmp_path):
    with Workspace.create(tmp_path / "books.wawb", "The books", who="Reviewer") as workspace:
        assert workspace.name == "The books"
        assert len(workspace.fact("id")) == 32
        assert workspace.fact("nothing") == ""
        assert pragma(workspace, "journal_mode") == "wal"
        assert pragma(workspace, "synchronous") == 2
        assert pragma(workspace, "foreign_keys") == 1
        assert pragma(workspace, "application_id") == int.from_bytes(b"WAWB", "big")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["books.wawb", "books.wawb.lock"]
    workspace.close()


def test_making_never_takes_the_place_of_a_file(tmp_path, furnished):
    before = furnished.read_bytes()
    with pytest.raises(BadInput, match="exists already"):
        Workspace.create(furnished)
    with pytest.raises(WorkspaceUnusable, match="does not exist"):
        Workspace.create(tmp_path / "nowhere" / "a.wawb")
    assert furnished.read_bytes() == before


def test_making_loses_to_somebody_who_was_faster(tmp_path, furnished, monkeypatch):
    target = tmp_path / "new.wawb"
    real = workspace_module.create_all
    monkeypatch.setattr(workspace_module, "create_all", lambda c: (real(c), shutil.copy(furnished, target)))
    with pytest.raises(BadInput, match="exists already"):
        Workspace.create(target)
    assert target.read_bytes() == furnished.read_bytes()
    assert not list(tmp_path.glob("*.new*"))
    Workspace.open(target).close()


def test_a_wal_left_by_a_deleted_file_is_not_played_into_a_new_one(tmp_path, furnished):
    copy = tmp_path / "copy.wawb"
    with Workspace.open(furnished) as workspace:
        History(workspace, "x").do(SetNotes(R, Q, "old words"))
        shutil.copy(f"{furnished}-wal", f"{copy}-wal")
    with Workspace.create(copy) as fresh:
        assert not any(rows_of(fresh).values())
        assert fresh.check() == ()


# -- what is no workspace


@pytest.mark.parametrize("read_only", [False, True], ids=["write", "read"])
@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda path, good: None, "is not there"),
        (lambda path, good: path.mkdir(), "is a folder"),
        (lambda path, good: path.write_bytes(b""), "is empty"),
        (lambda path, good: path.write_bytes(b"hello" * 400), "is no workspace file"),
        (lambda path, good: path.write_bytes(good[:100]), "cut short"),
        (lambda path, good: path.write_bytes(good[: len(good) // 2]), "cut short"),
        (lambda path, good: path.write_bytes(good[:100] + os.urandom(len(good) - 100)), "is damaged|no workspace"),
        (lambda path, good: path.write_bytes(b"SQLite format 3\0" + os.urandom(4000)), "no workspace"),
    ],
    ids=["missing", "folder", "zero byte", "text", "header only", "half", "noise", "noise with a head"],
)
def test_what_is_no_whole_workspace_is_refused_and_not_touched(tmp_path, furnished, make, said, read_only):
    path = tmp_path / "bad.wawb"
    make(path, furnished.read_bytes())
    before = path.read_bytes() if path.is_file() else None
    with pytest.raises(WorkspaceUnusable, match=said) as caught:
        Workspace.open(path, read_only=read_only)
    assert caught.value.hint
    assert (path.read_bytes() if path.is_file() else None) == before


def test_a_foreign_database_is_refused_and_not_touched(tmp_path):
    path = tmp_path / "other.wawb"
    with closing(sqlite3.connect(path)) as raw:
        raw.execute("CREATE TABLE t (x)")
    before = path.read_bytes()
    with pytest.raises(WorkspaceUnusable, match="no workspace file"):
        Workspace.open(path)
    assert path.read_bytes() == before
    assert [entry.name for entry in tmp_path.iterdir()] == ["other.wawb"]


@pytest.mark.parametrize("statement", ["DROP TABLE alembic_version", "DELETE FROM alembic_version"])
def test_a_file_without_its_version_is_refused(furnished, statement):
    with closing(sqlite3.connect(furnished)) as raw, raw:
        raw.execute(statement)
    with pytest.raises(WorkspaceUnusable, match="no complete workspace"):
        Workspace.open(furnished)


def test_damage_inside_is_told_when_it_is_met_and_by_check(furnished):
    with closing(sqlite3.connect(furnished)) as raw:
        page = raw.execute("SELECT rootpage FROM sqlite_master WHERE name = 'mark'").fetchone()[0]
        size = raw.execute("PRAGMA page_size").fetchone()[0]
    data = bytearray(furnished.read_bytes())
    data[(page - 1) * size : page * size] = b"\xff" * size
    furnished.write_bytes(data)
    with Workspace.open(furnished) as workspace:
        with pytest.raises(WorkspaceUnusable, match="is damaged"), workspace.reading() as session:
            answer_of(session, R, Q)
        assert workspace.check()


# -- transactions and threads


def test_an_error_inside_a_transaction_leaves_nothing(workspace, history):
    rows = rows_of(workspace)

    def work() -> float:
        with workspace.transaction() as session:
            return session.execute(text("DELETE FROM mark")).rowcount / 0

    with pytest.raises(ZeroDivisionError):
        work()
    assert rows_of(workspace) == rows


def test_our_own_bugs_are_not_dressed_up(workspace):
    with pytest.raises(Exception, match="no such table") as caught, workspace.reading() as session:
        session.execute(text("SELECT * FROM nowhere"))
    assert not isinstance(caught.value, WorkbenchError)


def test_a_drive_that_fails_is_told(workspace, history):
    with pytest.raises(WorkspaceUnusable, match="cannot be used"), workspace.transaction():
        raise OSError(5, "Input/output error")


def test_readers_see_whole_steps_while_another_thread_writes(workspace, history):
    wrong = []

    def read() -> None:
        for _ in range(40):
            with workspace.reading() as session:
                answer = answer_of(session, R, Q)
                if (answer.notes == "with") != (answer.owner == "both"):
                    wrong.append(answer)

    threads = [threading.Thread(target=read) for _ in range(3)]
    for thread in threads:
        thread.start()
    for number in range(20):
        notes, owner = ("with", "both") if number % 2 else ("none", "")
        with workspace.transaction() as session:
            session.execute(text("UPDATE answer SET notes = :n WHERE question_id = :q"), {"n": notes, "q": Q})
            session.execute(text("UPDATE answer SET owner = :o WHERE question_id = :q"), {"o": owner, "q": Q})
    for thread in threads:
        thread.join()
    assert wrong == []
