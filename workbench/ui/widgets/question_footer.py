"""Where to go from a question: previous, next by risk, next unanswered, next."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from workbench.i18n import _
from workbench.ui.theme import theme
from workbench.ui.widgets.kbd import KeyButton, flat_button, plain_button, primary_button

__all__ = ["QuestionFooter"]

_NARROW = 540


class QuestionFooter(QWidget):
    """One row of buttons below the question."""

    asked = Signal(str)
    """previous, by_risk, unanswered or next; UI thread."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.previous = flat_button("", lambda: self.asked.emit("previous"), key="K", icon_name="chevron-left")
        self.by_risk = plain_button(_("Next by risk"), lambda: self.asked.emit("by_risk"), key="R")
        self.by_risk.setAccessibleName(_("Next question by risk"))
        self.unanswered = primary_button(_("Next unanswered"), lambda: self.asked.emit("unanswered"), key="G")
        self.unanswered.setAccessibleName(_("Next unanswered question"))
        self.next = flat_button("", lambda: self.asked.emit("next"), key="J")
        for button in (self.previous, self.by_risk, self.unanswered, self.next):
            button.give_way(44)
        self._row = row = QHBoxLayout(self)
        theme().space(row, 8, (24, 6, 24, 8))
        row.addWidget(self.previous)
        row.addStretch(1)
        row.addWidget(self.by_risk)
        row.addWidget(self.unanswered)
        row.addStretch(1)
        row.addWidget(self.next)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        is_narrow = self.width() < theme().px(_NARROW)
        self.by_risk.setText(_("By risk") if is_narrow else _("Next by risk"))
        self.unanswered.setText(_("Unanswered") if is_narrow else _("Next unanswered"))
        theme().space(self._row, 4 if is_narrow else 8, (8, 6, 8, 8) if is_narrow else (24, 6, 24, 8))

    def show_ways(self, previous: str, following: str, *, has_risks: bool, has_unanswered: bool) -> None:
        """Show the codes of the neighbours, and whether there is anywhere to go."""
        self._show(self.previous, previous, _("Previous question: {code}"), _("First question"))
        self._show(self.next, following, _("Next question: {code}"), _("Last question"))
        self.by_risk.setEnabled(has_risks)
        self.unanswered.setEnabled(has_unanswered)
        self.by_risk.setToolTip(_("The next question by risk, worst first") if has_risks else _("No open risk"))
        self.unanswered.setToolTip("" if has_unanswered else _("Every question is answered"))

    @staticmethod
    def _show(button: KeyButton, code: str, name: str, end: str) -> None:
        if button.text() != (code or end):
            button.setText(code or end)
        button.setEnabled(bool(code))
        button.setAccessibleName(name.format(code=code) if code else end)
