"""The real Review page on a real workspace, wired as the window wires it."""

from __future__ import annotations

import atexit
import json
import shutil
import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMainWindow, QWidget

from workbench.domain.answer import Answer, MarkState
from workbench.domain.workload import Workload
from workbench.library.shelf import Shelf
from workbench.operations.answers import SetMark
from workbench.operations.history import History, Together
from workbench.operations.workloads import AddLens, CreateWorkload
from workbench.settings import Settings
from workbench.store.queries.answers import answer_of
from workbench.store.workspace import Workspace
from workbench.ui.desk import Desk
from workbench.ui.editor import Editor
from workbench.ui.faults import Faults
from workbench.ui.pages.review import ReviewPage
from workbench.ui.place import Place
from workbench.ui.tasks import Tasks

REL10, OPS5, OPS1 = "fault-isolation", "dev-integ", "priorities"
SHELF = Shelf()
LENS = SHELF.lens("wellarchitected")

TOPICS = json.dumps(
    {
        "schemaVersion": "2021-11-01",
        "name": "Talking points",
        "alias": "topics",
        "version": "1",
        "pillars": [
            {
                "id": "people",
                "name": "People",
                "questions": [{"id": "oncall", "title": "Who is called at night?", "choices": []}],
            }
        ],
    }
)
"""A lens with questions but no practices."""


@dataclass
class Stage:
    """One open page and what stands around it."""

    workspace: Workspace
    desk: Desk
    page: ReviewPage
    window: QMainWindow
    told: list[object]
    said: list[str]
    parts: tuple[object, ...] = ()

    def answer(self, question_id: str, review_id: str = "r1") -> Answer:
        """What is on disk."""
        with self.workspace.reading() as session:
            return answer_of(session, review_id, question_id)

    def practice(self, question_id: str, number: int) -> str:
        question = LENS.question(question_id)
        assert question is not None
        return question.practices[number - 1].id

    def state(self, question_id: str, number: int) -> MarkState | None:
        return self.answer(question_id).state(self.practice(question_id, number))

    def key(self, key: object, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press a key where the focus is."""
        QTest.keyClick(self.focus, key, modifiers)

    def keys(self, text: str) -> None:
        for letter in text:
            QTest.keyClick(self.focus, letter)

    @property
    def focus(self) -> QWidget:
        widget = self.window.focusWidget()
        assert widget is not None
        return widget

    def focus_question(self) -> None:
        self.page.view.sheet.setFocus()

    def all_yes(self, *question_ids: str, but: tuple[str, ...] = ()) -> None:
        marks = [
            SetMark("r1", key, choice.id, MarkState.YES)
            for key in question_ids
            for choice in LENS.question(key).practices
            if choice.id not in but
        ]
        self.desk.editor.do(Together("answers", tuple(marks)))


def make_workspace(path: Path) -> Workspace:
    """A workspace with one workload, reviewed with the Framework; made once, then copied."""
    template = _template()
    shutil.copyfile(template, path)
    return Workspace.open(path)


@cache
def _template() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="workbench-review-stage-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    workspace = Workspace.create(folder / "template.wawb")
    history = History(workspace, "Ana")
    history.do(CreateWorkload(Workload("w1", "Payments", description="Takes payments", review_owner="Ana")))
    history.do(AddLens("w1", "r1", SHELF.text("wellarchitected")))
    workspace.close()
    return workspace.path


def make_stage(qtbot, workspace: Workspace, *, question_id: str = "", workload_id: str = "w1", review_id: str = "r1",
               read_only: bool = False, state: dict | None = None, size: tuple[int, int] = (1208, 736)) -> Stage:  # fmt: skip
    """Show the page as the window does."""
    told: list[object] = []
    said: list[str] = []
    faults = Faults()
    faults.told.connect(told.append)
    tasks = Tasks()
    tasks.failed.connect(faults.report)
    place = Place()
    editor = Editor(History(workspace, "Ana"), faults, read_only=read_only)
    desk = Desk(
        workspace, editor, tasks, faults, place, SHELF, Settings, lambda text, undo=None: said.append(text), "Ana"
    )
    place.go(workload_id=workload_id, review_id=review_id, question_id=question_id)
    page = ReviewPage(desk)
    if state is not None:
        page.restore_state(state)
    editor.changed.connect(page.refresh)
    editor.flushing.connect(page.flush)
    window = QMainWindow()
    window.setCentralWidget(page)
    qtbot.addWidget(window, before_close_func=lambda _window: tasks.shutdown())
    window.resize(*size)
    window.show()
    page.refresh(None)
    window.activateWindow()
    qtbot.waitExposed(window)
    page.enter()
    stage = Stage(workspace, desk, page, window, told, said)
    stage.parts = (place, tasks, editor, faults)
    return stage
