"""The consolidated report of an account as a table, with the way back to the plan."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from workbench.i18n import _, n_
from workbench.ui.models.sync_table import TABLE_COLUMNS, ConsolidatedModel
from workbench.ui.theme import theme
from workbench.ui.widgets.columns_view import ColumnsView
from workbench.ui.widgets.kbd import icon_button, plain_button
from workbench.ui.widgets.labels import dim_label, label

if TYPE_CHECKING:
    from workbench.sync.extras import ConsolidatedRow

__all__ = ["TablePane"]


class TablePane(QWidget):
    """Risks of every workload the account has in the Region."""

    def __init__(self, back: Callable[[], object], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = label(_("Consolidated report of the account"), step="large", strong=True, wrap=True)
        self.figures = dim_label("", wrap=True)
        self.model = ConsolidatedModel(self)
        self.view = ColumnsView(_("Consolidated report"))
        self.view.setModel(self.model)
        self.view.setRootIsDecorated(False)
        self.view.header().setSectionsClickable(False)
        self.view.header().setSortIndicatorShown(False)
        top = QHBoxLayout()
        theme().space(top, 8)
        top.addWidget(self.title, 1)
        top.addWidget(icon_button("copy", _("Copy the table"), self.copy))
        top.addWidget(plain_button(_("Back to the plan"), back, key="Esc"))
        column = QVBoxLayout(self)
        theme().space(column, 8, (16, 16, 24, 12))
        column.addLayout(top)
        column.addWidget(self.figures)
        column.addWidget(self.view, 1)

    def show_rows(self, rows: Sequence[ConsolidatedRow], region: str) -> None:
        """Show what was read."""
        n = len({row.workload for row in rows})
        text = n_("{n} workload in {region}.", "{n} workloads in {region}.", n).replace("{region}", region)
        self.figures.setText(" ".join((text, _("Lenses of your own count in the totals only."))))
        self.model.set_rows(rows)
        self.view.set_columns(TABLE_COLUMNS)
        if rows:
            self.view.setCurrentIndex(self.model.index(0, 0))

    def copy(self) -> None:
        """Put the table on the clipboard, for a spreadsheet."""
        QGuiApplication.clipboard().setText(self.model.text())
