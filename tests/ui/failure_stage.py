"""A payments platform with classic mistakes, and the desk that its parts share, over a real workspace."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.analyses.payments import payments
from tests.ui.workload_stage import SHELF, workload
from workbench.operations.graphs import SetGraph
from workbench.operations.history import History
from workbench.operations.workloads import AddLens, CreateWorkload
from workbench.settings import Settings
from workbench.store.workspace import Workspace
from workbench.ui.desk import Desk
from workbench.ui.editor import Editor
from workbench.ui.faults import Faults
from workbench.ui.models.architecture_desk import ArchitectureDesk
from workbench.ui.place import Place
from workbench.ui.tasks import Tasks


@dataclass
class FailureStage:
    """The desk and what stands around it."""

    workspace: Workspace
    desk: Desk
    architecture: ArchitectureDesk
    qtbot: Any
    told: list[object] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    undo: list[Any] = field(default_factory=list)
    pages: list[str] = field(default_factory=list)

    def settle(self) -> None:
        """Wait until findings and questions are those of the graph that is shown."""
        one = self.architecture
        self.qtbot.waitUntil(
            lambda: one.assessment is not None and one.assessment.analysis.graph is one.graph and bool(one.results),
            timeout=10_000,
        )


def prepare(path: Path) -> Path:
    """Write a workspace with the platform and its review, once per folder."""
    file = path / "failure.wawb"
    if not file.exists():
        with Workspace.create(file) as workspace:
            history = History(workspace, "Ana")
            history.do(CreateWorkload(workload(1, "Payments")))
            history.do(AddLens("w1", "r1", SHELF.text("wellarchitected")))
            history.do(SetGraph("w1", payments()))
    return file


@contextmanager
def failure_stage(path: Path, qtbot: Any) -> Iterator[FailureStage]:
    """Open the platform."""
    workspace = Workspace.open(prepare(path))
    faults, place, tasks = Faults(), Place(), Tasks()
    editor = Editor(History(workspace, "Ana"), faults)
    told: list[object] = []
    said: list[str] = []
    undo: list[Any] = []
    pages: list[str] = []
    faults.told.connect(told.append)
    tasks.failed.connect(told.append)
    place.page_asked.connect(pages.append)
    place.go(workload_id="w1", review_id="r1")

    def say(text: str, step: Any = None) -> None:
        said.append(text)
        undo.append(step)

    desk = Desk(workspace, editor, tasks, faults, place, SHELF, Settings, say, "Ana")
    architecture = ArchitectureDesk(workspace, editor, tasks)
    editor.changed.connect(architecture.refresh)
    architecture.open("w1")
    stage = FailureStage(workspace, desk, architecture, qtbot, told, said, undo, pages)
    stage.settle()
    try:
        yield stage
    finally:
        tasks.shutdown()
        workspace.close()
