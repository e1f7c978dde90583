"""What a report is chosen by: who it is for, in which format, what is left out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QCheckBox, QFormLayout

from workbench.i18n import _
from workbench.reports import CATALOG, KIND_TITLES, Kind, Redaction
from workbench.ui.widgets.chip import Chip, FlowRow

__all__ = ["ReportChoice"]


class ReportChoice(QObject):
    """Three rows of a form that hang together: a format that cannot hold a kind is not offered for it."""

    changed = Signal()
    """What the report says is another; UI thread."""
    named = Signal()
    """The format, or what a file name may tell, is another; UI thread."""

    def __init__(self, form: QFormLayout, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.kind = Kind.FULL
        self.format = CATALOG[0].id
        self.kinds = {kind: Chip(_(title)) for kind, title in KIND_TITLES.items()}
        for kind, chip in self.kinds.items():
            chip.clicked.connect(lambda _checked=False, kind=kind: self.choose_kind(kind))
        self.formats = {one.id: Chip(_(one.title)) for one in CATALOG}
        for key, chip in self.formats.items():
            chip.clicked.connect(lambda _checked=False, key=key: self.choose_format(key))
        self.accounts = QCheckBox(_("Show AWS account ids"))
        self.without_names = QCheckBox(_("Leave out names"))
        self.without_names.setToolTip(_("Words stand for people, teams, workloads and elements, in pictures too."))
        self.without_notes = QCheckBox(_("Leave out notes"))
        self.without_notes.setToolTip(_("What people typed about answers, practices and decisions is left out."))
        for switch in (self.accounts, self.without_names, self.without_notes):
            switch.toggled.connect(lambda _on: self.changed.emit())
        self.without_names.toggled.connect(lambda _on: self.named.emit())
        form.addRow(_("For"), FlowRow(*self.kinds.values()))
        form.addRow(_("Format"), FlowRow(*self.formats.values()))
        form.addRow("", FlowRow(self.accounts, self.without_names, self.without_notes))

    @property
    def suffix(self) -> str:
        """Of the file, with its dot."""
        return next(one.suffix for one in CATALOG if one.id == self.format)

    @property
    def redaction(self) -> Redaction:
        """What is left out."""
        return Redaction(self.without_names.isChecked(), not self.accounts.isChecked(), self.without_notes.isChecked())

    def choose_kind(self, kind: Kind) -> None:
        """Take another kind; a format that cannot hold it gives way to one that is made for it."""
        self.kind = kind
        for one, chip in self.kinds.items():
            chip.setChecked(one is kind)
        fitting = [one.id for one in CATALOG if kind in one.kinds]
        for name, chip in self.formats.items():
            chip.setEnabled(name in fitting)
        made_for = next((one.id for one in CATALOG if one.kinds[0] is kind), fitting[0])
        self.choose_format(self.format if self.format in fitting else made_for)
        self.changed.emit()

    def choose_format(self, key: str) -> None:
        """Take another format."""
        self.format = key
        for name, chip in self.formats.items():
            chip.setChecked(name == key)
        self.named.emit()

    def state(self) -> dict[str, Any]:
        """Return the choices, to come back at the next start."""
        return {
            "format": self.format, "kind": self.kind.value, "accounts": self.accounts.isChecked(),
            "without_names": self.without_names.isChecked(), "without_notes": self.without_notes.isChecked(),
        }  # fmt: skip

    def restore(self, state: Mapping[str, Any]) -> None:
        """Take choices of an earlier start; what is not known stays as it is."""
        known = {kind.value: kind for kind in Kind}
        self.kind = known.get(str(state.get("kind")), self.kind)
        self.format = str(state.get("format")) if state.get("format") in self.formats else self.format
        self.accounts.setChecked(state.get("accounts") is True)
        self.without_names.setChecked(state.get("without_names") is True)
        self.without_notes.setChecked(state.get("without_notes") is True)
