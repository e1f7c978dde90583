"""Dragging on the board with the events a mouse sends; every drag has a twin on the keyboard."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QDrag, QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.ui.standing_stage import REL10, SEC2, stage
from tests.ui.test_plan_board import board, choose, grouped, stored
from workbench.ui.models.plan_board import effort_column
from workbench.ui.pages.plan import PlanPage
from workbench.ui.theme import theme
from workbench.ui.widgets import plan_board_card

LEFT, PLAIN = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


@pytest.fixture
def carried(monkeypatch):
    """What a drag carries: the platform of the tests has no drags, so ours ends where the hand would begin to move."""
    held = []

    class Drag(QDrag):
        def exec(self, *_actions):
            held.append(self.mimeData())
            return Qt.DropAction.IgnoreAction

    monkeypatch.setattr(plan_board_card, "QDrag", Drag)
    return held


@pytest.fixture
def made(qapp, qtbot, tmp_path):
    theme().apply(qapp, "light", 1.0, "on")
    with stage(tmp_path, PlanPage, qtbot) as made:
        made.page.views.go("board")
        qtbot.wait(20)  # cells have their places once the layout ran
        yield made


def pull(made, card, steps):
    """Press on a card and move the mouse by so many pixels."""
    handle, at = made.window.windowHandle(), card.mapTo(made.window, card.rect().center())
    QTest.mousePress(handle, LEFT, PLAIN, at)
    for step in steps:
        QTest.mouseMove(handle, at + QPoint(step, step))
    QTest.mouseRelease(handle, LEFT, PLAIN, at)


def drop(widget, data):
    """Come over a widget and let go; False where it takes nothing of the kind."""
    middle, action = widget.rect().center(), Qt.DropAction.MoveAction
    over = QDragEnterEvent(middle, action, data, LEFT, PLAIN)
    QApplication.sendEvent(widget, over)
    if over.isAccepted():
        QApplication.sendEvent(widget, QDropEvent(QPointF(middle), action, data, LEFT, PLAIN))
    return over.isAccepted()


def test_a_card_lands_where_it_is_dropped_as_one_step(qtbot, made, carried):
    one = grouped(qtbot, made, SEC2)
    qtbot.wait(20)
    pull(made, board(made).cards[one.id], (4, 12, 24))
    (data,) = carried
    assert drop(board(made)._cells[3, 4], data)
    (now,) = stored(made)
    assert (effort_column(now.days), now.impact) == (3, 4)
    assert board(made).cards[one.id].parent() is board(made)._cells[3, 4]
    made.desk.editor.undo()
    assert (stored(made)[0].days, stored(made)[0].impact) == (one.days, one.impact)


def test_a_click_and_a_hand_that_trembles_drag_nothing(qtbot, made, carried):
    one = grouped(qtbot, made, SEC2)
    qtbot.wait(20)
    pull(made, board(made).cards[one.id], (1, 2))
    assert carried == []
    assert stored(made) == (one,)


def test_a_question_is_dragged_onto_the_board_and_onto_a_card(qtbot, made, carried):
    tray = board(made).tray
    choose(made, SEC2)
    assert drop(board(made)._cells[2, 5], tray.mimeData(tray.selectedItems()))
    (one,) = stored(made)
    assert {gap.question_id for gap in one.closes} == {SEC2}
    assert (effort_column(one.days), one.impact) == (2, 5)
    choose(made, REL10)
    assert drop(board(made).cards[one.id], tray.mimeData(tray.selectedItems()))
    assert {gap.question_id for gap in stored(made)[0].closes} == {SEC2, REL10}
    assert tray.count() == 1


def test_what_is_none_of_ours_is_not_taken(qtbot, made):
    one = grouped(qtbot, made, SEC2)
    data = QMimeData()
    data.setText("something from another program")
    assert not drop(board(made)._cells[2, 5], data)
    assert not drop(board(made).cards[one.id], data)
    assert stored(made) == (one,)
