from __future__ import annotations

import multiprocessing
import os
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.operations.furnished import furnish
from workbench.operations import History
from workbench.store.workspace import Workspace


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with Workspace.create(tmp_path / "one.wawb", who="Reviewer") as opened:
        yield opened


@pytest.fixture
def history(workspace: Workspace) -> History:
    return furnish(workspace)


@pytest.fixture
def furnished(tmp_path: Path) -> Path:
    """A closed file with something in every table."""
    path = tmp_path / "one.wawb"
    with Workspace.create(path, who="Reviewer") as opened:
        furnish(opened)
    return path


def _child(work: Callable[[], object], answer) -> None:
    try:
        if hasattr(os, "geteuid") and os.geteuid() == 0:
            os.setgid(65534)
            os.setuid(65534)
        answer.send(("", work()))
    except BaseException as error:  # noqa: BLE001 - the parent looks at it
        answer.send((type(error).__name__, f"{error}\n{getattr(error, 'hint', '')}\n{traceback.format_exc()}"))


@pytest.fixture
def as_nobody(tmp_path: Path) -> Callable[[Callable[[], object]], tuple[str, object]]:
    """Run work in a forked process that file permissions hold for, root or not.

    Returns name and text of the error, or "" and what the work returned.
    """
    for folder in (tmp_path, *tmp_path.parents):
        if folder.stat().st_uid == os.geteuid() and str(folder) not in ("/", "/tmp"):
            folder.chmod(folder.stat().st_mode | 0o055)

    def run(work: Callable[[], object]) -> tuple[str, object]:
        fork = multiprocessing.get_context("fork")
        here, there = fork.Pipe()
        child = fork.Process(target=_child, args=(work, there))
        child.start()
        assert here.poll(30), "the child said nothing"
        said = here.recv()
        child.join(10)
        return said

    return run
