"""What a person sees in the real window on a very large workspace; runs as a process of its own.

Usage: python -m tests.bench.screen FILE  (prints one JSON list of figures)
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

from tests.bench.figures import Figure, median, percentile

__all__ = ["on_screen"]

ROOT = Path(__file__).resolve().parents[2]


def on_screen(path: Path) -> list[Figure]:
    """Measure the window on a workspace file."""
    with tempfile.TemporaryDirectory(prefix="workbench-bench-") as folder:
        own = {"WORKBENCH_CONFIG_DIR": f"{folder}/config", "WORKBENCH_DATA_DIR": f"{folder}/data"}
        done = subprocess.run(
            [sys.executable, "-m", "tests.bench.screen", str(path)], cwd=ROOT, text=True, capture_output=True,
            env={"QT_QPA_PLATFORM": "offscreen"} | os.environ | own, timeout=300, check=False,
        )  # fmt: skip
    lines = [line for line in done.stdout.splitlines() if line.startswith("[")]
    if not lines:
        return [Figure("the window on it", None, "ms", note=done.stderr.strip()[-200:] or "said nothing")]
    return [Figure(**values) for values in json.loads(lines[-1])]


def _measure(path: Path) -> list[Figure]:
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication

    from workbench.app import make_window
    from workbench.store.queries.portfolio import workload_names

    app = QApplication([])
    window, files = make_window(app)
    window.resize(1280, 800)
    window.show()
    app.processEvents()

    def wait(fact: Callable[[], object]) -> None:
        while not fact():
            app.processEvents()
            time.sleep(0.001)

    def took(work: Callable[[], object]) -> float:
        started = time.perf_counter()
        work()
        window.repaint()
        app.processEvents()
        return (time.perf_counter() - started) * 1000

    started = time.perf_counter()
    files.start(str(path))
    wait(lambda: files.opened is not None and files.opened.page is not None)
    opened = files.opened
    wait(lambda: opened.page.model.rowCount() > 0)
    app.processEvents()
    usable = (time.perf_counter() - started) * 1000
    end = time.monotonic() + 4
    wait(lambda: time.monotonic() > end)  # pages get ready, the daily backup is made
    with opened.workspace.reading() as session:
        key = workload_names(session)[len(workload_names(session)) // 2][0]
    opened.place.go(workload_id=key)
    opened.show_page("review")
    app.processEvents()
    page = opened.page
    questions = [question.id for question in opened.desk.shelf.lens("wellarchitected").questions()]
    turns = [took(lambda one=one: opened.place.go(question_id=one)) for one in questions * 2]
    keys = [took(lambda n=n: QTest.keyClick(page, Qt.Key.Key_1 if n % 2 else Qt.Key.Key_2)) for n in range(60)]
    pages = {}
    for name in ("overview", "plan", "milestones", "reports", "workload", "lenses", "portfolio"):
        opened.show_page(name)
        end = time.monotonic() + 1
        wait(lambda end=end: time.monotonic() > end)
    for name in ("overview", "review", "plan", "milestones", "reports", "workload", "lenses", "portfolio"):
        pages[name] = took(lambda name=name: opened.show_page(name))
    slowest = max(pages, key=pages.__getitem__)
    window.close()
    return [
        Figure("window on it usable", usable, "ms", 1000, "from Open to the list of 1,000, imports included"),
        Figure("next question on screen, p50", median(turns), "ms", 100, "read, laid out, whole window painted"),
        Figure("next question on screen, p95", percentile(turns, 0.95), "ms", 100),
        Figure("key to disk and screen, p50", median(keys), "ms", 100),
        Figure("key to disk and screen, p95", percentile(keys, 0.95), "ms", 100),
        Figure("another page, slowest", pages[slowest], "ms", 100, slowest),
    ]


if __name__ == "__main__":
    print(json.dumps([asdict(figure) for figure in _measure(Path(sys.argv[1]))]))
    sys.stdout.flush()
    os._exit(0)
