"""Copies: made while the file is in use, kept and pruned, and put back."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest

from tests.operations.furnished import Q, R, furnish, rows_of
from workbench.errors import WorkspaceUnusable
from workbench.operations import History
from workbench.operations.answers import SetNotes
from workbench.progress import Cancelled
from workbench.store.backups import (
    backup_folder,
    backups_of,
    copy_file,
    due_today,
    make_backup,
    prune,
    restore,
)
from workbench.store.workspace import Workspace

DAY = timedelta(days=1)


def pretend(path, days_ago, reason="daily"):
    folder = backup_folder(path)
    folder.mkdir(exist_ok=True)
    at = datetime.now(UTC) - days_ago * DAY
    target = folder / f"{at:%Y-%m-%dT%H-%M-%S}.000000 {reason}.wawb"
    target.write_bytes(b"x")
    return target


def test_a_backup_of_an_open_file_holds_everything_committed(workspace, history):
    history.do(SetNotes(R, Q, "still in the WAL"))
    seen = []
    backup = make_backup(workspace.path, "hand", lambda done, total, note="": seen.append((done, total)))
    assert seen[-1][0] == seen[-1][1] > 0
    assert backups_of(workspace.path) == (backup,)
    assert (backup.reason, backup.size) == ("hand", backup.path.stat().st_size)
    assert workspace.backup("pull") != backup.path
    with Workspace.open(backup.path) as copy:
        assert rows_of(copy) == rows_of(workspace)
        assert copy.check() == ()


def test_a_cancelled_copy_leaves_nothing(workspace, history, tmp_path):
    def stop(done: float, total: float, note: str = "") -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        copy_file(workspace.path, tmp_path / "copy.wawb", stop)
    assert not list(tmp_path.glob("copy*"))


def test_a_copy_to_nowhere_names_the_target(workspace, tmp_path):
    with pytest.raises(WorkspaceUnusable, match=r"copy\.wawb"):
        copy_file(workspace.path, tmp_path / "nowhere" / "copy.wawb")


def test_a_copy_over_a_crashed_file_is_not_spoilt_by_its_wal(tmp_path, furnished):
    target = tmp_path / "target.wawb"
    with Workspace.create(target) as crashed:
        furnish(crashed)
        wal = target.with_name("target.wawb-wal").read_bytes()
        assert wal
    target.with_name("target.wawb-wal").write_bytes(wal)
    with Workspace.open(furnished) as source:
        source.save_copy(target)
        with Workspace.open(target) as copy:
            assert rows_of(copy) == rows_of(source)
            assert copy.check() == ()


def test_a_folder_that_cannot_take_backups_is_told(workspace):
    backup_folder(workspace.path).write_text("a file is in the way")
    with pytest.raises(WorkspaceUnusable, match="No backup can be written"):
        workspace.backup("daily")
    assert backups_of(workspace.path) == ()


def test_once_a_day_is_due(workspace):
    assert due_today(workspace.path)
    pretend(workspace.path, 1)
    pretend(workspace.path, 0, "hand")
    assert due_today(workspace.path)
    workspace.backup("daily")
    assert not due_today(workspace.path)


def test_ten_stay_and_one_of_each_of_eight_weeks(workspace):
    for days in range(120):
        pretend(workspace.path, days)
    stranger = backup_folder(workspace.path) / "notes.txt"
    stranger.write_text("mine")
    (backup_folder(workspace.path) / "2026-13-45T00-00-00 daily.wawb").write_text("no such day")
    removed = prune(workspace.path)
    left = backups_of(workspace.path)
    assert len(left) + len(removed) == 120
    assert [one.at.date() for one in left[:10]] == [(datetime.now(UTC) - n * DAY).date() for n in range(10)]
    weeks = {one.at.isocalendar()[:2] for one in left}
    assert len(weeks) == 8
    assert stranger.exists()
    assert prune(workspace.path) == ()


def test_restoring_keeps_what_was_there(furnished):
    with Workspace.open(furnished) as workspace:
        old = workspace.backup("hand")
        before = rows_of(workspace)
        History(workspace, "x").do(SetNotes(R, Q, "later words"))
        later = rows_of(workspace)
    kept = restore(furnished, old)
    assert kept is not None
    assert kept.reason == "restore"
    with Workspace.open(furnished) as workspace:
        assert rows_of(workspace) == before
    with Workspace.open(kept.path) as workspace:
        assert rows_of(workspace) == later


def test_restoring_over_a_crashed_file_does_not_replay_its_wal(furnished):
    with Workspace.open(furnished) as workspace:
        old = workspace.backup("hand")
        before = rows_of(workspace)
        History(workspace, "x").do(SetNotes(R, Q, "later words"))
        files = {suffix: furnished.with_name(furnished.name + suffix).read_bytes() for suffix in ("", "-wal")}
    for suffix, data in files.items():
        furnished.with_name(furnished.name + suffix).write_bytes(data)
    restore(furnished, old)
    with Workspace.open(furnished) as workspace:
        assert rows_of(workspace) == before
        assert workspace.check() == ()


@pytest.mark.parametrize("damage", [b"", b"nonsense" * 999])
def test_restoring_over_a_damaged_file_moves_it_aside(furnished, damage):
    with Workspace.open(furnished) as workspace:
        old = workspace.backup("hand")
    furnished.write_bytes(damage)
    wal = furnished.with_name(furnished.name + "-wal")
    wal.write_bytes(b"rest")
    kept = restore(furnished, old)
    with Workspace.open(furnished) as workspace:
        assert workspace.check() == ()
    assert kept is None
    aside = [path.read_bytes() for path in sorted(furnished.parent.glob("one.wawb.damaged-*"))]
    assert (damage in aside) == bool(damage)


def test_restoring_where_the_file_is_missing(furnished):
    with Workspace.open(furnished) as workspace:
        old = workspace.backup("hand")
    furnished.unlink()
    assert restore(furnished, old) is None
    Workspace.open(furnished).close()


def test_a_damaged_or_foreign_backup_is_refused_and_changes_nothing(furnished):
    with Workspace.open(furnished) as workspace:
        good = workspace.backup("hand").read_bytes()
    before = furnished.read_bytes()
    bad = furnished.with_name("bad.wawb")
    with closing(sqlite3.connect(furnished)) as raw:
        page = raw.execute("SELECT rootpage FROM sqlite_master WHERE name = 'mark'").fetchone()[0]
        size = raw.execute("PRAGMA page_size").fetchone()[0]
    spoilt = bytearray(good)
    spoilt[(page - 1) * size : page * size] = b"\xff" * size
    for data in (b"", b"text" * 500, good[:5000], bytes(spoilt)):
        bad.write_bytes(data)
        with pytest.raises(WorkspaceUnusable):
            restore(furnished, bad)
    assert furnished.read_bytes() == before
    assert not list(furnished.parent.glob("*.restoring*"))
