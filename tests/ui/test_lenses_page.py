"""The page of lenses: the shelf with filters, reading, searching all lenses, adding to workloads."""

from __future__ import annotations

import json

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QTimer, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from tests.ui.workload_stage import HOUSE_LENS, stage
from workbench.host.own_shelf import OwnShelf
from workbench.library.lens_format import read_lens_text
from workbench.library.shelf import Shelf
from workbench.operations.lenses import KeepLens
from workbench.ui.main_window import MainWindow
from workbench.ui.pages.lenses import LensesPage
from workbench.ui.tasks import Tasks
from workbench.ui.theme import theme

ON_SHELF = len(Shelf().aliases())


@pytest.fixture(autouse=True)
def dressed(qapp):
    theme().apply(qapp, "light")


@pytest.fixture
def at(tmp_path, qtbot):
    with stage(tmp_path, LensesPage, qtbot, workload_id="w1") as made:
        qtbot.waitUntil(lambda: made.page.model.rowCount() > 0)
        yield made


def house_key(page: LensesPage) -> str:
    return next(line.key for line in page.model.all if line.entry.alias == "house")


def spoken(page: LensesPage, key: str) -> list[str]:
    row = page.model.row_of(key)
    return [page.model.cell(page.model.index(row, column)).spoken for column in range(page.model.columnCount())]


def shown(page: LensesPage) -> list[str]:
    return [line.entry.alias for line in page.model.lines]


def read(page: LensesPage, key: str, qtbot) -> None:
    page.select(key)
    page.read_lens()
    qtbot.waitUntil(lambda: page.modes.currentWidget() is page.reader)


def with_dialog(act) -> None:
    """Do something with the dialog that opens next."""

    def look():
        dialog = QApplication.activeModalWidget()
        if dialog is None:
            QTimer.singleShot(10, look)
            return
        try:
            act(dialog)
        finally:
            dialog.close()

    QTimer.singleShot(0, look)


# -- the list ----------------------------------------------------------------------------------
def test_it_lists_the_shelf_and_the_workspace(at):
    assert at.page.model.rowCount() == ON_SHELF + 1
    assert spoken(at.page, "shelf:wellarchitected") == [
        "AWS Well-Architected Framework, wellarchitected · 2025-02-25", "Framework, AWS lens", "57 questions, 307 practices",
        "Full guidance, 307 risk levels", "Loyalty, Payments",
    ]  # fmt: skip
    assert spoken(at.page, house_key(at.page))[1:] == [
        "Other, Yours", "1 question, 1 practice", "Texts of its author, no risk levels", "Payments"]  # fmt: skip
    assert shown(at.page)[0] == "wellarchitected", "the Framework stands first, the others by name"
    card = at.page.card.facts
    assert [name for _id, name in card.used_by] == ["Loyalty", "Payments"]


def test_no_lens_is_read_for_the_list(tmp_path, qtbot, monkeypatch):
    def refuse(_self, alias):
        raise AssertionError(f"{alias} was read")

    monkeypatch.setattr(Shelf, "lens", refuse)
    with stage(tmp_path, LensesPage, qtbot) as at:
        qtbot.waitUntil(lambda: at.page.model.rowCount() == ON_SHELF + 1)
        assert at.told == []


@pytest.mark.parametrize(
    ("chosen", "holds", "lacks"),
    [
        ({("domain", "ai")}, {"genai", "machinelearning"}, {"wellarchitected", "house"}),
        ({("publisher", "ours"), ("publisher", "")}, {"frugal-architect", "house"}, {"genai"}),
        ({("size", "large")}, {"wellarchitected"}, {"frugal-architect", "house"}),
        ({("guidance", "none")}, {"games-industry"}, {"genai", "house"}),
        ({("domain", "ai"), ("size", "small")}, set(), {"genai", "house"}),
        ({("where", "workspace")}, {"house"}, {"genai"}),
    ],
)
def test_filters(at, chosen, holds, lacks):
    at.page.pane.filters.set_chosen(frozenset(chosen))
    found = set(shown(at.page))
    assert holds <= found
    assert not lacks & found
    at.page.pane.show_all()
    assert len(shown(at.page)) == ON_SHELF + 1


def test_the_filter_menu_counts_and_a_chip_takes_a_filter_away(at):
    filters = at.page.pane.filters
    menus = {one.text(): one.menu() for one in filters.menu().actions() if one.menu()}
    entry = next(one for one in menus["Domain"].actions() if one.text().startswith("AI "))
    number = sum(line.entry.domain == "ai" for line in at.page.model.all)
    assert entry.text() == f"AI  ({number})"
    entry.trigger()
    assert len(shown(at.page)) == number
    assert at.page.pane.count.text() == f"{number} of {ON_SHELF + 1}"
    chip = next(one for one in filters.findChildren(QWidget) if one.accessibleName() == "Remove filter: AI")
    chip.click()
    assert filters.chosen == frozenset()


def test_versions_stand_side_by_side(at, qtbot):
    at.desk.editor.do(
        KeepLens(HOUSE_LENS.replace("2026-01", "2026-02").replace("Double entry", "Double entry, always"))
    )
    page = at.page
    qtbot.waitUntil(lambda: page.model.rowCount() == ON_SHELF + 2)
    page.pane.filters.set_chosen(frozenset({("version", "several")}))
    assert [line.entry.version for line in page.model.lines] == ["2026-01", "2026-02"]
    page.pane.filters.set_chosen(frozenset({("version", "newest")}))
    assert [line.entry.version for line in page.model.lines if line.entry.alias == "house"] == ["2026-02"]
    page.pane.show_all()
    page.select(next(line.key for line in page.model.all if line.entry.version == "2026-02"))
    assert [(one.version, one.is_shown) for one in page.card.facts.versions] == [("2026-01", False), ("2026-02", True)]
    assert page.card.facts.used_by == (("w0", "Payments (another version)"),)


def test_comparing_versions_shows_before_and_after(at, qtbot):
    newer = HOUSE_LENS.replace("2026-01", "2026-02").replace("Double entry", "Double entry, always")
    at.desk.editor.do(KeepLens(newer))
    page = at.page
    qtbot.waitUntil(lambda: page.model.rowCount() == ON_SHELF + 2)
    page.select(next(line.key for line in page.model.all if line.entry.version == "2026-02"))
    seen = {}

    def look(dialog):
        qtbot.waitUntil(lambda: dialog.diff is not None)
        seen["versions"] = (dialog.before.currentText(), dialog.after.currentText())
        seen["changes"] = [(one.part, one.kind, one.field) for one in dialog.diff.changes]
        dialog.list.select_key(("1",))
        seen["words"] = dialog.text.words
        dialog.swap()
        qtbot.waitUntil(lambda: dialog.text._after.version == "2026-01")
        dialog.reject()

    with_dialog(look)
    page.compare()
    assert seen["versions"] == ("House lens 2026-01", "House lens 2026-02"), "the older one stands first"
    assert seen["changes"] == [("lens", "changed", "version"), ("practice", "changed", "title")]
    assert {"Double entry", "Double entry, always"} <= set(seen["words"])


def test_a_header_sorts_and_gives_the_order_back(at):
    page, header = at.page, at.page.view.header()
    header.sectionClicked.emit(2)
    assert [line.entry.practices for line in page.model.lines] == sorted(
        line.entry.practices for line in page.model.all
    )
    header.sectionClicked.emit(2)
    assert shown(page)[0] == "wellarchitected"
    assert page.model.filter.descending
    header.sectionClicked.emit(2)
    assert page.model.filter.sort == ""


# -- reading -----------------------------------------------------------------------------------
def test_reading_a_question_with_its_guidance(at, qtbot):
    read(at.page, "shelf:wellarchitected", qtbot)
    reader = at.page.reader
    reader.go("fault-isolation")
    question = reader.lens.question("fault-isolation")
    words = "\n".join(reader.text.words)
    for text in (question.code, question.title, question.about, question.ask, *question.probes, *question.red_flags,
                 question.good, *question.evidence):  # fmt: skip
        assert text in words
    for practice in question.practices:
        assert all(
            text in words for text in (practice.code, practice.title, practice.meaning, practice.see, practice.url)
        )
    assert "High if absent" in words
    assert reader.outline.current_key() == (question.pillar_id, "fault-isolation")


def test_what_a_lens_lacks_is_said(at, qtbot):
    read(at.page, "shelf:games-industry", qtbot)
    reader = at.page.reader
    assert reader.lens.completeness in " ".join(reader.text.words)
    reader.go(next(reader.lens.questions()).id)
    words = " ".join(reader.text.words)
    assert "The wording of this question is not published" in words
    assert "Names and links only" in words


def test_phases_scenarios_and_principles(at, qtbot):
    read(at.page, "shelf:genai", qtbot)
    reader = at.page.reader
    words = set(reader.text.words)
    assert {"Scenarios (8)", "Autonomous call center"} <= words
    phase = reader.lens.phases[0]
    entry = reader.phase_menu().actions()[1]
    assert entry.text() == f"{phase.name}  ({len(reader.lens.in_phase(phase.id))})"
    entry.trigger()
    questions = [key for pillar in reader.outline.entries for key in (one.key[1] for one in pillar.children)]
    assert questions == [one.id for one in reader.lens.in_phase(phase.id)]
    assert reader.phase_button.text() == f"Phase: {phase.name}"


def test_search_in_a_lens_and_back_by_keyboard(at, qtbot):
    page = at.page
    read(page, "shelf:wellarchitected", qtbot)
    qtbot.keyClicks(page.reader.search, "fault isolation")
    qtbot.waitUntil(lambda: len(page.reader.outline.entries) == 1)
    assert "isolat" in " ".join(page.reader.text.words).lower()
    page.reader.search.setText("nothing says this")
    qtbot.waitUntil(lambda: page.reader.outline.entries == ())
    assert page.reader.nothing.isVisible()
    page.reader.search.clear()
    QTest.keyClick(page.reader.outline, Qt.Key.Key_Escape)
    assert page.modes.currentIndex() == 0
    assert page.view.hasFocus()


def test_the_lens_that_is_read_comes_back(at, qtbot):
    read(at.page, "shelf:wellarchitected", qtbot)
    at.page.reader.go("fault-isolation")
    at.page.pane.filters.set_chosen(frozenset({("domain", "framework")}))
    other = LensesPage(at.desk)
    qtbot.addWidget(other)
    other.restore_state(json.loads(json.dumps(at.page.save_state())))
    other.refresh(None)
    qtbot.waitUntil(lambda: other.modes.currentWidget() is other.reader)
    assert other.reader.outline.current_key()[1] == "fault-isolation"
    assert shown(other) == ["wellarchitected"]


# -- searching all lenses ----------------------------------------------------------------------
def test_all_lenses_are_searched_by_code_id_and_words(at, qtbot):
    page = at.page
    QTest.keyClick(page.view, Qt.Key.Key_S)
    assert page.pane.is_inside
    assert page.pane.search.hasFocus()
    qtbot.keyClicks(page.pane.search, "rel 10")
    hits = page.pane.hits
    qtbot.waitUntil(lambda: bool(hits.list.entries))
    assert hits.list.entries[0].title.startswith("AWS Well-Architected Framework")
    assert hits.list.entries[0].children[0].code == "REL 10"
    assert "How do you use fault isolation to protect your workload?" in page.hit_text.words
    page.pane.search.setText("ledger_double")
    qtbot.waitUntil(lambda: [one.title for one in hits.list.entries] == ["House lens 2026-01"])
    page.pane.search.setText("two sides")
    qtbot.waitUntil(lambda: hits.list.entries[-1].children[0].note == "Two sides.")
    hits.list.select_key(hits.list.entries[-1].children[0].key)
    QTest.keyClick(hits.list, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.modes.currentWidget() is page.reader)
    assert page.reader.outline.current_key() == ("money", "ledger", "ledger_double")
    page.close_reader()
    page.pane.search.setText("qqqq")
    qtbot.waitUntil(lambda: hits.list.entries == ())
    assert "No lens has all these words" in hits.words.text()


def test_a_name_that_is_none_offers_to_look_inside(at, qtbot):
    page = at.page
    page.pane.search.setText("bulkhead")
    qtbot.waitUntil(lambda: page.pane.states.state == "empty")
    page.pane.states.currentWidget().button.click()
    qtbot.waitUntil(lambda: bool(page.pane.hits.list.entries))


# -- doing -------------------------------------------------------------------------------------
def test_a_lens_is_added_to_several_workloads_as_one_step(at):
    at.page.select("shelf:genai")

    def choose(dialog):
        names = [dialog.list.item(row).text() for row in range(dialog.list.count())]
        assert names[0] == "Loyalty", "the current workload comes first, ticked"
        assert dialog.ticked == [0]
        dialog.list.setCurrentRow(names.index("Archive"))
        QTest.keyClick(dialog.list, Qt.Key.Key_Space)
        assert dialog.ok_button.text() == "Add to 2 workloads"
        dialog.take()

    with_dialog(choose)
    QTest.keyClick(at.page.view, Qt.Key.Key_L)
    assert at.lenses("w1") == ["wellarchitected", "genai"]
    assert at.lenses("w2") == ["genai"]
    at.undo[-1]()
    assert (at.lenses("w1"), at.lenses("w2")) == (["wellarchitected"], [])


def test_a_lens_of_ones_own_shelf_goes_into_the_workspace_it_is_used_in(at, qtbot):
    text = HOUSE_LENS.replace('"house"', '"mine"')
    OwnShelf().keep(text, read_lens_text(text))
    at.page.refresh(None)
    qtbot.waitUntil(lambda: at.page.model.rowCount() == ON_SHELF + 2)
    at.page.select("own:mine@2026-01.json")
    with_dialog(lambda dialog: dialog.take())
    at.page.add_to_workloads()
    assert at.lenses("w1") == ["wellarchitected", "mine"]
    at.page.verbs.remove_from_shelf(at.page.line)
    assert OwnShelf().lenses() == ()
    qtbot.waitUntil(
        lambda: any(line.key.startswith("workspace:") and line.entry.alias == "mine" for line in at.page.model.all)
    )
    at.undo[-1]()
    assert [one.lens.alias for one in OwnShelf().lenses()] == ["mine"]


def test_export_writes_what_the_tool_takes(at, tmp_path, qtbot):
    at.page.select(house_key(at.page))
    at.page.verbs.export(at.page.line, tmp_path / "out.json")
    qtbot.waitUntil(lambda: bool(at.said))
    assert at.said[-1].startswith("out.json written.")
    assert json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))["schemaVersion"] == "2021-11-01"
    at.page.verbs.export(at.page.line, tmp_path / "no" / "out.json")
    qtbot.waitUntil(lambda: bool(at.told))


def test_dropped_files_are_checked(at, tmp_path, qtbot):
    good = tmp_path / "good.json"
    good.write_text(HOUSE_LENS.replace('"house"', '"other"').replace("Two sides.", "Both."), encoding="utf-8")
    seen = []

    def look(dialog):
        qtbot.waitUntil(lambda: bool(dialog.found))
        seen.append(dialog.found[0].status)
        dialog.keep_in_workspace()

    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(tmp_path))])
    copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    with_dialog(look)
    at.page.dropEvent(QDropEvent(QPointF(5, 5), copy, mime, left, none))
    qtbot.waitUntil(lambda: bool(seen))
    qtbot.waitUntil(lambda: at.page.model.rowCount() == ON_SHELF + 2)
    assert at.page.line.entry.alias == "other", "what was kept is chosen"


def test_read_only_reads_but_does_not_add(tmp_path, qtbot):
    with stage(tmp_path, LensesPage, qtbot, read_only=True) as at:
        qtbot.waitUntil(lambda: at.page.model.rowCount() > 0)
        assert not at.page.add_button.isEnabled()
        assert at.page.check_button.isEnabled()


def test_an_empty_workspace_has_the_shelf(tmp_path, qtbot):
    with stage(tmp_path, LensesPage, qtbot, empty=True) as at:
        qtbot.waitUntil(lambda: at.page.model.rowCount() == ON_SHELF)
        with_dialog(lambda dialog: dialog.reject())
        at.page.add_to_workloads()
        assert at.told == []


def test_everything_that_takes_the_focus_has_a_name(at, qtbot):
    for _mode in range(2):
        nameless = [
            widget for widget in at.page.findChildren(QWidget)
            if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isVisibleTo(at.page)
            and not (widget.accessibleName() or (hasattr(widget, "text") and widget.text()))
        ]  # fmt: skip
        assert nameless == []
        read(at.page, "shelf:genai", qtbot)


def test_files_dropped_on_the_window_are_passed_on(tmp_path, qtbot):
    tasks = Tasks()
    window = MainWindow(tasks, tmp_path / "state.ini")
    qtbot.addWidget(window)
    seen = []
    window.dropped.connect(seen.extend)
    mime = QMimeData()
    (tmp_path / "folder").mkdir()
    paths = [tmp_path / "a.json", tmp_path / "note.txt", tmp_path / "folder"]
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    window.dropEvent(QDropEvent(QPointF(5, 5), copy, mime, left, none))
    qtbot.waitUntil(lambda: seen == paths)
    tasks.shutdown()
