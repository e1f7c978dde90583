"""The presenter window: nothing is there that the room should not see, and the facilitator's keys work in it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QApplication, QWidget

from tests.ui.review_stage import LENS, make_workspace
from tests.ui.room_stage import PLAN, WA, make_room
from workbench.domain.answer import MarkState
from workbench.operations.answers import SetNotes
from workbench.ui.dialogs.room_presenter import share_warning
from workbench.ui.dialogs.room_slides import slide_of
from workbench.ui.widgets.room_sheet import _SIZES, PresenterSheet, _Type
from workbench.ui.widgets.room_slide import Unveiled, clock_text

FIRST = LENS.pillars[0].questions[0]
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def stage(qtbot, tmp_path):
    with make_workspace(tmp_path / "room.wawb") as workspace:
        yield make_room(qtbot, workspace)


@pytest.fixture
def shown(stage, qtbot):
    stage.page.toggle_presenter()
    qtbot.waitActive(stage.page.presenter)
    return stage


def test_risk_levels_and_ways_down_are_hidden_until_revealed(stage):
    stage.key("n")
    hidden = slide_of(stage.page.room, Unveiled())
    assert hidden.risk is None
    assert hidden.down == ""
    assert not any(row.level for row in hidden.rows)
    stage.key("s")
    open_ = slide_of(stage.page.room, Unveiled())
    assert open_.risk == "HIGH"
    assert "Lower with" in open_.down
    assert any(row.level for row in open_.rows)
    stage.key("j")
    assert slide_of(stage.page.room, Unveiled()).risk is None
    stage.key("s", SHIFT)
    assert slide_of(stage.page.room, Unveiled()).risk is not None
    stage.key("k")
    stage.key("s")
    stage.key("j")
    stage.key("s", SHIFT)
    assert slide_of(stage.page.room, Unveiled()).risk is None


def test_names_notes_and_account_ids_show_only_when_asked(stage):
    stage.desk.editor.do(SetNotes("r1", FIRST.id, "Keys of 123456789012 are old"))
    words = slide_of(stage.page.room, Unveiled()).words
    assert "Payments" not in words
    assert "Keys of" not in words
    with_notes = slide_of(stage.page.room, Unveiled(name=True, notes=True)).words
    assert "Payments" in with_notes
    assert "Keys of" in with_notes
    assert "123456789012" not in with_notes
    assert "123456789012" in slide_of(stage.page.room, Unveiled(notes=True, accounts=True)).words


def test_goals_before_the_start_show_no_account_ids(qtbot, tmp_path):
    with make_workspace(tmp_path / "room.wawb") as workspace:
        stage = make_room(qtbot, workspace, start=False)
        words = slide_of(stage.page.room, Unveiled()).words
        assert "Know where we stand" in words
        assert "Now, not later." in words
        assert "123456789012" not in words


def test_keys_work_while_the_presenter_window_is_active(shown):
    presenter = shown.page.presenter
    assert QApplication.activeWindow() is presenter
    shown.key("1")
    assert shown.answer(FIRST.id).state(FIRST.practices[0].id) is MarkState.YES
    shown.key("d")
    assert not presenter.capture.isHidden()
    assert shown.page.run.capture.isHidden()
    shown.type("Two Zones are enough")
    assert "decision" in shown.kinds
    assert presenter.isActiveWindow()
    shown.key(Qt.Key.Key_PageDown)
    assert shown.shown == LENS.pillars[0].questions[1].id
    assert presenter.sheet.slide.title == LENS.pillars[0].questions[1].title
    shown.key("z", Qt.KeyboardModifier.ControlModifier)
    assert shown.answer(FIRST.id).is_empty
    shown.key(Qt.Key.Key_F5)
    assert not presenter.isVisible()


def test_not_applicable_asks_in_the_window_that_is_active(shown, qtbot):
    shown.key("a")
    menu = QApplication.activePopupWidget()
    assert menu is not None
    assert menu.parent() is shown.page.presenter
    menu.actions()[0].trigger()
    menu.close()
    assert not shown.answer(FIRST.id).applicable
    assert slide_of(shown.page.room, Unveiled()).out


def test_the_warning_goes_by_what_is_on_which_screen(stage, qtbot):
    window, presenter = stage.window, QWidget()
    qtbot.addWidget(presenter)
    assert "may see this window" in share_warning(None, window)[0]
    assert "may see this window" in share_warning(presenter, window)[0]
    presenter.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
    presenter.show()
    assert "one screen" in share_warning(presenter, window, lambda: 1)[0]
    assert "Both windows" in share_warning(presenter, window, lambda: 2)[0]
    presenter.setWindowState(Qt.WindowState.WindowFullScreen)
    assert share_warning(presenter, window, lambda: 1) == ("", "")


def test_a_warning_that_was_closed_stays_closed_until_something_changes(stage):
    assert stage.page.run.warning.text
    stage.page.run.warning._dismiss()
    stage.page._show_time()
    assert not stage.page.run.warning.text
    stage.page.run.warn("Something else", "")
    assert stage.page.run.warning.text == "Something else"


@pytest.mark.parametrize(
    ("size", "least_px"), [(QSize(1280, 720), 14), (QSize(1920, 1080), 20), (QSize(1024, 640), 13)]
)
def test_every_question_of_the_framework_fits_in_readable_type(stage, size, least_px):
    sheet = PresenterSheet()
    sheet.resize(size)
    body = sheet.rect().adjusted(size.width() // 12, 60, -size.width() // 12, -80)
    smallest = 99.0
    for question in LENS.questions():
        stage.page.room.show((WA, question.id))
        stage.page.room.reveal()
        sheet.show_slide(slide_of(stage.page.room, Unveiled()))
        fits = [one for one in _SIZES if sheet._flow(None, _Type(one), body) <= body.height()]
        assert fits, question.id
        smallest = min(smallest, 26 * fits[0])
    assert smallest >= least_px
    sheet.deleteLater()


def test_a_break_shows_no_question_and_the_clock_says_minutes(stage):
    stage.key("b", SHIFT)
    slide = slide_of(stage.page.room, Unveiled())
    assert slide.banner == "Break"
    assert slide.title == ""
    assert slide.under == ("10 minutes left",)
    assert [clock_text(seconds) for seconds in (-720, -60, 10, 300)] == [
        "12 min behind",
        "1 min behind",
        "on time",
        "5 min ahead",
    ]


def test_a_session_with_a_plan_of_nothing_shows_so(qtbot, tmp_path):
    with make_workspace(tmp_path / "room.wawb") as workspace:
        stage = make_room(qtbot, workspace, replace(PLAN, pillars=()), start=False)
        assert not stage.page.before.start.isEnabled()
        assert isinstance(stage.page.presenter, QWidget | None)
