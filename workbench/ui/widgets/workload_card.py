"""What is worth knowing about the selected workload: facts, risks per pillar, and what to do with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QScrollArea, QVBoxLayout, QWidget

from workbench.domain.risk import Risk
from workbench.i18n import _
from workbench.ui.theme import set_look, theme
from workbench.ui.widgets.chip import FlowRow
from workbench.ui.widgets.kbd import KeyButton
from workbench.ui.widgets.labels import ElidedLabel, dim_label, heading, label, rule
from workbench.ui.widgets.risk_bar import RiskBar

__all__ = ["FactRows", "PillarRisks", "WorkloadCard"]


class FactRows(QWidget):
    """Names and values below each other; empty values are left out."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        theme().space(self._grid, 6)
        self._grid.setColumnStretch(1, 1)

    def show_facts(self, facts: Sequence[tuple[str, str]]) -> None:
        """Show other facts."""
        _empty(self._grid)
        for row, (name, value) in enumerate(fact for fact in facts if fact[1]):
            value_label = label(value, wrap=True)
            value_label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            self._grid.addWidget(dim_label(name), row, 0, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(value_label, row, 1)


class PillarRisks(QWidget):
    """One line per pillar: name and risk bar."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        theme().space(self._grid, 4)
        self._grid.setColumnStretch(0, 1)
        self._grid.setColumnStretch(1, 1)

    def show_pillars(self, pillars: Sequence[tuple[str, Mapping[Risk, int]]]) -> None:
        """Show other pillars, by name."""
        _empty(self._grid)
        for row, (name, counts) in enumerate(pillars):
            bar = RiskBar(counts)
            bar.setAccessibleName(f"{name}: {bar.accessibleName()}")
            self._grid.addWidget(ElidedLabel(name), row, 0)
            self._grid.addWidget(bar, row, 1)


def _empty(grid: QGridLayout) -> None:
    while (item := grid.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()


class WorkloadCard(QWidget):
    """The inspector of a list of workloads; place the buttons it is given."""

    def __init__(self, buttons: Sequence[KeyButton], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_look(self, ground="raised")
        self.title = heading("", "large")
        self._description = label("", wrap=True)
        self._none = dim_label(_("Select a workload to see its risks."), wrap=True)
        self._facts = FactRows()
        self._pillars = PillarRisks()
        self._body = QWidget()
        self._body.setProperty("clear", True)
        inner = QVBoxLayout(self._body)
        theme().space(inner, 12, (16, 12, 16, 12))
        for widget in (self._none, self.title, self._description, self._pillars, self._facts):
            inner.addWidget(widget)
        inner.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setAccessibleName(_("Selected workload"))
        scroll.setWidget(self._body)
        row = QVBoxLayout()
        theme().space(row, 0, (16, 8, 16, 8))
        row.addWidget(FlowRow(*buttons, gap=8))
        self._buttons = tuple(buttons)
        whole = QVBoxLayout(self)
        theme().space(whole, 0)
        whole.addWidget(scroll, 1)
        whole.addWidget(rule())
        whole.addLayout(row)
        self.show_nothing()

    def show_workload(
        self,
        title: str,
        description: str,
        pillars: Sequence[tuple[str, Mapping[Risk, int]]],
        facts: Sequence[tuple[str, str]],
    ) -> None:
        """Show a workload."""
        self.title.setText(title)
        self._description.setText(description)
        self._description.setVisible(bool(description))
        self._pillars.show_pillars(pillars)
        self._facts.show_facts(facts)
        self._show_body(True)

    def show_nothing(self, words: str = "") -> None:
        """Say that nothing is selected."""
        self._none.setText(words or _("Select a workload to see its risks."))
        self._show_body(False)

    def _show_body(self, is_shown: bool) -> None:
        self._none.setVisible(not is_shown)
        for widget in (self.title, self._description, self._pillars, self._facts):
            widget.setVisible(is_shown and (widget is not self._description or bool(self._description.text())))
        for button in self._buttons:
            button.setVisible(is_shown)
