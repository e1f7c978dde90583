"""Fields that are typed into: when they tell their words, and what they keep when words come from elsewhere."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QMainWindow,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from tests.ui.widget_stage import shown
from workbench.ui.theme import theme
from workbench.ui.widgets.field_edit import LineField
from workbench.ui.widgets.notes_edit import NotesEdit
from workbench.ui.widgets.search_field import SearchField


@pytest.fixture(autouse=True)
def dressed(qapp):
    theme().apply(qapp, "light")


@pytest.fixture(params=["notes", "line"])
def field(request, qtbot):
    host = QWidget()
    column = QVBoxLayout(host)
    made = NotesEdit(limit=10) if request.param == "notes" else LineField("Owner", limit=10)
    column.addWidget(made)
    other = QPushButton("other")
    column.addWidget(other)
    host.other = other
    shown(qtbot, host)
    host.activateWindow()
    made.setFocus()
    made.host = host
    made.target = made if request.param == "notes" else made.edit
    made.words = (lambda: made.toPlainText()) if request.param == "notes" else made.text
    made.said = []
    made.typed.connect(made.said.append)
    return made


def test_typed_text_is_told_after_a_pause(qtbot, field):
    qtbot.keyClicks(field.target, "abc")
    assert field.said == []
    qtbot.waitUntil(lambda: field.said == ["abc"], timeout=1000)
    qtbot.wait(350)
    assert field.said == ["abc"]


def test_typed_text_is_told_while_typing_goes_on(qtbot, field):
    for _number in range(23):
        qtbot.keyClicks(field.target, "a")
        qtbot.wait(100)
    assert field.said
    field.flush()


def test_typed_text_is_told_when_the_focus_leaves(qtbot, field):
    qtbot.keyClicks(field.target, "abc")
    field.host.other.setFocus()
    qtbot.waitUntil(lambda: field.said == ["abc"], timeout=5000)


def test_flush_tells_once(qtbot, field):
    qtbot.keyClicks(field.target, "abc")
    field.flush()
    field.flush()
    qtbot.wait(350)
    assert field.said == ["abc"]


def test_stored_text_is_shown_quietly_and_keeps_the_cursor(qtbot, field):
    qtbot.keyClicks(field.target, "abcdef")
    field.flush()
    for _number in range(3):
        qtbot.keyClick(field.target, Qt.Key.Key_Left)
    field.set_text_quietly("abcXYZ")
    assert field.words() == "abcXYZ"
    qtbot.keyClicks(field.target, "!")
    assert field.words() == "abc!XYZ"
    field.flush()
    assert field.said == ["abcdef", "abc!XYZ"]


def test_the_echo_of_our_own_words_does_not_eat_newer_keys(qtbot, field):
    qtbot.keyClicks(field.target, "abc")
    field.flush()
    qtbot.keyClicks(field.target, "d")
    field.set_text_quietly("abc")
    assert field.words() == "abcd"
    field.flush()
    assert field.said == ["abc", "abcd"]


def test_undo_replaces_even_while_typing(qtbot, field):
    field.load("q", "abc")
    qtbot.keyClicks(field.target, "d")
    field.set_text_quietly("older")
    assert field.words() == "older"


def test_loading_tells_the_old_words_under_the_old_key(qtbot, field):
    keys = []
    field.typed.connect(lambda _text: keys.append(field.key))
    field.load("rel-10", "one")
    field.setFocus()
    qtbot.keyClick(field.target, Qt.Key.Key_End)
    qtbot.keyClicks(field.target, "s")
    field.load("rel-11", "two")
    assert field.said == ["ones"]
    assert keys == ["rel-10"]
    assert field.key == "rel-11"
    assert field.words() == "two"


@pytest.mark.parametrize(
    ("key", "modifiers"),
    [
        (Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier),
        (Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier),
        (Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier),
    ],
)
def test_undo_belongs_to_the_window(qtbot, key, modifiers):
    window = QMainWindow()
    page = QWidget()
    column = QVBoxLayout(page)
    notes, line = NotesEdit(), LineField("x")
    column.addWidget(notes)
    column.addWidget(line)
    window.setCentralWidget(page)
    heard = []
    for sequence in ("Ctrl+Z", "Ctrl+Shift+Z", "Ctrl+Y"):
        QShortcut(QKeySequence(sequence), window, activated=lambda sequence=sequence: heard.append(sequence))
    shown(qtbot, window)
    with qtbot.waitActive(window):
        window.activateWindow()
    for target in (notes, line.edit):
        target.setFocus()
        qtbot.keyClicks(target, "abc")
        qtbot.keyClick(target, key, modifiers)
    assert len(heard) == 2
    assert notes.toPlainText() == line.text() == "abc"


def test_the_counter_warns_above_the_limit(qtbot):
    notes = shown(qtbot, NotesEdit(limit=2084))
    notes.load("q", "a" * 142)
    assert notes.counter.text() == "142 of 2,084"
    assert notes.counter.property("tone") == "dim"
    notes.load("q", "a" * 2100)
    assert notes.counter.text() == "2,100 of 2,084, 16 too many for the Tool"
    assert notes.counter.property("tone") == "medium"


def test_a_line_says_what_is_wrong(qtbot):
    line = shown(qtbot, LineField("Owner", limit=5))
    line.load("q", "too long")
    assert line.note.text() == "3 characters too long."
    line.load("q", "ok")
    assert line.note.isHidden()
    line.set_fault("There is no such team.")
    assert line.edit.accessibleDescription() == "There is no such team."


def test_search_waits_a_little_and_clears_with_escape(qtbot):
    search = shown(qtbot, SearchField("Find a question"))
    found = []
    search.searched.connect(found.append)
    qtbot.keyClicks(search, "rel")
    qtbot.waitUntil(lambda: found == ["rel"])
    qtbot.keyClick(search, Qt.Key.Key_Escape)
    assert found == ["rel", ""]
