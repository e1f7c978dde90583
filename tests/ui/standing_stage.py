"""A workload with a past: risks, plan, acceptances, evidence and milestones; wired to a page as the window does."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLabel, QMainWindow, QScrollArea, QWidget

from tests.ui.workload_stage import HOUSE_LENS, SHELF, Stage, workload
from workbench.domain.answer import MarkState
from workbench.domain.evidence import Evidence, EvidenceKind, Strength
from workbench.domain.plan import Acceptance, Improvement, ItemStatus
from workbench.operations.answers import SetMark, SetMarkNote, SetNotes
from workbench.operations.evidence import AddEvidence
from workbench.operations.history import History, Together
from workbench.operations.milestones import SaveMilestone
from workbench.operations.plan import AcceptRisk, SetImprovement
from workbench.operations.workloads import AddLens, CreateWorkload
from workbench.settings import Settings
from workbench.store.workspace import Workspace
from workbench.ui.desk import Desk
from workbench.ui.editor import Editor
from workbench.ui.faults import Faults
from workbench.ui.place import Place
from workbench.ui.tasks import Tasks
from workbench.ui.widgets.page import Page

REL10, REL9, SEC2, OPS1, COST1 = (
    "fault-isolation",
    "backing-up-data",
    "identities",
    "priorities",
    "cloud-financial-management",
)
LENS = SHELF.lens("wellarchitected")


def day(offset: int) -> str:
    """A day as the file keeps it, so many days from today."""
    return (date.today() + timedelta(days=offset)).isoformat()


def marks(question_id: str, state: MarkState, but: int = 0) -> tuple[SetMark, ...]:
    """Mark the practices of a question, all but the first few."""
    question = LENS.question(question_id)
    assert question is not None
    return tuple(SetMark("r1", question_id, choice.id, state) for choice in question.practices[but:])


def choice(question_id: str, number: int = 1) -> str:
    question = LENS.question(question_id)
    assert question is not None
    return question.practices[number - 1].id


def fill(history: History, *, milestone: bool = True) -> None:
    """REL 9 was high and is closed since; SEC 2 high and overdue; REL 10 high, its acceptance expired; OPS 1 don't know."""
    history.do(CreateWorkload(workload(1, "Payments", review_owner="Payments squad", next_review="2099-01-01")))
    history.do(AddLens("w1", "r1", SHELF.text("wellarchitected")))
    bad = (*marks(REL9, MarkState.NO), *marks(SEC2, MarkState.NO), *marks(REL10, MarkState.NO))
    history.do(Together("first answers", bad))
    if milestone:
        history.do(SaveMilestone("w1", "m1", "Baseline"))
    history.do(Together("then", (
        *marks(REL9, MarkState.YES),
        SetNotes("r1", REL9, "Restored in May. Rehearsed every quarter."),
        AddEvidence(Evidence("e1", "r1", REL9, EvidenceKind.LINK, "Restore report", target="https://x.example/r",
                             strength=Strength.VERIFIED, by="Ana", on=day(-3))),
        AddEvidence(Evidence("e2", "r1", REL10, EvidenceKind.STATEMENT, "Two zones", target="We think so", by="Bo")),
        SetImprovement(Improvement("r1", REL9, "Platform team", day(-30), ItemStatus.DONE, "Done in May")),
        SetImprovement(Improvement("r1", SEC2, "Security", day(-10), ItemStatus.IN_PROGRESS, "Roles first")),
        AcceptRisk(Acceptance("r1", REL10, "No money before summer", "Head", day(-1), accepted_on=day(-200))),
        SetMark("r1", OPS1, choice(OPS1), MarkState.DONT_KNOW),
        SetMarkNote("r1", OPS1, choice(OPS1), "Ask product", owner="Cleo"),
    )))  # fmt: skip


@cache
def _filled(milestone: bool, second_lens: bool, empty: bool) -> Path:
    """Make a file once per process; tests get copies."""
    folder = Path(tempfile.mkdtemp(prefix="workbench-stage-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    with Workspace.create(folder / "filled.wawb") as workspace:
        history = History(workspace, "Ana")
        if empty:
            history.do(CreateWorkload(workload(1, "Payments")))
            history.do(AddLens("w1", "r1", SHELF.text("wellarchitected")))
        else:
            fill(history, milestone=milestone)
        if second_lens:
            history.do(AddLens("w1", "r2", HOUSE_LENS))
            history.do(SetMark("r2", "ledger", "ledger_double", MarkState.NO))
    return folder / "filled.wawb"


@contextmanager
def stage(
    path: Path, make: type[Page], qtbot: Any, *, workload_id: str = "w1", milestone: bool = True, second_lens: bool = False,
    empty: bool = False, read_only: bool = False, before: Any = None,
) -> Iterator[Stage]:  # fmt: skip
    """Open a page on that workload."""
    shutil.copy(_filled(milestone, second_lens, empty), path / "stage.wawb")
    if before is not None:
        with Workspace.open(path / "stage.wawb") as workspace:
            before(workspace)
    workspace = Workspace.open(path / "stage.wawb", read_only=read_only)
    faults, place, tasks = Faults(), Place(), Tasks()
    editor = Editor(History(workspace, "Ana"), faults, read_only=read_only)
    told: list[object] = []
    said: list[str] = []
    undo: list[Any] = []
    pages: list[str] = []
    faults.told.connect(told.append)
    tasks.failed.connect(faults.report)
    faults.crashed.connect(told.append)
    place.page_asked.connect(pages.append)
    place.go(workload_id=workload_id)

    def say(text: str, undo_step: Any = None) -> None:
        said.append(text)
        undo.append(undo_step)

    desk = Desk(workspace, editor, tasks, faults, place, SHELF, Settings, say, "Ana")
    page = make(desk)  # type: ignore[call-arg]
    editor.changed.connect(page.refresh)
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


def nameless(page: Page) -> list[str]:
    """Widgets that take the focus and have no name for a screen reader."""
    found = []
    for widget in page.findChildren(QWidget):
        if widget.focusPolicy() == Qt.FocusPolicy.NoFocus or isinstance(widget, QScrollArea) or widget.focusProxy():
            continue
        text = widget.text() if isinstance(widget, QAbstractButton | QLabel) else ""
        if widget.isVisibleTo(page) and not (widget.accessibleName() or text):
            found.append(f"{type(widget).__name__} {widget.objectName()}")
    return [name for name in found if not name.startswith(("QHeaderView", "QAbstractScrollArea", "QSplitterHandle"))]
