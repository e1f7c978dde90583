"""The tables of the Architecture page by hand: rows are added, linked, grouped and removed, and open cells lose nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QComboBox, QDialog, QLineEdit, QMenu

from tests.ui.architecture_stage import SHOP, architecture, stored
from workbench.analyses.graph_layout import journey_key
from workbench.domain.graph import Graph, Node
from workbench.domain.graph_parts import Need, need_of
from workbench.operations.graph_moves import PutElements
from workbench.operations.history import History

Key = Qt.Key
NAME, KIND, PLACE, DOWN, SURVIVE, COMMENT = 0, 1, 3, 6, 10, 11
TO, HOW, NEEDS, FAILOVER = 1, 2, 5, 6


@pytest.fixture
def made(qtbot, tmp_path):
    with architecture(tmp_path, qtbot) as one:
        one.page.toggle_table()
        yield one
        assert not one.told


def cell(table, key, column, target=""):
    model = table.model()
    rows = (row for row in range(model.rowCount()) if model.index(row, 0).data(256) == key)
    row = next(row for row in rows if not target or model.index(row, TO).data() == target)
    return model.index(row, column)


def opened(table, index):
    """Open a cell as Enter does; return its editor."""
    table.setFocus()
    table.setCurrentIndex(index)
    table.edit(index)
    return next(
        one for kind in (QLineEdit, QComboBox) for one in table.viewport().findChildren(kind) if one.isVisible()
    )


def typed(qtbot, table, index, text):
    editor = opened(table, index)
    editor.selectAll()
    qtbot.keyClicks(editor, text)
    return editor


def chosen(qtbot, table, index, words):
    editor = opened(table, index)
    editor.setCurrentText(words)
    enter(qtbot, editor)


def enter(qtbot, editor):
    """Press Enter in the open cell; Qt takes it from its queue."""
    qtbot.keyClick(editor, Key.Key_Return)
    QApplication.processEvents()


def close_menus(page):
    for menu in page.findChildren(QMenu):
        menu.close()


def dialog(page):
    return next(one for one in page.findChildren(QDialog) if one.isVisible() and hasattr(one, "choose"))


def test_a_system_is_made_in_the_tables_alone(qtbot, made):
    page, elements, links = made.page, made.page.tables.elements, made.page.tables.links
    for kind, name in (("az", "Zone c"), ("function", "Mailer"), ("resource", "Inbox"), ("resource", "Outbox")):
        page.architecture.select(())
        page.palette_box.choose(kind)
        qtbot.keyClick(elements, Key.Key_N)
        qtbot.keyClicks(page.tables.name, name)
        qtbot.keyClick(page.tables.name, Key.Key_Return)
        assert page.tables.chosen() == (stored(made).nodes[name.lower().replace(" ", "-")].id,)
        assert elements.hasFocus()
    enter(qtbot, typed(qtbot, elements, cell(elements, "mailer", PLACE), "zone c"))
    page.architecture.select(("mailer",))
    qtbot.keyClick(elements, Key.Key_C)
    dialog(page).choose("inbox")
    dialog(page).accept()
    page.architecture.select(("inbox", "outbox"))
    qtbot.keyClick(elements, Key.Key_G)
    dialog(page).choose("mailer")
    dialog(page).accept()
    page.architecture.select(("mailer",))
    qtbot.keyClick(elements, Key.Key_J)
    qtbot.keyClicks(page.tables.name, "Send mail")
    qtbot.keyClick(page.tables.name, Key.Key_Return)
    graph = stored(made)
    assert graph.nodes["mailer"].domains == ("zone-c",)
    assert graph.nodes["mailer"].groups[0].members == ("inbox", "outbox")
    assert graph.journey("send-mail").node == "mailer"
    qtbot.waitUntil(lambda: links.model().rowCount() == 9)
    enter(qtbot, typed(qtbot, links, cell(links, "mailer", FAILOVER, "Inbox"), "2 min"))
    assert stored(made).nodes["mailer"].groups[0].failover_s == 120
    enter(qtbot, typed(qtbot, elements, cell(elements, journey_key("send-mail"), SURVIVE), "one Region"))
    assert stored(made).journey("send-mail").must_survive == ("region",)
    for _step in range(10):
        made.desk.editor.undo()
    assert stored(made) == SHOP


def test_links_turn_soft_and_hard_and_go(qtbot, made):
    links = made.page.tables.links
    chosen(qtbot, links, cell(links, "api-a", HOW), "can do without")
    assert need_of(stored(made).nodes["api-a"], "db") is Need.SOFT
    qtbot.waitUntil(lambda: cell(links, "api-a", HOW).data() == "can do without")
    chosen(qtbot, links, cell(links, "api-a", HOW), "cannot do without")
    assert need_of(stored(made).nodes["api-a"], "db") is Need.HARD
    links.selectRow(cell(links, "api-a", HOW).row())
    qtbot.keyClick(links, Key.Key_Delete)
    assert need_of(stored(made).nodes["api-a"], "db") is None
    qtbot.waitUntil(lambda: links.model().rowCount() == 5)
    links.selectRow(cell(links, journey_key("checkout"), HOW).row())
    qtbot.keyClick(links, Key.Key_Delete)
    assert "enters somewhere" in made.page.tables.fault.text()


def test_another_target_keeps_the_row(qtbot, made):
    links = made.page.tables.links
    row = cell(links, "api-a", TO).row()
    chosen(qtbot, links, cell(links, "api-a", TO), "search")
    assert need_of(stored(made).nodes["api-a"], "search") is Need.HARD
    qtbot.waitUntil(lambda: links.model().index(row, TO).data() == "search")
    assert links.currentIndex().row() == row


def test_leaving_a_cell_takes_what_is_typed_and_escape_does_not(qtbot, made):
    elements = made.page.tables.elements
    editor = typed(qtbot, elements, cell(elements, "db", NAME), "Ledger")
    made.page.tables.search.setFocus()
    assert stored(made).nodes["db"].label == "Ledger"
    editor = typed(qtbot, elements, cell(elements, "db", NAME), "Nothing")
    qtbot.keyClick(editor, Key.Key_Escape)
    assert stored(made).nodes["db"].label == "Ledger"
    assert made.page.architecture.selected == ("db",), "Esc ends typing and nothing else"
    opened(elements, cell(elements, "db", NAME))
    before = made.desk.editor.titles()
    made.page.tables.search.setFocus()
    assert made.desk.editor.titles() == before


def test_what_is_typed_survives_what_changes_around_it(qtbot, made):
    page, elements = made.page, made.page.tables.elements
    editor = typed(qtbot, elements, cell(elements, "db", NAME), "Half a na")
    page.verbs.change(replace(stored(made).nodes["search"], label="Finder"))
    qtbot.waitUntil(lambda: cell(elements, "search", NAME).data() == "Finder")
    page.verbs.add("component", "First", None)
    History(made.workspace, "Somebody").do(PutElements("w0", Graph.of((Node("late", "Late"),)), "Add"))
    page.refresh(None)
    page.architecture.toggle_failed(("key",))
    qtbot.waitUntil(lambda: elements.model().rowCount() == 12)
    made.desk.editor.undo()
    qtbot.waitUntil(lambda: elements.model().rowCount() == 11)
    assert editor.isVisible()
    assert editor.text() == "Half a na"
    assert editor.hasFocus()
    qtbot.keyClicks(editor, "me")
    enter(qtbot, editor)
    assert stored(made).nodes["db"].label == "Half a name"


def test_undo_while_a_cell_is_open_takes_the_step_before_and_keeps_the_cell(qtbot, made):
    page, elements = made.page, made.page.tables.elements
    page.verbs.rename("db", "Ledger")
    qtbot.waitUntil(lambda: cell(elements, "db", NAME).data() == "Ledger")
    editor = typed(qtbot, elements, cell(elements, "db", NAME), "Other")
    made.desk.editor.undo()
    qtbot.waitUntil(lambda: cell(elements, "db", NAME).data() == "orders")
    assert editor.text() == "Other"
    page.flush()
    assert stored(made).nodes["db"].label == "Other", "leaving the page takes what is typed"


def test_an_unknown_kind_is_not_changed_by_looking(qtbot, made):
    page, elements = made.page, made.page.tables.elements
    page.verbs.change(replace(stored(made).nodes["db"], kind="queue"))
    qtbot.waitUntil(lambda: cell(elements, "db", KIND).data() == "queue")
    assert opened(elements, cell(elements, "db", KIND)).currentText() == "queue"
    page.tables.search.setFocus()
    assert stored(made).nodes["db"].kind == "queue"


def test_a_text_that_cannot_be_read_is_said(qtbot, made):
    page, elements = made.page, made.page.tables.elements
    for column, text, said in ((DOWN, "often", "0.05 %"), (PLACE, "Atlantis", "Atlantis")):
        enter(qtbot, typed(qtbot, elements, cell(elements, "db", column), text))
        assert page.tables.fault.isVisible()
        assert said in page.tables.fault.text()
    enter(qtbot, typed(qtbot, elements, cell(elements, "db", COMMENT), "Ask twice"))
    assert not page.tables.fault.isVisible()
    assert stored(made).nodes["db"].attributes["comment"] == "Ask twice"


def test_the_kind_is_chosen_from_a_menu(qtbot, made):
    page = made.page
    qtbot.mouseClick(page.tables.add, Qt.MouseButton.LeftButton)
    menu = next(one for one in page.findChildren(QMenu) if one.isVisible())
    next(one for one in menu.actions() if one.text() == "KMS key").trigger()
    close_menus(page)
    qtbot.keyClicks(page.tables.name, "Vault")
    qtbot.keyClick(page.tables.name, Key.Key_Return)
    assert stored(made).nodes["vault"].kind == "kms_key"
    assert stored(made).nodes["vault"].position is not None
