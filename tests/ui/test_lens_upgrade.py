"""Moving a review to another version of its lens, in the window."""

from __future__ import annotations

import json

import pytest
from PySide6.QtCore import Qt

from tests.ui.workload_stage import HOUSE_LENS, stage
from workbench.domain.answer import MarkState
from workbench.operations.answers import SetMark, SetNotes
from workbench.operations.lenses import KeepLens
from workbench.store.queries.answers import answers_of, reviews_of
from workbench.store.queries.milestones import milestones_of
from workbench.ui.dialogs.lens_upgrade import LensUpgradeDialog, ask_upgrade
from workbench.ui.dialogs.retired import RetiredDialog
from workbench.ui.pages.workload import WorkloadPage
from workbench.ui.widgets.kbd import KeyButton


def next_version() -> str:
    lens = json.loads(HOUSE_LENS)
    lens["version"] = "2026-02"
    (question,) = lens["pillars"][0]["questions"]
    question["choices"][0]["id"] = "ledger_two_sides"
    question["riskRules"][0]["condition"] = "ledger_two_sides"
    lens["pillars"][0]["questions"].append(
        {"id": "audit", "title": "Who audits it?", "choices": [{"id": "a", "title": "A"}]}
    )
    return json.dumps(lens)


@pytest.fixture
def on_stage(tmp_path, qtbot):
    with stage(tmp_path, WorkloadPage, qtbot, workload_id="w0") as made:
        made.desk.editor.do(SetMark("r0b", "ledger", "ledger_double", MarkState.YES))
        made.desk.editor.do(SetNotes("r0b", "ledger", "Every night"))
        made.desk.editor.do(KeepLens(next_version()))
        made.page.refresh(None)
        yield made


def links(stage, qtbot) -> dict[str, KeyButton]:
    def found():
        return {button.text(): button for button in stage.page.lenses.findChildren(KeyButton) if button.isVisible()}

    qtbot.waitUntil(lambda: "Open review" in found())
    return found()


def asked(stage, qtbot) -> LensUpgradeDialog:
    links(stage, qtbot)["Upgrade to version 2026-02..."].click()
    (dialog,) = stage.window.findChildren(LensUpgradeDialog)
    qtbot.waitUntil(lambda: dialog.plan is not None)
    return dialog


def groups(dialog) -> dict[str, list[str]]:
    tops = [dialog.tree.topLevelItem(n) for n in range(dialog.tree.topLevelItemCount())]
    return {top.text(0): [top.child(n).text(0) for n in range(top.childCount())] for top in tops}


def test_a_newer_version_is_offered_and_its_plan_shown(on_stage, qtbot):
    dialog = asked(on_stage, qtbot)
    assert groups(dialog) == {
        "Suggested, for you to confirm (1)": ["Double entry"],
        "New (1)": ["Who audits it?"],
        "Kept, with other practices or another risk (1)": ["How do you book every movement of money?"],
    }
    assert dialog.counts.text() == "Questions: 1 kept, 1 new. Practices: 1 kept, 2 new, 1 retired."
    assert dialog.name.text() == "Before House lens 2026-02"
    assert dialog.go.isEnabled()
    dialog.reject()


def test_what_is_ticked_goes_along_and_one_undo_takes_all_back(on_stage, qtbot):
    dialog = asked(on_stage, qtbot)
    item = dialog.tree.topLevelItem(0).child(0)
    dialog.tree.setCurrentItem(item)
    qtbot.keyClick(dialog.tree, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: "retired" not in dialog.counts.text())
    assert list(dialog.mapping) == [("ledger", "ledger_double")]
    assert dialog.tree.currentItem().checkState(0) is Qt.CheckState.Checked
    dialog.upgrade()

    def state():
        with on_stage.workspace.reading() as session:
            reviews = {one.id: one.lens_version for one in reviews_of(session, "w0")}
            (answer,) = answers_of(session, "r0b")
            return reviews["r0b"], answer.selected, answer.notes, [one.name for one in milestones_of(session, "w0")]

    assert state() == ("2026-02", ("ledger_two_sides",), "Every night", ["Baseline", "Before House lens 2026-02"])
    assert on_stage.said[-1].startswith("House lens is at version 2026-02")
    assert "Upgrade to version 2026-02..." not in links(on_stage, qtbot)
    on_stage.undo[-1]()
    assert state() == ("2026-01", ("ledger_double",), "Every night", ["Baseline"])


def test_what_is_left_behind_stays_readable(on_stage, qtbot):
    asked(on_stage, qtbot).upgrade()
    links(on_stage, qtbot)["1 retired answer"].click()
    (dialog,) = on_stage.window.findChildren(RetiredDialog)
    top = dialog.tree.topLevelItem(0)
    assert top.text(0) == "How do you book every movement of money? · practices retired with version 2026-02"
    assert [top.child(n).text(0) for n in range(top.childCount())] == ["Double entry: Yes"]
    dialog.reject()


def test_a_taken_name_is_refused_before_anything_is_done(on_stage, qtbot):
    dialog = asked(on_stage, qtbot)
    dialog.name.edit.setText("baseline")
    assert not dialog.go.isEnabled()
    assert dialog.name.note.text() == "There is a milestone of this name already."
    dialog.reject()


def test_without_another_version_a_note_says_so(on_stage):
    assert ask_upgrade(on_stage.desk, "w0", "wellarchitected", on_stage.window) is None
    assert on_stage.said[-1].startswith("There is no other version")
