"""Tables and pictures over all workloads of one or several files, beside the list of the portfolio."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QMenu, QSplitter, QVBoxLayout, QWidget

from workbench.analyses.portfolio_tables import VIEWS
from workbench.analyses.result_table import Table
from workbench.i18n import _
from workbench.operations.reporting import Dress, gather_portfolio
from workbench.progress import Progress
from workbench.reports import Content
from workbench.store.workspace import Workspace
from workbench.ui.days import today
from workbench.ui.desk import Desk
from workbench.ui.dialogs.figures import FiguresDialog
from workbench.ui.models.portfolio_work import DRAWN, Picture, Wide, draw_wide, read_wide
from workbench.ui.theme import theme
from workbench.ui.widgets.empty_state import StateStack
from workbench.ui.widgets.failure_table import FailureTable
from workbench.ui.widgets.figure_view import Drawn, FigureView
from workbench.ui.widgets.kbd import plain_button
from workbench.ui.widgets.labels import dim_label
from workbench.ui.widgets.question_choice import CalmChoice

__all__ = ["PortfolioViews", "open_figures"]

_LOOKED_AT = 30
"""Rows that say how wide a column is; a thousand would take too long."""
_NARROWEST, _WIDEST = 120, 380


class PortfolioViews(QWidget):
    """One view at a time: its picture where there is one, and its table.

    Args:
        desk: The desk of the window.
        open_workload: Called with the id of a workload of the open file.
    """

    shown = Signal(str)
    """A view is on the screen, with what was read last; UI thread."""

    def __init__(self, desk: Desk, open_workload: Callable[[str], object], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._beside = [Path(each) for each in desk.settings().portfolio_files]
        self._is_old, self._is_large = True, False
        self.wide: Wide | None = None
        self.view_id = VIEWS[0].id
        self.files_note = dim_label("", wrap=True)
        self.person = CalmChoice()
        self.person.setEditable(True)
        self.person.setInsertPolicy(CalmChoice.InsertPolicy.NoInsert)
        self.person.setAccessibleName(_("Person or team"))
        self.person.setMinimumWidth(theme().px(200))
        self.person.setEditText(desk.who)
        self.person.currentTextChanged.connect(lambda _text: self._show_mine())
        self.add_button = plain_button(_("Add file..."), self.ask_file)
        self.files_button = plain_button(_("Files"), self._choose_files)
        self.large_button = plain_button(_("Large picture"), self._turn_large)
        self.copy_button = plain_button(_("Copy table"), lambda: self.table.copy(), icon_name="copy")
        self.save_button = plain_button(_("Save table..."), self.save_table, icon_name="save")
        self.figure = FigureView()
        self.figure.table_button.hide()  # the table stands below
        self.figure.failed.connect(desk.faults.report)
        self.figure.said.connect(desk.say)
        self.why = dim_label("", wrap=True)
        self.picture = QWidget()
        inside = QVBoxLayout(self.picture)
        theme().space(inside, 4, (0, 0, 0, 8))
        inside.addWidget(self.why)
        inside.addWidget(self.figure, 1)
        self.table = FailureTable(_("Table"))
        self.table.view.horizontalHeader().setResizeContentsPrecision(_LOOKED_AT)
        self.table.opened.connect(lambda key: open_workload(key) if key else None)
        self.splitter = QSplitter(Qt.Orientation.Vertical)
        self.splitter.addWidget(self.picture)
        self.splitter.addWidget(self.table)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.setSizes([theme().px(320), theme().px(240)])
        self.states = StateStack(self.splitter)
        head = QHBoxLayout()
        theme().space(head, 8)
        head.addWidget(self.person)
        head.addStretch(1)
        for widget in (
            self.files_button,
            self.add_button,
            self.large_button,
            self.copy_button,
            self.save_button,
        ):
            head.addWidget(widget)
        whole = QVBoxLayout(self)
        theme().space(whole, 8, (16, 12, 16, 8))
        whole.addLayout(head)
        whole.addWidget(self.files_note)
        whole.addWidget(self.states, 1)
        theme().changed.connect(self._redraw)

    # -- showing -------------------------------------------------------------------------------

    def show_view(self, view_id: str) -> None:
        """Show a view; see analyses.portfolio_tables.VIEWS."""
        self.view_id = view_id
        self.person.setVisible(view_id == "mine")
        self.picture.setVisible(view_id in DRAWN)
        self.large_button.setVisible(view_id in DRAWN)
        self.table.setVisible(view_id not in DRAWN or not self._is_large)
        if self._is_old or self.wide is None:
            self._read()
        else:
            self._show()

    def mark_old(self) -> None:
        """Say that what was read is no longer true; it is read again when it is looked at."""
        self._is_old = True
        if self.isVisible():
            self._read()

    def _read(self) -> None:
        self._is_old = False
        if self.wide is None:
            self.states.show_loading(_("Reading workloads"))
        known = (self.wide.read if self.wide else None) or {}
        work = partial(read_wide, self._desk.workspace, self.beside, known, today(), self.person.currentText())
        self._desk.tasks.start(
            _("Reading workloads"), work, self._got, self, self._failed, key="portfolio.wide", quiet=True
        )

    def _failed(self, error: Exception) -> None:
        self._is_old = True
        self.states.show_failed(error, self._read)

    def _got(self, wide: Wide) -> None:
        self.wide = wide
        typed = self.person.currentText()
        self.person.blockSignals(True)
        self.person.clear()
        self.person.addItems(wide.owners)
        self.person.setEditText(typed)
        self.person.blockSignals(False)
        self._show()

    def _show(self) -> None:
        if self.wide is None:
            return
        self.states.show_content()
        files, skipped = self.wide.files, self.wide.skipped
        words = [_("{n} files: {names}").format(n=len(files), names=", ".join(file.name for file in files))] * (
            len(files) > 1
        )
        words += [_("Not read: {why}").format(why=one.words) for one in skipped]
        self.files_note.setText("\n".join(words))
        self.files_note.setVisible(bool(words))
        self.files_button.setVisible(bool(self.beside))
        if self.view_id == "mine":
            self._show_mine()
        else:
            self._show_table(self.wide.tables[self.view_id].table)
        self._draw()
        self.shown.emit(self.view_id)

    def _show_table(self, table: Table) -> None:
        self.table.show_table(table)
        self.table.view.setAccessibleName(table.title)
        self._fit()

    def _fit(self) -> None:
        """Narrow the widest columns until all are on the screen; the tip of a cell has its whole text."""
        view, table = self.table.view, self.table.table
        if table is None or not table.rows:
            return
        wanted = [max(view.sizeHintForColumn(n), view.horizontalHeader().sectionSizeHint(n)) + theme().px(12)
                  for n in range(len(table.columns))]  # fmt: skip
        room, cap = view.viewport().width(), theme().px(_WIDEST)
        while cap > theme().px(_NARROWEST) and sum(min(each, cap) for each in wanted) > room:
            cap -= theme().px(10)
        for n, each in enumerate(wanted):
            view.horizontalHeader().resizeSection(n, min(each, cap))

    def _redraw(self) -> None:
        if self.isVisible():
            self._draw()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._draw()  # light and dark may have changed meanwhile

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _show_mine(self) -> None:
        if self.wide is not None and self.view_id == "mine":
            mine = next(view for view in VIEWS if view.id == "mine")
            self._show_table(mine.make(self.wide.files, today(), self.person.currentText()).table)

    def _draw(self) -> None:
        if self.wide is None or self.view_id not in DRAWN:
            return
        work = partial(draw_wide, self.view_id, self.wide.files, today(), theme().tokens.is_dark)
        self._desk.tasks.start("", work, self._show_picture, self, key="portfolio.picture", quiet=True)

    def _show_picture(self, found: Picture | str) -> None:
        if isinstance(found, Picture):
            self.figure.show_figure(Drawn(found.title, found.alt, found.shown, found.png, found.svg, None))
        else:
            self.why.setText(found)
        self.figure.setVisible(isinstance(found, Picture))
        self.why.setVisible(not isinstance(found, Picture))

    def _turn_large(self) -> None:
        self._is_large = not self._is_large
        self.large_button.setText(_("Picture and table") if self._is_large else _("Large picture"))
        self.table.setVisible(not self._is_large)

    # -- files ---------------------------------------------------------------------------------

    def ask_file(self) -> None:
        """Ask for other workspace files to show beside the open one; they are only read."""
        names, _filter = QFileDialog.getOpenFileNames(self, _("Show another file"), "", _("Workspaces (*.wawb)"))
        self.add_files([Path(name) for name in names])

    @property
    def beside(self) -> tuple[Path, ...]:
        """The other files that are shown; remembered in the settings."""
        own = self._desk.workspace.path.resolve()
        return tuple(path for path in self._beside if path.resolve() != own)

    def add_files(self, paths: list[Path]) -> None:
        """Show other workspace files, too."""
        shown = {path.resolve() for path in (*self._beside, self._desk.workspace.path)}
        new = [path.resolve() for path in dict.fromkeys(paths) if path.resolve() not in shown]
        if new:
            self._keep([*self._beside, *new])

    def _choose_files(self) -> None:
        menu = QMenu(self)
        menu.aboutToHide.connect(menu.deleteLater)
        for path in self.beside:
            menu.addAction(_("Leave out {file}").format(file=path.name), partial(self.leave_out, path)).setToolTip(
                str(path)
            )
        menu.setToolTipsVisible(True)
        menu.popup(self.files_button.mapToGlobal(self.files_button.rect().bottomLeft()))

    def leave_out(self, path: Path) -> None:
        """Show a file no longer; the file stays as it is."""
        self._keep([each for each in self._beside if each != path])

    def _keep(self, beside: list[Path]) -> None:
        self._beside = beside
        self._desk.keep_settings(replace(self._desk.settings(), portfolio_files=tuple(map(str, beside))))
        self._read()

    # -- saving --------------------------------------------------------------------------------

    def save_table(self) -> None:
        """Ask where, and write the table as CSV."""
        from workbench.ui.dialogs.finding_export import export_table  # loads the analysis of failures

        if self.table.table is not None:
            export_table(self._desk, self.table.table, self)


def open_figures(desk: Desk, parent: QWidget) -> None:
    """Open the figures of the report on all workloads."""
    beside = tuple(map(Path, desk.settings().portfolio_files))
    read = partial(_report, desk.workspace, desk.who, beside)
    FiguresDialog(desk, read, _("Figures of all workloads"), parent).show()


def _report(workspace: Workspace, who: str, beside: tuple[Path, ...], progress: Progress) -> Content:
    return gather_portfolio(workspace, "", Dress(made_by=who), progress, beside)
