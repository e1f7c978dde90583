"""A review of every question of the Framework by keyboard only: keys and application time per question, and pictures.

Usage: xvfb-run -a python -m tests.room [--folder pictures] [--theme light] [--json]
       python -m tests.room --real [...]     the program as a process, with keys of the X server (see tests.journey)
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field, replace
from pathlib import Path

from tests.room.script import PICTURED, discuss


@dataclass
class Hands:
    """Presses keys where the focus is and takes the time until the program has nothing left to do."""

    app: object
    window: object
    page: object
    keys: int = 0
    letters: int = 0
    spent_s: float = 0.0
    by_window: Counter[str] = field(default_factory=Counter)
    by_key: dict[str, list[float]] = field(default_factory=dict)

    @property
    def focus(self) -> object:
        """Where a key goes: the window that is active, be it the facilitator's or the presenter's."""
        active = self.app.activeWindow() or self.window
        self.by_window[active.windowTitle().split(" ")[0]] += 1
        return active.focusWidget()

    def press(self, key: object, name: str, *, shift: bool = False) -> None:
        from PySide6.QtCore import Qt
        from PySide6.QtTest import QTest

        modifier = Qt.KeyboardModifier.ShiftModifier if shift else Qt.KeyboardModifier.NoModifier
        started = time.perf_counter()
        QTest.keyClick(self.focus, key, modifier)
        self.app.processEvents()
        took = time.perf_counter() - started
        self.keys += 1
        self.spent_s += took
        self.by_key.setdefault(name, []).append(took)

    def type(self, text: str) -> None:
        from PySide6.QtCore import Qt
        from PySide6.QtTest import QTest

        started = time.perf_counter()
        QTest.keyClicks(self.focus, text)
        QTest.keyClick(self.focus, Qt.Key.Key_Return)
        self.app.processEvents()
        self.spent_s += time.perf_counter() - started
        self.letters += len(text)
        self.keys += 1


def main() -> None:
    """Run the session and tell what it took."""
    parser = argparse.ArgumentParser(prog="tests.room")
    parser.add_argument("--folder", default="")
    parser.add_argument("--theme", default="light")
    parser.add_argument(
        "--real", action="store_true", help="real keys on a screen of its own, the program as a process"
    )
    parser.add_argument("--json", action="store_true")
    chosen = parser.parse_args()
    os.environ["TZ"] = "UTC"
    with tempfile.TemporaryDirectory() as home:
        os.environ |= {"WORKBENCH_CONFIG_DIR": f"{home}/config", "WORKBENCH_DATA_DIR": f"{home}/data"}
        Path(home, "config").mkdir()
        Path(home, "config", "settings.json").write_text(json.dumps({"language": "en", "display_name": "Architect"}))
        told = run_real(Path(home, "real"), chosen) if chosen.real else run(chosen)
    if chosen.json:
        print(json.dumps(told, indent=2))
    else:
        for name, value in told.items():
            print(f"{name}: {value}")


def run_real(home: Path, chosen: argparse.Namespace) -> dict[str, object]:
    """Hold the session from outside; return figures."""
    from tests.journey.stage import StageError, missing
    from tests.room.real import hold

    if lacking := missing():
        sys.exit(f"Not installed: {lacking}")
    try:
        return hold(home, chosen.theme, Path(chosen.folder) if chosen.folder else None)
    except StageError as error:
        sys.exit(str(error))


def run(chosen: argparse.Namespace) -> dict[str, object]:
    """Open the sample, plan, hold and end a session; return figures."""
    from PySide6.QtWidgets import QApplication

    from tests.shots.__main__ import settle, wait
    from workbench.app import make_window
    from workbench.store.queries.portfolio import workload_names
    from workbench.store.queries.sessions import events_of, session_state

    app = QApplication([])
    window, files = make_window(app)
    files.settings = replace(files.settings, theme=chosen.theme, reduced_motion="on")
    files.dress()
    window.resize(1280, 800)
    window.show()
    files.start("--sample")
    wait(app, lambda: files.opened is not None and files.opened.page is not None)
    opened = files.opened
    with opened.workspace.reading() as session:
        names = {name: key for key, name in workload_names(session)}
    opened.place.go(workload_id=names["Payments platform"])
    opened.show_page("room")
    settle(app, files.tasks)
    page = opened.page
    page.planning.plan_new()
    hands = Hands(app, window, page)
    shots = Pictures(Path(chosen.folder) if chosen.folder else None, app, files.tasks)
    shots.take(window, "room-plan")
    page.verbs.start()
    page.toggle_presenter()
    page.presenter.resize(1280, 720)
    questions, times, counts = len(page.room.sitting.slots), [], []
    seen = Counter()
    for number in range(questions):
        keys, spent = hands.keys, hands.spent_s
        line = page.room.line
        if line is None:
            sys.exit(f"no question is shown at {number}: {page.room.state}")
        seen[page.room.state.spot] += 1
        discuss(hands, number, len(line.question.practices), known=line.then is not None and not line.then.is_empty)
        if number in PICTURED:
            shots.take(window, f"room-{number}")
            shots.take(page.presenter, f"presenter-{number}")
        if number == questions // 2:
            hands.press("b", "break", shift=True)
            shots.take(page.presenter, "presenter-break")
            hands.press("b", "break")
            window.activateWindow()
            page.run.view.sheet.setFocus()
            settle(app, files.tasks, 0.2)
        if number < questions - 1:
            hands.press("j", "next")
        times.append(hands.spent_s - spent)
        counts.append(hands.keys - keys)
    page.verbs.end()
    session_id = page.room.plan.id
    with opened.workspace.reading() as session:
        events, state = events_of(session, session_id), session_state(session, session_id)
    shots.take(page.presenter, "presenter-end")
    page.presenter.close()
    if len(seen) != questions or len(state.answered) != questions:
        sys.exit(f"{questions} questions, {len(seen)} shown, {len(state.answered)} answered or confirmed")
    times.sort()
    window.close()
    return {
        "questions": questions,
        "keys per question": round(sum(counts) / questions, 2),
        "most keys on a question": max(counts),
        "letters typed": hands.letters,
        "application time per question, median [ms]": round(times[questions // 2] * 1000, 1),
        "application time per question, 95 % [ms]": round(times[int(questions * 0.95)] * 1000, 1),
        "application time per question, longest [ms]": round(times[-1] * 1000, 1),
        "application time of the session [s]": round(hands.spent_s, 2),
        "lookups by window": dict(hands.by_window),
        "per key, median [ms]": {name: round(sorted(each)[len(each) // 2] * 1000, 1) for name, each in hands.by_key.items()},
        "events in the log": dict(Counter(str(event.kind) for event in events)),
        "notes": len(state.notes),
    }  # fmt: skip


@dataclass
class Pictures:
    """Keeps pictures of windows, where a folder is named."""

    folder: Path | None
    app: object
    tasks: object

    def take(self, widget: object, name: str) -> None:
        from tests.shots.__main__ import settle

        if self.folder is not None:
            self.folder.mkdir(parents=True, exist_ok=True)
            settle(self.app, self.tasks, 0.3)
            widget.grab().save(str(self.folder / f"{name}.png"))


if __name__ == "__main__":
    main()
