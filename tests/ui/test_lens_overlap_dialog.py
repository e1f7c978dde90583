"""Practices of two lenses side by side on the real page: compare, carry over on purpose, take it back."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication

from tests.ui.review_stage import LENS, SHELF, make_stage, make_workspace
from workbench.domain.answer import MarkState
from workbench.operations.answers import SetMark, SetMarkNote
from workbench.operations.history import History
from workbench.operations.workloads import AddLens
from workbench.ui.dialogs.lens_overlap import OverlapDialog
from workbench.ui.theme import theme

PRACTICE = next(c for q in LENS.questions() for c in q.practices if c.code == "SEC02-BP03")
QUESTION = next(q for q in LENS.questions() if PRACTICE in q.practices)
THEIRS = next((q, c) for q in SHELF.lens("serverless").questions() for c in q.practices if c.id == "sec_sec_q3_a4")


@pytest.fixture(autouse=True)
def dressed(qapp):
    theme().apply(qapp, "light")


@pytest.fixture
def workspace(tmp_path):
    with make_workspace(tmp_path / "review.wawb") as made:
        yield made


@pytest.fixture
def stage(qtbot, workspace):
    history = History(workspace, "Ana")
    history.do(AddLens("w1", "r2", SHELF.text("serverless")))
    history.do(SetMark("r1", QUESTION.id, PRACTICE.id, MarkState.PARTLY))
    history.do(SetMarkNote("r1", QUESTION.id, PRACTICE.id, "Two services still read files", owner="Ben"))
    return make_stage(qtbot, workspace, question_id=QUESTION.id)


@pytest.fixture
def dialog(qtbot, stage):
    made = OverlapDialog(stage.desk, "w1", "r1", QUESTION.id, PRACTICE.id, stage.window)
    qtbot.addWidget(made)
    made.open()
    qtbot.waitUntil(lambda: made.list.count() > 0)
    return made


def mark(stage):
    return stage.answer(THEIRS[0].id, "r2").mark(THEIRS[1].id)


def test_the_pairs_of_the_question_come_first_and_the_focused_practice_is_chosen(dialog):
    assert dialog.here.isChecked()
    assert dialog.pair.first[1] is not None
    assert dialog.pair.first[1].id == PRACTICE.id
    assert dialog.pair.second[1].id == THEIRS[1].id
    assert {pair.first[0].id for pair in dialog.pairs} > {QUESTION.id}
    dialog.every.click()
    assert dialog.list.count() == len(dialog.pairs) > 5
    assert dialog.every.isChecked()
    assert not dialog.here.isChecked()


def test_both_practices_and_both_answers_are_shown(dialog):
    assert PRACTICE.title in dialog.left.title.words
    assert PRACTICE.meaning in dialog.left.text.words
    assert THEIRS[1].title in dialog.right.title.words
    assert dialog.left.state.text() == "Partly"
    assert "Two services still read files" in dialog.left.note.text()
    assert "Ben" in dialog.left.note.text()
    assert dialog.right.state.text() == "Not discussed"
    assert dialog.why.text()


def test_nothing_is_carried_over_by_looking(stage, dialog):
    dialog.every.click()
    for row in range(dialog.list.count()):
        dialog.list.setCurrentRow(row)
    dialog.accept()
    assert mark(stage) is None


def test_one_click_carries_over_and_one_takes_it_back(qtbot, stage, dialog):
    assert not dialog.right.button.isEnabled(), "nothing is answered there"
    qtbot.mouseClick(dialog.left.button, Qt.MouseButton.LeftButton)
    found = mark(stage)
    assert found.state is MarkState.PARTLY
    assert found.owner == "Ben"
    assert found.note == f"Carried over from {LENS.name}, SEC02-BP03: Two services still read files"
    assert dialog.right.state.text() == "Partly", "shown at once"
    assert dialog.right.button.isEnabled()
    assert THEIRS[1].title in dialog.said.text()
    qtbot.mouseClick(dialog.undo, Qt.MouseButton.LeftButton)
    assert mark(stage) is None
    assert dialog.right.state.text() == "Not discussed"


def test_the_same_again_is_no_step(stage, dialog):
    dialog.carry(to_right=True)
    dialog.carry(to_right=True)
    assert "already" in dialog.said.text()
    assert dialog.undo.isHidden()


def test_the_key_opens_it_on_the_page(qtbot, stage):
    seen = []

    def look():
        found = QApplication.activeModalWidget()
        seen.append(type(found).__name__)
        found.accept()

    stage.focus_question()
    QTimer.singleShot(0, look)
    stage.keys("s")
    assert seen == ["OverlapDialog"]


def test_one_lens_alone_says_so_and_leads_to_the_lenses(qtbot, workspace):
    stage = make_stage(qtbot, workspace)
    pages = []
    stage.desk.place.page_asked.connect(pages.append)
    dialog = OverlapDialog(stage.desk, "w1", "r1", parent=stage.window)
    qtbot.addWidget(dialog)
    dialog.open()
    assert dialog.states.state == "empty"
    dialog.states.currentWidget().button.click()
    assert pages == ["workload"]


def test_a_question_without_a_pair_offers_the_whole_lens(qtbot, stage):
    dialog = OverlapDialog(stage.desk, "w1", "r1", "priorities", parent=stage.window)
    qtbot.addWidget(dialog)
    dialog.open()
    qtbot.waitUntil(lambda: bool(dialog.pairs))
    dialog._narrow(True)
    assert dialog.states.state == "empty"
    dialog.states.currentWidget().button.click()
    assert dialog.list.count() == len(dialog.pairs)


def test_a_read_only_workspace_shows_and_carries_nothing(qtbot, workspace):
    History(workspace, "Ana").do(AddLens("w1", "r2", SHELF.text("serverless")))
    stage = make_stage(qtbot, workspace, read_only=True)
    dialog = OverlapDialog(stage.desk, "w1", "r1", QUESTION.id, parent=stage.window)
    qtbot.addWidget(dialog)
    dialog.open()
    qtbot.waitUntil(lambda: dialog.list.count() > 0)
    assert not dialog.left.button.isEnabled()
    assert "read-only" in dialog.left.why_not.text()


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_everything_fits_and_is_named(qtbot, qapp, stage, scale):
    theme().apply(qapp, "dark", scale, "on")
    dialog = OverlapDialog(stage.desk, "w1", "r1", QUESTION.id, PRACTICE.id, stage.window)
    qtbot.addWidget(dialog)
    dialog.open()
    qtbot.waitUntil(lambda: dialog.list.count() > 0)
    assert dialog.width() <= stage.window.width()
    for part in (dialog.left, dialog.right):
        assert part.mapTo(dialog, part.rect().bottomRight()).x() < dialog.width()
        assert "Carry over to" in part.button.accessibleName()
    assert dialog.list.accessibleName()
    assert dialog.others.accessibleName()
