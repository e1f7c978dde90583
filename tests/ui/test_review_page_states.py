"""The Review page when there is nothing to show, nothing may be changed, or little room."""

from __future__ import annotations

import itertools

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QApplication, QScrollBar, QWidget

from tests.ui.review_stage import LENS, OPS5, REL10, make_stage, make_workspace
from workbench.domain.answer import MarkState, Reason
from workbench.domain.plan import Acceptance
from workbench.domain.workload import Workload
from workbench.errors import WorkspaceUnusable
from workbench.operations.answers import FlagQuestion, SetMark, SetNotes
from workbench.operations.history import History, Together
from workbench.operations.plan import AcceptRisk
from workbench.operations.workloads import CreateWorkload, RemoveLens
from workbench.store.workspace import Workspace
from workbench.ui.theme import theme
from workbench.ui.widgets.message_bar import MessageBar
from workbench.ui.widgets.question_practice_row import Density


@pytest.fixture(autouse=True)
def dressed(qapp):
    QSettings().clear()
    if (theme().scale, theme().name) != (1.0, "light"):
        theme().apply(qapp, "light", 1.0, "on")


@pytest.fixture
def workspace(tmp_path):
    with make_workspace(tmp_path / "a.wawb") as made:
        yield made


# -------------------------------------------------------------------------------------------- nothing to show
def test_without_a_workload_it_says_what_it_is_for(qtbot, workspace):
    stage = make_stage(qtbot, workspace, workload_id="", review_id="")
    asked = []
    stage.desk.place.page_asked.connect(asked.append)
    assert stage.page.stack.state == "empty"
    stage.page.stack._stand_in.button.click()
    assert asked == ["portfolio"]


def test_without_a_lens_it_offers_one(qtbot, workspace):
    History(workspace, "Ana").do(CreateWorkload(Workload("w2", "Empty", description="Nothing yet")))
    stage = make_stage(qtbot, workspace, workload_id="w2", review_id="")
    asked = []
    stage.desk.place.page_asked.connect(asked.append)
    assert stage.page.stack.state == "empty"
    stage.page.stack._stand_in.button.click()
    assert asked == ["workload"]
    stage.desk.place.go(workload_id="w1", review_id="r1")
    stage.page.refresh(None)
    assert stage.page.stack.state == "content"
    assert stage.page.line.question.code == "OPS 1"


def test_removing_the_lens_and_undoing_it(qtbot, workspace):
    stage = make_stage(qtbot, workspace, question_id=REL10)
    stage.desk.editor.do(RemoveLens("r1"))
    assert stage.page.stack.state == "empty"
    stage.desk.editor.undo()
    assert stage.page.stack.state == "content"


def test_a_failure_is_shown_with_a_way_to_try_again(qtbot, workspace, monkeypatch):
    stage = make_stage(qtbot, workspace, question_id=REL10)
    path, hidden = workspace.path, workspace.path.with_suffix(".away")
    real = Workspace.reading

    def gone(_self):
        raise WorkspaceUnusable(f"{path.name} cannot be reached.", "Check that the drive is connected.")

    monkeypatch.setattr(Workspace, "reading", gone)
    stage.page.refresh(None)
    assert stage.page.stack.state == "failed", hidden
    monkeypatch.setattr(Workspace, "reading", real)
    stage.page.stack._stand_in.button.click()
    assert stage.page.stack.state == "content"
    assert stage.page.line.id == REL10


# -------------------------------------------------------------------------------------------- read-only
def test_read_only_shows_everything_and_changes_nothing(qtbot, workspace):
    History(workspace, "Ana").do(SetNotes("r1", REL10, "Said in May"))
    History(workspace, "Ana").do(SetMark("r1", REL10, LENS.question(REL10).practices[0].id, MarkState.PARTLY))
    path = workspace.path
    with Workspace.open(path, read_only=True) as reader:
        stage = make_stage(qtbot, reader, question_id=REL10, read_only=True)
        assert not stage.page.note.isHidden()
        assert "read-only" in stage.page.note.accessibleName()
        assert stage.page.view.notes.toPlainText() == "Said in May"
        assert stage.page.view.notes.isReadOnly()
        stage.focus_question()
        stage.keys("1fpn")
        stage.keys("u")
        assert not stage.page.view.practices.rows[0].box.isEnabled()
        assert not stage.page.view.bar.flag.isEnabled()
        assert stage.page.view.practices.rows[0].note.note.edit.isReadOnly()
        stage.keys("j")
        assert stage.page.line.question.code == "REL 11", "moving still works"
        assert stage.told == []


# -------------------------------------------------------------------------------------------- coming back
def test_filters_folds_sizes_and_milestone_come_back(qtbot, workspace):
    stage = make_stage(qtbot, workspace, question_id=REL10)
    stage.desk.editor.do(FlagQuestion("r1", REL10, True))
    stage.page.pane.chips["flagged"].click()
    tree = stage.page.pane.tree
    stage.page.splitter.setSizes([300, 600, 308])
    stage.page.splitter.splitterMoved.emit(300, 1)
    stage.page.pane.show_all()
    tree._click(stage.page.finder.filter.index(0, 0))
    stage.page.pane.chips["flagged"].click()
    stage.page.inspector.evidence.set_folded(True)
    state = stage.page.save_state()
    again = make_stage(qtbot, workspace, question_id=REL10, state=state)
    assert again.page.pane.filters == {"flagged"}
    assert again.page.splitter.sizes()[0] == stage.page.splitter.sizes()[0]
    assert again.page.inspector.evidence.is_folded
    again.page.pane.show_all()
    index = again.page.finder.filter.index(0, 0)
    assert not again.page.pane.tree.isExpanded(index)
    assert again.page.line.id == REL10
    assert again.page.save_state()["folded"] == ["operationalExcellence"]


def test_selection_and_scroll_survive_a_refresh(qtbot, workspace):
    stage = make_stage(qtbot, workspace, question_id=REL10)
    stage.page.view.practices.focus_choice(stage.practice(REL10, 2))
    focus, at = stage.focus, stage.page.pane.tree.verticalScrollBar().value()
    stage.page.refresh(None)
    assert stage.focus is focus
    assert stage.page.pane.tree.verticalScrollBar().value() == at
    assert stage.page.pane.tree.currentIndex().data(Qt.ItemDataRole.UserRole).id == REL10


# -------------------------------------------------------------------------------------------- room
def no_scroll(stage) -> bool:
    return stage.page.view.sheet.height() <= stage.page.view.viewport().height()


def test_ten_practices_fit_1280_by_800_without_scrolling(qtbot, workspace):
    stage = make_stage(qtbot, workspace, question_id=OPS5, size=(1208, 736))
    assert no_scroll(stage)
    marks = [SetMark("r1", OPS5, choice.id, MarkState.NO) for choice in LENS.question(OPS5).practices]
    stage.desk.editor.do(Together("x", tuple(marks)))
    why = "The release in March matters more than a faster pipeline; the team works on it anyway."
    stage.desk.editor.do(AcceptRisk(Acceptance("r1", OPS5, why, "Ana", "2099-01-01")))
    assert no_scroll(stage)
    rows = stage.page.view.practices.rows
    assert len(rows) == 11
    assert all(row.height() >= 24 and row.box.height() >= 24 for row in rows)
    bottom = stage.page.view.notes.geometry().bottom()
    assert bottom <= stage.page.view.viewport().height()
    boxes = [row.geometry() for row in rows]
    assert not any(one.intersects(other) for one, other in itertools.pairwise(boxes))


def test_meanings_are_shown_where_there_is_room(qtbot, workspace):
    stage = make_stage(qtbot, workspace, question_id=OPS5, size=(1848, 1016))
    assert stage.page.view.practices.density is Density.FULL
    stage.window.resize(1208, 736)
    QApplication.processEvents()
    assert stage.page.view.practices.density is Density.BARE
    tip = stage.page.view.practices.rows[0].toolTip()
    assert LENS.question(OPS5).practices[0].meaning in tip


@pytest.mark.parametrize("size", [(1208, 736), (1136, 656)])
def test_200_percent_text_fits_the_width_and_scrolls(qtbot, qapp, workspace, size):
    theme().apply(qapp, "light", 2.0, "on")
    stage = make_stage(qtbot, workspace, question_id=OPS5, size=size)
    assert stage.window.width() == size[0], "nothing makes the window wider"
    assert stage.page.inspector.isHidden()
    view = stage.page.view
    assert view.horizontalScrollBar().maximum() == 0
    for part in (view.title, view.risk, view.practices, view.bar, view.notes):
        assert part.geometry().right() <= view.viewport().width()
    stage.page.toggle_inspector()
    assert not stage.page.inspector.isHidden()


def test_arrows_bring_hidden_practices_into_view(qtbot, qapp, workspace):
    theme().apply(qapp, "light", 2.0, "on")
    stage = make_stage(qtbot, workspace, question_id=OPS5)
    stage.focus_question()
    for _press in range(11):
        stage.key(Qt.Key.Key_Down)
    assert not stage.focus.visibleRegion().isEmpty()


# -------------------------------------------------------------------------------------------- for everybody
def test_everything_that_takes_the_focus_is_named(qtbot, workspace):
    stage = make_stage(qtbot, workspace, question_id=REL10)
    marks = (MarkState.PARTLY, MarkState.DONT_KNOW, MarkState.NOT_APPLICABLE)
    for number, state in enumerate(marks, 1):
        stage.desk.editor.do(SetMark("r1", REL10, stage.practice(REL10, number), state, Reason.OTHER))
    for section in stage.page.inspector.sections:
        section.set_folded(False)
    quiet = [stage.page.note, *(bar for bar in stage.page.findChildren(MessageBar) if bar.isHidden())]
    unnamed = [
        f"{type(widget).__name__} in {type(widget.parent()).__name__}"
        for widget in stage.page.findChildren(QWidget)
        if widget.window() is stage.window  # not the lists that drop down
        and widget.focusPolicy() != Qt.FocusPolicy.NoFocus
        and not isinstance(widget, QScrollBar)
        and not any(bar.isAncestorOf(widget) for bar in quiet)  # named when they say something
        and not (widget.accessibleName() or getattr(widget, "text", str)())
    ]
    assert not unnamed, unnamed


def test_a_box_tells_its_state_level_key_and_meaning(qtbot, workspace):
    stage = make_stage(qtbot, workspace, question_id=REL10)
    stage.focus_question()
    stage.keys("1h")
    box = stage.page.view.practices.rows[0].box
    choice = LENS.question(REL10).practices[0]
    assert box.accessibleName() == f"{choice.title}: Partly"
    for words in (choice.code, "Partly", "High if absent", "Key 1", choice.meaning.rstrip(".")):
        assert words in box.accessibleDescription()
    index = stage.page.pane.tree.currentIndex()
    assert index.data(Qt.ItemDataRole.AccessibleTextRole).startswith("REL 10")
    assert "high risk" in index.data(Qt.ItemDataRole.AccessibleTextRole)
    assert index.data(Qt.ItemDataRole.AccessibleDescriptionRole) == LENS.question(REL10).title


def test_the_tree_tells_progress_in_words(qtbot, workspace):
    stage = make_stage(qtbot, workspace, question_id=REL10)
    stage.all_yes("priorities", "ops-model")
    pillar = stage.page.finder.filter.index(0, 0)
    assert pillar.data(Qt.ItemDataRole.AccessibleTextRole) == "Operational Excellence, 2 of 11 answered"
    question = stage.page.finder.filter.index_of(REL10)
    assert question.data(Qt.ItemDataRole.ToolTipRole).startswith("How do you use fault isolation")
