"""A real workspace with workloads, wired to a page as the window wires it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from PySide6.QtWidgets import QMainWindow

from workbench.domain.answer import MarkState
from workbench.domain.workload import Workload
from workbench.library.shelf import Shelf
from workbench.operations.answers import SetMark
from workbench.operations.history import History, Together
from workbench.operations.milestones import SaveMilestone
from workbench.operations.workloads import AddLens, CreateWorkload
from workbench.settings import Settings
from workbench.store.queries.answers import reviews_of, workload_of
from workbench.store.queries.portfolio import PortfolioRow, portfolio
from workbench.store.workspace import Workspace
from workbench.ui.desk import Desk
from workbench.ui.editor import Editor
from workbench.ui.faults import Faults
from workbench.ui.place import Place
from workbench.ui.tasks import Tasks
from workbench.ui.widgets.page import Page

SHELF = Shelf()
HOUSE_LENS = json.dumps(
    {
        "schemaVersion": "2021-11-01",
        "name": "House lens",
        "alias": "house",
        "version": "2026-01",
        "description": "Our own questions.",
        "pillars": [
            {
                "id": "money",
                "name": "Money movement",
                "questions": [
                    {
                        "id": "ledger",
                        "title": "How do you book every movement of money?",
                        "choices": [
                            {
                                "id": "ledger_double",
                                "title": "Double entry",
                                "helpfulResource": {"displayText": "Two sides."},
                            },
                            {"id": "ledger_no", "title": "None of these"},
                        ],
                        "riskRules": [
                            {"condition": "ledger_double", "risk": "NO_RISK"},
                            {"condition": "default", "risk": "HIGH_RISK"},
                        ],
                    }
                ],
            }
        ],
    }
)


def workload(number: int, name: str, **fields: Any) -> Workload:
    """A workload that the Tool would take."""
    values = {"description": "Does a thing.", "review_owner": "Team", "aws_regions": ("eu-west-1",)} | fields
    return Workload(f"w{number}", name, **values)


@dataclass
class Stage:
    """One open page and what stands around it."""

    workspace: Workspace
    desk: Desk
    page: Page
    window: QMainWindow
    told: list[object] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    undo: list[Any] = field(default_factory=list)
    pages: list[str] = field(default_factory=list)

    def rows(self) -> dict[str, PortfolioRow]:
        with self.workspace.reading() as session:
            return {row.workload.name: row for row in portfolio(session)}

    def stored(self, workload_id: str = "w0") -> Workload | None:
        with self.workspace.reading() as session:
            return workload_of(session, workload_id)

    def lenses(self, workload_id: str = "w0") -> list[str]:
        with self.workspace.reading() as session:
            return [review.lens_alias for review in reviews_of(session, workload_id, with_answers=False)]


def fill(history: History) -> None:
    """Three workloads: one answered with two lenses, one not started and overdue, one without owner or lens."""
    lens = SHELF.lens("wellarchitected")
    question = lens.question("fault-isolation")
    assert question is not None
    first = workload(
        0, "Payments", review_owner="Payments squad", tags=(("tier", "1"),), next_review="2099-01-01",
        account_ids=("111122223333",), pillar_priorities=("security", "reliability"),
    )  # fmt: skip
    second = workload(1, "Loyalty", environment="PREPRODUCTION", tags=(("tier", "2"),), next_review="2020-05-13")
    third = workload(2, "Archive", review_owner="")
    history.do(
        Together("fill", (
            CreateWorkload(first), CreateWorkload(second), CreateWorkload(third),
            AddLens("w0", "r0", SHELF.text("wellarchitected")), AddLens("w0", "r0b", HOUSE_LENS),
            AddLens("w1", "r1", SHELF.text("wellarchitected")),
            *(SetMark("r0", question.id, choice.id, MarkState.NO) for choice in question.practices),
        ))
    )  # fmt: skip
    history.do(SaveMilestone("w0", "m1", "Baseline"))


@cache
def _workspace_file(empty: bool) -> bytes:
    """Make the workspace once; every test gets a copy."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "stage.wawb"
        with Workspace.create(path) as workspace:
            if not empty:
                fill(History(workspace, "Me"))
        return path.read_bytes()


@contextmanager
def stage(
    path: Path,
    make: type[Page],
    qtbot: Any,
    *,
    workload_id: str = "",
    empty: bool = False,
    read_only: bool = False,
    **settings: Any,
) -> Iterator[Stage]:
    """Open a page on a fresh workspace."""
    (path / "stage.wawb").write_bytes(_workspace_file(empty))
    workspace = Workspace.open(path / "stage.wawb", read_only=read_only)
    faults, place, tasks = Faults(), Place(), Tasks()
    editor = Editor(History(workspace, "Me"), faults, read_only=read_only)
    told: list[object] = []
    said: list[str] = []
    undo: list[Any] = []
    pages: list[str] = []
    faults.told.connect(told.append)
    tasks.failed.connect(told.append)
    place.page_asked.connect(pages.append)
    place.workload_id = workload_id

    def say(text: str, undo_step: Any = None) -> None:
        said.append(text)
        undo.append(undo_step)

    desk = Desk(workspace, editor, tasks, faults, place, SHELF, lambda: Settings(**settings), say, "Me")
    page = make(desk)  # type: ignore[call-arg]
    editor.changed.connect(page.refresh)
    place.moved.connect(lambda: page.refresh(None))
    window = QMainWindow()
    qtbot.addWidget(window)
    window.setCentralWidget(page)
    window.resize(1208, 736)
    page.refresh(None)
    window.show()
    qtbot.waitExposed(window)
    page.enter()
    try:
        yield Stage(workspace, desk, page, window, told, said, undo, pages)
    finally:
        tasks.shutdown()
        window.close()
        workspace.close()
