"""Every journey with its verdict and availability, and the way to the tables and pictures behind it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from workbench.analyses.failure.availability_words import availability_line
from workbench.analyses.failure.standing import STANDING_TITLES, Standing
from workbench.analyses.failure.verdicts import split, verdict
from workbench.domain.risk import Risk
from workbench.i18n import N_, _, n_
from workbench.ui.theme import theme
from workbench.ui.widgets.chip import FlowRow
from workbench.ui.widgets.entry import Entry
from workbench.ui.widgets.kbd import KeyButton, plain_button
from workbench.ui.widgets.labels import dim_label
from workbench.ui.widgets.outline import OutlineView

if TYPE_CHECKING:
    from workbench.ui.models.architecture_desk import ArchitectureDesk

__all__ = ["RESULTS", "FailureJourneys"]

RESULTS = (
    ("journeys", N_("Journeys")), ("cut_sets", N_("Cut sets")), ("importance", N_("Importance")),
    ("shared_fate", N_("Shared fate")), ("fixes", N_("Fixes")), ("domains", N_("Failure domains")),
    ("pictures", N_("Pictures")),
)  # fmt: skip
"""The tables and pictures, in the order of their tabs."""
_RISKS = {
    Standing.DOWN: Risk.HIGH, Standing.DEGRADED: Risk.MEDIUM, Standing.AT_RISK: Risk.MEDIUM, Standing.UP: Risk.NONE,
}  # fmt: skip


class FailureJourneys(QWidget):
    """Lists the journeys and opens results."""

    results_asked = Signal(str)
    """Which of RESULTS to open; UI thread."""

    def __init__(self, architecture: ArchitectureDesk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._architecture = architecture
        self.list = OutlineView(_("Journeys"), ground="raised")
        self.words = dim_label("", wrap=True)
        self.buttons: dict[str, KeyButton] = {}
        row = FlowRow(gap=6)
        for key, title in RESULTS:
            button = plain_button(_(title), partial(self.results_asked.emit, key))
            self.buttons[key] = button
            row.add(button)
        foot = QVBoxLayout()
        theme().space(foot, 8, (16, 8, 16, 12))
        foot.addWidget(self.words)
        foot.addWidget(row)
        column = QVBoxLayout(self)
        theme().space(column, 0)
        column.addWidget(self.list, 1)
        column.addLayout(foot)
        self._later = QTimer(self, singleShot=True, interval=0)  # after the canvas is painted
        self._later.timeout.connect(self.show_journeys)
        self.list.chosen.connect(self._choose)
        for signal in (architecture.graph_changed, architecture.state_changed, architecture.numbers_changed):
            signal.connect(self._later.start)
        self.show_journeys()

    def show_journeys(self) -> None:
        """Show how they are now."""
        architecture = self._architecture
        entries = []
        for one in architecture.graph.journeys:
            standing = architecture.journeys.get(one.id, Standing.UP)
            entries.append(Entry(one.title, (one.id,), note=self._note(one.id, standing), risk=_RISKS[standing],
                                 trailing=_(STANDING_TITLES[standing])))  # fmt: skip
        self.list.set_entries(entries)
        for button in self.buttons.values():
            button.setEnabled(bool(architecture.graph))
        self._say()

    def _note(self, key: str, standing: Standing) -> str:
        architecture = self._architecture
        graph, result, failed = architecture.graph, architecture.results.get(key), architecture.state.failed
        if result is None or any(name not in graph.nodes for name in result.singles):
            return ""
        if failed and standing is Standing.AT_RISK:
            n = len(architecture.singles(key))
            return n_("{n} more failure would end it", "Any of {n} more failures would end it", n).format(n=n)
        return (
            "" if failed and standing in (Standing.DOWN, Standing.DEGRADED) else verdict(result, split(graph, result))
        )

    def _say(self) -> None:
        architecture, key = self._architecture, self.list.current_key()
        numbers = architecture.numbers
        result = numbers.analysis.journeys.get(key[0]) if numbers and key else None
        if result is not None and not result.at_rest:
            self.words.setText(availability_line(result))
        elif architecture.is_counting:
            self.words.setText(_("Working out availability and fixes…"))
        else:
            self.words.setText("" if key else _("Choose a journey, or open a table."))
        self.words.setVisible(bool(self.words.text()))

    def _choose(self, key: object) -> None:
        chosen: tuple[str, ...] = tuple(key)  # type: ignore[arg-type]
        journey = self._architecture.graph.journey(chosen[0]) if chosen else None
        if journey is not None and self.list.hasFocus():
            self._architecture.select((journey.node,))
            self._architecture.want_numbers()
        self._say()
