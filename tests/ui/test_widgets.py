"""The small pieces: named, painted, and quiet where they should be."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import (
    QApplication,
    QLabel,
    QMainWindow,
    QTableWidget,
    QTreeWidget,
    QVBoxLayout,
    QWidget,
)

from tests.ui.widget_stage import shown
from workbench.domain.answer import MarkState
from workbench.domain.risk import Risk
from workbench.errors import BadInput
from workbench.ui.theme import theme
from workbench.ui.widgets.chip import Chip, FlowRow
from workbench.ui.widgets.empty_state import StateStack
from workbench.ui.widgets.field_edit import LineField
from workbench.ui.widgets.kbd import KeyCap, flat_button, icon_button, link_button, plain_button, primary_button
from workbench.ui.widgets.labels import ElidedLabel, LinkLabel, WrapLabel, heading, tag_label
from workbench.ui.widgets.list_field import ListField
from workbench.ui.widgets.marks import MarkLabel, mark_icon
from workbench.ui.widgets.message_bar import MessageBar
from workbench.ui.widgets.notes_edit import NotesEdit
from workbench.ui.widgets.number_field import DecimalField, NumberField
from workbench.ui.widgets.page import Page
from workbench.ui.widgets.risk_bar import RiskBar, RiskBarDelegate, counts_text
from workbench.ui.widgets.search_field import SearchField
from workbench.ui.widgets.section import Section
from workbench.ui.widgets.state_box import STATE_ORDER, StateBox, state_icon
from workbench.ui.widgets.toast import Toast
from workbench.ui.widgets.views import dress_view


@pytest.fixture(autouse=True)
def dressed(qapp):
    theme().apply(qapp, "light")


def test_marks_and_states_all_look_different(qapp):
    for icons in ([mark_icon(risk) for risk in Risk], [state_icon(state) for state in STATE_ORDER]):
        pictures = [bytes(made.pixmap(28, 28).toImage().convertToFormat(made.pixmap(28, 28).toImage().Format.Format_Grayscale8).constBits()) for made in icons]  # fmt: skip
        assert len(set(pictures)) == len(pictures), "shapes, not colours only"


def test_a_mark_label_is_named(qtbot):
    made = shown(qtbot, MarkLabel(Risk.HIGH))
    assert made.accessibleName() == "High risk"
    made.set_risk(Risk.NONE)
    assert made.toolTip() == "No risk found"


def test_a_state_box_asks_and_is_named(qtbot):
    box = shown(qtbot, StateBox("Deploy to multiple locations"))
    asked = []
    box.asked.connect(asked.append)
    qtbot.mouseClick(box, Qt.MouseButton.LeftButton)
    assert asked == [MarkState.YES]
    assert box.state is None, "the page decides"
    box.set_state(MarkState.YES)
    box.setFocus()
    qtbot.keyClick(box, Qt.Key.Key_Space)
    assert asked == [MarkState.YES, None]
    box.set_state(MarkState.DONT_KNOW)
    assert box.accessibleName() == "Deploy to multiple locations: Don't know"
    assert box.sizeHint().width() >= 24
    for state in STATE_ORDER:
        box.set_state(state)
        box.grab()


def test_a_state_box_offers_all_states(qtbot):
    box = shown(qtbot, StateBox("Practice"))
    picked = []
    box.picked.connect(picked.append)
    qtbot.keyClick(box, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    menu = QApplication.activePopupWidget()
    assert len(menu.actions()) == 6
    menu.actions()[1].trigger()
    menu.close()
    assert picked == [MarkState.PARTLY]


def test_chips_count_and_wrap(qtbot):
    chips = [Chip("Unanswered", 31), Chip("High", 4), Chip("Flagged")]
    row = shown(qtbot, FlowRow(*chips))
    assert chips[0].accessibleName() == "Unanswered 31"
    chips[0].set_count(1030)
    assert chips[0].accessibleName() == "Unanswered 1,030"
    wide, narrow = row.heightForWidth(1000), row.heightForWidth(120)
    assert narrow > wide
    toggled = []
    chips[1].toggled.connect(toggled.append)
    qtbot.mouseClick(chips[1], Qt.MouseButton.LeftButton)
    assert toggled == [True]
    assert all(chip.sizeHint().height() >= 24 for chip in chips)
    row.clear()
    assert row.heightForWidth(1000) == 0


def test_a_section_folds_and_remembers(qtbot):
    QSettings().remove("sections")
    section = shown(qtbot, Section("Evidence", "1 verified", key="evidence"))
    section.add(QLabel("content"))
    folded = []
    section.folded_changed.connect(folded.append)
    section.set_folded(True)
    assert folded == [True]
    again = shown(qtbot, Section("Evidence", key="evidence"))
    assert again.is_folded
    header = section.findChild(QWidget, "") or section
    assert header is not None
    section.set_tag("1 finding", "high")
    section.grab()
    section.clear()
    QSettings().remove("sections")


def test_risk_bars_say_their_counts(qtbot):
    counts = {Risk.HIGH: 4, Risk.UNANSWERED: 31, Risk.NONE: 0}
    bar = shown(qtbot, RiskBar(counts))
    assert bar.accessibleName() == "4 High risk, 31 Unanswered"
    assert counts_text({}) == "No questions"
    bar.set_counts({})
    bar.grab()


# ------------------------------------------------------------------------------------------ messages and states
def test_the_message_bar_says_what_to_do(qtbot, qapp):
    bar = MessageBar()
    qtbot.addWidget(bar)
    done = []
    assert bar.isHidden()
    bar.show_error(
        BadInput("The file could not be read.", "Choose another one.", ("line 3",)), ("Choose", lambda: done.append(1))
    )
    assert bar.text == "The file could not be read."
    bar._details.toggle()
    bar._details.copy()
    assert qapp.clipboard().text() == "line 3"
    bar._button.click()
    bar._button.click()
    assert done == [1]
    assert bar.isHidden()


def test_a_toast_offers_undo(qtbot):
    window = shown(qtbot, QMainWindow())
    window.resize(600, 400)
    toast = Toast(window)
    undone = []
    toast.say("Flagged REL 10", lambda: undone.append(1))
    assert toast.text == "Flagged REL 10"
    assert window.rect().contains(toast.geometry())
    toast._undo.click()
    assert undone == [1]
    assert toast.text == ""


def test_a_page_has_states(qtbot):
    stack = shown(qtbot, StateStack(QLabel("content")))
    assert stack.state == "content"
    stack.show_empty("plan", "No plan yet", "Answer questions first.", "Open review")
    assert stack.state == "empty"
    stack.show_loading("Reading")
    assert stack.state == "empty", "no flicker"
    stack.show_content()
    qtbot.wait(150)
    assert stack.state == "content"
    stack.show_loading("Reading")
    qtbot.waitUntil(lambda: stack.state == "loading")
    stack.show_failed(BadInput("It is damaged.", "Import it again."), lambda: None)
    assert stack.state == "failed"
    stack.show_failed(KeyError("x"))
    assert stack.state == "failed"


def test_a_page_flushes_its_fields(qtbot):
    page = Page()
    column = QVBoxLayout(page)
    notes, line = NotesEdit(), LineField("Owner")
    column.addWidget(notes)
    column.addWidget(line)
    shown(qtbot, page)
    said = []
    notes.typed.connect(said.append)
    line.typed.connect(said.append)
    qtbot.keyClicks(notes, "n")
    qtbot.keyClicks(line.edit, "l")
    page.flush()
    assert said == ["n", "l"]


def test_number_fields_have_units_and_leave_the_wheel_alone(qtbot):
    hours, share = NumberField("Hours", 0, 5000, "h"), DecimalField("Share", 0, 100, 1, "%")
    for field in (hours, share):
        shown(qtbot, field)
        field.setValue(42)
        assert field.text().startswith("42")
        assert field.lineEdit().textMargins().left() > 0
    assert hours.text() == "42 h"
    assert hours.accessibleName() == "Hours"


def test_labels(qtbot):
    long = shown(qtbot, ElidedLabel("a very long text that never fits"))
    long.resize(60, 20)
    long.grab()
    assert long.toolTip() == "a very long text that never fits"
    link = shown(qtbot, LinkLabel("official page", "https://example.org"))
    assert link.accessibleName() == "official page"
    wrap = WrapLabel("word " * 40)
    qtbot.addWidget(wrap)
    assert wrap.heightForWidth(100) > wrap.heightForWidth(400)


def test_views_have_comfortable_rows(qtbot, qapp):
    tree, table = QTreeWidget(), QTableWidget(2, 2)
    for view in (tree, table):
        qtbot.addWidget(view)
        dress_view(view, "Rows")
    table.setItemDelegateForColumn(1, RiskBarDelegate(table))
    table.show()
    table.grab()
    assert table.rowHeight(0) == 28
    theme().apply(qapp, "light", scale=2.0)
    assert table.rowHeight(0) == 56
    assert tree.indentation() == 40
    theme().apply(qapp, "light")


def test_everything_that_takes_the_focus_has_a_name(qtbot):
    host = QWidget()
    column = QVBoxLayout(host)
    error_bar = MessageBar()
    stack = StateStack(QLabel("x"))
    stack.show_failed(BadInput("Broken", "", ("line",)), lambda: None)
    for widget in (
        StateBox("Practice"), Chip("High", 4), Section("Evidence"), NotesEdit(), LineField("Owner"), SearchField(),
        primary_button("Save", key="S"), plain_button("Flag", key="F"), flat_button("Park"), link_button("More"),
        icon_button("undo", "Undo"), LinkLabel("page", "https://example.org"), error_bar, stack,
        KeyCap("Ctrl+K"), heading("Title"), tag_label("High", "high"),
    ):  # fmt: skip
        column.addWidget(widget)
    error_bar.show_message("warning", "Careful", "Look", ("Do", lambda: None), ("detail",))
    shown(qtbot, host)
    for widget in host.findChildren(QWidget):
        if widget.focusPolicy() == Qt.FocusPolicy.NoFocus or not widget.isVisible():
            continue
        interface = QAccessible.queryAccessibleInterface(widget)
        name = interface.text(QAccessible.Text.Name) if interface else ""
        assert name or type(widget).__name__ in ("QScrollArea", "QWidget"), widget


def test_enter_adds_an_entry_before_the_line_and_closes_the_proposals(qtbot):
    field = shown(qtbot, ListField("Regions", ["eu-west-1", "eu-west-3"]))
    field.input.setFocus()
    qtbot.keyClicks(field.input, "eu-west-1")
    popup = field.input.completer().popup()
    qtbot.waitUntil(popup.isVisible)
    qtbot.keyClick(popup, Qt.Key.Key_Return)
    assert field.items == ("eu-west-1",)
    assert not popup.isVisible()
    qtbot.waitUntil(lambda: not field.tokens[0].geometry().intersects(field.input.geometry()))
