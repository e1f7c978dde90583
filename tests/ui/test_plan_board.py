"""Board, planner, follow-up and homework in the window: by keyboard, each change one undoable step."""

from __future__ import annotations

import openpyxl
import pytest
from PySide6.QtCore import Qt

from tests.ui.standing_stage import OPS1, REL10, SEC2, nameless, stage
from workbench.domain.initiative import Gap, Initiative
from workbench.domain.plan import ItemStatus
from workbench.operations.initiatives import PutInitiative
from workbench.store.queries.answers import improvements_of
from workbench.store.queries.initiatives import initiatives_of, plan_terms_of
from workbench.ui.dialogs.homework import ReadHomeworkDialog, SendHomeworkDialog, read_files, send_homework
from workbench.ui.dialogs.initiative import InitiativeDialog
from workbench.ui.dialogs.treatment import TreatmentDialog
from workbench.ui.models.plan_board import effort_column, moved
from workbench.ui.pages.plan import PlanPage
from workbench.ui.theme import theme

Key = Qt.Key


@pytest.fixture(autouse=True)
def dressed(qapp):
    theme().apply(qapp, "light", 1.0, "on")


@pytest.fixture
def made(qtbot, tmp_path):
    with stage(tmp_path, PlanPage, qtbot) as made:
        made.page.views.go("board")
        yield made


def stored(made):
    with made.workspace.reading() as session:
        return initiatives_of(session, "w1")


def board(made):
    return made.page.views.board.board


def choose(made, *questions):
    tray = board(made).tray
    for n in range(tray.count()):
        tray.item(n).setSelected(tray.item(n).data(int(Qt.ItemDataRole.UserRole))[1] in questions)


def dialog(made, kind):
    return made.page.findChildren(kind)[-1]


def grouped(qtbot, made, *questions, name="Access first"):
    choose(made, *questions)
    qtbot.keyClick(board(made).tray, Key.Key_G)
    asked = dialog(made, InitiativeDialog)
    asked.name.setText(name)
    asked.accept()
    return stored(made)[-1]


def test_questions_are_grouped_by_keyboard(qtbot, made):
    assert [board(made).tray.item(n).text().split()[0] for n in range(board(made).tray.count())] == [
        "OPS",
        "SEC",
        "REL",
    ]
    one = grouped(qtbot, made, SEC2, REL10)
    assert {gap.question_id for gap in one.closes} == {SEC2, REL10}
    assert board(made).tray.count() == 1
    assert list(board(made).cards) == [one.id]
    assert "2 high" in board(made).cards[one.id].accessibleName()
    made.desk.editor.undo()
    assert (stored(made), board(made).tray.count(), board(made).cards) == ((), 3, {})
    assert not nameless(made.page)


def test_arrows_move_a_card_and_it_keeps_the_focus(qtbot, made):
    one = grouped(qtbot, made, SEC2)
    card = board(made).cards[one.id]
    card.setFocus()
    qtbot.keyClick(card, Key.Key_Up)
    qtbot.keyClick(card, Key.Key_Up)
    qtbot.keyClick(card, Key.Key_Right)
    (now,) = stored(made)
    assert (now.impact, effort_column(now.days)) == (2, 1)
    assert board(made).cards[one.id].hasFocus()
    for _turn in range(7):
        qtbot.keyClick(card, Key.Key_Right)
    assert effort_column(stored(made)[0].days) == 5
    qtbot.keyClick(card, Key.Key_Return)
    assert dialog(made, InitiativeDialog).name.text() == "Access first"
    dialog(made, InitiativeDialog).reject()
    qtbot.keyClick(card, Key.Key_Delete)
    assert stored(made) == ()


def test_a_place_keeps_an_effort_that_fits_it():
    one = Initiative("i", "T", days=5.0)
    assert moved(one, effort_column(5.0), 3).days == 5.0
    assert [effort_column(moved(one, column, 1).days) for column in range(6)] == list(range(6))


def test_questions_join_an_initiative_or_become_one_where_they_are_dropped(qtbot, made):
    one = grouped(qtbot, made, SEC2)
    choose(made, REL10)
    board(made).joined.emit(one.id)
    assert {gap.question_id for gap in stored(made)[0].closes} == {SEC2, REL10}
    choose(made, OPS1)
    board(made).made.emit(2, 4)
    other = next(each for each in stored(made) if each.id != one.id)
    assert (effort_column(other.days), other.impact, {gap.question_id for gap in other.closes}) == (2, 4, {OPS1})


def test_keys_of_the_list_do_nothing_on_the_board(qtbot, made):
    one = grouped(qtbot, made, SEC2)
    before = len(made.page.findChildren(object))
    qtbot.keyClick(board(made).cards[one.id], "a")
    assert len(made.page.findChildren(object)) <= before
    assert not any(
        action.enabled() for action in made.page.actions() if action.id in ("plan.accept", "plan.owner", "plan.copy")
    )


def test_the_planner_runs_in_the_background_and_applies_as_one_step(qtbot, made):
    made.page.views.board.plan()
    asked = dialog(made, TreatmentDialog)
    assert asked.suggest.isChecked()
    assert asked.high.value() == 5
    qtbot.waitUntil(lambda: asked.apply_button.isEnabled(), timeout=10_000)
    assert "High risks fall from 3 to 0" in asked.summary.text()
    asked.apply()
    assert {one.status for one in stored(made)} == {ItemStatus.PLANNED}
    assert all(one.due for one in stored(made))
    with made.workspace.reading() as session:
        assert plan_terms_of(session, "w1").planned_on
        assert next(one for one in improvements_of(session, ["r1"]) if one.question_id == REL10).due
    assert not made.page.views.board.messages.isVisible()
    made.desk.editor.undo()
    assert stored(made) == ()


def test_a_plan_is_offered_again_when_work_changes(qtbot, made):
    made.page.views.board.plan()
    asked = dialog(made, TreatmentDialog)
    qtbot.waitUntil(lambda: asked.apply_button.isEnabled(), timeout=10_000)
    asked.apply()
    one = stored(made)[0]
    made.desk.editor.do(
        PutInitiative(
            "w1", Initiative(one.id, one.title, (Gap("r1", *one.closes[0].spot[1:], one.closes[0].choice_id),), 30.0)
        )
    )
    assert made.page.views.board.messages.isVisible()


def test_follow_up_tells_progress_and_takes_a_target(qtbot, made):
    made.page.views.go("follow_up")
    pane = made.page.views.follow_up
    assert pane.sentence.text().startswith("1 of 3 high risks of")
    assert any("overdue since" in pane.list.item(n).text() for n in range(pane.list.count()))
    pane.target.setValue(90)
    with made.workspace.reading() as session:
        assert plan_terms_of(session, "w1").target == 0.9
    assert "90 %" in pane.sentence.text()
    assert not nameless(made.page)


def test_the_recap_for_the_sponsor_waits_for_the_owner(made):
    made.page.views.go("follow_up")
    entries = [action for action in made.page.views.follow_up.recap.menu().actions() if action.text()]
    waiting = [action for action in entries if "sponsor" in action.text()]
    assert len(waiting) == 3
    assert not any(action.isEnabled() for action in waiting)
    assert all(action.isEnabled() for action in entries if action not in waiting)


def test_homework_goes_out_and_comes_back_line_by_line(qtbot, made, tmp_path):
    send_homework(made.desk, made.page)
    asked = dialog(made, SendHomeworkDialog)
    asked.folder.setText(str(tmp_path))
    asked.write()
    qtbot.waitUntil(lambda: bool(made.said), timeout=20_000)
    (path,) = tmp_path.glob("Payments-Cleo.xlsx")
    book = openpyxl.load_workbook(path)
    sheet = book["Practices"]
    heads = [cell.value for cell in sheet[1]]
    sheet.cell(2, heads.index("Answer") + 1).value = "Yes"
    sheet.cell(3, heads.index("Answer") + 1).value = "No"
    book.save(path)
    read_files(made.desk, [path], made.page)
    qtbot.waitUntil(lambda: bool(made.page.findChildren(ReadHomeworkDialog)), timeout=20_000)
    shown = dialog(made, ReadHomeworkDialog)
    assert [shown.list.topLevelItem(n).text(2) for n in range(2)] == ["Yes", "No"]
    shown.list.topLevelItem(1).setCheckState(0, Qt.CheckState.Unchecked)
    assert shown.take_button.text() == "Take 1 answer"
    shown.take()
    assert made.said[-1] == "1 answer taken"
    assert made.undo[-1] is not None
