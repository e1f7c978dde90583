"""The portfolio on a real workspace: what it shows, how it is arranged, what can be done."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from tests.ui.workload_stage import stage
from workbench.domain.workload import Workload
from workbench.operations.history import Together
from workbench.operations.workloads import CreateWorkload
from workbench.ui.dialogs.new_workload import NewWorkload
from workbench.ui.models.portfolio_lines import Filter
from workbench.ui.pages.portfolio import PortfolioPage
from workbench.ui.theme import theme


@pytest.fixture(autouse=True)
def dressed(qapp):
    theme().apply(qapp, "light")


@pytest.fixture
def at(tmp_path, qtbot):
    with stage(tmp_path, PortfolioPage, qtbot) as made:
        yield made


def names(page: PortfolioPage) -> list[str]:
    model = page.model
    return [model.data(model.index(row, 0)) for row in range(model.rowCount())]


def cell(page: PortfolioPage, workload_id: str, key: str) -> str:
    column = [one.key for one in page.model.columns].index(key)
    return page.model.cell(page.model.index_of(workload_id).siblingAtColumn(column)).spoken


def choose(page: PortfolioPage, workload_id: str) -> None:
    page.view.setCurrentIndex(page.model.index_of(workload_id))


def in_dialog(work) -> None:
    """Do something with the dialog that is about to open, then close it whatever happens."""

    def run():
        dialog = QApplication.activeModalWidget()
        try:
            work(dialog)
        finally:
            if dialog is not None and dialog.isVisible():
                dialog.reject()

    QTimer.singleShot(0, run)


def test_it_says_what_matters_about_every_workload(at):
    page = at.page
    assert names(page) == ["Archive", "Loyalty", "Payments"]
    assert page.summary.text() == "3 workloads, 1 high risk, 1 review overdue"
    assert cell(page, "w0", "name") == "Payments, Framework, House lens"
    assert cell(page, "w0", "pillar:reliability") == "Reliability: 1 high risk, 12 unanswered"
    assert cell(page, "w0", "pillar:*").endswith("1 unanswered")
    assert cell(page, "w0", "progress") == "1 of 58, answered"
    assert cell(page, "w0", "milestone").startswith("Baseline, ")
    assert cell(page, "w1", "environment") == "Pre-production"
    assert "days overdue" in cell(page, "w1", "review")
    assert cell(page, "w2", "progress") == "No questions"


def test_the_inspector_follows_the_selection(at):
    choose(at.page, "w0")
    card = at.page.card
    assert card.title.text() == "Payments"
    texts = " ".join(child.text() for child in card.findChildren(QWidget) if hasattr(child, "text"))
    for words in (
        "Payments squad",
        "eu-west-1",
        "House lens 2026-01",
        "Baseline",
        "Reliability",
        "Open review",
        "Edit",
        "Report",
    ):
        assert words in texts


def test_sorting_puts_the_worst_first_and_what_is_unknown_last(at):
    page = at.page
    keys = [column.key for column in page.model.columns]
    page.view.header().sectionClicked.emit(keys.index("pillar:reliability"))
    assert names(page) == ["Payments", "Loyalty", "Archive"]
    page.view.header().sectionClicked.emit(keys.index("review"))
    assert names(page) == ["Loyalty", "Payments", "Archive"]
    page.view.header().sectionClicked.emit(keys.index("review"))
    assert names(page) == ["Payments", "Loyalty", "Archive"], "no date stays last in either direction"


def test_chips_and_text_narrow_together_and_can_be_cleared(at, qtbot):
    page = at.page
    assert {key: chip.count for key, chip in page.chips.items()} == {
        "overdue": 1, "high": 1, "not_started": 2, "no_owner": 1,
    }  # fmt: skip
    page.chips["not_started"].click()
    assert names(page) == ["Archive", "Loyalty"]
    qtbot.keyClicks(page.search, "tier=2")
    qtbot.waitUntil(lambda: names(page) == ["Loyalty"])
    assert "(of 3)" in page.summary.text()
    page.chips["no_owner"].click()
    assert names(page) == []
    assert page.list_states.state == "empty"
    page.clear_filter()
    assert names(page) == ["Archive", "Loyalty", "Payments"]


def test_groups_have_sums_and_fold(at):
    page = at.page
    choose(page, "w0")
    page.group_by("tag:tier")
    assert names(page) == ["1", "2", "Without this tag"]
    group = page.model.index(0, 0)
    assert page.model.cell(group).second == "1 workload"
    assert page.view.currentIndex() == page.model.index_of("w0"), "the selection stays"
    page.view.setCurrentIndex(group)
    page.open_review()
    assert not page.view.isExpanded(group)
    assert at.pages == []
    page.group_by("owner")
    assert names(page)[-1] == "No owner"


def test_enter_opens_the_review(at, qtbot):
    choose(at.page, "w0")
    qtbot.keyClick(at.page.view, Qt.Key.Key_Return)
    assert (at.desk.place.workload_id, at.desk.place.review_id, at.pages) == ("w0", "r0", ["review"])
    choose(at.page, "w2")
    qtbot.keyClick(at.page.view, Qt.Key.Key_Return)
    assert at.pages[-1] == "workload", "without a lens there is nothing to review yet"


def test_delete_removes_and_the_note_takes_it_back(at, qtbot):
    page = at.page
    choose(page, "w1")
    qtbot.keyClick(page.view, Qt.Key.Key_Delete)
    assert names(page) == ["Archive", "Payments"]
    assert at.said == ['Removed "Loyalty"']
    assert page.view.currentIndex() == page.model.index_of("w0"), "the next one is selected"
    at.undo[0]()
    assert names(page) == ["Archive", "Loyalty", "Payments"]
    assert "Loyalty" in at.rows()


def test_a_new_workload_is_one_step_and_opens_its_review(at, qtbot):
    def fill(dialog: NewWorkload):
        assert not dialog.create_button.isEnabled()
        qtbot.keyClicks(dialog.rows["name"].editor.edit, "pay ments")
        assert "already" in dialog.rows["name"].note.text()
        dialog.rows["name"].editor.edit.clear()
        qtbot.keyClicks(dialog.rows["name"].editor.edit, "Data lake")
        qtbot.keyClicks(dialog.rows["description"].editor, "Keeps events.")
        qtbot.keyClicks(dialog.rows["review_owner"].editor.edit, "Data team")
        qtbot.keyClicks(dialog.rows["aws_regions"].editor.input, "moon")
        dialog.rows["aws_regions"].flush()
        assert not dialog.create_button.isEnabled()
        dialog.rows["aws_regions"].editor.remove(0)
        qtbot.keyClicks(dialog.rows["aws_regions"].editor.input, "eu-west-1, us-east-1")
        assert dialog.create_button.isEnabled(), "what stands in the line counts"
        qtbot.mouseClick(dialog.create_button, Qt.MouseButton.LeftButton)

    in_dialog(fill)
    qtbot.keyClick(at.page.view, Qt.Key.Key_N)
    made = at.rows()["Data lake"]
    assert made.workload.aws_regions == ("eu-west-1", "us-east-1")
    assert [review.lens_alias for review in made.reviews] == ["wellarchitected"]
    assert (at.desk.place.workload_id, at.pages) == (made.workload.id, ["review"])
    at.desk.editor.undo()
    assert "Data lake" not in at.rows(), "workload and lens are one step"


def test_an_empty_workspace_offers_the_one_next_step(tmp_path, qtbot):
    with stage(tmp_path, PortfolioPage, qtbot, empty=True) as at:
        assert at.page.states.state == "empty"
        texts = " ".join(child.text() for child in at.page.states.findChildren(QWidget) if hasattr(child, "text"))
        assert "Create workload" in texts
        assert "sample" in texts


def test_read_only_shows_everything_and_changes_nothing(tmp_path, qtbot):
    with stage(tmp_path, PortfolioPage, qtbot, read_only=True) as at:
        assert not at.page.new_button.isEnabled()
        assert "read-only" in at.page.new_button.toolTip()
        choose(at.page, "w1")
        qtbot.keyClick(at.page.view, Qt.Key.Key_Delete)
        assert "Loyalty" in at.rows()
        assert at.said == []


def test_many_workloads_are_read_in_the_background(at, qtbot):
    many = (CreateWorkload(Workload(f"x{n}", f"Extra {n:03}", review_owner="T")) for n in range(300))
    at.desk.editor.do(Together("many", tuple(many)))
    qtbot.waitUntil(lambda: at.page.model.rowCount() == 303)
    assert at.told == []


def test_order_filter_and_selection_come_back(at, tmp_path, qtbot):
    page = at.page
    page.chips["not_started"].click()
    page.group_by("owner")
    choose(page, "w1")
    state = page.save_state()
    other = PortfolioPage(at.desk)
    qtbot.addWidget(other)
    other.restore_state(state)
    other.refresh(None)
    assert other.model.filter == Filter(chips=frozenset({"not_started"}), group="owner")
    assert other.view.currentIndex() == other.model.index_of("w1")


def test_everything_that_takes_the_focus_has_a_name(at):
    page = at.page
    nameless = [
        widget for widget in page.findChildren(QWidget)
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isVisibleTo(page)
        and not (widget.accessibleName() or (hasattr(widget, "text") and widget.text()))
    ]  # fmt: skip
    assert nameless == []
