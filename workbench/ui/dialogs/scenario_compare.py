"""Scenarios side by side: journeys by scenarios, to copy and to export."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from workbench.analyses.scenario_table import scenario_table
from workbench.i18n import _
from workbench.ui.desk import Desk
from workbench.ui.dialogs.finding_export import export_table
from workbench.ui.models.architecture_desk import ArchitectureDesk
from workbench.ui.theme import theme
from workbench.ui.widgets.chip import Chip, FlowRow
from workbench.ui.widgets.failure_table import FailureTable
from workbench.ui.widgets.kbd import plain_button
from workbench.ui.widgets.labels import dim_label, heading

__all__ = ["ScenarioComparison"]


class ScenarioComparison(QDialog):
    """What each kept scenario does to every journey; chips choose which ones stand side by side."""

    def __init__(self, desk: Desk, architecture: ArchitectureDesk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._architecture = desk, architecture
        self.setWindowTitle(_("Compare scenarios"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.chips: dict[str, Chip] = {}
        row = FlowRow(gap=6)
        for one in architecture.scenarios:
            chip = Chip(one.name)
            chip.setChecked(True)
            chip.toggled.connect(self.show_scenarios)
            self.chips[one.id] = chip
            row.add(chip)
        self.table = FailureTable(_("Journeys by scenarios"))
        buttons = QHBoxLayout()
        buttons.addWidget(plain_button(_("Copy"), self.table.copy))
        buttons.addWidget(plain_button(_("Export CSV…"), self._export))
        buttons.addStretch(1)
        buttons.addWidget(plain_button(_("Close"), self.accept))
        whole = QVBoxLayout(self)
        theme().space(whole, 12, (24, 16, 24, 16))
        whole.addWidget(heading(_("Compare scenarios"), "large"))
        whole.addWidget(dim_label(_("Each is played through in the architecture as it is shown."), wrap=True))
        whole.addWidget(row)
        whole.addWidget(self.table, 1)
        whole.addLayout(buttons)
        self.resize(theme().px(720), theme().px(420))
        for signal in (architecture.scenarios_changed, architecture.graph_changed):
            signal.connect(self.show_scenarios)
        self.table.lit.connect(lambda names: architecture.select(names[:1]))
        self.show_scenarios()

    def show_scenarios(self) -> None:
        """Play the chosen scenarios through again."""
        chosen = [
            one for one in self._architecture.scenarios if one.id in self.chips and self.chips[one.id].isChecked()
        ]
        self.table.show_table(scenario_table(self._architecture.graph, chosen))

    def _export(self) -> None:
        if self.table.table is not None:
            export_table(self._desk, self.table.table, self)
