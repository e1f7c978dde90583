"""What can be asked of the Tool for reading only: checks and items, its PDF report, the account's table."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QMenu, QVBoxLayout, QWidget

from workbench.i18n import _
from workbench.ui.days import today
from workbench.ui.models.sync_extras import SyncExtras
from workbench.ui.theme import theme
from workbench.ui.widgets.chip import FlowRow
from workbench.ui.widgets.kbd import flat_button
from workbench.ui.widgets.labels import dim_label
from workbench.ui.widgets.report_strip import file_name

__all__ = ["ReadingPanel"]


class ReadingPanel(QWidget):
    """Three buttons.

    Args:
        extras: Reads.
    """

    def __init__(self, extras: SyncExtras, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._extras = extras
        text = _("Improvement items, Trusted Advisor checks and newer versions of lenses. Items and checks are kept as "
                 "evidence, read-only.")  # fmt: skip
        self.fetch = flat_button(_("Fetch"), self.read, icon_name="download")
        self.fetch.setToolTip(_("Read them now (F)"))
        self.report = flat_button(_("Lens report..."), self.ask_report, icon_name="file")
        self.table = flat_button(_("Account report"), self.read_table, icon_name="reports")
        self.report.setToolTip(_("Save the Tool's own report of a lens as PDF"))
        self.table.setToolTip(_("Risks of every workload of the account"))
        column = QVBoxLayout(self)
        theme().space(column, 8)
        column.addWidget(dim_label(text, wrap=True, step="small"))
        column.addWidget(FlowRow(self.fetch, self.report, self.table))

    def set_free(self, is_free: bool) -> None:
        """Allow the buttons, or not while something is under way."""
        for button in (self.fetch, self.report, self.table):
            button.setEnabled(is_free)

    def read(self) -> None:
        """Read what the Tool reports on the workload."""
        self._extras.fetch(_("Reading what the Tool reports"))

    def read_table(self) -> None:
        """Read the consolidated report of the account."""
        self._extras.read_table(_("Reading the consolidated report"))

    def ask_report(self) -> None:
        """Ask for the lens where there are several, then for the file."""
        lenses = self._extras.lenses
        if len(lenses) < 2:
            self._save(*(lenses[0] if lenses else ("wellarchitected", "wellarchitected")))
            return
        menu = QMenu(self)
        menu.aboutToHide.connect(menu.deleteLater)
        for alias, name in lenses:
            menu.addAction(name).triggered.connect(partial(self._save, alias, name))
        menu.popup(self.report.mapToGlobal(self.report.rect().bottomLeft()))
        menu.setActiveAction(menu.actions()[0])

    def _save(self, alias: str, lens: str, _checked: bool = False) -> None:
        name, _filter = QFileDialog.getSaveFileName(
            self,
            _("Save the Tool's lens report"),
            file_name(self._extras.workload_name, lens, today(), ".pdf"),
            _("PDF (*.pdf)"),
        )
        if name:
            self._extras.save_report(alias, Path(name), _("Reading the lens report"))
