"""The tables and pictures over all workloads: shown by keys, read in the background, with other files beside."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from tests.ui.workload_stage import stage
from workbench.analyses.portfolio_titles import VIEW_TITLES
from workbench.domain.workload import Workload
from workbench.operations.history import History
from workbench.operations.workloads import CreateWorkload
from workbench.settings import Settings
from workbench.store.workspace import Workspace
from workbench.ui.pages.portfolio import PortfolioPage
from workbench.ui.theme import theme


@pytest.fixture(autouse=True)
def dressed(qapp):
    theme().apply(qapp, "light")


@pytest.fixture
def at(tmp_path, qtbot):
    with stage(tmp_path, PortfolioPage, qtbot) as made:
        yield made


def look_at(at, qtbot, view):
    at.page.show_view(view)
    qtbot.waitUntil(lambda: at.page.views is not None and at.page.views.table.table is not None, timeout=10_000)
    return at.page.views


def titles(views) -> list[str]:
    return [row.cells[0] for row in views.table.rows]


def test_nothing_is_read_before_a_table_is_looked_at(at, qtbot):
    assert at.page.views is None
    assert look_at(at, qtbot, "heat").isVisible()
    assert titles(at.page.views)[0] == "Payments"
    at.page.show_view()
    assert at.page.view.isVisible()


def test_every_view_is_reached_with_the_arrow_keys(at, qtbot):
    tabs = at.page.tabs
    tabs.setFocus()
    seen = []
    for _view in VIEW_TITLES:
        qtbot.keyClick(tabs, Qt.Key.Key_Right)
        qtbot.waitUntil(
            lambda: (
                at.page.views is not None
                and at.page.views.states.state == "content"
                and at.page.views.table.table is not None
            ),
            timeout=10_000,
        )
        seen.append(at.page.views.table.table.title)
    assert len(set(seen)) == len(VIEW_TITLES)


def test_a_picture_has_its_table_below_and_can_be_large(at, qtbot):
    views = look_at(at, qtbot, "heat")
    qtbot.waitUntil(lambda: "workloads" in views.figure.title.text(), timeout=20_000)
    views.figure.copy()
    assert not QGuiApplication.clipboard().image().isNull()
    assert views.table.isVisible()
    views.large_button.click()
    assert not views.table.isVisible()
    look_at(at, qtbot, "due")
    assert views.table.isVisible() or views.table.table.empty


def test_enter_opens_the_workload_of_a_row_and_copy_takes_the_table(at, qtbot):
    views = look_at(at, qtbot, "heat")
    views.table.view.setCurrentIndex(views.table.view.model().index(0, 0))
    views.copy_button.click()
    assert QGuiApplication.clipboard().text().startswith("Workload\tOwner")
    qtbot.keyClick(views.table.view, Qt.Key.Key_Return)
    assert at.page.desk.place.workload_id == "w0"


def test_mine_follows_the_name(at, qtbot):
    views = look_at(at, qtbot, "mine")
    views.person.setEditText("nobody known")
    assert views.table.rows == []
    views.person.setEditText("payments SQUAD")
    assert views.table.rows[0].cells[:2] == ("Workload", "Payments")


def test_a_change_is_shown_when_the_table_is_looked_at_again(at, qtbot):
    views = look_at(at, qtbot, "load")
    at.page.desk.editor.do(CreateWorkload(Workload("w9", "Ninth", review_owner="Ninth team")))
    at.page.refresh(frozenset())
    assert "Ninth team" not in titles(views)
    at.page.refresh(None)
    qtbot.waitUntil(lambda: "Ninth team" in titles(views), timeout=10_000)


def test_other_files_stand_beside_are_remembered_and_can_be_left_out(tmp_path, qtbot):
    other, gone = tmp_path / "other.wawb", tmp_path / "missing.wawb"
    with Workspace.create(other, "Other") as workspace:
        History(workspace, "Tester", "test").do(CreateWorkload(Workload("x1", "Elsewhere", review_owner="Far team")))
    before = other.read_bytes()
    kept: list[Settings] = [Settings()]

    def page_for(desk):
        return PortfolioPage(replace(desk, settings=lambda: kept[-1], keep_settings=kept.append))

    with stage(tmp_path, page_for, qtbot) as at:
        views = look_at(at, qtbot, "heat")
        assert not views.files_note.isVisible()
        views.add_files([other, gone, other, at.page.desk.workspace.path])
        qtbot.waitUntil(lambda: "Elsewhere (other)" in titles(views), timeout=10_000)
        assert kept[-1].portfolio_files == (str(other), str(gone))
        assert "2 files: stage, other" in views.files_note.text()
        assert "missing.wawb" in views.files_note.text(), "a file that cannot be read is named with the reason"
        assert at.told == [], "calmly: it is no failure of the page"
        assert next(row for row in views.table.rows if row.cells[0] == "Elsewhere (other)").key == ""
        again = PortfolioPage(at.page.desk)
        qtbot.addWidget(again)
        again.show_view("heat")
        qtbot.waitUntil(lambda: again.views is not None and again.views.wide is not None, timeout=10_000)
        assert "Elsewhere (other)" in titles(again.views)
        views.leave_out(gone)
        views.leave_out(other)
        qtbot.waitUntil(lambda: "Elsewhere (other)" not in titles(views), timeout=10_000)
        assert kept[-1].portfolio_files == ()
        assert other.read_bytes() == before


def test_another_file_that_was_changed_is_read_again(tmp_path, qtbot):
    other = tmp_path / "other.wawb"
    with Workspace.create(other, "Other"):
        pass
    with stage(tmp_path, PortfolioPage, qtbot, portfolio_files=(str(other),)) as at:
        views = look_at(at, qtbot, "load")
        known = views.wide.read
        views.mark_old()
        qtbot.waitUntil(lambda: views.wide.read is not known, timeout=10_000)
        assert views.wide.read[other][1].workloads == ()
        with Workspace.open(other, who="T") as workspace:
            History(workspace, "T", "test").do(CreateWorkload(Workload("x1", "Elsewhere", review_owner="Far team")))
        views.mark_old()
        qtbot.waitUntil(lambda: "Far team" in titles(views), timeout=10_000)
