"""Joins the rooms: the only place that knows window, settings, log and workspace together."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

from PySide6.QtCore import QLocale, QTimer
from PySide6.QtWidgets import QApplication

from workbench.host.identity import language_code
from workbench.host.paths import config_dir
from workbench.host.settings_file import read_settings
from workbench.i18n import install
from workbench.library.places import locale_dir
from workbench.ui.faults import Faults
from workbench.ui.files import Files, dress
from workbench.ui.main_window import MainWindow
from workbench.ui.tasks import Tasks

__all__ = ["main", "make_window"]

MEASURE = "WORKBENCH_MEASURE"
"""Set to "first-paint" it makes the program print when it was first painted [ms since start] and quit."""


def make_window(app: QApplication) -> tuple[MainWindow, Files]:
    """Build the window with everything it needs, not shown yet and without a workspace."""
    if QLocale.system().language() == QLocale.Language.C:  # no locale set: dates as 2026-11-23
        QLocale.setDefault(QLocale("en_SE"))
    loaded = read_settings()
    install(language_code(loaded.settings.language), locale_dir())
    faults = Faults()
    faults.install()
    tasks = Tasks()
    tasks.failed.connect(faults.report)
    dress(app, loaded.settings)
    window = MainWindow(tasks, config_dir() / "window.ini")
    files = Files(window, tasks, faults, loaded.settings)
    faults.crashed.connect(lambda details: _show_crash(faults, details, window))
    app.aboutToQuit.connect(faults.uninstall)
    if loaded.faults:
        window.messages.show_message("warning", loaded.faults[0], details=loaded.faults[1:])
    return window, files


def main(argv: list[str]) -> int:
    """Open the window and stay until it is closed.

    Args:
        argv: Nothing, "--sample", or the path of a workspace file.

    Returns:
        The exit code.
    """
    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    app.setApplicationName("workbench")
    app.setApplicationDisplayName("")
    window, files = make_window(app)
    if os.environ.get(MEASURE) == "first-paint":
        window.painted.connect(_print_first_paint)
        window.painted.connect(lambda: QTimer.singleShot(0, app.quit))
    else:
        window.painted.connect(lambda: QTimer.singleShot(0, lambda: _begin(files, argv[0] if argv else "")))
    window.show()
    return app.exec()


def _begin(files: Files, argument: str) -> None:
    """Go on after the first paint: the log, then the workspace."""
    from workbench.host.log_files import log_path, start_log

    start_log()
    files.faults.log_path = log_path()
    files.start(argument)


def _show_crash(faults: Faults, details: str, window: MainWindow) -> None:
    from workbench.ui.dialogs.crash import show_crash

    show_crash(details, faults.log_path, window)


def _print_first_paint() -> None:
    """Print the time since the process was started by the kernel (Linux), for the benchmark."""
    try:
        ticks = int(Path("/proc/self/stat").read_text().rsplit(")", 1)[1].split()[19])
        since_boot = time.clock_gettime(time.CLOCK_BOOTTIME)
        took = since_boot - ticks / os.sysconf("SC_CLK_TCK")
    except (OSError, AttributeError, ValueError, IndexError):
        took = time.process_time()
    sys.stderr.write(f"first paint {took * 1000:.0f} ms\n")
