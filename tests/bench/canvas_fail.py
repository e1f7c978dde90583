"""Click to fail on the real page: from the call until every journey has its state and the canvas is painted."""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from tests.bench.figures import Figure, median, percentile
from tests.bench.graphs import layered

__all__ = ["fail_figures"]

_SIZE = 2_000
_ROUNDS = 25
_PATIENCE_S = 120


def fail_figures() -> Iterator[Figure]:
    """Measure failing elements and zones of 2,000, with findings, strip and panel there."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication, QMainWindow

    from workbench.domain.workload import Workload
    from workbench.library.shelf import Shelf
    from workbench.operations.graphs import SetGraph
    from workbench.operations.history import History
    from workbench.operations.workloads import CreateWorkload
    from workbench.settings import Settings
    from workbench.store.workspace import Workspace
    from workbench.ui.desk import Desk
    from workbench.ui.editor import Editor
    from workbench.ui.faults import Faults
    from workbench.ui.pages.architecture import ArchitecturePage
    from workbench.ui.place import Place
    from workbench.ui.tasks import Tasks
    from workbench.ui.theme import theme

    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    theme().apply(app, "light")
    graph = layered(_SIZE, 1)
    with (
        tempfile.TemporaryDirectory(prefix="workbench-bench-") as folder,
        Workspace.create(Path(folder) / "a.wawb") as file,
    ):
        history = History(file, "Bench")
        history.do(CreateWorkload(Workload("w1", "Bench", description="Bench", review_owner="Team")))
        history.do(SetGraph("w1", graph))
        faults, place, tasks = Faults(), Place(), Tasks()
        editor = Editor(history, faults)
        place.go(workload_id="w1")
        desk = Desk(file, editor, tasks, faults, place, Shelf(), Settings, lambda *_words: None, "Bench")
        page, window = ArchitecturePage(desk), QMainWindow()
        window.setCentralWidget(page)
        window.resize(1440, 900)
        page.refresh(None)
        window.show()
        arch, ends = page.architecture, time.monotonic() + _PATIENCE_S
        while (arch.assessment is None or page.canvas.layers is None) and time.monotonic() < ends:
            QTest.qWait(50)
        page.canvas.fit()
        QTest.qWait(1000)
        names = [*list(graph.nodes)[:: max(1, _SIZE // _ROUNDS)]]
        took = []
        for name in names:
            start = time.perf_counter()
            arch.toggle_failed((name,))
            page.canvas.repaint()
            took.append((time.perf_counter() - start) * 1e3)
            QTest.qWait(20)
            arch.repair()
            QTest.qWait(20)
        tasks.shutdown()
        window.close()
    note = f"95 of 100 within {percentile(took, 0.95):.0f} ms"
    yield Figure(f"click to fail, {_SIZE:,} elements, to state and repaint", median(took), "ms", 50.0, note)
