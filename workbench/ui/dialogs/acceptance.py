"""Accepting a risk: why, who, until when, and what is gained for it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import (
    QComboBox,
    QDateEdit,
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from workbench.domain.lens import Lens, Question
from workbench.domain.plan import Acceptance
from workbench.i18n import _
from workbench.ui.theme import theme
from workbench.ui.widgets.field_edit import LineField
from workbench.ui.widgets.kbd import plain_button, primary_button
from workbench.ui.widgets.labels import heading, label

__all__ = ["AcceptanceDialog"]

_MONTHS = 6


class AcceptanceDialog(QDialog):
    """Asks for everything a report says about an accepted risk.

    Args:
        lens, question: Where the risk is.
        acceptance: To begin with; its `why` is empty for a new one.
        take: Called with the Acceptance when the person accepts.
        end: Called to take an acceptance back; None for a new one.
    """

    def __init__(
        self,
        lens: Lens,
        question: Question,
        acceptance: Acceptance,
        take: Callable[[Acceptance], object],
        end: Callable[[], object] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._acceptance, self._take, self._end = acceptance, take, end
        title = _("Accept the risk of {code}").format(code=question.code or question.short or question.title)
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.why = QPlainTextEdit(acceptance.why)
        self.why.setAccessibleName(_("Why"))
        self.why.setTabChangesFocus(True)
        self.why.setMinimumHeight(theme().px(80))
        self.why.setMaximumHeight(theme().px(110))
        self.why.setPlaceholderText(_("What is gained, and why this is worth the risk"))
        self.fault = label("", tone="high", step="small", wrap=True)
        self.fault.hide()
        self.by = LineField(_("Accepted by"), 0, _("Who answers for it"))
        self.by.load("", acceptance.by)
        self.until = QDateEdit()
        self.until.setAccessibleName(_("Until"))
        self.until.setCalendarPopup(True)
        day = QDate.fromString(acceptance.until, Qt.DateFormat.ISODate)
        self.until.setDate(day if day.isValid() else QDate.currentDate().addMonths(_MONTHS))
        self.traded = QComboBox()
        self.traded.setAccessibleName(_("Traded for"))
        self.traded.addItem(_("No other pillar"), "")
        for pillar in lens.pillars:
            if pillar.id != question.pillar_id:
                self.traded.addItem(pillar.name, pillar.id)
        self.traded.setCurrentIndex(max(0, self.traded.findData(acceptance.traded_for)))
        form = QFormLayout()
        theme().space(form, 8)
        form.addRow(_("Why"), self.why)
        form.addRow("", self.fault)
        form.addRow(_("Accepted by"), self.by)
        form.addRow(_("Until"), self.until)
        form.addRow(_("Traded for"), self.traded)
        self.ok = primary_button(_("Change") if end else _("Accept risk"), self.accept)
        self.ok.setDefault(True)
        self.reopen = plain_button(_("Reopen risk"), self._reopen)
        self.reopen.setVisible(end is not None)
        buttons = QHBoxLayout()
        buttons.addWidget(self.reopen)
        buttons.addStretch(1)
        buttons.addWidget(plain_button(_("Cancel"), self.reject))
        buttons.addWidget(self.ok)
        whole = QVBoxLayout(self)
        theme().space(whole, 12, (24, 16, 24, 16))
        whole.addWidget(heading(title, "large"))
        note = _("It stays counted at its level and is open again after the last day. Reports list it.")
        whole.addWidget(label(note, tone="dim", wrap=True))
        whole.addLayout(form)
        whole.addLayout(buttons)
        self.setMinimumWidth(theme().px(440))
        self.why.setFocus()

    def accept(self) -> None:
        """Hand over what was entered, or say what is missing."""
        why, by = self.why.toPlainText().strip(), self.by.text().strip()
        self.fault.setVisible(not why)
        self.fault.setText("" if why else _("A reason is needed."))
        self.by.set_fault("" if by else _("Somebody has to answer for it."))
        if not why or not by:
            (self.why if not why else self.by.edit).setFocus()
            return
        made = Acceptance(
            self._acceptance.review_id, self._acceptance.question_id, why, by,
            self.until.date().toString(Qt.DateFormat.ISODate), self.traded.currentData(), self._acceptance.accepted_on,
        )  # fmt: skip
        super().accept()
        self._take(made)

    def _reopen(self) -> None:
        super().accept()
        if self._end is not None:
            self._end()
