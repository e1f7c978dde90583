"""Import in the window: what was understood, what would change, what is ticked, one step; and what cannot be read."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.ui.workload_stage import stage
from workbench.domain.graph import Graph, Node
from workbench.operations.graphs import PutNode, RemoveNode, SetGraph
from workbench.store.queries.graphs import graph_of
from workbench.ui.dialogs.graph_import import GraphImportDialog
from workbench.ui.pages.lenses import LensesPage
from workbench.ui.theme import theme

SHOP = """services:
  web: {image: web, ports: ["80:80"], depends_on: [db]}
  admin: {image: admin, ports: ["81:81"], depends_on: [db]}
  db: {image: postgres}
"""
TEMPLATE = "Parameters: {M: {Type: String}}\nResources: {Store: {Type: 'AWS::RDS::DBInstance', Properties: {MultiAZ: !Ref M}}}\n"


@pytest.fixture(autouse=True)
def dressed(qapp):
    theme().apply(qapp, "light")


@pytest.fixture
def at(tmp_path, qtbot):
    folder = tmp_path / "stage"
    folder.mkdir()
    with stage(folder, LensesPage, qtbot, workload_id="w1") as made:
        yield made


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "shop.yml"
    path.write_text(SHOP, encoding="utf-8")
    return path


@contextmanager
def looking(at, qtbot, *paths):
    dialog = GraphImportDialog(at.desk, "w1", paths, at.window)
    dialog.show()
    qtbot.waitUntil(lambda: dialog.preview is not None or dialog.states.state in ("failed", "empty"))
    yield dialog
    qtbot.waitUntil(lambda: dialog._task is None)
    dialog.reject()
    dialog.deleteLater()


def graph(at) -> Graph:
    with at.workspace.reading() as session:
        return graph_of(session, "w1")


def titles(dialog) -> list[str]:
    return [entry.title for entry in dialog.report.list.entries]


def go_to(dialog, section):
    dialog.report.list.select_key((section,))
    return dialog.report.lines.entries


def test_the_report_says_what_was_understood_and_import_is_one_step(at, qtbot, file):
    with looking(at, qtbot, file) as dialog:
        assert titles(dialog)[:3] == ["Files", "Findings", "Proposed journeys"]
        assert "3 resources, " in dialog.summary.text()
        assert dialog.report.lines.entries[0].trailing == "Docker Compose" or dialog.report.lines.entries[0].trailing
        assert graph(at) == Graph(), "nothing is written before Import"
        dialog.go.click()
        qtbot.waitUntil(lambda: dialog.result() == dialog.DialogCode.Accepted)
    assert {"web", "admin", "db"} <= graph(at).nodes.keys()
    assert at.said == ["Imported shop.yml"]
    at.undo[-1]()
    assert graph(at) == Graph()


def test_journeys_that_are_unticked_stay_out_by_keyboard_alone(at, qtbot, file):
    with looking(at, qtbot, file) as dialog:
        entries = go_to(dialog, "journeys")
        assert len(entries) == 2
        dialog.report.lines.setFocus()
        dialog.report.lines.select_key(entries[0].key)
        QTest.keyClick(dialog.report.lines, Qt.Key.Key_Space)
        index = dialog.report.lines.currentIndex()
        assert Qt.CheckState(index.data(Qt.ItemDataRole.CheckStateRole)) == Qt.CheckState.Unchecked
        assert "left out" in index.data(Qt.ItemDataRole.AccessibleTextRole)
        QTest.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        qtbot.waitUntil(lambda: dialog.result() == dialog.DialogCode.Accepted)
    assert [one.id for one in graph(at).journeys] == [entries[1].key[1]]
    with looking(at, qtbot, file) as dialog:
        assert "journeys" not in [one.id for one in dialog.report.sections], "they are not proposed again"


def test_again_it_shows_the_difference_and_keeps_what_was_done_by_hand(at, qtbot, file):
    with looking(at, qtbot, file) as dialog:
        dialog.start()
        qtbot.waitUntil(lambda: dialog.result() == dialog.DialogCode.Accepted)
    at.desk.editor.do(PutNode("w1", Node("admin", "Back office")))
    at.desk.editor.do(RemoveNode("w1", "db"))
    file.write_text(SHOP.replace("  admin: {image: admin, ports: [\"81:81\"], depends_on: [db]}\n", "  queue: {image: q}\n"),
                    encoding="utf-8")  # fmt: skip
    with looking(at, qtbot, file) as dialog:
        assert "was imported before" in dialog.summary.text()
        changed = [line.title for group in go_to(dialog, "changes") for line in group.children]
        assert any("queue" in line for line in changed)
        both = {group.title: [line.title for line in group.children] for group in go_to(dialog, "conflicts")}
        assert both["Gone from the source, changed or used here"] == ["Back office"]
        kept = {group.title: [line.title for line in group.children] for group in go_to(dialog, "kept")}
        assert kept["Removed here: left out again"] == ["db"]
        dialog.copy_button.click()
        assert "Back office" in QApplication.clipboard().text()
        dialog.start()
        qtbot.waitUntil(lambda: dialog.result() == dialog.DialogCode.Accepted)
    assert graph(at).nodes["admin"].label == "Back office"
    with looking(at, qtbot, file) as dialog:
        assert "nothing would change" in dialog.summary.text()


def test_what_only_has_the_same_id_is_told_apart(at, qtbot, file):
    at.desk.editor.do(SetGraph("w1", Graph.of((Node("db", "Ledger"),))))
    with looking(at, qtbot, file) as dialog:
        (entry,) = go_to(dialog, "met")
        assert entry.title == "Ledger"
        dialog.report.lines.setFocus()
        QTest.keyClick(dialog.report.lines, Qt.Key.Key_Space)
        qtbot.waitUntil(lambda: dialog._task is None and dialog.preview.operation.apart == ("db",))
        assert dialog.report.list.current_key() == ("met",), "one stays where one was"
        QTest.keyClick(dialog.report.lines, Qt.Key.Key_Space)
        qtbot.waitUntil(lambda: dialog._task is None and dialog.preview.operation.apart == ())
        QTest.keyClick(dialog.report.lines, Qt.Key.Key_Space)
        qtbot.waitUntil(lambda: dialog._task is None and dialog.preview.operation.apart == ("db",))
        dialog.start()
        qtbot.waitUntil(lambda: dialog.result() == dialog.DialogCode.Accepted)
    assert graph(at).nodes["db"] == Node("db", "Ledger")
    assert "db (shop.yml)" in graph(at).nodes


DRAWING = 'digraph { web [label="Web"]; db [label="Store"]; cache [label="Cache"]; web -> db; web -> cache }'


@pytest.fixture
def twice(at, qtbot, tmp_path):
    """A drawing that was imported and then changed here and in the file: two names, and an element the file lost."""
    path = tmp_path / "shop.dot"
    path.write_text(DRAWING, encoding="utf-8")
    with looking(at, qtbot, path) as dialog:
        dialog.start()
        qtbot.waitUntil(lambda: dialog.result() == dialog.DialogCode.Accepted)
    for key, label in (("web", "Front door"), ("db", "Ledger"), ("cache", "Session cache")):
        at.desk.editor.do(PutNode("w1", replace(graph(at).nodes[key], label=label)))
    text = DRAWING.replace("Web", "Portal").replace('"Store"', '"Books"').replace(' cache [label="Cache"];', "")
    path.write_text(text.replace(" web -> cache", ""), encoding="utf-8")
    return path


def sides(dialog):
    dialog.report.list.select_key(("conflicts",))
    return {line.key[1]: line.tag for group in dialog.report.lines.entries for line in group.children}


def settled(qtbot, dialog, wanted):
    qtbot.waitUntil(lambda: dialog._task is None and sides(dialog) == wanted)


def test_what_changed_on_both_sides_is_chosen_by_keyboard_alone(at, qtbot, twice):
    with looking(at, qtbot, twice) as dialog:
        assert sides(dialog) == {"node/web/label": "Mine", "node/db/label": "Mine", "node/cache": "Mine"}
        lines = dialog.report.lines
        lines.setFocus()
        lines.select_key(("conflict", "node/web/label"))
        assert "Mine, here: Front door" in dialog.report.detail.toPlainText()
        assert "Theirs, in the source: Portal" in dialog.report.detail.toPlainText()
        QTest.keyClick(lines, Qt.Key.Key_T)
        settled(qtbot, dialog, {"node/web/label": "Theirs", "node/db/label": "Mine", "node/cache": "Mine"})
        assert lines.current_key() == ("conflict", "node/web/label"), "one stays where one was"
        assert dialog.report.buttons["theirs"].isChecked()
        QTest.keyClick(lines, Qt.Key.Key_M)
        settled(qtbot, dialog, {"node/web/label": "Mine", "node/db/label": "Mine", "node/cache": "Mine"})
        lines.select_key(("group", "changed"))
        QTest.keyClick(lines, Qt.Key.Key_T)
        settled(qtbot, dialog, {"node/web/label": "Theirs", "node/db/label": "Theirs", "node/cache": "Mine"})
        dialog.start()
        qtbot.waitUntil(lambda: dialog.result() == dialog.DialogCode.Accepted)
    now = graph(at).nodes
    assert (now["web"].label, now["db"].label, now["cache"].label) == ("Portal", "Books", "Session cache")
    at.undo[-1]()
    assert graph(at).nodes["web"].label == "Front door"


def test_one_side_is_taken_everywhere_by_mouse(at, qtbot, twice):
    with looking(at, qtbot, twice) as dialog:
        every = {"node/web/label": "Theirs", "node/db/label": "Theirs", "node/cache": "Theirs"}
        assert sides(dialog)
        dialog.report.all_theirs.click()
        settled(qtbot, dialog, every)
        dialog.report.lines.select_key(("conflict", "node/cache"))
        dialog.report.buttons["mine"].click()
        settled(qtbot, dialog, {**every, "node/cache": "Mine"})
        dialog.report.all_mine.click()
        settled(qtbot, dialog, dict.fromkeys(every, "Mine"))
        dialog.report.all_theirs.click()
        settled(qtbot, dialog, every)
        dialog.start()
        qtbot.waitUntil(lambda: dialog.result() == dialog.DialogCode.Accepted)
    assert {one.label for one in graph(at).nodes.values()} == {"Portal", "Books"}


def test_questions_and_troubles_stand_with_file_and_line(at, qtbot, tmp_path, file):
    (tmp_path / "store.yaml").write_text(TEMPLATE, encoding="utf-8")
    (tmp_path / "bad.yaml").write_text("Resources:\n  A: [1\n", encoding="utf-8")
    with looking(at, qtbot, file, tmp_path / "store.yaml", tmp_path / "bad.yaml") as dialog:
        assert dialog.preview.operation.name == "bad.yaml, shop.yml, store.yaml"
        entry = next(one for one in go_to(dialog, "questions") if "Store" in one.title)
        assert "store.yaml, line 2" in entry.note
        (group, *_more) = go_to(dialog, "problems")
        assert "bad.yaml, line" in group.children[0].note
        assert "1 place could not be read" in dialog.trouble.text()
        dialog.report.lines.select_key(group.children[0].key)
        assert group.children[0].title in dialog.report.detail.toPlainText()
        assert dialog.go.isEnabled(), "the rest can be imported"


@pytest.mark.parametrize("content", ["", "hello", "{", "services: ["])
def test_what_cannot_be_read_says_why_and_lets_choose_again(at, qtbot, tmp_path, content):
    path = tmp_path / "thing.yaml"
    path.write_text(content, encoding="utf-8")
    with looking(at, qtbot, path) as dialog:
        assert dialog.states.state == "failed"
        assert not dialog.go.isEnabled()
        dialog.states._stand_in.button.click()
        assert dialog.states.state == "empty"


def test_a_missing_path_says_so(at, qtbot, tmp_path):
    with looking(at, qtbot, tmp_path / "no.yaml") as dialog:
        assert dialog.states.state == "failed"


def test_without_paths_it_asks_and_takes_what_is_dropped(at, qtbot, file):
    with looking(at, qtbot) as dialog:
        assert dialog.states.state == "empty"
        assert not dialog.go.isEnabled()
        mime = QMimeData()
        mime.setUrls([QUrl.fromLocalFile(str(file))])
        copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        dialog.dropEvent(QDropEvent(QPointF(5, 5), copy, mime, left, none))
        qtbot.waitUntil(lambda: dialog.preview is not None)
        dialog.other_button.click()
        assert dialog.states.state == "empty"


def test_a_read_only_workspace_is_only_looked_into(tmp_path, qtbot, file):
    folder = tmp_path / "stage"
    folder.mkdir()
    with stage(folder, LensesPage, qtbot, workload_id="w1", read_only=True) as at, looking(at, qtbot, file) as dialog:
        assert not dialog.go.isEnabled()
        assert titles(dialog)


def test_a_large_report_is_shown_at_once(at, qtbot, tmp_path):
    path = tmp_path / "large.yml"
    lines = [f"  s{n}: {{image: a, ports: ['{n}:80'], depends_on: [s{n + 1}]}}" for n in range(3_000)]
    path.write_text("services:\n" + "\n".join(lines) + "\n  s3000: {image: a}\n", encoding="utf-8")
    with looking(at, qtbot, path) as dialog:
        entries = go_to(dialog, "journeys")
        assert len(entries) == 501
        assert "2,500 more" in entries[-1].title
        assert len(dialog.report.current().lines) == 3_000
        assert go_to(dialog, "changes") == ()
        assert "Nothing here says that there are none" in dialog.report.hint.text()
        assert "3,000 journeys over 3,0" in dialog.report.hint.text()
        dialog.report.look.click()
        assert dialog._wish.looks
        dialog._task.cancel()
        qtbot.waitUntil(lambda: dialog._task is None, timeout=15_000)
        assert dialog.states.state == "content"
        assert not dialog._wish.looks
        assert dialog.report.look.isVisible()
        assert dialog.go.isEnabled()
