"""What gives a question more minutes: the weights of a session plan as fields."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFormLayout, QVBoxLayout, QWidget

from workbench.domain.session import Weights
from workbench.i18n import N_, _
from workbench.ui.theme import theme
from workbench.ui.widgets.kbd import flat_button
from workbench.ui.widgets.labels import dim_label, label
from workbench.ui.widgets.number_field import DecimalField

__all__ = ["WeightsForm"]

_LARGEST = 10.0
_STEP = 0.5
_TITLES = {
    "high": N_("High risk"),
    "medium": N_("Medium risk"),
    "unanswered": N_("Not answered yet"),
    "not_applicable": N_("Not applicable so far"),
    "changed": N_("Changed since the milestone, added"),
    "finding": N_("Finding of the graph, added"),
}


class WeightsForm(QWidget):
    """Shows weights and tells them as they shall be."""

    changed = Signal(object)
    """The Weights after a change; UI thread."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._weights = Weights()
        self.fields = {name: DecimalField(_(title), 0.0, _LARGEST, 1) for name, title in _TITLES.items()}
        form = QFormLayout()
        theme().space(form, 6)
        for name, field in self.fields.items():
            field.setSingleStep(_STEP)
            field.valueChanged.connect(lambda value, name=name: self._tell(**{name: round(value, 1)}))
            form.addRow(label(_(_TITLES[name])), field)
        self.usual = flat_button(_("Take the usual weights"), lambda: self._tell(**_USUAL))
        column = QVBoxLayout(self)
        theme().space(column, 6)
        column.addWidget(
            dim_label(_("Minutes for a question against one without risk, which has 1."), wrap=True, step="small")
        )
        column.addLayout(form)
        column.addWidget(self.usual)

    def show_weights(self, weights: Weights, *, read_only: bool) -> None:
        """Show weights."""
        self._weights = weights
        for name, field in self.fields.items():
            field.blockSignals(True)
            field.setValue(getattr(weights, name))
            field.blockSignals(False)
            field.setEnabled(not read_only)
        self.usual.setEnabled(not read_only and self.is_unusual)

    @property
    def is_unusual(self) -> bool:
        """True where a weight is not the one a plan begins with."""
        return any(getattr(self._weights, name) != value for name, value in _USUAL.items())

    def _tell(self, **values: float) -> None:
        wanted = replace(self._weights, **values)
        if wanted != self._weights:
            self.changed.emit(wanted)


_USUAL = {name: getattr(Weights(), name) for name in _TITLES}
