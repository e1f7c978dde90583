"""Reports are written from the page, with a look at them before."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QImage

from tests.ui.standing_stage import nameless, stage
from workbench.operations.milestones import SaveMilestone
from workbench.reports import Kind, Redaction
from workbench.settings import Settings
from workbench.store.queries.milestones import milestones_of
from workbench.ui.dialogs.figures import FiguresDialog
from workbench.ui.pages.reports import ReportsPage
from workbench.ui.theme import theme
from workbench.ui.widgets.report_strip import file_name
from workbench.ui.widgets.report_subject import Scope


@pytest.fixture(autouse=True)
def dressed(qapp):
    theme().apply(qapp, "light", 1.0, "on")


opened: list[str] = []


def page_for(desk):
    opened.clear()
    return ReportsPage(desk, open_url=lambda url: opened.append(url.toLocalFile()))


@pytest.fixture
def made(qtbot, tmp_path):
    with stage(tmp_path, page_for, qtbot) as made:
        yield made


def written(qtbot, made, target: Path) -> str:
    made.page.target.load("target", str(target))
    made.page.write()
    qtbot.waitUntil(lambda: made.page.done.isVisible() or bool(made.told), timeout=30000)
    assert not made.told
    return target.read_text("utf-8")


def test_a_report_of_now_compared_with_the_last_milestone(qtbot, tmp_path, made):
    page = made.page
    order = page.order()
    assert (order.milestone, order.compare_with) == (None, 1), "proposed: now, compared with the last milestone"
    assert order.redaction == Redaction(), "ids masked"
    qtbot.mouseClick(page.choice.formats["md"], Qt.MouseButton.LeftButton)
    assert page.target.text().endswith(".md")
    text = written(qtbot, made, tmp_path / "r.md")
    assert "Payments" in text
    assert 'Changes since milestone 1 "Baseline"' in text
    assert page.done.text.text() == f"The report is in {tmp_path / 'r.md'}."
    qtbot.mouseClick(page.done.open_button, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(page.done.folder_button, Qt.MouseButton.LeftButton)
    assert opened == [str(tmp_path / "r.md"), str(tmp_path)]
    with made.workspace.reading() as session:
        assert all(one.used for one in milestones_of(session, "w1"))
    assert not nameless(page)


def test_a_milestone_can_only_be_compared_with_an_earlier_one(made):
    page = made.page
    made.desk.editor.do(SaveMilestone("w1", "m2", "Second"))
    assert [page.subject.state_box.itemData(n) for n in range(page.subject.state_box.count())] == [None, 2, 1]
    page.subject.state_box.setCurrentIndex(2)
    page.subject.state_box.activated.emit(2)
    assert (page.order().milestone, page.order().compare_with) == (1, None)
    assert not page.subject.compare_box.isEnabled()
    assert "Baseline" in page.target.text()
    page.subject.state_box.setCurrentIndex(1)
    page.subject.state_box.activated.emit(1)
    assert page.subject.compare_box.isEnabled()


def test_the_first_pages_are_shown(qtbot, made):
    qtbot.waitUntil(lambda: made.page.preview.pages.count >= 2, timeout=30000)
    assert made.page.preview.states.state == "content"
    sheet = made.page.preview.pages._sheets[0]
    assert isinstance(sheet._image, QImage)
    assert sheet.accessibleName() == "Page 1"


def test_the_preview_follows_what_is_chosen_and_can_be_stopped(qtbot, made):
    page = made.page
    qtbot.waitUntil(lambda: page.preview.pages.count >= 2, timeout=30000)
    tall = page.preview.pages._sheets[0]._image
    page.choice.choose_kind(Kind.BOARD)
    page.choice.choose_kind(Kind.SUMMARY)
    qtbot.waitUntil(lambda: page.preview.pages.count == 1, timeout=30000)
    assert page.preview.pages._sheets[0]._image.size() == tall.size(), "the last choice, one page, and not the deck"
    page.choice.choose_format("md")
    qtbot.waitUntil(lambda: page.preview.text.isVisible(), timeout=30000)
    assert page.preview.text.toPlainText().startswith("# Payments")
    page.choice.without_names.setChecked(True)
    qtbot.waitUntil(lambda: "Payments" not in page.preview.text.toPlainText(), timeout=30000)
    page.choice.choose_format("pdf")
    qtbot.waitUntil(lambda: page.preview._task is not None, timeout=30000)
    page.preview._task.cancel()
    qtbot.waitUntil(lambda: page.preview.states.state == "empty", timeout=30000)
    qtbot.mouseClick(page.preview.states._stand_in.button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.preview.states.state == "content", timeout=30000)
    assert not made.told


def test_a_report_on_all_workloads_of_this_file_and_of_others(qtbot, tmp_path, made):
    page = made.page
    other = tmp_path / "other.wawb"
    shutil.copy(made.workspace.path, other)
    kept = Settings(portfolio_files=(str(other), str(tmp_path / "gone.wawb")))
    page._desk = replace(made.desk, settings=lambda: kept)
    page.refresh(None)
    assert [page.subject.about_box.itemText(n) for n in range(3)] == [
        "Payments", "All 1 workload of this file", "All workloads of 3 files"]  # fmt: skip
    page.subject.choose_scope(Scope.FILE)
    assert page.headline.text() == "Report on all workloads"
    assert not page.subject.compare_box.isEnabled()
    assert page.subject.state_box.itemText(1) == "Milestone Baseline, 1 workload"
    assert "Portfolio" in page.target.text()
    page.subject.choose_scope(Scope.FILES)
    page.choice.choose_format("md")
    text = written(qtbot, made, tmp_path / "all.md")
    assert "Payments (other)" in text
    assert "gone.wawb" in text
    page.subject.state_box.setCurrentIndex(1)
    page.subject.state_box.activated.emit(1)
    assert page.order().milestone_name == "Baseline"
    again = ReportsPage(page._desk)
    qtbot.addWidget(again)
    again.restore_state(page.save_state())
    again.refresh(None)
    assert again.subject.scope is Scope.FILES


def test_a_target_that_cannot_be_is_refused_while_typing(made, tmp_path):
    page = made.page
    for text in ("", str(tmp_path), str(tmp_path / "nowhere" / "r.pdf")):
        page.target.load("target", text)
        assert not page.button.isEnabled()
        page.write()
        assert page._task is None
    there = tmp_path / "there.pdf"
    there.write_bytes(b"old")
    page.target.load("target", str(there))
    assert page.replaces.text() == "This file exists and will be replaced."


def test_writing_can_be_cancelled(qtbot, tmp_path, made):
    page = made.page
    page.target.load("target", str(tmp_path / "r.pdf"))
    page.write()
    assert page.strip.cancel.isVisible()
    qtbot.mouseClick(page.strip.cancel, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page._task is None, timeout=30000)
    assert page.button.isVisible()
    assert not (tmp_path / "r.pdf").exists()
    assert not page.done.isVisible()


def test_a_failure_is_told_with_a_way_forward(qtbot, tmp_path, made):
    page = made.page
    folder = tmp_path / "locked"
    folder.mkdir()
    page.target.load("target", str(folder / "r.md"))
    page.choice.choose_format("md")
    page._check_target()
    folder.rmdir()
    page.button.setEnabled(True)
    page._check_target = lambda: None  # the folder goes between the look and the write
    page.write()
    qtbot.waitUntil(lambda: bool(made.told), timeout=30000)
    assert "does not exist" in made.told[0].message
    assert page.button.isVisible()


def test_what_was_typed_stays_and_only_its_ending_follows_the_format(made, tmp_path):
    page = made.page
    page.target.edit.setText(str(tmp_path / "mine.pdf"))
    page.choice.choose_format("html")
    assert page.target.text() == str(tmp_path / "mine.html")


def test_choices_come_back(qtbot, made):
    made.page.choice.choose_format("html")
    made.page.choice.accounts.setChecked(True)
    state = made.page.save_state()
    again = ReportsPage(made.desk)
    qtbot.addWidget(again)
    again.restore_state(state)
    again.refresh(None)
    assert again.choice.formats["html"].isChecked()
    assert not again.order().redaction.accounts


def test_file_names_work_everywhere():
    assert file_name('A/B: "Pay*"', "Q3 review", "2026-11-23", ".pdf") == "A B Pay Q3 review 2026-11-23.pdf"


def test_read_only_writes_reports_but_no_packages(qtbot, tmp_path):
    with stage(tmp_path, page_for, qtbot, read_only=True) as made:
        assert not made.page.export_button.isEnabled()
        assert not made.page.import_button.isEnabled()
        made.page.choice.choose_format("md")
        written(qtbot, made, tmp_path / "r.md")


def test_without_a_workload_it_says_so(qtbot, tmp_path):
    with stage(tmp_path, page_for, qtbot, workload_id="") as made:
        assert made.page.states.state == "empty"


@pytest.mark.parametrize("name", ["dark", "high_contrast"])
def test_it_holds_in_every_theme_and_at_twice_the_text(qapp, qtbot, made, name):
    theme().apply(qapp, name, 2.0, "on")
    qapp.processEvents()
    made.window.grab()
    assert made.page.left.horizontalScrollBar().maximum() == 0


def test_a_format_that_cannot_hold_a_kind_gives_way(made):
    choice = made.page.choice
    choice.choose_kind(Kind.REGISTER)
    assert choice.formats["xlsx"].isEnabled()
    assert not choice.formats["pptx"].isEnabled()
    choice.choose_format("xlsx")
    assert "Register" in made.page.target.text()
    choice.choose_kind(Kind.BOARD)
    assert choice.format == "pptx"
    assert not choice.formats["xlsx"].isEnabled()
    choice.choose_kind(Kind.SUMMARY)
    assert choice.format == "pptx", "one slide is a summary too"


def test_what_is_left_out_is_left_out_of_the_name_of_the_file_too(qtbot, tmp_path, made):
    assert "Payments" in made.page.target.text()
    made.page.choice.without_names.setChecked(True)
    made.page.choice.without_notes.setChecked(True)
    assert "Payments" not in made.page.target.text()
    made.page.choice.choose_format("md")
    text = written(qtbot, made, tmp_path / "r.md")
    assert "Payments" not in text
    assert "Rehearsed every quarter" not in text
    assert "Person 1" in text


def test_figures_open_large_and_can_be_saved_copied_and_read(qtbot, tmp_path, made):
    made.page.show_figures()
    dialog = made.page.findChild(FiguresDialog)
    qtbot.waitUntil(lambda: dialog.names.count() > 0, timeout=30000)
    assert dialog.names.count() == 6
    view = dialog.view
    assert "Stacked bars" in view.picture.accessibleName()
    qtbot.mouseClick(view.table_button, Qt.MouseButton.LeftButton)
    assert view.is_table
    assert view.table.model().headerData(0, Qt.Orientation.Horizontal) == "Pillar"
    view.write(tmp_path / "risk.svg")
    view.write(tmp_path / "risk.png")
    assert "<svg" in (tmp_path / "risk.svg").read_text("utf-8")
    assert not QImage(str(tmp_path / "risk.png")).isNull()
    view.write(tmp_path / "nowhere" / "risk.svg")
    assert "does not exist" in made.told[-1].message
    qtbot.mouseClick(view.copy_button, Qt.MouseButton.LeftButton)
    assert not QGuiApplication.clipboard().image().isNull()
    assert not nameless(dialog)
    dialog.close()
