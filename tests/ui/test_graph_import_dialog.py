"""Import in the window: what was understood, what would change, what is ticked, one step; and what cannot be read."""

from __future__ import annotations

from contextlib import contextmanager

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
    return [entry.title for entry in dialog.list.entries]


def go_to(dialog, section):
    dialog.list.select_key((section,))
    return dialog.lines.entries


def test_the_report_says_what_was_understood_and_import_is_one_step(at, qtbot, file):
    with looking(at, qtbot, file) as dialog:
        assert titles(dialog)[:3] == ["Files", "Findings", "Proposed journeys"]
        assert "3 resources, " in dialog.summary.text()
        assert dialog.lines.entries[0].trailing == "Docker Compose" or dialog.lines.entries[0].trailing
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
        dialog.lines.setFocus()
        dialog.lines.select_key(entries[0].key)
        QTest.keyClick(dialog.lines, Qt.Key.Key_Space)
        index = dialog.lines.currentIndex()
        assert Qt.CheckState(index.data(Qt.ItemDataRole.CheckStateRole)) == Qt.CheckState.Unchecked
        assert "left out" in index.data(Qt.ItemDataRole.AccessibleTextRole)
        QTest.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        qtbot.waitUntil(lambda: dialog.result() == dialog.DialogCode.Accepted)
    assert [one.id for one in graph(at).journeys] == [entries[1].key[1]]
    with looking(at, qtbot, file) as dialog:
        assert "journeys" not in dialog._sections, "they are not proposed again"


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
        kept = {group.title: [line.title for line in group.children] for group in go_to(dialog, "kept")}
        assert kept["Gone from the source, changed or used here: they stay, marked"] == ["Back office"]
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
        dialog.lines.setFocus()
        QTest.keyClick(dialog.lines, Qt.Key.Key_Space)
        qtbot.waitUntil(lambda: dialog._task is None and dialog.preview.operation.apart == ("db",))
        assert dialog.list.current_key() == ("met",), "one stays where one was"
        QTest.keyClick(dialog.lines, Qt.Key.Key_Space)
        qtbot.waitUntil(lambda: dialog._task is None and dialog.preview.operation.apart == ())
        QTest.keyClick(dialog.lines, Qt.Key.Key_Space)
        qtbot.waitUntil(lambda: dialog._task is None and dialog.preview.operation.apart == ("db",))
        dialog.start()
        qtbot.waitUntil(lambda: dialog.result() == dialog.DialogCode.Accepted)
    assert graph(at).nodes["db"] == Node("db", "Ledger")
    assert "db (shop.yml)" in graph(at).nodes


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
        dialog.lines.select_key(group.children[0].key)
        assert group.children[0].title in dialog.detail.toPlainText()
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
        assert len(dialog._sections["journeys"].lines) == 3_000
