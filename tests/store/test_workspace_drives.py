"""What drives do to a file: locked, read-only, full, gone, replaced, far away."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text

from tests.operations.furnished import Q, R, rows_of
from tests.store.pragmas import pragma
from workbench.domain.answer import MarkState
from workbench.errors import BadInput, FileBusy, WorkspaceUnusable
from workbench.operations import History
from workbench.operations.answers import SetMark, SetNotes
from workbench.store import connection
from workbench.store import workspace as workspace_module
from workbench.store.blobs import keep_bytes
from workbench.store.connection import is_remote, kind_of_drive
from workbench.store.queries.answers import answer_of
from workbench.store.workspace import Workspace

linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="a matter of POSIX file systems")


# -- locked, read-only, full


def test_a_file_locked_by_another_program_is_busy_within_two_seconds(furnished):
    script = (
        "import sqlite3, sys; c = sqlite3.connect(sys.argv[1], isolation_level=None);"
        "c.execute('PRAGMA locking_mode = EXCLUSIVE'); c.execute('BEGIN EXCLUSIVE');"
        "c.execute('CREATE TABLE zz (x)'); print('locked', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script, str(furnished)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as other:
        assert other.stdout.readline() == b"locked\n"
        started = time.monotonic()
        with pytest.raises(FileBusy, match="written by another program"):
            Workspace.open(furnished)
        assert time.monotonic() - started < 2
        other.stdin.close()
    Workspace.open(furnished).close()


def test_a_read_only_workspace_writes_nothing(furnished):
    with Workspace.open(furnished, read_only=True) as workspace:
        assert workspace.read_only
        assert workspace.holder is None
        with pytest.raises(WorkspaceUnusable, match="open read-only"), workspace.transaction():
            pass


@linux
def test_a_read_only_file_and_folder_open_for_reading(furnished, as_nobody):
    def read() -> object:
        with Workspace.open(furnished, read_only=True) as workspace, workspace.reading() as session:
            return answer_of(session, R, Q).notes

    furnished.chmod(0o444)
    furnished.parent.chmod(0o555)
    try:
        assert as_nobody(read) == ("", "Ledgers are closed at six")
        name, said = as_nobody(lambda: Workspace.open(furnished))
        assert name == "WorkspaceUnusable"
        assert "read-only" in said
        furnished.chmod(0o666)
        name, said = as_nobody(lambda: Workspace.open(furnished))
        assert name == "WorkspaceUnusable"
        assert "cannot be written" in said
        furnished.chmod(0)
        name, said = as_nobody(read)
        assert name == "WorkspaceUnusable"
    finally:
        furnished.parent.chmod(0o755)


@linux
def test_a_copy_can_be_saved_from_a_read_only_folder(furnished, as_nobody, tmp_path):
    target = tmp_path / "mine"
    target.mkdir(mode=0o777)
    target.chmod(0o777)
    furnished.chmod(0o444)
    furnished.parent.chmod(0o555)

    def copy() -> object:
        with Workspace.open(furnished, read_only=True) as workspace:
            workspace.save_copy(target / "copy.wawb")

    try:
        assert as_nobody(copy)[0] == ""
    finally:
        furnished.parent.chmod(0o755)
    (target / "copy.wawb").chmod(0o666)
    with Workspace.open(target / "copy.wawb") as workspace:
        assert workspace.check() == ()


@linux
def test_a_file_that_was_not_closed_is_not_misread_in_a_read_only_folder(furnished, tmp_path, as_nobody):
    crashed = tmp_path / "crashed"
    crashed.mkdir()
    with Workspace.open(furnished) as workspace:
        History(workspace, "x").do(SetNotes(R, Q, "in the WAL"))
        for suffix in ("", "-wal"):
            shutil.copy(f"{furnished}{suffix}", crashed / f"one.wawb{suffix}")
    crashed.chmod(0o555)
    try:
        name, said = as_nobody(lambda: Workspace.open(crashed / "one.wawb", read_only=True))
    finally:
        crashed.chmod(0o755)
    assert name == "WorkspaceUnusable"
    assert "one.wawb-wal" in said
    with Workspace.open(crashed / "one.wawb", read_only=True) as whole, whole.reading() as session:
        assert answer_of(session, R, Q).notes == "in the WAL"


def fill(workspace: Workspace) -> None:
    with workspace.transaction() as session:
        for _ in range(300):
            keep_bytes(session, os.urandom(100_000))


def test_a_full_disk_says_so_and_harms_nothing(workspace, history):
    rows = rows_of(workspace)
    most = int(str(pragma(workspace, "page_count"))) + 5
    with workspace.outside_transactions() as raw:
        raw.execute(f"PRAGMA max_page_count = {most}")
    with pytest.raises(WorkspaceUnusable, match="disk is full") as caught:
        fill(workspace)
    assert "intact" in caught.value.hint
    assert rows_of(workspace) == rows
    with workspace.outside_transactions() as raw:
        raw.execute("PRAGMA max_page_count = 1000000")
    assert history.do(SetNotes(R, Q, "after")).step_id
    assert workspace.check() == ()


def until_it_fails(work: Callable[[int], object]) -> None:
    for number in range(1000):
        work(number)


@linux
@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() != 0, reason="mounting needs root; max_page_count stands in"
)
def test_a_really_full_disk_says_so_and_harms_nothing(tmp_path, furnished):
    small = tmp_path / "small"
    small.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", small], check=False, capture_output=True
    )
    if mounted.returncode:
        pytest.skip("this machine does not let us mount")
    try:
        path = Path(shutil.copy(furnished, small / "one.wawb"))
        with Workspace.open(path) as workspace:
            rows = rows_of(workspace)
            with pytest.raises(WorkspaceUnusable, match="disk is full"):
                fill(workspace)
            with pytest.raises(WorkspaceUnusable, match="disk is full"):
                until_it_fails(lambda _number: workspace.backup("hand"))
            assert rows_of(workspace) == rows
            assert not list(small.rglob("*.part*"))
            shutil.rmtree(small / "one backups")
            assert History(workspace, "x").do(SetNotes(R, Q, "after")).step_id
            assert workspace.check() == ()
        with pytest.raises(WorkspaceUnusable, match=r"disk is full|No space|cannot be written"):
            until_it_fails(lambda number: Workspace.create(small / f"{number}.wawb").close())
        Workspace.open(path).close()
    finally:
        subprocess.run(["umount", small], check=True)


# -- vanished, replaced


@linux
def test_a_vanished_file_is_noticed_at_the_next_write_and_can_be_saved(workspace, history, tmp_path):
    rows = rows_of(workspace)
    for path in tmp_path.glob("one.wawb*"):
        path.unlink()
    with pytest.raises(WorkspaceUnusable, match="is gone; the last change was not saved") as caught:
        history.do(SetMark(R, Q, f"{Q}_4", MarkState.YES))
    assert "Save a copy" in caught.value.hint
    assert not workspace.path.exists()
    workspace.save_copy(tmp_path / "rescued.wawb")
    with Workspace.open(tmp_path / "rescued.wawb") as rescued:
        assert rows_of(rescued) == rows
        assert rescued.check() == ()
    assert not workspace.path.exists()


@linux
def test_a_replaced_file_is_noticed_and_left_alone(workspace, history, tmp_path, furnished_elsewhere):
    os.replace(furnished_elsewhere, workspace.path)
    there = workspace.path.read_bytes()
    with pytest.raises(WorkspaceUnusable, match="was replaced by another program"):
        history.do(SetNotes(R, Q, "lost"))
    workspace.save_copy(tmp_path / "rescued.wawb")
    assert workspace.path.read_bytes() == there


@pytest.fixture
def furnished_elsewhere(tmp_path):
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    Workspace.create(folder / "one.wawb").close()
    return folder / "one.wawb"


@linux
def test_a_new_connection_never_brings_a_vanished_file_back_empty(workspace, history):
    workspace.path.unlink()
    with workspace.reading() as one:  # takes the idle connection, so that the second must open the file anew
        one.execute(text("SELECT 1 FROM workload"))
        for _ in range(3):
            with pytest.raises(WorkspaceUnusable, match="cannot be reached"), workspace.reading() as two:
                two.execute(text("SELECT 1 FROM workload"))
    assert not workspace.path.exists()


def test_a_copy_goes_anywhere_but_onto_an_open_file(workspace, history, tmp_path):
    with pytest.raises(BadInput, match="open file itself"):
        workspace.save_copy(workspace.path)
    with Workspace.create(tmp_path / "other.wawb") as other:
        with pytest.raises(FileBusy, match="is open"):
            workspace.save_copy(other.path)
        assert not any(rows_of(other).values())
    workspace.save_copy(other.path)
    with Workspace.open(other.path) as copy:
        assert rows_of(copy) == rows_of(workspace)
    with pytest.raises(WorkspaceUnusable):
        workspace.save_copy(tmp_path / "nowhere" / "copy.wawb")


# -- network drives


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/home/me/a.wawb", "ext4"),
        ("/mnt/share/a.wawb", "cifs"),
        ("/mnt/share/inner/a.wawb", "ext4"),
        ("/mnt/shared/a.wawb", "ext4"),
        ("/mnt/over/a.wawb", "nfs4"),
    ],
)
def test_the_innermost_drive_counts(path, kind):
    mounts = [
        ("/", "ext4"), ("/mnt/share", "cifs"), ("/mnt/share/inner", "ext4"), ("/mnt/over", "ext4"), ("/mnt/over", "nfs4"),
    ]  # fmt: skip
    assert kind_of_drive(path, mounts) == kind


def test_mounts_are_read_on_every_system(monkeypatch, tmp_path):
    assert not is_remote(tmp_path)
    assert is_remote(Path("//server/share/a.wawb"))
    shown = "/dev/disk1s1 on / (apfs, local)\n//me@server/team (x) on /Volumes/Team Files (smbfs, nodev)\n"
    answer = subprocess.CompletedProcess([], 0, shown, "")
    monkeypatch.setattr(connection.subprocess, "run", lambda *_a, **_k: answer)
    monkeypatch.setattr(connection.sys, "platform", "darwin")
    assert connection._mounts() == [("/", "apfs"), ("/Volumes/Team Files", "smbfs")]
    assert is_remote(Path("/Volumes/Team Files/a.wawb"))


def test_a_network_drive_gets_no_wal_and_a_file_in_wal_leaves_it(furnished, monkeypatch):
    with closing(sqlite3.connect(furnished)) as raw:
        assert raw.execute("PRAGMA journal_mode").fetchone()[0] == "wal"
    for module in (connection, workspace_module):
        monkeypatch.setattr(module, "is_remote", lambda _path: True)
    with Workspace.open(furnished) as workspace:
        assert pragma(workspace, "journal_mode") == "truncate"
        assert pragma(workspace, "synchronous") == 2
        History(workspace, "x").do(SetNotes(R, Q, "over the wire"))
        assert not Path(f"{furnished}-wal").exists()
        with Workspace.open(furnished, read_only=True) as reader, reader.reading() as session:
            assert answer_of(session, R, Q).notes == "over the wire"
        os.utime(furnished)
        monkeypatch.setattr(workspace, "_identity", (0, 0))  # a drive that numbers its files anew
        History(workspace, "x").undo()
        monkeypatch.undo()
    monkeypatch.undo()
    with Workspace.open(furnished) as workspace:
        assert pragma(workspace, "journal_mode") == "wal"
