"""The rules of the house, checked: where things stand, what they are called, what start-up may load."""

from __future__ import annotations

import ast
import importlib
import os
import re
import subprocess
import sys
import types
from dataclasses import fields, is_dataclass
from pathlib import Path

import pytest

from workbench.settings import Kind, Settings, fault_of, options

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "workbench"
MODULES = sorted(path for path in PACKAGE.rglob("*.py") if "_shipped" not in path.parts)
VERSIONS = PACKAGE / "store" / "migrations" / "versions"
LONGEST = 400
FORBIDDEN = {"util", "utils", "misc", "helper", "helpers", "common", "manager", "managers", "base"}
MACHINERY = {
    "workbench.figures.days",
    "workbench.figures.drawing",
    "workbench.figures.palette",
    "workbench.operations.after_session",
    "workbench.operations.graph_preview",
    "workbench.operations.history",
    "workbench.operations.package_ids",
    "workbench.operations.package_sessions",
    "workbench.operations.portfolio_files",
    "workbench.operations.homework_files",
    "workbench.operations.reporting",
    "workbench.operations.room_answers",
    "workbench.operations.rows",
    "workbench.operations.sample",
    "workbench.operations.sync_choice",
    "workbench.operations.sync_jobs",
    "workbench.operations.sync_milestones",
    "workbench.operations.sync_replay",
    "workbench.operations.sync_words",
    "workbench.operations.syncing",
    "workbench.operations.treatment",
    "workbench.reports.brand",
    "workbench.reports.pictures",
    "workbench.reports.writing",
}
"""Modules in rooms with a CATALOG that serve the parts and are none."""
SLOW_TO_LOAD = ("PySide6", "alembic", "boto3", "botocore", "docx", "lxml", "matplotlib", "pptx", "typst")
COLOUR = re.compile(
    r"""["'][^"']*#(?:[0-9a-fA-F]{3}|[0-9a-fA-F]{6}|[0-9a-fA-F]{8})\b|\brgba?\(|Qt\.GlobalColor\.(?!transparent)|QColor\(\s*\d"""
)


def shown(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", MODULES, ids=shown)
def test_a_file_fits_in_the_head(path):
    length = len(path.read_text(encoding="utf-8").splitlines())
    assert length <= LONGEST, f"{length} lines: cut it where it has a seam"


@pytest.mark.parametrize("path", MODULES, ids=shown)
def test_names_say_what_is_inside(path):
    words = set(path.stem.split("_"))
    assert not words & FORBIDDEN, f"{path.stem} could hold anything"
    assert not path.stem.startswith("qt_")


@pytest.mark.parametrize("path", MODULES, ids=shown)
def test_modules_and_rooms_say_their_purpose(path):
    if path.parent == VERSIONS:
        return  # Alembic writes these; they are asked for their reason below
    text = ast.get_docstring(tree_of(path))
    assert text, "one sentence: what this is"
    assert len(text.splitlines()[0]) <= 120


@pytest.mark.parametrize("path", sorted(VERSIONS.glob("*.py")), ids=shown)
def test_schema_steps_say_why(path):
    assert ast.get_docstring(tree_of(path)), "the reason of this step"


def test_every_folder_with_modules_is_a_package():
    folders = {path.parent for path in MODULES} - {PACKAGE / "store" / "migrations", VERSIONS}
    assert not [shown(folder) for folder in folders if not (folder / "__init__.py").exists()]


def rooms_with_catalog() -> list[Path]:
    found = []
    for path in PACKAGE.rglob("__init__.py"):
        names = [
            target.id
            for node in tree_of(path).body
            if isinstance(node, ast.Assign | ast.AnnAssign)
            for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
            if isinstance(target, ast.Name)
        ]
        if "CATALOG" in names:
            found.append(path.parent)
    return sorted(found)


def home_of(part: object) -> str:
    """The module a catalog entry comes from, be it a module, a class or an instance."""
    if isinstance(part, types.ModuleType):
        return part.__name__
    if isinstance(getattr(part, "module", None), str):
        return part.module  # an entry that names its module, loaded when first shown
    return getattr(part, "__module__", None) or type(part).__module__


def parts_of(room: Path) -> list[object]:
    catalog = importlib.import_module(".".join(room.relative_to(ROOT).parts)).CATALOG
    return list(catalog.values()) if isinstance(catalog, dict) else list(catalog)


@pytest.mark.parametrize("room", rooms_with_catalog(), ids=shown)
def test_every_part_is_in_its_catalog(room):
    parts = parts_of(room)
    ids = [part.id for part in parts if isinstance(getattr(part, "id", None), str)]
    assert len(set(ids)) == len(ids), "ids must be unique"
    modules = {".".join(path.relative_to(ROOT).with_suffix("").parts) for path in room.glob("[!_]*.py")}
    forgotten = modules - {home_of(part) for part in parts} - MACHINERY
    assert not forgotten, "add it to the room's CATALOG, or to MACHINERY here if it is no part"


def test_machinery_names_existing_modules():
    known = {".".join(path.relative_to(ROOT).with_suffix("").parts) for path in MODULES}
    assert known >= MACHINERY


def test_every_operation_is_in_its_catalog():
    room = PACKAGE / "operations"
    listed = set(parts_of(room))
    forgotten = []
    for path in room.glob("[!_]*.py"):
        module = importlib.import_module(f"workbench.operations.{path.stem}")
        for name, thing in vars(module).items():
            is_own = isinstance(thing, type) and thing.__module__ == module.__name__ and not name.startswith("_")
            if is_own and is_dataclass(thing) and hasattr(thing, "apply") and thing not in listed:
                forgotten.append(name)
    assert set(forgotten) <= {"Together"}


def test_every_setting_is_explained_and_its_default_is_good():
    known = options()
    for entry in fields(Settings):
        option = known[entry.name]
        assert option.label, entry.name
        assert option.help.endswith("."), entry.name
        assert fault_of(entry.name, entry.default) == "", entry.name
        assert (option.kind is Kind.CHOICE) == bool(option.choices), entry.name


@pytest.mark.parametrize("path", [path for path in MODULES if PACKAGE / "ui" in path.parents], ids=shown)
def test_colours_stand_in_the_theme_only(path):
    if path == PACKAGE / "ui" / "theme.py":
        return
    lines = path.read_text(encoding="utf-8").splitlines()
    found = [f"{number}: {line.strip()}" for number, line in enumerate(lines, 1) if COLOUR.search(line)]
    assert not found, "take a token of ui/theme.py"


@pytest.mark.parametrize("path", MODULES, ids=shown)
def test_no_style_sheet_outside_the_theme(path):
    if path == PACKAGE / "ui" / "theme.py":
        return
    assert "setStyleSheet" not in path.read_text(encoding="utf-8")


def run_python(code: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize("module", ["workbench.__main__", "workbench.cli"])
def test_the_command_line_starts_light(module):
    result = run_python(
        f"import sys, {module}\nprint(*sorted({set(SLOW_TO_LOAD)} & {{name.split('.')[0] for name in sys.modules}}))"
    )
    assert result.returncode == 0, result.stderr
    assert result.stdout.strip() == ""


def test_the_window_starts_light():
    slow = set(SLOW_TO_LOAD) - {"PySide6"}
    result = run_python(
        f"import sys, workbench.app\nprint(*sorted({slow} & {{name.split('.')[0] for name in sys.modules}}))"
    )
    assert result.returncode == 0, result.stderr
    assert result.stdout.strip() == ""


WITHOUT_QT = """
import sys
class NoQt:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in ("PySide6", "shiboken6"):
            raise ImportError("libEGL.so.1: cannot open shared object file")
sys.meta_path.insert(0, NoQt())
from workbench.__main__ import main
sys.exit(main(%r))
"""


def test_commands_work_where_qt_cannot_load():
    result = run_python(WITHOUT_QT % (["lens", "list", "--json"],))
    assert result.returncode == 0, result.stderr
    assert "wellarchitected" in result.stdout


@pytest.mark.parametrize(
    ("environment", "said"),
    [
        ({"QT_QPA_PLATFORM": "offscreen"}, "Qt cannot be loaded"),
        ({"QT_QPA_PLATFORM": "", "DISPLAY": "", "WAYLAND_DISPLAY": ""}, "No display"),
        ({"QT_QPA_PLATFORM": "", "DISPLAY": ":9753", "WAYLAND_DISPLAY": ""}, "No display"),
    ],
)
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="other systems always have a display")
def test_a_window_that_cannot_open_says_why(environment, said):
    result = run_python(WITHOUT_QT % ([],), **environment)
    assert result.returncode == 2
    assert said in result.stderr
    assert "Traceback" not in result.stderr


def test_prepare_installs_what_the_window_asks_for():
    from workbench.host.display import LIBRARIES, X11_LIBRARIES

    script = (ROOT / "packaging" / "prepare.sh").read_text(encoding="utf-8")
    assert dict(re.findall(r"([\w.+-]+\.so\.\d+):([\w.+-]+)", script)) == {**LIBRARIES, **X11_LIBRARIES}


def test_constraints_hold_pins_only_and_cover_every_dependency():
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pins = [line for line in lines if line and not line.startswith("#")]
    assert not [pin for pin in pins if not re.fullmatch(r"[\w.-]+==[\w.]+( ; python_version (<|>=) \"3\.12\")?", pin)]
    pinned = {re.split("==", pin)[0].lower().replace("_", "-") for pin in pins}
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    wanted = {name.lower() for name in re.findall(r"""^  ["']([\w-]+)>=""", project, re.MULTILINE)}
    assert len(wanted) > 20
    assert wanted <= pinned
