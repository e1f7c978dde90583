"""The wheel carries lenses, resources and migrations, and runs from anywhere."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

pytestmark = pytest.mark.slow


def run(*command: object, cwd: Path, **environment: str) -> str:
    """Run a program as a stranger would: no checkout on its path."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "PYTEST", "COV"))}
    result = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env={**kept, **environment},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert result.returncode == 0, f"{command}\n{result.stdout}\n{result.stderr}"
    return result.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("wheel")
    # hatchling is a dev dependency, so nothing is fetched.
    options = ["--no-deps", "--no-build-isolation", "--no-index", "--quiet"]
    run(sys.executable, "-m", "pip", "wheel", *options, "--wheel-dir", target, ROOT, cwd=target)
    return next(target.glob("*.whl"))


@pytest.fixture(scope="module")
def clean_python(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new environment with the wheel, and with the dependencies (not the checkout) of this one."""
    folder = tmp_path_factory.mktemp("clean") / "venv"
    venv.create(folder, with_pip=False, symlinks=os.name != "nt")
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    site = Path(run(python, "-c", "import sysconfig; print(sysconfig.get_paths()['purelib'])", cwd=folder).strip())
    options = ["--no-deps", "--no-index", "--quiet", "--no-warn-script-location"]
    run(sys.executable, "-m", "pip", "--python", python, "install", *options, wheel, cwd=folder)
    # A path line is not a site folder: the editable install's own .pth file is not read from there.
    (site / "dependencies.pth").write_text(sysconfig.get_paths()["purelib"] + "\n", encoding="utf-8")
    return python


def test_the_wheel_holds_what_we_ship_and_not_what_we_keep(wheel):
    names = zipfile.ZipFile(wheel).namelist()
    assert "workbench/_shipped/lenses/wellarchitected.json" in names
    assert any(name.startswith("workbench/_shipped/resources/icons/") for name in names)
    assert any(name.startswith("workbench/store/migrations/versions/") for name in names)
    assert not [name for name in names if "decisions" in name or name.startswith(("tests/", "packaging/"))]
    assert any(name.endswith("licenses/LICENSE") for name in names)


def test_it_finds_its_files_from_another_folder(clean_python, tmp_path):
    code = "from workbench.library import places as p; print(p.lenses_dir(), p.resources_dir(), p.migrations_dir())"
    found = [Path(part) for part in run(clean_python, "-c", code, cwd=tmp_path).split()]
    assert [path.name for path in found] == ["lenses", "resources", "migrations"]
    assert not [path for path in found if ROOT in path.parents]


def test_the_command_line_runs_from_another_folder(clean_python, tmp_path):
    listed = run(clean_python, "-m", "workbench", "lens", "list", "--json", cwd=tmp_path)
    assert "wellarchitected" in json.dumps(json.loads(listed))
    file = tmp_path / "one.wawb"
    run(clean_python, "-m", "workbench", "workspace", "create", file, cwd=tmp_path)
    assert file.stat().st_size > 0


def test_the_script_is_installed(clean_python, tmp_path):
    script = clean_python.with_name("workbench.exe" if os.name == "nt" else "workbench")
    assert run(script, "--version", cwd=tmp_path).startswith("workbench ")
