"""Results of the failure analysis as tables and pictures: read, sort, copy, export, light on the canvas."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QTabWidget, QVBoxLayout, QWidget

from workbench.analyses import failure_tables
from workbench.analyses.failure_tables import Table
from workbench.analyses.what_if.fix_candidates import Candidate
from workbench.i18n import N_, _
from workbench.ui.desk import Desk
from workbench.ui.dialogs.finding_export import export_table
from workbench.ui.models.architecture_desk import ArchitectureDesk
from workbench.ui.models.failure_pictures import Picture, draw_picture
from workbench.ui.theme import theme
from workbench.ui.widgets.empty_state import StateStack
from workbench.ui.widgets.failure_journeys import RESULTS
from workbench.ui.widgets.failure_picture import FailurePicture
from workbench.ui.widgets.failure_table import FailureTable
from workbench.ui.widgets.kbd import plain_button
from workbench.ui.widgets.labels import dim_label
from workbench.ui.widgets.question_choice import CalmChoice
from workbench.ui.widgets.section import Section

__all__ = ["ResultsDialog"]

_PICTURES = (
    ("waterfall", N_("Where the time down comes from")), ("blast", N_("What each failure takes down")),
    ("matrix", N_("Journeys and failure domains")),
)  # fmt: skip
_OF_JOURNEY = {"cut_sets", "importance"}


class ResultsDialog(QDialog):
    """Stands beside the canvas; a row lights its elements there.

    Args:
        desk: The desk of the window.
        architecture: What is analysed.
        try_fix: Called with a Candidate to try.
    """

    def __init__(
        self,
        desk: Desk,
        architecture: ArchitectureDesk,
        try_fix: Callable[[Candidate], object],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._desk, self._architecture, self._try_fix = desk, architecture, try_fix
        self._left: tuple[str, ...] = ()
        self.setWindowTitle(_("Results of the failure analysis"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.journey = CalmChoice()
        self.journey.setAccessibleName(_("Journey"))
        self.journey.currentIndexChanged.connect(self.show_results)
        self.kind = CalmChoice()
        self.kind.setAccessibleName(_("Picture"))
        for key, title in _PICTURES:
            self.kind.addItem(_(title), key)
        self.kind.currentIndexChanged.connect(self.show_results)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tables: dict[str, FailureTable] = {}
        self.picture = FailurePicture(_("Picture"))
        for key, title in RESULTS:
            if key == "pictures":
                self.tabs.addTab(self.picture, _(title))
                continue
            table = FailureTable(_(title))
            table.lit.connect(architecture.show_path)
            if key == "fixes":
                table.opened.connect(self._try)
            self.tables[key] = table
            self.tabs.addTab(table, _(title))
        self.tabs.currentChanged.connect(self.show_results)
        self.copy_button = plain_button(_("Copy"), self.copy)
        self.export_button = plain_button(_("Export CSV…"), self.export)
        self.try_button = plain_button(_("Try"), self._try_current)
        self.left_open = Section(_("What was not looked at"), key="results/left", folded=True)
        self.states = StateStack(self.tabs)
        head = QHBoxLayout()
        theme().space(head, 8)
        head.addWidget(self.journey)
        head.addWidget(self.kind)
        head.addStretch(1)
        for button in (self.try_button, self.copy_button, self.export_button):
            head.addWidget(button)
        whole = QVBoxLayout(self)
        theme().space(whole, 8, (16, 12, 16, 12))
        whole.addLayout(head)
        whole.addWidget(self.states, 1)
        whole.addWidget(self.left_open)
        self.resize(theme().px(1040), theme().px(560))
        architecture.numbers_changed.connect(self.show_results)
        theme().changed.connect(self.show_results)
        self._know_journeys()
        architecture.graph_changed.connect(self._know_journeys)
        architecture.want_numbers()
        self.show_results()

    # -- showing -------------------------------------------------------------------------------

    def show_tab(self, key: str) -> None:
        """Show a table or the pictures; see RESULTS."""
        self.tabs.setCurrentIndex([one for one, _title in RESULTS].index(key))

    @property
    def tab(self) -> str:
        """What is shown."""
        return RESULTS[self.tabs.currentIndex()][0]

    def show_results(self) -> None:
        """Show what is known now; what is not is worked out first."""
        architecture, tab = self._architecture, self.tab
        numbers = architecture.numbers
        is_picture = tab == "pictures"
        self.journey.setVisible(tab in _OF_JOURNEY or (is_picture and self.kind.currentData() == "waterfall"))
        self.kind.setVisible(is_picture)
        self.export_button.setText(_("Save picture…") if is_picture else _("Export CSV…"))
        self.try_button.setVisible(tab == "fixes")
        for button in (self.copy_button, self.export_button, self.try_button):
            button.setEnabled(numbers is not None)
        self._say_left_open()
        if numbers is None:
            if not architecture.is_counting:
                architecture.want_numbers()
            self.states.show_loading(_("Working out availability and fixes"))
            return
        self.states.show_content()
        if is_picture:
            self._draw()
        else:
            self.tables[tab].show_table(self._table(tab))

    def _table(self, tab: str) -> Table:
        numbers, journey_id = self._architecture.numbers, str(self.journey.currentData() or "")
        assert numbers is not None
        analysis = numbers.analysis
        if tab == "cut_sets":
            return failure_tables.cut_sets(analysis, journey_id)
        if tab == "importance":
            return failure_tables.importance(analysis, journey_id)
        if tab == "shared_fate":
            return failure_tables.shared_fate(analysis)
        if tab == "fixes":
            return failure_tables.fixes(analysis, numbers.fixes)
        if tab == "domains":
            return failure_tables.domains(analysis, numbers.domains)
        return failure_tables.journeys(analysis)

    def _draw(self) -> None:
        numbers = self._architecture.numbers
        if numbers is None:
            return
        kind, journey_id = str(self.kind.currentData()), str(self.journey.currentData() or "")
        self.picture.show_picture(b"", _("Drawing…"))
        work = partial(draw_picture, numbers, kind, journey_id, theme().tokens.is_dark)
        self._desk.tasks.start("", work, self._show_picture, self, key="architecture.picture", quiet=True)

    def _show_picture(self, found: Picture) -> None:
        self.picture.show_picture(found.data, found.words)

    def _know_journeys(self) -> None:
        current = self.journey.currentData()
        self.journey.blockSignals(True)
        self.journey.clear()
        for one in self._architecture.graph.journeys:
            self.journey.addItem(one.title, one.id)
        self.journey.setCurrentIndex(max(0, self.journey.findData(current)))
        self.journey.blockSignals(False)

    def _say_left_open(self) -> None:
        """What was not looked at: nothing found there proves nothing."""
        assessment = self._architecture.assessment
        left = (*assessment.report.not_assessed.values(), *assessment.report.coverage) if assessment else ()
        if left != self._left:
            self._left = left
            self.left_open.clear()
            for text in left:
                self.left_open.add(dim_label(text, wrap=True, step="small"))
            self.left_open.set_summary(f"{len(left):,}")
        self.left_open.setVisible(bool(left))

    # -- doing ---------------------------------------------------------------------------------

    def copy(self) -> None:
        """Copy the table, tab separated, or the picture."""
        if self.tab != "pictures":
            self.tables[self.tab].copy()
        elif not self.picture.image.isNull():
            QGuiApplication.clipboard().setImage(self.picture.image)

    def export(self) -> None:
        """Ask where, and write the table as CSV or the picture as PNG."""
        if self.tab != "pictures":
            table = self.tables[self.tab].table
            if table is not None:
                export_table(self._desk, table, self)
            return
        name, _filter = QFileDialog.getSaveFileName(
            self, _("Save picture"), f"{self.kind.currentText()}.png", "PNG (*.png)"
        )
        if name and not self.picture.image.save(name):
            self._desk.say(_("{file} cannot be written.").format(file=name))

    def _try_current(self) -> None:
        row = self.tables["fixes"].current()
        if row is not None:
            self._try(row.key)

    def _try(self, candidate_id: str) -> None:
        numbers = self._architecture.numbers
        found: Candidate | None = next(
            (one.candidate for one in (numbers.fixes if numbers else ()) if one.candidate.id == candidate_id), None
        )
        if found is not None:
            self._try_fix(found)
