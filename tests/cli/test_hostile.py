"""What a careless or hostile world does to the command line: links, pipes, devices, control signs, tampering."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from workbench.store.lock import holder_of
from workbench.store.workspace import Workspace

ROOT = Path(__file__).resolve().parents[2]
POSIX = pytest.mark.skipif(os.name != "posix", reason="links, pipes and devices of POSIX")


def shell(line: str) -> subprocess.CompletedProcess[str]:
    """Run a line in which `$WB` is the program."""
    environment = os.environ | {"WB": f"{sys.executable} -m workbench"}
    return subprocess.run(["sh", "-c", line], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60)


def changed(path: Path, statement: str, *values: object) -> None:
    with closing(sqlite3.connect(path)) as raw:
        assert raw.execute(statement, values).rowcount > 0
        raw.commit()


# -- one file, several names ------------------------------------------------------------------------------------


@POSIX
def test_a_link_to_an_open_file_is_that_file(wb, shop, empty, tmp_path):
    other = tmp_path / "elsewhere"
    other.mkdir()
    link = other / "link.wawb"
    link.symlink_to(empty)
    with Workspace.open(empty, who="Somebody"):
        ran = wb("-w", link, "workload", "set", "Shop", "--notes", "n")
        assert ran.code == 5
        assert "Somebody" in ran.err
        assert str(holder_of(link)) == str(holder_of(empty))
    assert wb("-w", link, "workspace", "backup").code == 0
    assert [entry.name for entry in other.iterdir()] == ["link.wawb"]
    assert wb("workspace", "restore", link, "1").code == 0
    assert link.is_symlink()


@pytest.mark.parametrize("command", ["report", "package export"])
def test_no_document_is_written_over_a_workspace(wb, shop, empty, tmp_path, command):
    other = tmp_path / "other.wawb"
    assert wb("workspace", "create", other).code == 0
    head, _sign, verb = command.partition(" ")
    for target in (empty, other):
        before = target.read_bytes()
        format_ = ["--format", "md"] if head == "report" else []
        ran = wb(head, *([verb] if verb else []), "Shop", *format_, "--output", target)
        assert ran.code == 3
        assert "is a workspace" in ran.err
        assert target.read_bytes() == before


def test_a_program_that_locks_the_file_is_not_waited_for_long(wb, shop, empty):
    with closing(sqlite3.connect(empty, isolation_level=None)) as raw:
        raw.execute("BEGIN IMMEDIATE")
        started = time.monotonic()
        assert wb("workload", "set", "Shop", "--notes", "n").code == 5
        assert time.monotonic() - started < 2


def test_a_workspace_without_one_of_its_tables_is_told(wb, shop, empty):
    with closing(sqlite3.connect(empty)) as raw:
        raw.execute("PRAGMA foreign_keys = OFF")
        raw.execute("DROP TABLE workload")
        raw.commit()
    ran = wb("workload", "list", "--json")
    assert (ran.code, ran.out) == (3, "")
    assert "no complete workspace file" in ran.err


# -- where the output goes --------------------------------------------------------------------------------------


@POSIX
def test_a_reader_that_has_seen_enough_is_no_failure_and_no_pass(shop, empty):
    quiet = shell("( $WB lens show wellarchitected --json; echo $? >&2 ) | true")
    assert quiet.stderr == "0\n"
    ran = shell("$WB review answer Shop -q REL10 --select none")
    assert ran.returncode == 0, ran.stderr
    gate = shell("( $WB risk Shop --json --fail-on high; echo $? >&2 ) | true")
    assert gate.stderr.endswith("\n1\n")


@POSIX
def test_streams_that_are_closed_or_full_are_no_bug(shop, empty):
    assert shell("$WB risk Shop --json >&-").returncode == 0
    assert shell("$WB risk Nobody 2>&-").returncode == 3
    if Path("/dev/full").exists():
        ran = shell("$WB risk Shop >/dev/full")
        assert (ran.returncode, ran.stderr) == (3, "The disk is full; the output was not written whole.\n")


def test_names_are_one_line_and_never_steer_the_terminal(wb, shop, empty):
    for name in ("two\nlines", "red\x1b[31m", "tab\there"):
        ran = wb("workload", "set", "Shop", "--name", name)
        assert ran.code == 3
        assert "one line" in ran.err
    changed(empty, "UPDATE workload SET name = ?", "red\x1b[31m \u202e")  # as a file from elsewhere may have it
    ran = wb("workload", "list")
    assert "\x1b" not in ran.out
    assert "\\x1b" in ran.out
    assert "\x1b" not in wb("workload", "show", "nobody\x1b[31m").err
    assert wb("workload", "list", "--json").json[0]["name"] == "red\x1b[31m \u202e"


@POSIX
def test_what_has_no_end_is_no_evidence(wb, shop, empty, tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    for path in (pipe, "/dev/zero"):
        ran = wb("evidence", "add", "Shop", "-q", "REL10", "--file", path)
        assert ran.code == 3
        assert "is no file" in ran.err


# -- tampering --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("counts", [[["wellarchitected", "security", "NONE", 11]], {"odd": 1}])
def test_verify_sees_counts_that_were_changed(wb, shop, empty, counts):
    assert wb("milestone", "save", "Shop", "--name", "Baseline").code == 0
    assert wb("milestone", "verify", "Shop").code == 0
    changed(empty, "UPDATE milestone SET counts = ?", json.dumps(counts))
    ran = wb("milestone", "verify", "Shop", "--json")
    assert ran.code == 3
    assert "counts" in ran.json["breaks"][0]["what"]
    assert wb("milestone", "list", "Shop").code == 0


def test_verify_sees_a_lens_that_was_changed(wb, shop, empty):
    assert wb("milestone", "save", "Shop", "--name", "Baseline").code == 0
    changed(empty, "UPDATE blob_chunk SET data = x'00' WHERE sha256 = (SELECT lens_sha256 FROM review)")
    ran = wb("milestone", "verify", "Shop", "--json")
    assert ran.code == 3
    assert "lens wellarchitected" in ran.json["breaks"][0]["what"]


def test_an_acceptance_that_ends_before_it_begins_is_told(wb, shop, empty):
    assert wb("review", "answer", "Shop", "-q", "REL10", "--select", "none").code == 0
    ran = wb("risk", "accept", "Shop", "-q", "REL10", "--why", "w", "--by", "b", "--until", "2020-01-01")
    assert "2020-01-01 is over already" in ran.err
    assert wb("risk", "Shop", "--fail-on", "high", "--but-accepted").code == 1
