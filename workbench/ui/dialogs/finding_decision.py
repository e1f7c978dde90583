"""Deciding about a finding: accepted, not relevant or resolved, with reason, last day and comment."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import QDateEdit, QDialog, QFormLayout, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from workbench.domain.finding import Finding, FindingNote, FindingStatus
from workbench.i18n import N_, _
from workbench.ui.theme import theme
from workbench.ui.widgets.kbd import plain_button, primary_button
from workbench.ui.widgets.labels import dim_label, heading, label

__all__ = ["FindingDecision"]

_MONTHS = 6
_TITLES = {
    FindingStatus.ACCEPTED: N_("Accept finding"),
    FindingStatus.IRRELEVANT: N_("Finding is not relevant"),
    FindingStatus.RESOLVED: N_("Finding is resolved"),
}
_NOTES = {
    FindingStatus.ACCEPTED: N_("It is open again after the last day. Reports list it with its reason."),
    FindingStatus.IRRELEVANT: N_("It is open again after the last day, and needs a reason."),
    FindingStatus.RESOLVED: N_(
        "Resolved in the world, and not in the architecture yet. It stays listed until it is gone."
    ),
}


class FindingDecision(QDialog):
    """Asks why and until when.

    Args:
        finding: What is decided about.
        status: The decision.
        take: Called with the FindingNote.
    """

    def __init__(
        self,
        finding: Finding,
        status: FindingStatus,
        take: Callable[[FindingNote], object],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._finding, self._status, self._take = finding, status, take
        title = _(_TITLES[status])
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        before = finding.note or FindingNote(finding.id)
        self.reason = QPlainTextEdit(before.reason)
        self.reason.setAccessibleName(_("Reason"))
        self.comment = QPlainTextEdit(before.comment)
        self.comment.setAccessibleName(_("Comment"))
        for edit in (self.reason, self.comment):
            edit.setTabChangesFocus(True)
            edit.setMinimumHeight(theme().px(56))
            edit.setMaximumHeight(theme().px(80))
        self.fault = label("", tone="high", step="small", wrap=True)
        self.fault.hide()
        self.until = QDateEdit()
        self.until.setAccessibleName(_("Until"))
        self.until.setCalendarPopup(True)
        day = QDate.fromString(before.until, Qt.DateFormat.ISODate)
        self.until.setDate(day if day.isValid() else QDate.currentDate().addMonths(_MONTHS))
        form = QFormLayout()
        theme().space(form, 8)
        form.addRow(_("Reason"), self.reason)
        form.addRow("", self.fault)
        if status is not FindingStatus.RESOLVED:
            form.addRow(_("Until"), self.until)
        form.addRow(_("Comment"), self.comment)
        self.ok = primary_button(title, self.accept)
        self.ok.setDefault(True)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(plain_button(_("Cancel"), self.reject))
        buttons.addWidget(self.ok)
        whole = QVBoxLayout(self)
        theme().space(whole, 12, (24, 16, 24, 16))
        whole.addWidget(heading(title, "large"))
        whole.addWidget(label(finding.title, wrap=True))
        whole.addWidget(dim_label(_(_NOTES[status]), wrap=True))
        whole.addLayout(form)
        whole.addLayout(buttons)
        self.setMinimumWidth(theme().px(440))
        self.reason.setFocus()

    def accept(self) -> None:
        """Hand over what was entered, or say what is missing."""
        reason = self.reason.toPlainText().strip()
        if not reason and self._status is not FindingStatus.RESOLVED:
            self.fault.setText(_("A reason is needed."))
            self.fault.show()
            self.reason.setFocus()
            return
        ends = self._status is not FindingStatus.RESOLVED
        until = self.until.date().toString(Qt.DateFormat.ISODate) if ends else ""
        note = FindingNote(self._finding.id, self._status, reason, until, self.comment.toPlainText().strip())
        super().accept()
        self._take(note)
