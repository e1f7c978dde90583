"""The import from the window itself: dropped files, the action, and what is said where there is nothing to import into."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from workbench.app import make_window
from workbench.domain.workload import Workload
from workbench.operations import History
from workbench.operations.workloads import CreateWorkload
from workbench.store.queries.graphs import graph_of
from workbench.store.workspace import Workspace
from workbench.ui.dialogs.graph_import import GraphImportDialog

SHOP = 'services:\n  web: {image: web, ports: ["80:80"], depends_on: [db]}\n  db: {image: postgres}\n'


@pytest.fixture
def started(tmp_path, qtbot):
    path = tmp_path / "Shop.wawb"
    with Workspace.create(path) as workspace:
        History(workspace, "Me").do(CreateWorkload(Workload("w0", "Shop", aws_regions=("eu-west-1",))))
    window, files = make_window(QApplication.instance())
    window.show()
    files.start(str(path))
    qtbot.waitUntil(lambda: files.opened is not None and files.opened.page is not None, timeout=15_000)
    yield window, files
    window.close()
    window.deleteLater()


def when_shown(act):
    """Do something with the import once it shows its report; it is modal, so this runs from a timer."""
    timer = QTimer(interval=20)

    def look():
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, GraphImportDialog) and (dialog.preview or dialog.states.state == "empty"):
            timer.stop()
            act(dialog)

    timer.timeout.connect(look)
    timer.start()
    return timer


def test_dropped_files_are_imported_into_the_workload(started, tmp_path, qtbot):
    window, files = started
    path = tmp_path / "shop.yml"
    path.write_text(SHOP, encoding="utf-8")
    files.opened.place.go(workload_id="w0")
    timer = when_shown(lambda dialog: dialog.start())
    files._take_dropped([path])
    assert not timer.isActive()
    with files.opened.workspace.reading() as session:
        assert {"web", "db"} <= graph_of(session, "w0").nodes.keys()
    assert window.actions_of_window["file.architecture"].enabled()


def test_the_action_asks_for_files(started, qtbot):
    window, files = started
    files.opened.place.go(workload_id="w0")
    seen = []
    timer = when_shown(lambda dialog: (seen.append(dialog.states.state), dialog.reject()))
    assert window.actions_of_window.run("file.architecture")
    assert seen == ["empty"]
    assert not timer.isActive()


def test_without_a_workload_it_says_so(started, tmp_path):
    window, files = started
    files.opened.place.workload_id = ""
    assert not window.actions_of_window.run("file.architecture")
    said = []
    window.toast.say = lambda text, *_more: said.append(text)
    files._take_dropped([tmp_path])
    assert "Choose a workload first" in said[0]


def test_a_dropped_workspace_is_opened(started, tmp_path, qtbot):
    _window, files = started
    other = tmp_path / "Other.wawb"
    with Workspace.create(other, "Other"):
        pass
    files._take_dropped([other])
    qtbot.waitUntil(lambda: files.opened is not None and files.opened.workspace.path == other, timeout=15_000)
