"""Who owns a file, with real second processes."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import pytest

from workbench.errors import FileBusy, WorkspaceUnusable
from workbench.store.lock import Ownership, holder_of, is_owned
from workbench.store.workspace import Workspace

ROOT = Path(__file__).resolve().parents[2]
HOLD = """
import sys
from pathlib import Path
from workbench.store.workspace import Workspace
with Workspace.open(Path(sys.argv[1]), who="Colleague"):
    print("open", flush=True)
    sys.stdin.read()
"""
TRY = """
import sys, time
from pathlib import Path
from workbench.errors import FileBusy
from workbench.store.workspace import Workspace
started = time.monotonic()
try:
    Workspace.open(Path(sys.argv[1]), wait_s=1.0)
except FileBusy as error:
    print(round(time.monotonic() - started, 1), error)
    sys.exit(5)
"""


def python(script: str, *arguments: object, **options: object) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", script, *map(str, arguments)], cwd=ROOT, text=True, stdin=subprocess.PIPE,
        stdout=subprocess.PIPE, **options,
    )  # fmt: skip


@contextmanager
def held(path: Path):
    """A second process that has the file open until the block ends."""
    with python(HOLD, path) as other:
        assert other.stdout.readline() == "open\n"
        try:
            yield other
        finally:
            other.stdin.close()
            other.wait(20)


def test_a_second_process_is_told_who_has_the_file_and_may_read(furnished):
    with held(furnished) as other:
        assert is_owned(furnished)
        with pytest.raises(FileBusy) as caught:
            Workspace.open(furnished)
        assert f"Colleague on {os.uname().nodename} (process {other.pid})" in caught.value.message
        assert "read-only" in caught.value.hint
        with Workspace.open(furnished, read_only=True) as reader:
            assert reader.holder is not None
            assert (reader.holder.name, reader.holder.pid) == ("Colleague", other.pid)
            assert reader.fact("name") == "one"
    assert not is_owned(furnished)
    with Workspace.open(furnished) as owner:
        assert not owner.read_only


def test_a_command_gives_up_within_two_seconds(furnished):
    with Workspace.open(furnished, who="Window"):
        with python(TRY, furnished) as command:
            said = command.stdout.read()
    assert command.returncode == 5
    assert float(said.split()[0]) < 2
    assert "Window on" in said


def test_waiting_gets_the_file_when_it_is_closed(furnished):
    with held(furnished) as other:
        started = time.monotonic()
        other.stdin.close()
        with Workspace.open(furnished, wait_s=10):
            assert time.monotonic() - started < 10


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="POSIX signals")
def test_a_crash_frees_the_file_and_the_name_left_behind_deceives_nobody(furnished):
    with held(furnished) as other:
        other.send_signal(signal.SIGKILL)
        other.wait(10)
        holder = holder_of(furnished)
        assert holder is not None
        assert holder.name == "Colleague"
        assert not is_owned(furnished)
        with Workspace.open(furnished, read_only=True) as reader:
            assert reader.holder is None
        with Workspace.open(furnished, who="Next"):
            assert "Next" in str(holder_of(furnished))


def test_the_same_process_cannot_own_a_file_twice(furnished):
    with Workspace.open(furnished):
        with pytest.raises(FileBusy):
            Workspace.open(furnished)
        with Workspace.open(furnished, read_only=True) as reader:
            assert reader.holder is not None
    assert holder_of(furnished) is None


def test_looking_at_a_file_twice_keeps_the_locks_of_sqlite(furnished):
    """POSIX drops all locks of a process when any handle on the file is closed."""
    look = (
        "import sqlite3, sys; c = sqlite3.connect(sys.argv[1], isolation_level=None, timeout=0.2)\n"
        "try:\n c.execute('PRAGMA journal_mode = DELETE'); print('free')\n"
        "except sqlite3.OperationalError as error:\n print(error)\n"
    )
    with Workspace.open(furnished) as owner, owner.reading() as session:
        owner_rows = session.connection().exec_driver_sql("SELECT count(*) FROM mark").scalar()
        Workspace.open(furnished, read_only=True).close()
        with pytest.raises(FileBusy):
            Workspace.open(furnished)
        with python(look, furnished) as other:
            assert other.stdout.read() == "database is locked\n"
        assert owner_rows


def test_a_lock_is_whole_while_others_come_and_go(tmp_path):
    """Many processes take and release the same lock; never two at once."""
    script = """
import os, sys
from pathlib import Path
from workbench.errors import FileBusy
from workbench.store.lock import Ownership
path = Path(sys.argv[1])
mark = path.with_name("inside")
taken = 0
while taken < 15:
    lock = Ownership(path, "x")
    try:
        lock.take(20)
    except FileBusy:
        continue
    os.close(os.open(mark, os.O_CREAT | os.O_EXCL))
    mark.unlink()
    taken += 1
    lock.release()
"""
    running = [python(script, tmp_path / "a.wawb") for _ in range(3)]
    for one in running:
        one.communicate(timeout=60)
        assert one.returncode == 0


def test_release_is_safe_to_call_twice(tmp_path):
    lock = Ownership(tmp_path / "a.wawb", "x")
    lock.take()
    lock.release()
    lock.release()
    assert not is_owned(tmp_path / "a.wawb")
    assert not is_owned(tmp_path / "never.wawb")


def test_a_folder_that_cannot_be_written_is_told(tmp_path, as_nobody):
    tmp_path.chmod(0o555)
    try:
        name, said = as_nobody(lambda: Ownership(tmp_path / "a.wawb", "x").take())
    finally:
        tmp_path.chmod(0o755)
    assert name == WorkspaceUnusable.__name__
    assert "cannot be written" in str(said)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"name": "x"}', '{"name": "x", "host": "h", "pid": "no"}'])
def test_a_spoilt_name_is_no_name(tmp_path, text):
    (tmp_path / "a.wawb.owner").write_text(text)
    assert holder_of(tmp_path / "a.wawb") is None


def test_where_the_lock_cannot_be_tried_the_name_counts(tmp_path, as_nobody):
    path = tmp_path / "a.wawb"
    lock = Ownership(path, "Root")
    lock.take()
    for entry in tmp_path.iterdir():
        entry.chmod(0o444 if entry.suffix == ".owner" else 0o400)
    assert as_nobody(lambda: is_owned(path)) == ("", True)
    lock.release()
