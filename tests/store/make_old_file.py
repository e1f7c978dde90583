"""`python -m tests.store.make_old_file` keeps a file of today's schema; run it once for every released version."""

from __future__ import annotations

from pathlib import Path

from tests.operations.furnished import furnish
from workbench.store.schema import HEAD
from workbench.store.workspace import Workspace

OLD_FILES = Path(__file__).parent / "old_files"

if __name__ == "__main__":
    path = OLD_FILES / f"{HEAD}.wawb"
    path.unlink(missing_ok=True)
    with Workspace.create(path, "Old file", who="Reviewer") as workspace:
        furnish(workspace)
    path.with_name(path.name + ".lock").unlink()
    print(path, path.stat().st_size)  # noqa: T201
