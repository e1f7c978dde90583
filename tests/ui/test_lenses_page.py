"""The lenses page: what there is, what it says, checking a file, adding to a workload."""

from __future__ import annotations

import json

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from tests.ui.workload_stage import HOUSE_LENS, stage
from workbench.library.shelf import Shelf
from workbench.ui.models.lenses import NODE_ROLE
from workbench.ui.pages.lenses import LensesPage
from workbench.ui.theme import theme


@pytest.fixture(autouse=True)
def dressed(qapp):
    theme().apply(qapp, "light")


@pytest.fixture
def at(tmp_path, qtbot):
    with stage(tmp_path, LensesPage, qtbot, workload_id="w1") as made:
        yield made


ON_SHELF = len(Shelf().aliases())


def spoken(page: LensesPage, row: int) -> list[str]:
    return [page.model.cell(page.model.index(row, column)).spoken for column in range(page.model.columnCount())]


def test_it_lists_the_shelf_and_the_workspace(at):
    assert at.page.model.rowCount() == ON_SHELF + 1
    assert spoken(at.page, 0) == [
        "AWS Well-Architected Framework, wellarchitected · 2025-02-25", "Official, On the shelf",
        "57 questions, 307 practices", "Loyalty, Payments",
    ]  # fmt: skip
    assert spoken(at.page, ON_SHELF)[1:] == ["Custom, In workspace", "1 question, 1 practice", "Payments"]
    assert "Used by Loyalty, Payments" in at.page.facts.text()


def test_search_finds_official_words_and_guidance(at, qtbot):
    page = at.page
    qtbot.keyClicks(page.search, "fault isolation")
    qtbot.waitUntil(lambda: page.filter.rowCount() == 1)
    node = page.tree.currentIndex().data(NODE_ROLE)
    assert node is not None
    assert "isolat" in " ".join(page.text.words).lower()
    qtbot.keyClick(page.search, Qt.Key.Key_Escape)
    assert page.filter.rowCount() == 6


def test_a_question_shows_meaning_and_rules(at):
    page = at.page
    page.select("house 2026-01 workspace")
    pillar = page.filter.index(0, 0)
    question = page.filter.index(0, 0, pillar)
    page.tree.setCurrentIndex(question)
    words = " ".join(page.text.words)
    assert "How do you book every movement of money?" in words
    assert "ledger_double" in words
    page.tree.setCurrentIndex(page.filter.index(0, 0, question))
    assert "Two sides." in page.text.words


def test_checking_a_bad_file_lists_every_problem(at, tmp_path, qtbot):
    bad = tmp_path / "bad.json"
    pillars = [
        {"id": "a", "questions": [{"title": "q"}, {"id": "q1", "riskRules": [{"condition": "x &&", "risk": "HUGE"}]}]}
    ]
    bad.write_text(json.dumps({"name": "x", "pillars": pillars}), encoding="utf-8")
    at.page.check_file(bad)
    qtbot.waitUntil(lambda: at.page.right.currentWidget() is at.page.problems)
    assert at.page.problems.list.count() == 3
    assert "3 problems in bad.json" in at.page.problems.title.text()
    at.page.problems.copy()
    assert "HUGE" in QApplication.clipboard().text()
    bad.write_text(HOUSE_LENS.replace("2026-01", "2026-02"), encoding="utf-8")
    at.page._check_again()
    qtbot.waitUntil(lambda: at.page.model.rowCount() == ON_SHELF + 2)
    assert at.said == ["No problems found: 1 question, 1 practice"]
    assert at.told == []


def test_a_file_that_is_no_text_is_a_problem_not_a_crash(at, tmp_path, qtbot):
    noise = tmp_path / "noise.json"
    noise.write_bytes(b"\xff\xfe\x00\x01")
    at.page.check_file(noise)
    qtbot.waitUntil(lambda: at.page.right.currentWidget() is at.page.problems)
    at.page.check_file(tmp_path / "gone.json")
    qtbot.waitUntil(lambda: "gone.json" in at.page.problems.title.text())
    assert at.told == []


def test_a_checked_file_can_be_added_to_a_workload(at, tmp_path, qtbot):
    good = tmp_path / "good.json"
    good.write_text(HOUSE_LENS.replace('"house"', '"other"'), encoding="utf-8")
    at.page.check_file(good)
    qtbot.waitUntil(lambda: at.page.model.rowCount() == ON_SHELF + 2)

    def choose():
        dialog = QApplication.activeModalWidget()
        assert dialog.list.item(0).text() == "Loyalty", "the current workload comes first"
        dialog.take()

    QTimer.singleShot(0, choose)
    at.page.add_to_workload()
    assert at.lenses("w1") == ["wellarchitected", "other"]
    at.undo[-1]()
    assert at.lenses("w1") == ["wellarchitected"]


def test_read_only_reads_but_does_not_add(tmp_path, qtbot):
    with stage(tmp_path, LensesPage, qtbot, read_only=True) as at:
        assert not at.page.add_button.isEnabled()
        assert at.page.check_button.isEnabled()


def test_the_chosen_lens_comes_back(at, qtbot):
    at.page.select("house 2026-01 workspace")
    other = LensesPage(at.desk)
    qtbot.addWidget(other)
    other.restore_state(at.page.save_state())
    other.refresh(None)
    assert other.name.text() == "House lens"


def test_everything_that_takes_the_focus_has_a_name(at):
    nameless = [
        widget for widget in at.page.findChildren(QWidget)
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isVisibleTo(at.page)
        and not (widget.accessibleName() or (hasattr(widget, "text") and widget.text()))
    ]  # fmt: skip
    assert nameless == []
