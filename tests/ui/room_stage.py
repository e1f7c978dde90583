"""The real Room page on a real workspace, with one planned session and wired as the window wires it."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMainWindow, QWidget

from tests.ui.review_stage import LENS, SHELF
from workbench.domain.answer import Answer
from workbench.domain.session import Participant, PillarSlot, SessionPlan
from workbench.operations.history import History
from workbench.operations.session import SetSession
from workbench.settings import Settings
from workbench.store.queries.answers import answer_of
from workbench.store.queries.sessions import events_of
from workbench.store.workspace import Workspace
from workbench.ui.actions import ActionSet
from workbench.ui.desk import Desk
from workbench.ui.editor import Editor
from workbench.ui.faults import Faults
from workbench.ui.pages.room import RoomPage
from workbench.ui.place import Place
from workbench.ui.tasks import Tasks

__all__ = ["PLAN", "WA", "RoomStage", "make_room"]

WA = "wellarchitected"
PLAN = SessionPlan(
    "s1", "w1", "First review", goals="Know where we stand in account 123456789012", owner="Ana",
    participants=(Participant("Ada Byron", "developer"), Participant("Grace", "operations")),
    pillars=tuple(PillarSlot(WA, pillar.id) for pillar in LENS.pillars), rules=("Now, not later.",),
)  # fmt: skip


@dataclass
class RoomStage:
    """One open page and what stands around it."""

    workspace: Workspace
    desk: Desk
    page: RoomPage
    window: QMainWindow
    told: list[object]
    said: list[str]
    parts: tuple[object, ...] = ()

    def key(self, key: object, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press a key where the focus is, as a person does."""
        QTest.keyClick(self.focus, key, modifiers)

    def type(self, text: str) -> None:
        """Type a line and press Enter."""
        QTest.keyClicks(self.focus, text)
        QTest.keyClick(self.focus, Qt.Key.Key_Return)

    @property
    def focus(self) -> QWidget:
        """Where keys go: the presenter window while it is the active one."""
        presenter = self.page.presenter
        window = presenter if presenter is not None and presenter.isActiveWindow() else self.window
        focus = window.focusWidget()
        assert focus is not None
        return focus

    def answer(self, question_id: str) -> Answer:
        with self.workspace.reading() as session:
            return answer_of(session, "r1", question_id)

    @property
    def kinds(self) -> list[str]:
        """What the log has, without signs of life."""
        with self.workspace.reading() as session:
            return [str(event.kind) for event in events_of(session, "s1") if event.kind != "tick"]

    @property
    def shown(self) -> str:
        return self.page.room.state.spot[1]


def make_room(
    qtbot, workspace: Workspace, plan: SessionPlan | None = PLAN, *, start: bool = True, size=(1204, 740)
) -> RoomStage:
    """Show the page as the window does, with a session that has begun unless told otherwise."""
    told: list[object] = []
    said: list[str] = []
    faults = Faults()
    faults.told.connect(told.append)
    tasks = Tasks()
    tasks.failed.connect(faults.report)
    place = Place()
    history = History(workspace, "Ana")
    if plan is not None:
        history.do(SetSession(plan))
    editor = Editor(history, faults)
    desk = Desk(
        workspace, editor, tasks, faults, place, SHELF, Settings, lambda text, undo=None: said.append(text), "Ana"
    )
    place.go(workload_id="w1", review_id="r1")
    page = RoomPage(desk)
    editor.changed.connect(page.refresh)
    editor.flushing.connect(page.flush)
    window = QMainWindow()
    window.setCentralWidget(page)
    ActionSet(window).add(*page.actions(), page=page)

    def close(_window: object) -> None:
        if page.presenter is not None:
            page.presenter.close()
            page.presenter.deleteLater()
        tasks.shutdown()

    qtbot.addWidget(window, before_close_func=close)
    window.resize(*size)
    window.show()
    page.refresh(None)
    with qtbot.waitActive(window):
        window.activateWindow()
    page.enter()
    stage = RoomStage(workspace, desk, page, window, told, said, (place, tasks, editor, faults))
    if start:
        page.verbs.start()
        page.run.view.sheet.setFocus()
    return stage
