"""The advisor in the window: proposals with reasons for a new workload and beside an existing one."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from tests.ui.workload_stage import HOUSE_LENS, stage
from workbench.operations.lenses import KeepLens
from workbench.operations.workloads import SetWorkloadField
from workbench.ui.dialogs.new_workload import NewWorkload
from workbench.ui.pages.portfolio import PortfolioPage
from workbench.ui.pages.workload import WorkloadPage
from workbench.ui.theme import theme
from workbench.ui.widgets.kbd import KeyButton


@pytest.fixture(autouse=True)
def dressed(qapp):
    theme().apply(qapp, "light")


@pytest.fixture
def at(tmp_path, qtbot):
    with stage(tmp_path, WorkloadPage, qtbot, workload_id="w1") as made:
        yield made


@pytest.fixture
def new(tmp_path, qtbot):
    with stage(tmp_path, PortfolioPage, qtbot) as made:
        made.desk.editor.do(KeepLens(HOUSE_LENS))
        dialog = NewWorkload(made.desk, made.window)
        qtbot.addWidget(dialog)
        dialog.open()
        yield dialog, made


def fill(qtbot, dialog: NewWorkload, description: str = "Keeps events.") -> None:
    for name, text in (("name", "Event desk"), ("review_owner", "Event team")):
        qtbot.keyClicks(dialog.rows[name].editor.edit, text)
    qtbot.keyClicks(dialog.rows["description"].editor, description)
    qtbot.keyClicks(dialog.rows["aws_regions"].editor.input, "eu-west-1")
    for row in dialog.rows.values():
        row.flush()


def aliases(dialog: NewWorkload) -> list[str]:
    return [key.removeprefix("shelf:") for key in dialog.lenses.shown]


# ---------------------------------------------------------------------------------------------- a new workload
def test_a_few_lenses_with_reasons_stand_where_all_stood(qtbot, new):
    dialog, _at = new
    assert aliases(dialog) == ["wellarchitected"]
    assert dialog.lenses.chosen == ["shelf:wellarchitected"]
    fill(qtbot, dialog, "Multi-tenant chatbot for hospitals on Lambda")
    qtbot.waitUntil(lambda: len(dialog.lenses.shown) == 5)
    assert set(aliases(dialog)) >= {"wellarchitected", "genai", "healthcare"}
    assert 'description: "chatbot"' in dialog.lenses.why("shelf:genai")
    assert dialog.lenses.chosen == ["shelf:wellarchitected"], "proposed is not chosen"


def test_what_is_ticked_is_made_with_the_workload(qtbot, new):
    dialog, at = new
    fill(qtbot, dialog, "A chatbot for claims")
    qtbot.waitUntil(lambda: "genai" in aliases(dialog))
    dialog.lenses.tick("shelf:genai", True)
    qtbot.mouseClick(dialog.create_button, Qt.MouseButton.LeftButton)
    assert at.lenses(dialog.workload_id) == ["wellarchitected", "genai"]
    at.desk.editor.undo()
    assert "Event desk" not in at.rows(), "one step"


def test_a_ticked_lens_brings_what_belongs_under_it(qtbot, new):
    dialog, _at = new
    dialog.lenses.tick("shelf:machinelearning", True)
    dialog._advise()
    assert "responsible-ai" in aliases(dialog)
    assert "Reviewed with: Machine Learning Lens" in dialog.lenses.why("shelf:responsible-ai")


def test_what_was_ticked_stays_when_the_words_change(qtbot, new):
    dialog, _at = new
    fill(qtbot, dialog, "A chatbot for claims")
    qtbot.waitUntil(lambda: "genai" in aliases(dialog))
    dialog.lenses.tick("shelf:genai", True)
    dialog.rows["description"].editor.selectAll()
    qtbot.keyClicks(dialog.rows["description"].editor, "A ledger of loans")
    dialog.rows["description"].flush()
    qtbot.waitUntil(lambda: "financialservices" in aliases(dialog))
    assert "genai" in aliases(dialog)
    assert dialog.lenses.why("shelf:genai") == ""


def test_more_lenses_are_found_by_searching_and_ticked_by_keyboard(qtbot, new):
    dialog, _at = new
    picker = dialog.lenses
    assert picker.list.isHidden()
    qtbot.keyClick(picker.more, Qt.Key.Key_Space)
    assert not picker.list.isHidden()
    assert picker.list.count() > 38, "the shelf, and what the workspace holds"
    qtbot.keyClicks(picker.search, "telemetry devices")
    qtbot.keyClick(picker.search, Qt.Key.Key_Return)
    shown = [picker.list.item(row).text() for row in range(picker.list.count()) if not picker.list.item(row).isHidden()]
    assert shown == ["IoT Lens  2026-08-17"]
    qtbot.keyClick(picker.search, Qt.Key.Key_Down)
    qtbot.keyClick(picker.list, Qt.Key.Key_Space)
    assert picker.chosen == ["shelf:wellarchitected", "shelf:iot"]
    qtbot.keyClick(picker.list, Qt.Key.Key_Space)
    assert picker.chosen == ["shelf:wellarchitected"]


def test_a_lens_of_the_workspace_can_be_chosen(qtbot, new):
    dialog, at = new
    key = next(key for key, one in dialog._lenses.items() if one.entry.alias == "house")
    dialog.lenses.tick(key, True)
    fill(qtbot, dialog)
    dialog.create_workload()
    assert at.lenses(dialog.workload_id) == ["wellarchitected", "house"]


# ---------------------------------------------------------------------------------------------- beside a workload
def proposed(at) -> list[str]:
    return [one.alias for one in at.page.lens_section.proposals.shown]


def test_the_page_proposes_with_reasons_and_follows_what_is_typed(qtbot, at):
    at.desk.editor.do(SetWorkloadField("w1", "description", "A chatbot for claims"))
    qtbot.waitUntil(lambda: {"genai", "responsible-ai"} <= set(proposed(at)))
    first = next(one for one in at.page.lens_section.proposals.shown if one.alias == "genai")
    assert first.strength == "Strong match"
    assert "chatbot" in first.why
    assert "wellarchitected" not in proposed(at)


def test_one_click_adds_and_undo_takes_it_back(qtbot, at):
    at.desk.editor.do(SetWorkloadField("w1", "description", "A chatbot for claims"))
    qtbot.waitUntil(lambda: "genai" in proposed(at))
    buttons = {button.accessibleName(): button for button in at.page.lens_section.proposals.findChildren(KeyButton)}
    buttons["Add lens: Generative AI Lens"].click()
    assert at.lenses("w1") == ["wellarchitected", "genai"]
    qtbot.waitUntil(lambda: "genai" not in proposed(at))
    assert "Generative AI Lens" in at.said[-1]
    at.undo[-1]()
    qtbot.waitUntil(lambda: "genai" in proposed(at))


def test_what_was_dismissed_stays_away_until_it_is_asked_for(qtbot, at):
    at.desk.editor.do(SetWorkloadField("w1", "description", "A chatbot for claims"))
    qtbot.waitUntil(lambda: "genai" in proposed(at))
    at.page.lens_section.dismiss("genai")
    assert "genai" not in proposed(at)
    at.desk.editor.do(SetWorkloadField("w1", "description", "A chatbot for many claims"))
    qtbot.wait(50)
    assert "genai" not in proposed(at)
    state = at.page.save_state()
    at.page.lens_section.recall()
    assert "genai" in proposed(at)
    at.page.restore_state(state)
    assert "genai" not in proposed(at), "and after a restart"
    assert at.page.lens_section.proposals.recall.text() == "Show 1 dismissed"
    at.page.lens_section.proposals.recall.click()
    assert "genai" in proposed(at)


def test_dismissing_is_for_one_workload(qtbot, at):
    at.page.lens_section.dismiss("disaster-recovery")
    at.desk.place.go(workload_id="w0")
    qtbot.waitUntil(lambda: "disaster-recovery" in proposed(at))


def test_nothing_is_proposed_where_nothing_can_be_added(tmp_path, qtbot):
    with stage(tmp_path, WorkloadPage, qtbot, workload_id="w0", read_only=True) as at:
        qtbot.wait(50)
        assert at.page.lens_section.proposals.isHidden()
