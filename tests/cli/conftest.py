"""Runs the real command line in this process and keeps exit code, stdout and stderr apart."""

from __future__ import annotations

import contextlib
import io
import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from workbench.cli import main


@dataclass(frozen=True)
class Ran:
    """What a command did."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """All of stdout, which must be one JSON value."""
        return json.loads(self.out)


Run = Callable[..., Ran]


@pytest.fixture
def wb(capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command; whatever it does, no traceback may show."""

    def run(*arguments: object) -> Ran:
        capsys.readouterr()
        code = main([str(part) for part in arguments])
        captured = capsys.readouterr()
        assert "Traceback" not in captured.err + captured.out
        return Ran(code, captured.out, captured.err)

    return run


@pytest.fixture
def empty(wb: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A new workspace that every command finds through the environment."""
    path = tmp_path / "shop.wawb"
    assert wb("workspace", "create", path).code == 0
    monkeypatch.setenv("WORKBENCH_WORKSPACE", str(path))
    return path


CREATE = ("workload", "create", "--description", "Takes the payments of a shop.", "--environment", "PRODUCTION",
          "--region", "eu-west-1", "--owner", "Payments squad", "--lens", "wellarchitected")  # fmt: skip


@pytest.fixture(scope="session")
def _shop_file(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """The workspace of `shop`, made once; a copy is quicker than making it anew."""
    path = tmp_path_factory.mktemp("template") / "shop.wawb"
    told = io.StringIO()
    with contextlib.redirect_stdout(told), contextlib.redirect_stderr(io.StringIO()):
        assert main(["workspace", "create", str(path)]) == 0
        assert main(["--workspace", str(path), *CREATE, "--name", "Shop", "--json"]) == 0
    return path, json.loads(told.getvalue())["id"]


@pytest.fixture
def shop(empty: Path, _shop_file: tuple[Path, str]) -> str:
    """A workspace with the workload Shop; returns its id."""
    shutil.copy(_shop_file[0], empty)
    return _shop_file[1]
