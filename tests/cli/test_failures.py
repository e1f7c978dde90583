"""What can go wrong with files and words: exit codes, messages with a way forward, nothing on stdout, no damage."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from workbench.store.workspace import Workspace

ROOT = Path(__file__).resolve().parent.parent.parent


def program(*arguments: object, **more) -> subprocess.CompletedProcess[str]:
    """Run the program in a process of its own."""
    command = [sys.executable, "-m", "workbench", *(str(part) for part in arguments)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False, **more)


READS = [("workload", "list", "--json"), ("risk", "Shop", "--json"), ("milestone", "list", "Shop", "--json"),
         ("workspace", "info", "--json"), ("review", "show", "Shop", "--json")]  # fmt: skip
WRITES = [("workload", "set", "Shop", "--notes", "n"), ("review", "answer", "Shop", "-q", "REL10", "--notes", "n"),
          ("milestone", "save", "Shop", "--name", "Name"), ("workspace", "undo")]  # fmt: skip


@pytest.mark.parametrize("command", WRITES, ids=" ".join)
def test_a_file_that_is_open_elsewhere_is_busy_within_two_seconds(wb, shop, empty, command):
    before = empty.read_bytes()
    with Workspace.open(empty, who="Somebody else"):
        started = time.monotonic()
        ran = wb(*command)
        assert time.monotonic() - started < 2
        assert ran.code == 5
        assert ran.out == ""
        assert "Somebody else" in ran.err
    assert empty.read_bytes() == before


def test_a_process_of_its_own_exits_5_within_two_seconds(shop, empty):
    with Workspace.open(empty, who="Somebody else"):
        started = time.monotonic()
        ran = program("workload", "set", "Shop", "--notes", "n", "--json")
        took = time.monotonic() - started
    assert ran.returncode == 5
    assert ran.stdout == ""
    assert "Somebody else" in ran.stderr
    started = time.monotonic()
    program("workload", "list")
    assert took < max(2, 1 + 2.5 * (time.monotonic() - started))  # a loaded machine starts Python slowly


def test_the_owner_sees_what_is_free_again(wb, shop, empty):
    with Workspace.open(empty, who="Somebody else"):
        assert wb("workload", "list", "--json").json[0]["name"] == "Shop"
        assert "Somebody else" in wb("workspace", "info", "--json").json["open_by"]
    assert wb("workload", "set", "Shop", "--notes", "n").code == 0


def broken(kind: str, good: Path, path: Path) -> None:
    """Make a file that is no usable workspace."""
    data = good.read_bytes()
    if kind == "zero bytes":
        path.write_bytes(b"")
    elif kind == "foreign":
        path.write_bytes(b"PK\3\4" + b"x" * 5000)
    elif kind == "foreign database":
        with sqlite3.connect(path) as raw:
            raw.execute("CREATE TABLE mine (a)")
        raw.close()
    elif kind == "truncated":
        path.write_bytes(data[: len(data) // 2])
    elif kind == "corrupt":
        path.write_bytes(data[:100] + os.urandom(len(data) - 100))
    elif kind == "newer":
        shutil.copy(good, path)
        with sqlite3.connect(path) as raw:
            raw.execute("UPDATE alembic_version SET version_num = '9999'")
        raw.close()
    elif kind == "folder":
        path.mkdir()


@pytest.mark.parametrize("command", [*READS[:2], WRITES[0]], ids=" ".join)
@pytest.mark.parametrize(
    "kind", ["missing", "zero bytes", "foreign", "foreign database", "truncated", "corrupt", "newer", "folder"]
)
def test_a_file_that_cannot_be_used_is_told_and_left_alone(wb, shop, empty, tmp_path, kind, command):
    path = tmp_path / "bad.wawb"
    broken(kind, empty, path)
    before = path.read_bytes() if path.is_file() else None
    ran = wb(*command, "--workspace", path)
    assert ran.code == 3
    assert ran.out == ""
    assert "bad.wawb" in ran.err
    assert len(ran.err.strip().splitlines()) >= 2, "a message and a way forward"
    assert (path.read_bytes() if path.is_file() else None) == before


def test_a_broken_file_is_restored_from_a_backup(wb, shop, empty):
    wb("workspace", "backup")
    empty.write_bytes(b"")
    assert wb("workload", "list").code == 3
    assert wb("workspace", "restore", "1").code == 0
    assert wb("workload", "list", "--json").json[0]["name"] == "Shop"


AS_NOBODY = """
import contextlib, io, os, sys
sys.path.insert(0, {root!r})
from workbench.cli import main
with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
    for words in {first!r}:  # loads all modules while they can still be read
        main(["--workspace", {good!r}, *words])
if os.geteuid() == 0:
    os.setgid(65534)
    os.setuid(65534)
print([main(["--workspace", {old!r}, *words]) for words in {then!r}], file=sys.stderr)
"""


def test_a_folder_that_cannot_be_written_is_told_and_can_be_read(shop, empty, tmp_path):
    if not hasattr(os, "geteuid"):
        pytest.skip("folders have no such permissions here")
    folder = tmp_path / "archive"
    folder.mkdir()
    copy = folder / "old.wawb"
    shutil.copy(empty, copy)
    copy.chmod(0o444)
    folder.chmod(0o555)
    commands = [
        ["workload", "list", "--json"],
        ["workload", "set", "Shop", "--notes", "n"],
        ["workspace", "backup"],
        ["workspace", "create", str(folder / "new.wawb")],
    ]
    other = [[*words[:2], str(tmp_path / "new.wawb")] if "create" in words else words for words in commands]
    code = AS_NOBODY.format(root=str(ROOT), good=str(empty), old=str(copy), first=other, then=commands)
    for parent in [folder, *folder.parents]:
        if parent.stat().st_uid == os.geteuid() and parent != folder and parent != Path("/"):
            parent.chmod(parent.stat().st_mode | 0o055)
    environment = {**os.environ, "HOME": str(folder), "WORKBENCH_CONFIG_DIR": str(folder / "c")}
    ran = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False, env=environment
    )
    folder.chmod(0o755)
    assert ran.stderr.strip().splitlines()[-1] == "[0, 3, 3, 3]", ran.stderr
    assert json.loads(ran.stdout)[0]["name"] == "Shop"
    assert "Traceback" not in ran.stderr


def test_bad_json_is_told_with_the_name_of_the_file(wb, shop, tmp_path):
    file = tmp_path / "answers.json"
    file.write_text("{oops", encoding="utf-8")
    ran = wb("review", "import", "Shop", file)
    assert ran.code == 3
    assert "answers.json" in ran.err
    assert wb("review", "import", "Shop", tmp_path / "missing.json").code == 3
    assert wb("review", "import", "Shop", tmp_path).code == 3


@pytest.mark.parametrize(
    "words",
    [("nonsense",), ("workload",), ("workload", "nonsense"), ("workload", "show"), ("risk", "Shop", "--fail-on", "low"),
     ("milestone", "compare", "Shop"), ("workload", "list", "--nonsense"), ("review", "answer", "Shop"),
     ("report", "Shop", "--format", "xls", "--output", "x")],
    ids=" ".join,
)  # fmt: skip
def test_wrong_usage_is_2(wb, shop, words):
    ran = wb(*words)
    assert ran.code == 2


def test_no_workspace_is_wrong_usage(wb):
    ran = wb("workload", "list", "--json")
    assert ran.code == 2
    assert ran.out == ""
    assert "WORKBENCH_WORKSPACE" in ran.err


def test_the_option_beats_the_environment_wherever_it_stands(wb, shop, tmp_path):
    other = tmp_path / "other.wawb"
    wb("workspace", "create", other)
    assert wb("workload", "list", "--json", "--workspace", other).json == []
    assert wb("--workspace", other, "workload", "list", "--json").json == []
    assert len(wb("workload", "list", "--json").json) == 1
    assert wb("risk", "--workspace", other, "Shop").code == 3


def test_creating_over_a_file_is_refused(wb, empty, tmp_path):
    assert wb("workspace", "create", empty).code == 3
    assert wb("workspace", "create", tmp_path / "no" / "x.wawb").code == 3


@pytest.mark.parametrize("command", READS, ids=" ".join)
def test_reading_with_json_puts_json_only_on_stdout(wb, shop, command):
    ran = wb(*command)
    assert ran.code == 0
    json.loads(ran.out)
    assert ran.err == ""


def test_tables_carry_no_colours_when_piped_and_keep_brackets(shop, empty):
    environment = {key: value for key, value in os.environ.items() if key not in ("NO_COLOR", "COLUMNS")}
    program("review", "answer", "Shop", "-q", "REL10", "-s", "none", "--notes", "see [red]this[/red] :smile:")
    ran = program("risk", "Shop", env=environment)
    assert "\x1b" not in ran.stdout
    assert "REL 10" in ran.stdout
    shown = program("review", "show", "Shop", "-q", "REL10", env=environment).stdout
    assert "see [red]this[/red] :smile:" in shown


@pytest.mark.parametrize("width", [60, 200])
def test_tables_keep_to_the_width(wb, shop, monkeypatch, width):
    monkeypatch.setenv("COLUMNS", str(width))
    wb("review", "answer", "Shop", "-q", "REL10", "-s", "none", "--notes", "word " * 60)
    for command in (("workload", "list"), ("risk", "Shop"), ("review", "show", "Shop", "-q", "REL10")):
        assert max(map(len, wb(*command).out.splitlines())) <= width


def test_a_reader_that_stops_early_is_no_failure(shop, empty):
    command = f"{sys.executable} -m workbench review show Shop --json | head -c 10 >/dev/null; echo ${{PIPESTATUS[0]}}"
    ran = subprocess.run(["bash", "-c", command], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert ran.stdout.strip() == "0"
    assert ran.stderr == ""


def test_a_bug_is_told_without_a_traceback_and_logged(wb, shop, monkeypatch):
    from workbench.host.log_files import log_path, stop_log
    from workbench.store.queries import portfolio

    stop_log()

    def fail(_session):
        raise ZeroDivisionError("made by the test")

    monkeypatch.setattr(portfolio, "portfolio", fail)
    ran = wb("workload", "list", "--json")
    stop_log()
    assert ran.code == 70
    assert ran.out == ""
    assert "made by the test" in ran.err
    assert "Traceback" in log_path().read_text(encoding="utf-8")


QT_REFUSED = """
import sys
class NoQt:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in ("PySide6", "shiboken6"):
            raise ImportError("libEGL.so.1: cannot open shared object file")
sys.meta_path.insert(0, NoQt())
from workbench.cli import main
for words in {commands!r}:
    code = main(words)
    assert code == 0, (words, code)
assert not [name for name in sys.modules if name.split(".")[0] in ("PySide6", "shiboken6")]
"""


def test_every_group_works_without_qt(shop, empty):
    commands = [list(words) for words in (*READS, ("lens", "list"), ("evidence", "list", "Shop"), *WRITES,
                                          ("milestone", "verify", "Shop"), ("workspace", "backup"))]  # fmt: skip
    ran = subprocess.run(
        [sys.executable, "-c", QT_REFUSED.format(commands=commands)],
        cwd=ROOT, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr


def test_help_loads_no_database(tmp_path):
    code = "import sys; from workbench.cli import main; main(['--help']); print('sqlalchemy' in sys.modules)"
    ran = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
    )
    assert ran.stdout.strip().endswith("False")
