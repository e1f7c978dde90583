"""One list of actions feeds menus, single keys, palette and cheat sheet."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QLineEdit,
    QListWidget,
    QMainWindow,
    QMenu,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from workbench.ui.actions import Action, ActionSet, KeyMap, is_single_key, tip
from workbench.ui.dialogs.cheat_sheet import CheatSheet
from workbench.ui.dialogs.palette import Palette, Place
from workbench.ui.widgets.fuzzy import fit
from workbench.ui.widgets.page import Page


@pytest.fixture
def done():
    return []


@pytest.fixture
def actions(done):
    return (
        Action("flag", "Flag question", ("F",), "flag", "Review", lambda: done.append("flag")),
        Action("next", "Next question", ("J",), "", "Review", lambda: done.append("next"), repeats=True),
        Action("keys", "Show keys", ("?",), "keyboard", "Help", lambda: done.append("keys")),
        Action("search", "Search", ("/",), "search", "Go to", lambda: done.append("search")),
        Action("undo", "Undo", ("Ctrl+Z",), "undo", "Edit", lambda: done.append("undo")),
        Action("never", "Push answers", ("Ctrl+P",), "", "Sync", lambda: done.append("never"), enabled=lambda: False),
    )


@pytest.fixture
def page(qtbot, actions):
    window = QMainWindow()
    made = Page()
    made.list, made.field, made.notes = QListWidget(), QLineEdit(), QPlainTextEdit()
    made.button = QPushButton("A button")
    made.list.addItems(["fig", "first", "jam"])
    column = QVBoxLayout(made)
    for widget in (made.list, made.field, made.notes, made.button):
        column.addWidget(widget)
    made.keys.set_actions(actions)
    made.keys.watch(made.list)
    window.setCentralWidget(made)
    qtbot.addWidget(window)
    window.show()
    qtbot.waitExposed(window)
    window.activateWindow()
    yield made
    window.close()


@pytest.mark.parametrize(
    ("key", "single"),
    [("F", True), ("?", True), ("Space", True), ("Shift+A", True), ("F5", False), ("Ctrl+K", False), ("Alt+1", False)],
)
def test_what_a_single_key_is(key, single):
    assert is_single_key(key) is single


def test_single_keys_work_in_lists_and_on_buttons(qtbot, page, done):
    page.list.setFocus()
    qtbot.keyClick(page.list, Qt.Key.Key_F)
    page.button.setFocus()
    qtbot.keyClick(page.button, Qt.Key.Key_J)
    qtbot.keyClick(page.button, "?")
    qtbot.keyClick(page.button, "/")
    assert done == ["flag", "next", "keys", "search"]
    assert page.list.currentRow() <= 0


def test_a_key_of_the_page_goes_before_the_same_key_of_the_window(qtbot, page, done):
    window = ActionSet(page.window())
    window.add(Action("open", "Open", ("Ctrl+O",), callback=lambda: done.append("open")))
    page.keys.set_actions([Action("import", "Import", ("Ctrl+O",), callback=lambda: done.append("import"), local=True)])
    for widget in (page.list, page.button, page.field):
        widget.setFocus()
        qtbot.keyClick(widget, Qt.Key.Key_O, Qt.KeyboardModifier.ControlModifier)
    assert done == ["import", "import", "open"], "while someone types, the window's"


def test_single_keys_never_work_while_typing(qtbot, page, done):
    for field in (page.field, page.notes):
        field.setFocus()
        qtbot.keyClicks(field, "Fj?/")
    assert done == []
    assert page.field.text() == "Fj?/"


def test_keys_with_control_are_not_single_keys(qtbot, page, done):
    page.list.setFocus()
    qtbot.keyClick(page.list, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert done == []


def test_holding_a_key_repeats_only_what_may(qtbot, page, done):
    from PySide6.QtGui import QKeyEvent
    from PySide6.QtWidgets import QApplication

    page.list.setFocus()
    for key, text in ((Qt.Key.Key_F, "f"), (Qt.Key.Key_J, "j")):
        event = QKeyEvent(QKeyEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier, text, True)
        QApplication.sendEvent(page.list, event)
    assert done == ["next"]


def test_shortcuts_of_the_window_work_while_typing(qtbot, page, actions, done):
    made = ActionSet(page.window())
    made.add(*actions)
    page.notes.setUndoRedoEnabled(False)
    page.button.setFocus()
    qtbot.keyClick(page.button, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(page.button, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    assert done == ["undo"]


def test_a_set_feeds_menus_and_tool_tips(qtbot, page, actions, done):
    made = ActionSet(page.window())
    made.add(*actions)
    menu = QMenu(page)
    made.fill_menu(menu, ["flag", "", "undo", "never"])
    assert [entry.text() for entry in menu.actions()] == [
        "Flag question\tF",
        "",
        "Undo\tCtrl+Z",
        "Push answers\tCtrl+P",
    ]
    assert made.q_action("flag").toolTip() == tip(actions[0]) == "Flag question (F)"
    assert not made.q_action("never").isEnabled()
    made.q_action("flag").trigger()
    assert made.run("never") is False
    assert done == ["flag"]
    made.remove("flag")
    assert "flag" not in [action.id for action in made.actions]


def test_ticks_are_asked_again(qtbot, page):
    state = {"on": False}
    made = ActionSet(page.window())
    made.add(Action("grid", "Grid", (), "", "View", lambda: None, checkable=True, checked=lambda: state["on"]))
    state["on"] = True
    made.refresh()
    assert made.q_action("grid").isChecked()


def test_a_keymap_without_actions_takes_nothing(qtbot, page, done):
    KeyMap().watch(page.button)
    page.keys.set_actions(())
    page.button.setFocus()
    qtbot.keyClick(page.button, Qt.Key.Key_F)
    assert done == []


@pytest.mark.parametrize(
    ("query", "text", "fits"),
    [
        ("flag", "Flag question", True),
        ("nu", "Next unanswered", True),
        ("rel 10", "REL 10 Fault isolation", True),
        ("iso rel", "REL 10 Fault isolation", True),
        ("xq", "Next unanswered", False),
        ("", "Anything", True),
        ("straße", "Straße", True),
    ],
)
def test_fuzzy_fit(query, text, fits):
    assert (fit(query, text) is not None) is fits


def test_better_fits_score_higher():
    assert fit("plan", "Plan").score > fit("plan", "Improvement plan").score > fit("plan", "Explanation").score
    assert fit("nu", "Next unanswered").positions == (0, 5)


def test_the_palette_runs_what_is_chosen(qtbot, page, actions, done):
    gone = []
    palette = Palette(
        page.window(), lambda: actions, [lambda query: [Place("REL 10", lambda: gone.append("rel"), "Question")]]
    )
    palette.open()
    assert len(palette.places) == 6
    qtbot.keyClicks(palette.field, "flag")
    assert palette.places[0].text == "Flag question"
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    assert done == ["flag"]
    assert not palette.isVisible()
    palette.open("rel")
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    assert gone == ["rel"]


def test_what_cannot_be_done_is_shown_but_not_run(qtbot, page, actions, done):
    palette = Palette(page.window(), lambda: actions)
    palette.open("push")
    assert palette.places[0].text == "Push answers"
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    assert done == []
    qtbot.keyClick(palette.field, Qt.Key.Key_Escape)
    assert not palette.isVisible()


def test_results_from_the_background_are_added_while_they_fit(qtbot, page, actions):
    palette = Palette(page.window(), lambda: actions)
    with qtbot.waitSignal(palette.searched) as caught:
        palette.open()
        palette.field.setText("zones")
    assert caught.args == ["zones"]
    assert palette.places == ()
    palette.append("older", [Place("Old", print, found=True)])
    assert palette.places == ()
    palette.append("zones", [Place("REL 10", print, "note: two Availability Zones", found=True)])
    assert [place.text for place in palette.places] == ["REL 10"]
    palette.close()


def test_arrows_move_and_wrap_in_the_palette(qtbot, page, actions):
    palette = Palette(page.window(), lambda: actions)
    palette.open()
    qtbot.keyClick(palette.field, Qt.Key.Key_Up)
    assert palette.list.currentIndex().row() == len(palette.places) - 1
    qtbot.keyClick(palette.field, Qt.Key.Key_Down)
    assert palette.list.currentIndex().row() == 0
    palette.close()


def test_a_palette_of_many_places_is_quick(qtbot, page):
    places = [Place(f"Question {number}", print, "Reliability") for number in range(3000)]
    palette = Palette(page.window(), lambda: (), [lambda query: places])
    palette.open("question 29")
    assert palette.places[0].text == "Question 29"
    palette.close()


def test_the_cheat_sheet_shows_and_filters(qtbot, page, actions):
    sheet = CheatSheet(actions, page.window())
    sheet.show()
    assert len(sheet.shown) == len(actions)
    sheet.show_actions("flag")
    assert [action.id for action in sheet.shown] == ["flag"]
    sheet.show_actions("ctrl+z")
    assert [action.id for action in sheet.shown] == ["undo"]
    sheet.show_actions("zzz")
    assert sheet.shown == ()
    sheet.close()


def test_a_shortcut_works_as_soon_as_its_action_does(qtbot, page, done):
    made, ready = ActionSet(page.window()), []
    made.add(
        Action("write", "Write", ("Ctrl+Return",), callback=lambda: done.append("write"), enabled=lambda: bool(ready))
    )
    page.list.setFocus()
    for _time in range(2):
        qtbot.keyClick(page.list, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        ready.append(True)
    assert done == ["write"], "asked when the key is pressed, not when the menu was made"
    made.remove("write")
    qtbot.keyClick(page.list, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert done == ["write"]


def test_a_key_of_two_pages_is_that_of_the_page_shown(qtbot, page, done):
    made, other = ActionSet(page.window()), QWidget(page.window())
    made.add(Action("help", "Help", ("F5",), callback=lambda: done.append("window")))
    made.add(Action("hidden", "Push", ("F5",), callback=lambda: done.append("hidden")), page=other)
    page.list.setFocus()
    qtbot.keyClick(page.list, Qt.Key.Key_F5)
    made.add(Action("shown", "Write", ("F5",), callback=lambda: done.append("shown")), page=page)
    qtbot.keyClick(page.list, Qt.Key.Key_F5)
    other.show()
    page.hide()
    qtbot.keyClick(page.window(), Qt.Key.Key_F5)
    assert done == ["window", "shown", "hidden"]
