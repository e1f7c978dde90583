"""The improvement list is edited where it stands, and says what is missing."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QLineEdit, QTableView

from tests.ui.standing_stage import OPS1, REL9, REL10, SEC2, day, marks, nameless, stage
from workbench.domain.answer import MarkState
from workbench.domain.plan import ItemStatus
from workbench.operations.history import Together
from workbench.store.queries.answers import acceptances_of, improvements_of
from workbench.ui.dialogs.acceptance import AcceptanceDialog
from workbench.ui.models import plan
from workbench.ui.pages.plan import PlanPage
from workbench.ui.theme import theme

Key = Qt.Key


@pytest.fixture(autouse=True)
def dressed(qapp):
    theme().apply(qapp, "light", 1.0, "on")


@pytest.fixture
def made(qtbot, tmp_path):
    with stage(tmp_path, PlanPage, qtbot) as made:
        yield made


def go(made, question_id, column=0):
    place = made.page.model.place_of(("r1", question_id))
    made.page.table.setCurrentIndex(made.page.model.index(place, column))
    made.page.table.setFocus()
    return made.page.model.rows[place]


def row(made, question_id):
    return made.page.model.rows[made.page.model.place_of(("r1", question_id))]


def stored(made, question_id):
    with made.workspace.reading() as session:
        return next((one for one in improvements_of(session, ["r1"]) if one.question_id == question_id), None)


def editor_of(made, kind=QLineEdit):
    return next(widget for widget in made.page.table.viewport().findChildren(kind) if widget.isVisible())


def test_every_open_risk_is_listed_and_what_is_gone_is_shown_as_such(made):
    keys = {one.key[1] for one in made.page.model.rows}
    assert keys == {SEC2, REL10, OPS1, REL9}
    gone = row(made, REL9)
    assert (gone.is_gone, gone.status_note) == (True, "evidence verified")
    assert row(made, SEC2).status_note == "overdue"
    assert "Deploy the workload to multiple locations" in row(made, REL10).way
    assert made.page.headline.text() == "3 risks to improve, 1 under way or decided, 1 overdue"
    assert not nameless(made.page)


def test_an_expired_acceptance_is_open_again_and_says_so(made):
    assert row(made, REL10).status is ItemStatus.OPEN
    assert row(made, REL10).status_note.startswith("acceptance expired")


def test_owner_by_keyboard(qtbot, made):
    go(made, OPS1)
    qtbot.keyClick(made.page.table, "o")
    qtbot.keyClicks(editor_of(made), "Platform team")
    qtbot.keyClick(editor_of(made), Key.Key_Return)
    qtbot.waitUntil(lambda: stored(made, OPS1) is not None, timeout=1000)
    assert stored(made, OPS1).owner == "Platform team"
    assert made.page.current().key == ("r1", OPS1), "the row stays chosen"
    assert made.page.table.hasFocus()


def test_due_date_takes_plain_forms_and_refuses_others(qtbot, made):
    go(made, OPS1)
    qtbot.keyClick(made.page.table, "d")
    qtbot.keyClicks(editor_of(made), "+14")
    qtbot.keyClick(editor_of(made), Key.Key_Return)
    qtbot.waitUntil(lambda: stored(made, OPS1) is not None, timeout=1000)
    assert stored(made, OPS1).due == day(14)
    go(made, OPS1)
    qtbot.keyClick(made.page.table, "d")
    editor_of(made).clear()
    qtbot.keyClicks(editor_of(made), "soon")
    qtbot.keyClick(editor_of(made), Key.Key_Return)
    qtbot.waitUntil(lambda: bool(made.told), timeout=1000)
    assert made.told[-1].message == '"soon" is no date.'
    assert stored(made, OPS1).due == day(14)


def test_done_without_evidence_is_marked_and_offers_to_attach(qtbot, made):
    go(made, OPS1)
    qtbot.keyClick(made.page.table, "s")
    box = editor_of(made, QComboBox)
    box.setCurrentIndex(box.findData("done"))
    box.activated.emit(box.currentIndex())
    assert stored(made, OPS1).status is ItemStatus.DONE
    assert row(made, OPS1).status_note == "no evidence yet"
    assert "no evidence yet" in made.page.messages.text


def test_accepting_goes_through_the_dialog(qtbot, made):
    go(made, SEC2)
    qtbot.keyClick(made.page.table, "s")
    box = editor_of(made, QComboBox)
    box.setCurrentIndex(box.findData("accepted"))
    box.activated.emit(box.currentIndex())
    dialog = made.page.findChild(AcceptanceDialog)
    assert stored(made, SEC2).status is ItemStatus.IN_PROGRESS, "nothing yet"
    dialog.why.setPlainText("Keys end in June")
    dialog.accept()
    with made.workspace.reading() as session:
        found = {one.question_id: one for one in acceptances_of(session, ["r1"])}
    assert found[SEC2].why == "Keys end in June"
    assert row(made, SEC2).status is ItemStatus.ACCEPTED
    made.desk.editor.undo()
    assert row(made, SEC2).status is ItemStatus.IN_PROGRESS, "one step"


def test_leaving_accepted_takes_the_acceptance_back(qtbot, made):
    test_accepting_goes_through_the_dialog(qtbot, made)
    made.desk.editor.redo()
    made.page._change(row(made, SEC2), "status", "planned")
    with made.workspace.reading() as session:
        assert SEC2 not in {one.question_id for one in acceptances_of(session, ["r1"])}
    assert row(made, SEC2).status is ItemStatus.PLANNED


def test_several_rows_at_once_are_one_step(made):
    made.page.table.selectAll()
    made.page._change(row(made, SEC2), "owner", "Everybody")
    assert {one.owner for one in made.page.model.rows} == {"Everybody"}
    made.desk.editor.undo()
    assert row(made, SEC2).owner == "Security"


def test_filters_and_search_go_together(qtbot, made):
    page = made.page
    qtbot.mouseClick(page.chips["overdue"], Qt.MouseButton.LeftButton)
    assert [one.key[1] for one in page.model.rows] == [SEC2]
    qtbot.mouseClick(page.chips["no_owner"], Qt.MouseButton.LeftButton)
    assert not page.model.rows
    assert page.empty.isVisible()
    page._clear()
    assert len(page.model.rows) == 4
    qtbot.keyClick(page.table, "/")
    assert page.search.hasFocus()
    page.search.setText("security")
    page.search._tell()
    assert [one.key[1] for one in page.model.rows] == [SEC2]


def test_mine_are_the_rows_with_my_name(made):
    made.page._change(row(made, SEC2), "owner", "ana ")
    made.page.chips["mine"].setChecked(True)
    assert [one.key[1] for one in made.page.model.rows] == [SEC2]


def test_empty_cells_stand_last_whichever_way_it_is_sorted(made):
    header = made.page.table.horizontalHeader()
    for order in (Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder):
        header.setSortIndicator(plan.DUE, order)
        dues = [one.due for one in made.page.model.rows]
        assert dues[-2:] == ["", ""]
    assert dues[0] == day(-10)
    assert made.page.save_state()["sort"] == [plan.DUE, True]


def test_the_table_is_copied_for_a_spreadsheet(made):
    made.page.table.clearSelection()
    made.page.copy()
    lines = QGuiApplication.clipboard().text().splitlines()
    assert lines[0].split("\t")[:3] == ["Risk", "Risk and question", "Smallest way down"]
    assert len(lines) == 5
    assert all(len(line.split("\t")) == 7 for line in lines)
    assert made.said == ["4 rows copied"]


def test_enter_opens_the_question_from_its_column_and_edits_elsewhere(qtbot, made):
    go(made, SEC2)
    qtbot.keyClick(made.page.table, Key.Key_Return)
    assert (made.desk.place.question_id, made.pages) == (SEC2, ["review"])
    go(made, SEC2, plan.NOTE)
    qtbot.keyClick(made.page.table, Key.Key_Return)
    assert editor_of(made).text() == "Roles first"
    qtbot.keyClick(editor_of(made), Key.Key_Escape)


def test_read_only_shows_but_does_not_edit(qtbot, tmp_path):
    with stage(tmp_path, PlanPage, qtbot, read_only=True) as made:
        assert made.page.read_only_note.isVisible()
        go(made, SEC2, plan.OWNER)
        qtbot.keyClick(made.page.table, "o")
        assert made.page.table.state() is not QTableView.State.EditingState
        assert not made.page.model.flags(made.page.model.index(0, plan.OWNER)) & Qt.ItemFlag.ItemIsEditable


def test_nothing_to_improve_is_said_and_hides_no_other_view(qtbot, tmp_path):
    with stage(tmp_path, PlanPage, qtbot, empty=True) as made:
        page = made.page
        assert page.listed.state == "empty"
        assert "unanswered" in " ".join(part.text() for part in page.listed.findChildren(QLabel))
        assert not page.search.isEnabled()
        for name, pane in (("board", page.views.board), ("follow_up", page.views.follow_up)):
            page.views.go(name)
            assert pane.isVisible()
        assert page.views.follow_up.recap_button.isEnabled()
        page.views.go("list")
        page.enter()
        assert page.window().focusWidget().text() == "Go to the review"
        made.desk.editor.do(Together("risky", marks(REL10, MarkState.NO)))
        assert page.listed.state == "content"
        assert len(page.model.rows) == 1


def test_filters_and_widths_come_back(qtbot, tmp_path, made):
    made.page.chips["high"].setChecked(True)
    made.page.table.setColumnWidth(0, 222)
    state = made.page.save_state()
    again = PlanPage(made.desk)
    qtbot.addWidget(again)
    again.restore_state(state)
    assert again.chips["high"].isChecked()
    assert again.table.columnWidth(0) == 222


@pytest.mark.parametrize("name", ["dark", "high_contrast"])
def test_it_paints_in_every_theme(qapp, made, name):
    theme().apply(qapp, name, 2.0, "on")
    QApplication.processEvents()
    made.window.grab()
