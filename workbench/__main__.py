"""Where the program starts: without arguments the window, with arguments the command line.

Knows neither Qt nor the store; both are imported only when they are needed, so that the command line works on a
server without Qt's libraries.
"""

from __future__ import annotations

import gc
import sys
from pathlib import Path

from workbench import __version__
from workbench.errors import WorkbenchError
from workbench.i18n import _

__all__ = ["main"]

SAMPLE = "--sample"
SUFFIX = ".wawb"


def main(argv: list[str] | None = None) -> int:
    """Run the program.

    Args:
        argv: Arguments without the program's name; None takes those of the process.

    Returns:
        The exit code: 0 ok, 1 a `--fail-on` was hit, 2 usage or no window possible, 3 bad input, 5 file busy.
    """
    arguments = sys.argv[1:] if argv is None else argv
    if arguments in (["--version"], ["-V"]):
        print(f"workbench {__version__}")
        return 0
    if arguments == [SAMPLE]:
        return _open_sample()
    if not arguments or (len(arguments) == 1 and _is_workspace(arguments[0])):
        return _open_window(arguments)
    from workbench.cli import main as run_command

    return run_command(arguments) or 0


def _is_workspace(argument: str) -> bool:
    """A file to open, not a command: desktop systems start us with the path of a double-clicked file."""
    return not argument.startswith("-") and Path(argument).suffix.lower() == SUFFIX


def _open_window(arguments: list[str]) -> int:
    gc.disable()  # nothing to collect before the first paint; then workbench.ui.tasks collects, on its own thread
    obstacle = _window_obstacle()
    if obstacle:
        print(obstacle, _("The command line works without a window: workbench --help"), sep="\n", file=sys.stderr)
        return 2
    return _run_window(arguments)


def _run_window(arguments: list[str]) -> int:
    from workbench.app import main as run_window

    return run_window(arguments) or 0


def _open_sample() -> int:
    """Show the sample review in a window where there can be one, else review it on the command line."""
    obstacle = _window_obstacle()
    if not obstacle:
        return _run_window([SAMPLE])
    print(obstacle, _("Running the sample review on the command line instead."), sep="\n", file=sys.stderr)
    from workbench.cli.sample import run

    try:
        report = run()
    except WorkbenchError as error:
        print(error, file=sys.stderr)
        return 3
    if report:
        print(_("Report: {file}").format(file=report))
    return 0


def _window_obstacle() -> str:
    """Return why no window can be shown and what to do about it; empty where one can."""
    from workbench.host.display import has_display, install_hint, missing_libraries
    from workbench.host.quick_start import use_plain_import

    if not has_display():
        return _("No display answers (neither DISPLAY nor WAYLAND_DISPLAY leads to a screen).")
    missing = missing_libraries()
    if missing:
        return _("Qt cannot open a window, system libraries are missing.") + "\n" + install_hint(missing)
    try:
        from PySide6 import QtWidgets  # noqa: F401 - a broken Qt shows here, with the name of what it lacks
    except ImportError as error:
        command = "python -m pip install pyside6-essentials"
        text = _("Qt cannot be loaded: {why}.\nIf it is not installed: {command}")
        return text.format(why=error, command=command)
    use_plain_import()
    return ""


if __name__ == "__main__":
    sys.exit(main())
