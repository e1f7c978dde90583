"""The figures of a report, one beside the other: large, to copy, to save, to read as tables."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QListWidget, QListWidgetItem, QSplitter, QVBoxLayout, QWidget

from workbench.i18n import _
from workbench.progress import Progress
from workbench.reports.content.model import Content
from workbench.ui.desk import Desk
from workbench.ui.theme import theme
from workbench.ui.widgets.empty_state import StateStack
from workbench.ui.widgets.figure_view import Drawn, FigureView, draw_all
from workbench.ui.widgets.kbd import plain_button
from workbench.ui.widgets.labels import dim_label
from workbench.ui.widgets.views import dress_view

__all__ = ["FiguresDialog"]

Reading = Callable[[Progress], Content]
"""Reads what a report says; runs on a worker."""


def _drawn(read: Reading, is_dark: bool, progress: Progress) -> tuple[Drawn, ...]:
    return draw_all(read(progress).charts(), is_dark, progress)


class FiguresDialog(QDialog):
    """A list of figures and the chosen one.

    Args:
        desk: The parts pages share.
        read: What the figures are taken from.
        title: Of the window.
        parent: The page.
    """

    def __init__(self, desk: Desk, read: Reading, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self._desk = desk
        self._read = read
        self._figures: tuple[Drawn, ...] = ()
        self.names = QListWidget()
        dress_view(self.names, _("Figures"))
        self.names.setWordWrap(True)
        self.names.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.names.currentRowChanged.connect(self._show)
        self.view = FigureView()
        self.view.failed.connect(desk.faults.report)
        self.note = dim_label("", wrap=True, step="small")
        self.view.said.connect(self.note.setText)
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.addWidget(self.names)
        beside = QWidget()
        beside_column = QVBoxLayout(beside)
        theme().space(beside_column, 0, (16, 0, 0, 0))
        beside_column.addWidget(self.view)
        splitter.addWidget(beside)
        splitter.setStretchFactor(1, 1)
        splitter.setCollapsible(1, False)
        splitter.setSizes([theme().px(240), theme().px(780)])
        self.states = StateStack(splitter)
        foot = QHBoxLayout()
        foot.addWidget(self.note, 1)
        foot.addWidget(plain_button(_("Close"), self.reject))
        whole = QVBoxLayout(self)
        theme().space(whole, 10, (20, 16, 20, 12))
        whole.addWidget(self.states, 1)
        whole.addLayout(foot)
        self.resize(theme().px(1060), theme().px(640))
        self._start()

    def _start(self) -> None:
        self.states.show_loading(_("Drawing figures"))
        is_dark = theme().name != "light"
        self._desk.tasks.start(
            _("Drawing figures"), partial(_drawn, self._read, is_dark), self._take, self, self._not_drawn,
            key="figures", quiet=True,
        )  # fmt: skip

    def _take(self, figures: tuple[Drawn, ...]) -> None:
        self._figures = figures
        if not figures:
            self.states.show_empty("reports", _("Nothing to draw yet"), _("Figures come with the first answers."))
            return
        for one in figures:
            item = QListWidgetItem(one.title)
            item.setToolTip(one.alt)
            self.names.addItem(item)
        self.states.show_content()
        self.names.setCurrentRow(0)
        self.names.setFocus()

    def _not_drawn(self, error: Exception) -> None:
        self.states.show_failed(error, self._start)

    def _show(self, row: int) -> None:
        if 0 <= row < len(self._figures):
            self.view.show_figure(self._figures[row])
            self.note.setText("")
