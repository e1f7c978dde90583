"""The verdict by hand, for a question without practices."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from workbench.domain.risk import Risk
from workbench.i18n import _
from workbench.ui.theme import theme
from workbench.ui.widgets.kbd import KeyButton, plain_button
from workbench.ui.widgets.marks import mark_icon, risk_title

__all__ = ["VERDICTS", "VerdictRow"]

VERDICTS = (Risk.HIGH, Risk.MEDIUM, Risk.NONE)


class VerdictRow(QWidget):
    """High, medium or none; the chosen one again takes it back."""

    asked = Signal(object)
    """A Risk, or None to take the verdict back; UI thread."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._verdict: Risk | None = None
        row = QHBoxLayout(self)
        theme().space(row, 8)
        self.buttons: dict[Risk, KeyButton] = {}
        for number, risk in enumerate(VERDICTS, 1):
            button = plain_button(risk_title(risk), partial(self.ask, risk), key=str(number))
            button.setIcon(mark_icon(risk))
            button.setCheckable(True)
            self.buttons[risk] = button
            row.addWidget(button)
        row.addStretch(1)

    def show_verdict(self, verdict: Risk | None, *, read_only: bool) -> None:
        """Show what was decided."""
        self._verdict = verdict
        for risk, button in self.buttons.items():
            button.setChecked(risk is verdict)
            button.setEnabled(not read_only)
            state = _("chosen") if risk is verdict else _("not chosen")
            button.setAccessibleDescription(_("Our own verdict, {state}").format(state=state))

    def ask(self, risk: Risk) -> None:
        """Ask for a verdict."""
        self.buttons[risk].setChecked(risk is self._verdict)
        self.asked.emit(None if risk is self._verdict else risk)

    def sizeHint(self) -> QSize:
        size = super().sizeHint()
        return QSize(size.width(), max(size.height(), theme().px(30)))
