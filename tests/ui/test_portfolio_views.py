"""The tables and pictures over all workloads: shown by keys, read in the background, with other files beside."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from tests.ui.workload_stage import stage
from workbench.analyses.portfolio_titles import VIEW_TITLES
from workbench.domain.workload import Workload
from workbench.operations.workloads import CreateWorkload
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
    qtbot.waitUntil(lambda: at.page.views.wide is not None and at.page.views.table.table is not None, timeout=10_000)
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
            lambda: at.page.views.wide is not None and at.page.views.states.state == "content", timeout=10_000
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


def test_other_files_stand_beside_and_can_be_left_out(at, qtbot, tmp_path):
    other = tmp_path / "other.wawb"
    with Workspace.create(other, "Other") as workspace:
        from workbench.operations.history import History

        History(workspace, "Tester", "test").do(CreateWorkload(Workload("x1", "Elsewhere", review_owner="Far team")))
    before = other.read_bytes()
    views = look_at(at, qtbot, "heat")
    views.add_files([other, tmp_path / "missing.wawb", at.page.desk.workspace.path])
    qtbot.waitUntil(lambda: "Elsewhere (other)" in titles(views), timeout=10_000)
    assert "missing" not in views.files_note.text(), "a file that cannot be read is told and left out"
    assert "other" in views.files_note.text()
    assert next(row for row in views.table.rows if row.cells[0] == "Elsewhere (other)").key == ""
    views._leave_out(other)
    qtbot.waitUntil(lambda: "Elsewhere (other)" not in titles(views), timeout=10_000)
    assert other.read_bytes() == before
