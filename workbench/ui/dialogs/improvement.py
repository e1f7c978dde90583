"""What is planned about the risk of a question: who, until when, how far."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDateEdit,
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from workbench.domain.lens import Question
from workbench.domain.plan import ITEM_TITLES, Improvement, ItemStatus
from workbench.i18n import _
from workbench.ui.theme import theme
from workbench.ui.widgets.field_edit import LineField
from workbench.ui.widgets.kbd import plain_button, primary_button
from workbench.ui.widgets.labels import heading

__all__ = ["ImprovementDialog"]

_MONTHS = 3


class ImprovementDialog(QDialog):
    """Asks for owner, due date, status and what to do.

    Args:
        question: What is improved.
        improvement: To begin with.
        take: Called with the Improvement when the person is done.
    """

    def __init__(
        self,
        question: Question,
        improvement: Improvement,
        take: Callable[[Improvement], object],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._improvement, self._take = improvement, take
        title = _("Improve {code}").format(code=question.code or question.short or question.title)
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.owner = LineField(_("Owner"), 0, _("Who does it"))
        self.owner.load("", improvement.owner)
        self.has_due = QCheckBox(_("Due"))
        self.due = QDateEdit()
        self.due.setAccessibleName(_("Due date"))
        self.due.setCalendarPopup(True)
        day = QDate.fromString(improvement.due, Qt.DateFormat.ISODate)
        self.due.setDate(day if day.isValid() else QDate.currentDate().addMonths(_MONTHS))
        self.has_due.toggled.connect(self.due.setEnabled)
        self.has_due.setChecked(day.isValid())
        self.due.setEnabled(day.isValid())
        self.status = QComboBox()
        self.status.setAccessibleName(_("Status"))
        for value, name in ITEM_TITLES.items():
            self.status.addItem(_(name), value)
        self.status.setCurrentIndex(list(ITEM_TITLES).index(ItemStatus(improvement.status)))
        self.note = QPlainTextEdit(improvement.note)
        self.note.setAccessibleName(_("What to do"))
        self.note.setTabChangesFocus(True)
        self.note.setMinimumHeight(theme().px(70))
        self.note.setMaximumHeight(theme().px(110))
        when = QHBoxLayout()
        theme().space(when, 8)
        when.addWidget(self.has_due)
        when.addWidget(self.due, 1)
        form = QFormLayout()
        theme().space(form, 8)
        form.addRow(_("What to do"), self.note)
        form.addRow(_("Owner"), self.owner)
        form.addRow("", when)
        form.addRow(_("Status"), self.status)
        self.ok = primary_button(_("Save action"), self.accept)
        self.ok.setDefault(True)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(plain_button(_("Cancel"), self.reject))
        buttons.addWidget(self.ok)
        whole = QVBoxLayout(self)
        theme().space(whole, 12, (24, 16, 24, 16))
        whole.addWidget(heading(title, "large"))
        whole.addLayout(form)
        whole.addLayout(buttons)
        self.setMinimumWidth(theme().px(420))
        self.note.setFocus()

    def accept(self) -> None:
        """Hand over what was entered."""
        due = self.due.date().toString(Qt.DateFormat.ISODate) if self.has_due.isChecked() else ""
        made = replace(
            self._improvement, owner=self.owner.text().strip(), due=due, status=self.status.currentData(),
            note=self.note.toPlainText().strip(),
        )  # fmt: skip
        super().accept()
        self._take(made)
