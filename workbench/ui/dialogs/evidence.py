"""What is known about a piece of evidence: asked before it is attached, changed later."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

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

from workbench.domain.evidence import STRENGTH_TITLES, Evidence, EvidenceKind
from workbench.domain.lens import Question
from workbench.i18n import _
from workbench.ui.theme import theme
from workbench.ui.widgets.field_edit import LineField
from workbench.ui.widgets.kbd import plain_button, primary_button
from workbench.ui.widgets.labels import heading, label

__all__ = ["EvidenceDialog"]


class EvidenceDialog(QDialog):
    """Title, address or words, practice, strength, by whom, of when.

    Args:
        evidence: What to begin with; its kind decides which fields there are.
        question: Its practices are offered.
        take: Called with the Evidence when the person is done.
        is_new: Whether it is attached or changed.
    """

    def __init__(
        self,
        evidence: Evidence,
        question: Question,
        take: Callable[[Evidence], object],
        parent: QWidget | None = None,
        *,
        is_new: bool = True,
    ) -> None:
        super().__init__(parent)
        self._evidence, self._take = evidence, take
        kind = evidence.kind
        words = {EvidenceKind.FILE: _("file"), EvidenceKind.LINK: _("link"), EvidenceKind.STATEMENT: _("statement")}[
            kind
        ]
        title = (_("Attach a {kind}") if is_new else _("Change a {kind}")).format(kind=words)
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.title = LineField(_("Title"))
        self.title.load("", evidence.title or evidence.file_name)
        self.target = LineField(_("Address"), 0, "https://")
        self.target.load("", evidence.target if kind is EvidenceKind.LINK else "")
        self.words = QPlainTextEdit(evidence.target if kind is EvidenceKind.STATEMENT else "")
        self.words.setAccessibleName(_("Statement"))
        self.words.setTabChangesFocus(True)
        self.words.setMinimumHeight(theme().px(80))
        self.words.setMaximumHeight(theme().px(110))
        self.choice = QComboBox()
        self.choice.setAccessibleName(_("For"))
        self.choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.choice.setMinimumContentsLength(24)
        self.choice.addItem(_("The whole question"), "")
        for one in question.practices:
            self.choice.addItem(f"{one.code} {one.title}".strip(), one.id)
        self.choice.setCurrentIndex(max(0, self.choice.findData(evidence.choice_id)))
        self.strength = QComboBox()
        self.strength.setAccessibleName(_("Strength"))
        for value, name in STRENGTH_TITLES.items():
            self.strength.addItem(_(name), value)
        self.strength.setCurrentIndex(list(STRENGTH_TITLES).index(evidence.strength))
        self.by = LineField(_("By"), 0, _("Who showed or verified it"))
        self.by.load("", evidence.by)
        self.on = QDateEdit()
        self.on.setAccessibleName(_("Date"))
        self.on.setCalendarPopup(True)
        day = QDate.fromString(evidence.on, Qt.DateFormat.ISODate)
        self.on.setDate(day if day.isValid() else QDate.currentDate())
        form = QFormLayout()
        theme().space(form, 8)
        if kind is EvidenceKind.FILE:
            form.addRow(_("File"), label(evidence.file_name))
        if kind is EvidenceKind.LINK:
            form.addRow(_("Address"), self.target)
        if kind is EvidenceKind.STATEMENT:
            form.addRow(_("Statement"), self.words)
        form.addRow(_("Title"), self.title)
        form.addRow(_("For"), self.choice)
        form.addRow(_("Strength"), self.strength)
        form.addRow(_("By"), self.by)
        form.addRow(_("Date"), self.on)
        self.ok = primary_button(_("Attach") if is_new else _("Change"), self.accept)
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
        self.setMinimumWidth(theme().px(440))
        first = {EvidenceKind.LINK: self.target.edit, EvidenceKind.STATEMENT: self.words}.get(kind, self.title.edit)
        first.setFocus()

    def accept(self) -> None:
        """Hand over what was entered, or say what is missing."""
        kind = self._evidence.kind
        target = self._evidence.target
        if kind is EvidenceKind.LINK:
            target = self.target.text().strip()
            if "://" not in target or " " in target:
                self.target.set_fault(_("Enter an address such as https://wiki.example.com/page."))
                self.target.edit.setFocus()
                return
        if kind is EvidenceKind.STATEMENT:
            target = self.words.toPlainText().strip()
            if not target:
                self.words.setPlaceholderText(_("Write down what was said."))
                self.words.setFocus()
                return
        made = replace(
            self._evidence, title=self.title.text().strip() or ("" if kind is EvidenceKind.STATEMENT else target),
            target=target, choice_id=self.choice.currentData(), strength=self.strength.currentData(),
            by=self.by.text().strip(), on=self.on.date().toString(Qt.DateFormat.ISODate),
        )  # fmt: skip
        super().accept()
        self._take(made)
