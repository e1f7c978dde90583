from __future__ import annotations

from collections.abc import Iterator
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
