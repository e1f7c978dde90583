"""Milestones are saved, verified and compared on the page."""

from __future__ import annotations

import sqlite3

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog

from tests.ui.standing_stage import OPS1, REL9, SEC2, marks, nameless, stage
from workbench.analyses.trend import Trend, TrendPoint
from workbench.domain.answer import MarkState
from workbench.domain.graph import Graph, Journey, Node
from workbench.domain.risk import Risk
from workbench.operations.graphs import SetGraph
from workbench.operations.history import Together
from workbench.operations.milestones import SaveMilestone
from workbench.store.queries.milestones import milestones_of
from workbench.ui.dialogs.save_milestone import SaveMilestoneDialog, proposed_name
from workbench.ui.pages.milestones import MilestonesPage
from workbench.ui.theme import theme
from workbench.ui.widgets.entry import Entry
from workbench.ui.widgets.trend_chart import trend_finding

Key = Qt.Key


@pytest.fixture(autouse=True)
def dressed(qapp):
    theme().apply(qapp, "light", 1.0, "on")


def compared(qtbot, page, points=None):
    qtbot.waitUntil(lambda: page._comparison is not None and not page._desk.tasks.running, timeout=5000)


@pytest.fixture
def made(qtbot, tmp_path):
    with stage(tmp_path, MilestonesPage, qtbot) as made:
        compared(qtbot, made.page)
        yield made


def group(page, title) -> Entry:
    return next(entry for entry in page.changes.entries if entry.title == title)


def names(made):
    with made.workspace.reading() as session:
        return [one.name for one in milestones_of(session, "w1")]


def test_what_changed_since_the_last_milestone(made):
    page = made.page
    assert page.sentence.text().startswith("1 risk closed, 1 opened, 1 acceptance expired")
    assert "High 3 → 3" in page.sentence.text()
    closed = group(page, "Closed by practice").children[0]
    assert (closed.key[2], closed.tag, closed.before, closed.risk) == (REL9, "Verified", Risk.HIGH, Risk.NONE)
    said = "\n".join(entry.title for entry in closed.children)
    assert "No → Yes" in said
    assert "+  Restored in May. Rehearsed every quarter." in said
    assert 'Evidence added: "Restore report" (verified, Ana' in said
    assert "Last changed by Ana" in said
    assert group(page, "Opened").children[0].key[2] == OPS1
    assert not nameless(page)


def test_the_trend_says_what_happened(made):
    assert made.page.trend.finding == "As many high and medium risks as at Baseline"
    points = (
        TrendPoint(1, "Baseline", "2026-01-01T00:00:00+00:00", ((Risk.HIGH, 16),)),
        TrendPoint(0, "", "2026-06-01T00:00:00+00:00", ((Risk.HIGH, 6), (Risk.MEDIUM, 9))),
    )
    assert trend_finding(Trend("", "", points)) == "High risks fell from 16 to 6 since Baseline"
    assert trend_finding(Trend("", "", points[:1])) == "One point makes no trend yet"


def test_saving_with_the_proposed_name_and_taking_it_back(qtbot, made):
    made.page.list.setFocus()
    qtbot.keyClick(made.page.list, "s")
    dialog = made.page.findChild(SaveMilestoneDialog)
    assert dialog.name
    qtbot.keyClick(dialog.field.edit, Key.Key_Return)
    assert len(names(made)) == 2
    assert "saved" in made.said[-1]
    assert made.page.headline.text() == "2 milestones"
    made.undo[-1]()
    assert names(made) == ["Baseline"]


def test_undo_of_a_milestone_takes_nothing_else_back(qtbot, made):
    made.page.save()
    dialog = made.page.findChild(SaveMilestoneDialog)
    dialog._submit()
    made.desk.editor.do(Together("more", marks(SEC2, MarkState.YES)))
    made.undo[-1]()
    assert len(names(made)) == 2


def test_a_name_that_is_taken_or_too_short_is_refused_while_typing(qtbot, made):
    made.page.save()
    dialog = made.page.findChild(SaveMilestoneDialog)
    for name in ("BASELINE", "ab", ""):
        dialog.field.edit.setText(name)
        assert not dialog._save.isEnabled()
        dialog._submit()
        assert dialog.result() != QDialog.DialogCode.Accepted
    dialog.reject()


@pytest.mark.parametrize(
    ("known", "wanted"),
    [
        ([], "Baseline"),
        (["Baseline"], "Q4 review"),
        (["Baseline", "Q3 review"], "Q4 review"),
        (["Q4 review"], "Q4 review 2026"),
        (["Q4 2025"], "Q4 2026"),
        (["Sprint 11"], "Sprint 12"),
        (["Sprint 12", "Sprint 11"], "Sprint 12 2026"),
    ],
)
def test_names_go_on_as_they_were(known, wanted):
    from datetime import date

    assert proposed_name(known, date(2026, 11, 23)) == wanted


def test_any_two_can_be_compared_and_swapped(qtbot, made):
    page = made.page
    made.desk.editor.do(SaveMilestone("w1", "m2", "Second"))
    made.desk.editor.do(Together("fix", marks(SEC2, MarkState.YES)))
    compared(qtbot, page)
    assert page._points == ("1", "now"), "what was chosen stays"
    page.to_box.setCurrentIndex(page.to_box.findData("2"))
    page.to_box.activated.emit(page.to_box.currentIndex())
    qtbot.waitUntil(lambda: page._comparison.after_title.startswith("Milestone 2"), timeout=5000)
    page.list.select_key(("milestone", "2"))
    qtbot.waitUntil(lambda: page._comparison.before_title.startswith("Milestone 2"), timeout=5000)
    assert page._points == ("2", "now")
    assert group(page, "Closed by practice").children[0].tag == "No evidence"
    page.swap()
    qtbot.waitUntil(lambda: page._comparison.before_title == "Now", timeout=5000)


def test_what_changed_in_the_dependency_graph_is_told(qtbot, made):
    made.desk.editor.do(SetGraph("w1", Graph.of((Node("web", "Web shop"),), (Journey("buy", "Buy", "web"),))))
    title = "Dependency graph: elements added"
    qtbot.waitUntil(lambda: any(entry.title == title for entry in made.page.changes.entries), timeout=5000)
    assert [entry.title for entry in group(made.page, title).children] == ["Web shop (Component)"]
    assert group(made.page, "Dependency graph: journeys added").note == "1"
    assert "2 changes in the dependency graph" in made.page.sentence.text()


def test_a_change_of_the_graph_alone_is_no_nothing(qtbot, made):
    made.desk.editor.do(SaveMilestone("w1", "m9", "As it is"))
    qtbot.waitUntil(lambda: not made.desk.tasks.running, timeout=5000)
    made.page._set_points("2", "now")
    qtbot.waitUntil(lambda: made.page.sentence.text().startswith("Nothing changed"), timeout=5000)
    made.desk.editor.do(SetGraph("w1", Graph.of((Node("web", "Web shop"),))))
    qtbot.waitUntil(lambda: made.page.sentence.text().startswith("1 change in the dependency graph."), timeout=5000)


def test_a_pillar_filters(qtbot, made):
    page = made.page
    row = next(row for row in page.pillars._rows if row.move_shown.key == "reliability")
    assert "High risk 2, now 1" in row.accessibleName()
    qtbot.mouseClick(row, Qt.MouseButton.LeftButton)
    found = {entry.key[2] for one in page.changes.entries for entry in one.children if entry.key}
    assert REL9 in found
    assert OPS1 not in found
    qtbot.mouseClick(row, Qt.MouseButton.LeftButton)
    assert group(page, "Opened")


def test_the_comparison_is_copied_as_text(made):
    made.page.copy()
    text = QGuiApplication.clipboard().text()
    assert text.startswith('Milestone 1 "Baseline" → Now\n1 risk closed')
    assert "No → Yes" in text


def test_enter_opens_a_question_and_a_group_folds(qtbot, made):
    view = made.page.changes
    entry = group(made.page, "Closed by practice").children[0]
    view.select_key(entry.key)
    qtbot.keyClick(view, Key.Key_Return)
    assert (made.desk.place.question_id, made.pages) == (REL9, ["review"])
    view.select_key(("group:Opened",))
    index = view.currentIndex()
    was = view.isExpanded(index)
    qtbot.keyClick(view, Key.Key_Return)
    assert view.isExpanded(index) is not was


def test_the_chain_is_verified(qtbot, made):
    qtbot.waitUntil(
        lambda: made.page.chain.text() == "The chain holds: every milestone is as it was saved.", timeout=5000
    )
    assert made.page.head.toolTip()


def test_a_broken_chain_says_what_and_where(qtbot, tmp_path):
    def tamper(workspace):
        with sqlite3.connect(workspace.path) as raw:
            raw.execute("UPDATE milestone SET name = 'Better' WHERE number = 1")
        raw.close()

    with stage(tmp_path, MilestonesPage, qtbot, before=tamper) as made:
        qtbot.waitUntil(lambda: "broken" in made.page.chain.text(), timeout=5000)
        assert 'broken at milestone 1 "Better": its name, number, date or author was changed' in made.page.chain.text()
        compared(qtbot, made.page)


def test_without_milestones_it_offers_the_first(qtbot, tmp_path):
    with stage(tmp_path, MilestonesPage, qtbot, milestone=False) as made:
        assert made.page.states.state == "empty"
        made.page.save()
        made.page.findChild(SaveMilestoneDialog)._submit()
        assert names(made) == ["Baseline"]
        assert made.page.states.state == "content"
        compared(qtbot, made.page)


def test_read_only_cannot_save(qtbot, tmp_path):
    with stage(tmp_path, MilestonesPage, qtbot, read_only=True) as made:
        assert not made.page.save_button.isEnabled()
        assert made.page.read_only_note.isVisible()
        made.page.save()
        assert made.page.findChild(SaveMilestoneDialog) is None
        compared(qtbot, made.page)


@pytest.mark.parametrize("name", ["dark", "high_contrast"])
def test_it_holds_in_every_theme_and_at_twice_the_text(qapp, made, name):
    theme().apply(qapp, name, 2.0, "on")
    qapp.processEvents()
    made.window.grab()
    assert made.page.split.orientation() is Qt.Orientation.Vertical
