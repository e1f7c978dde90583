"""An initiative: what it is, how much work, who, until when, and which practices it puts in place."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDoubleSpinBox,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from workbench.domain.initiative import Gap, Initiative
from workbench.domain.plan import ITEM_TITLES, ItemStatus
from workbench.i18n import _
from workbench.store.queries.standing import StandingLine
from workbench.ui.days import day_text, read_day
from workbench.ui.models.plan_board import IMPACTS
from workbench.ui.theme import theme
from workbench.ui.widgets.kbd import plain_button, primary_button
from workbench.ui.widgets.labels import heading, label
from workbench.ui.widgets.marks import mark_icon

__all__ = ["InitiativeDialog"]

_GAP = int(Qt.ItemDataRole.UserRole)


class InitiativeDialog(QDialog):
    """Asks for everything about an initiative.

    Args:
        one: To begin with.
        lines: Open questions it may work on.
        take: Called with the initiative when the person is done.
        remove: Takes it away; None for one that is not there yet.
    """

    def __init__(
        self, one: Initiative, lines: Sequence[StandingLine], take: Callable[[Initiative], object],
        remove: Callable[[], object] | None = None, parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self.setWindowTitle(_("Initiative"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._one, self._take, self._remove = one, take, remove
        self.name = _line(_("Name"), one.title, _("Restore test every month"))
        self.owner = _line(_("Owner"), one.owner, _("Who does it"))
        self.due = _line(_("Due"), day_text(one.due), _("2027-01-31, +14"))
        self.value = _line(_("Value"), one.value, _("What it brings besides: money, time"))
        self.days = QDoubleSpinBox()
        self.days.setRange(0, 10_000)
        self.days.setDecimals(1)
        self.days.setSuffix(" " + _("days"))
        self.days.setSpecialValueText(_("Not said"))
        self.days.setValue(one.days)
        self.impact, self.status = QComboBox(), QComboBox()
        for number, title in enumerate(IMPACTS):
            self.impact.addItem(_("Not said") if number == 0 else f"{number}  {_(title)}", number)
        self.impact.setCurrentIndex(one.impact)
        for value, title in ITEM_TITLES.items():
            if value is not ItemStatus.ACCEPTED:
                self.status.addItem(_(title), value)
        self.status.setCurrentIndex(self.status.findData(one.status))
        self.fixed = QCheckBox(_("Is done in any case"))
        self.fixed.setChecked(one.fixed)
        self.note = QPlainTextEdit(one.note)
        self.note.setTabChangesFocus(True)
        self.note.setMaximumHeight(theme().px(60))
        self.practices = self._tree(lines)
        self.fault = label("", tone="high", step="small", wrap=True)
        self.fault.hide()
        form = QFormLayout()
        theme().space(form, 8)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        for title, field in (
            (_("Name"), self.name), (_("Effort"), self.days), (_("Impact"), self.impact), (_("Owner"), self.owner),
            (_("Due"), self.due), (_("Status"), self.status), (_("Value"), self.value), (_("Note"), self.note),
        ):  # fmt: skip
            field.setAccessibleName(title)
            form.addRow(title, field)
        form.addRow("", self.fixed)
        buttons = QHBoxLayout()
        theme().space(buttons, 8)
        if remove is not None:
            buttons.addWidget(plain_button(_("Remove"), self._take_away, icon_name="trash"))
        buttons.addStretch(1)
        self.ok = primary_button(_("Save initiative"), self.accept)
        self.ok.setDefault(True)
        buttons.addWidget(plain_button(_("Cancel"), self.reject))
        buttons.addWidget(self.ok)
        whole = QVBoxLayout(self)
        theme().space(whole, 10, (24, 16, 24, 16))
        whole.addWidget(heading(one.title or _("New initiative"), "large"))
        whole.addLayout(form)
        whole.addWidget(label(_("Practices it puts in place"), strong=True))
        whole.addWidget(self.practices, 1)
        whole.addWidget(self.fault)
        whole.addLayout(buttons)
        self.resize(theme().px(560), theme().px(640))
        self.name.setFocus()

    def _tree(self, lines: Sequence[StandingLine]) -> QTreeWidget:
        """Questions of the initiative first and open, the others folded."""
        tree = QTreeWidget()
        tree.setHeaderHidden(True)
        tree.setAccessibleName(_("Practices it puts in place"))
        tree.setMinimumHeight(theme().px(120))
        wanted = set(self._one.closes)
        mine = {gap.spot for gap in wanted}
        for line in sorted(lines, key=lambda each: each.key not in mine):
            head = QTreeWidgetItem(tree, [f"{line.question.code} {line.name}".strip()])
            head.setIcon(0, mark_icon(line.risk))
            done = {mark.choice_id for mark in line.answer.marks if mark.state == "yes"}
            for choice in line.question.practices:
                gap = Gap(*line.key, choice.id)
                if gap not in wanted and choice.id in done:
                    continue
                entry = QTreeWidgetItem(head, [f"{choice.code} {choice.title}".strip()])
                entry.setData(0, _GAP, gap)
                entry.setToolTip(0, choice.title)
                entry.setCheckState(0, Qt.CheckState.Checked if gap in wanted else Qt.CheckState.Unchecked)
            head.setExpanded(line.key in mine)
        return tree

    def _gaps(self) -> tuple[Gap, ...]:
        shown, ticked = set(), set()
        heads = [self.practices.topLevelItem(n) for n in range(self.practices.topLevelItemCount())]
        for entry in (head.child(n) for head in heads if head is not None for n in range(head.childCount())):
            if entry is None:
                continue
            shown.add(entry.data(0, _GAP))
            if entry.checkState(0) == Qt.CheckState.Checked:
                ticked.add(entry.data(0, _GAP))
        return tuple(sorted(ticked | (set(self._one.closes) - shown)))

    def _take_away(self) -> None:
        if self._remove is not None:
            super().accept()
            self._remove()

    def accept(self) -> None:
        """Hand over what was entered."""
        due = read_day(self.due.text())
        text = _("Give it a name.") if not self.name.text().strip() else ""
        if due is None:
            text = _('"{text}" is no date.').format(text=self.due.text())
        self.fault.setText(text)
        self.fault.setVisible(bool(text))
        if text or due is None:
            (self.name if not self.name.text().strip() else self.due).setFocus()
            return
        made = replace(
            self._one, title=self.name.text().strip(), closes=self._gaps(), days=self.days.value(),
            impact=int(self.impact.currentData()), owner=self.owner.text().strip(), due=due,
            status=ItemStatus(self.status.currentData()), note=self.note.toPlainText().strip(),
            value=self.value.text().strip(), fixed=self.fixed.isChecked(),
        )  # fmt: skip
        super().accept()
        self._take(made)


def _line(name: str, text: str, placeholder: str) -> QLineEdit:
    line = QLineEdit(text)
    line.setAccessibleName(name)
    line.setPlaceholderText(placeholder)
    return line
