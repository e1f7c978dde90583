"""Settings of reports in the dialog: a bad one says so and is not taken."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from tests.ui.standing_stage import nameless
from workbench.settings import Settings
from workbench.ui.dialogs.preferences import Preferences
from workbench.ui.theme import theme
from workbench.ui.widgets.field_edit import LineField


@pytest.fixture
def dialog(qtbot, qapp):
    theme().apply(qapp, "light", 1.0, "on")
    kept: list[Settings] = []
    made = Preferences(Settings(), kept.append)
    made.kept = kept
    qtbot.addWidget(made)
    made.show()
    qtbot.waitExposed(made)
    return made


def field(dialog: Preferences, name: str) -> LineField:
    return next(one for one in dialog.findChildren(LineField) if one.edit.accessibleName() == name)


def test_a_colour_is_taken_only_when_it_is_one(qtbot, dialog):
    one = field(dialog, "First colour of reports")
    qtbot.keyClicks(one.edit, "red")
    one.flush()
    assert one.note.text() == "It is no colour such as #1F4E79."
    assert not dialog.kept
    one.edit.clear()
    qtbot.keyClicks(one.edit, "#1F4E79")
    dialog.reject()
    assert dialog.kept[-1].report_colour == "#1F4E79", "what was typed last is kept when the dialog closes"


def test_every_field_has_a_name_and_can_be_reached(qtbot, dialog):
    assert not nameless(dialog)
    assert len(dialog.findChildren(QLineEdit)) > 4
    for _step in range(40):
        qtbot.keyClick(dialog.focusWidget() or dialog, Qt.Key.Key_Tab)
        if dialog.focusWidget() is field(dialog, "Second colour of reports").edit:
            return
    pytest.fail("not reached by Tab")
