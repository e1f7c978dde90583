"""Writing a table of results to a file."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from workbench.analyses.failure_tables import Table
from workbench.errors import BadInput
from workbench.i18n import _
from workbench.progress import Progress
from workbench.store.file_check import refuse_workspace
from workbench.ui.desk import Desk

__all__ = ["export_table", "write_table"]


def export_table(desk: Desk, table: Table, parent: QWidget) -> None:
    """Ask where, and write a table as CSV."""
    name, _filter = QFileDialog.getSaveFileName(
        parent, _("Export {table}").format(table=table.title), f"{table.title}.csv", _("Table (*.csv)")
    )
    if name:
        write_table(desk, table, Path(name), parent)


def write_table(desk: Desk, table: Table, target: Path, owner: QWidget) -> None:
    """Write a table as CSV, in the background."""
    target = target if target.suffix else target.with_suffix(".csv")
    then = partial(_said, desk)
    desk.tasks.start(_("Writing {file}").format(file=target.name), partial(_write, table.csv(), target), then, owner)


def _said(desk: Desk, target: Path) -> None:
    desk.say(_("Saved {file}").format(file=target.name))


def _write(text: str, target: Path, _progress: Progress) -> Path:
    refuse_workspace(target)
    try:
        target.write_text("\ufeff" + text, "utf-8", newline="")  # the mark lets spreadsheets read accents
    except OSError as error:
        raise BadInput(
            _("{file} cannot be written: {why}.").format(file=target, why=error.strerror or error),
            _("Choose another folder."),
        ) from error
    return target
