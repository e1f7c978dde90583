"""The risk rules of a question: in order, each a risk and a condition, as text or as building blocks."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QVBoxLayout, QWidget

from workbench.domain.lens_draft_edits import standard_rules
from workbench.i18n import N_, _
from workbench.ui.theme import set_look, theme
from workbench.ui.widgets.chip import Chip
from workbench.ui.widgets.field_row import ChoiceField
from workbench.ui.widgets.kbd import icon_button, link_button
from workbench.ui.widgets.labels import dim_label, label
from workbench.ui.widgets.studio_blocks import BlocksEdit
from workbench.ui.widgets.studio_condition import ConditionEdit, condition_fault

__all__ = ["RULE_RISKS", "RuleRow", "StudioRules"]

RULE_RISKS = (("NO_RISK", N_("No risk")), ("MEDIUM_RISK", N_("Medium risk")), ("HIGH_RISK", N_("High risk")))
_MOST = 3


class RuleRow(QWidget):
    """One rule; Alt+Up and Alt+Down move it."""

    edited = Signal(bool)
    """True where text was typed, False for a choice; UI thread."""
    asked = Signal(str)
    """"up", "down" or "remove"; UI thread."""

    def __init__(self, number: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        name = _("Rule {n}").format(n=number + 1)
        self._ids: tuple[str, ...] = ()
        self._is_blocks = False
        self.number = label(name, strong=True)
        self.risk = ChoiceField(_("{rule}, risk").format(rule=name), RULE_RISKS)
        self.text = ConditionEdit(_("{rule}, condition").format(rule=name))
        self.blocks = BlocksEdit(name)
        self.blocks.hide()
        self.note = label("", step="small", tone="high", wrap=True)
        self.note.hide()
        self.up = icon_button(
            "chevron-up", _("Move {rule} up").format(rule=name), lambda: self.asked.emit("up"), "Alt+Up"
        )
        self.down = icon_button(
            "chevron-down", _("Move {rule} down").format(rule=name), lambda: self.asked.emit("down"), "Alt+Down"
        )
        self.gone = icon_button("trash", _("Remove {rule}").format(rule=name), lambda: self.asked.emit("remove"))
        head = QHBoxLayout()
        theme().space(head, 8)
        head.addWidget(self.number)
        head.addWidget(self.risk)
        head.addStretch(1)
        for button in (self.up, self.down, self.gone):
            head.addWidget(button)
        column = QVBoxLayout(self)
        theme().space(column, 4, (0, 0, 0, 4))
        column.addLayout(head)
        for widget in (self.text, self.blocks, self.note):
            column.addWidget(widget)
        self.risk.changed.connect(lambda _value: self.edited.emit(False))
        self.text.typed.connect(lambda _text: self.edited.emit(True))
        self.text.textChanged.connect(self._check)
        self.blocks.edited.connect(self._take_blocks)
        self.risk.installEventFilter(self)
        self.text.installEventFilter(self)

    def value(self) -> tuple[str, str]:
        """Return condition and risk."""
        return self.text.toPlainText(), str(self.risk.value())

    def load(self, key: str, rule: tuple[str, str]) -> None:
        """Show what is stored."""
        condition, risk = rule
        if key == self.text.key:
            self.text.set_text_quietly(condition)
        else:
            self.text.load(key, condition)
        self.risk.set_value(risk)
        if self._is_blocks:
            self.blocks.load(self.text.toPlainText())
        self._check()

    def set_choices(self, choices: Sequence[tuple[str, str]]) -> None:
        """Tell which ids the question has."""
        self._ids = tuple(key for key, _title in choices)
        self.text.set_choices(choices)
        self.blocks.set_choices(choices)
        self._check()

    def show_blocks(self, is_on: bool) -> None:
        """Show building blocks, or text."""
        self._is_blocks = is_on
        if is_on:
            self.text.flush()
            self.blocks.load(self.text.toPlainText())
        self.text.setVisible(not is_on)
        self.blocks.setVisible(is_on)

    def set_read_only(self, is_read_only: bool) -> None:
        """The rule can be read but not changed."""
        self.risk.set_read_only(is_read_only)
        self.text.setReadOnly(is_read_only)
        self.blocks.set_read_only(is_read_only)
        for button in (self.up, self.down, self.gone):
            button.setVisible(not is_read_only)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        steps = {int(Qt.Key.Key_Up): "up", int(Qt.Key.Key_Down): "down"}
        if event.modifiers() & Qt.KeyboardModifier.AltModifier and event.key() in steps:
            self.asked.emit(steps[event.key()])
            return True
        return False

    def _take_blocks(self, text: str) -> None:
        self.text.set_text_quietly(text)
        self._check()
        self.edited.emit(False)

    def _check(self) -> None:
        fault = condition_fault(self.text.toPlainText(), self._ids)
        self.note.setText(fault)
        self.note.setVisible(bool(fault))
        set_look(self.text, bad=bool(fault))
        self.text.setAccessibleDescription(fault)


class StudioRules(QWidget):
    """All rules of one question; the first one that is true decides."""

    edited = Signal(object, bool)
    """tuple of condition and risk of every rule, and whether text was typed; UI thread."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._key = ""
        self._choices: tuple[tuple[str, str], ...] = ()
        self._is_read_only = False
        self.rows: list[RuleRow] = []
        self.as_text, self.as_blocks = Chip(_("Text")), Chip(_("Building blocks"))
        self._modes = QButtonGroup(self)
        for chip in (self.as_text, self.as_blocks):
            self._modes.addButton(chip)
        self.as_text.setChecked(True)
        self.as_blocks.toggled.connect(self._show_mode)
        self.add_button = link_button(_("Add rule"), self.add)
        self.standard_button = link_button(_("Standard rules"), self.put_standard)
        self.standard_button.setToolTip(_("No risk when every practice is there, high risk otherwise."))
        head = QHBoxLayout()
        theme().space(head, 8)
        head.addWidget(label(_("Risk rules"), step="large", strong=True), 1)
        head.addWidget(self.as_text)
        head.addWidget(self.as_blocks)
        self._column = QVBoxLayout()
        theme().space(self._column, 8)
        foot = QHBoxLayout()
        theme().space(foot, 16)
        foot.addWidget(self.add_button)
        foot.addWidget(self.standard_button)
        foot.addStretch(1)
        whole = QVBoxLayout(self)
        theme().space(whole, 8)
        whole.addLayout(head)
        whole.addWidget(
            dim_label(
                _("From the top: the first rule whose condition is true decides. The last one is default."), wrap=True
            )
        )
        whole.addLayout(self._column)
        whole.addLayout(foot)

    def value(self) -> tuple[tuple[str, str], ...]:
        """Return condition and risk of every rule as they stand."""
        return tuple(row.value() for row in self.rows)

    def load(self, key: str, rules: Sequence[tuple[str, str]], choices: Sequence[tuple[str, str]]) -> None:
        """Show the rules of a question; what was typed for another one is told first."""
        if key != self._key:
            self.flush()
            self._key = key
            self._clear()
        self._choices = tuple(choices)
        while len(self.rows) > len(rules):
            self._drop()
        while len(self.rows) < len(rules):
            self._add_row()
        for number, (row, rule) in enumerate(zip(self.rows, rules, strict=True)):
            row.set_choices(choices)
            row.load(f"{key}/{number}", rule)
        self._dress()

    def set_read_only(self, is_read_only: bool) -> None:
        """The rules can be read but not changed."""
        self._is_read_only = is_read_only
        self._dress()

    def add(self) -> None:
        """Add a rule before the default one, with a risk that has none yet."""
        rules = list(self.value())
        used = {risk for _condition, risk in rules}
        free = next((risk for risk, _title in RULE_RISKS if risk not in used), "")
        if not free or self._is_read_only:
            return
        place = len(rules) - 1 if rules and rules[-1][0].strip() == "default" else len(rules)
        first = next((key for key, _title in self._choices if not key.endswith("_no")), "default")
        rules.insert(place, (first, free))
        self.edited.emit(tuple(rules), False)
        if place < len(self.rows):
            self.rows[place].text.setFocus()

    def put_standard(self) -> None:
        """Write the rules most lenses begin with."""
        if not self._is_read_only:
            self.edited.emit(standard_rules(key for key, _title in self._choices), False)

    def shift(self, row: RuleRow, step: int) -> None:
        """Move a rule up (-1) or down (1)."""
        place = self.rows.index(row)
        if not self._is_read_only and 0 <= place + step < len(self.rows):
            self.flush()
            rules = list(self.value())
            rules.insert(place + step, rules.pop(place))
            self.edited.emit(tuple(rules), False)
            self.rows[place + step].risk.setFocus()

    def flush(self) -> None:
        """Tell what was typed and not told yet."""
        for row in self.rows:
            row.text.flush()

    def go_to(self, number: int) -> None:
        """Put the focus into the condition of a rule."""
        if 0 <= number < len(self.rows):
            row = self.rows[number]
            (row.blocks if self.as_blocks.isChecked() else row.text).setFocus()

    def _ask(self, row: RuleRow, what: str) -> None:
        if what == "remove":
            rules = [rule for each, rule in zip(self.rows, self.value(), strict=True) if each is not row]
            self.edited.emit(tuple(rules), False)
        else:
            self.shift(row, -1 if what == "up" else 1)

    def _add_row(self) -> None:
        row = RuleRow(len(self.rows))
        row.edited.connect(lambda is_typed: self.edited.emit(self.value(), is_typed))
        row.asked.connect(partial(self._ask, row))
        row.show_blocks(self.as_blocks.isChecked())
        self._column.addWidget(row)
        self.rows.append(row)

    def _drop(self) -> None:
        row = self.rows.pop()
        self._column.removeWidget(row)
        row.hide()
        row.deleteLater()

    def _clear(self) -> None:
        while self.rows:
            self._drop()

    def _show_mode(self, is_blocks: bool) -> None:
        for row in self.rows:
            row.show_blocks(is_blocks)

    def _dress(self) -> None:
        for place, row in enumerate(self.rows):
            row.set_read_only(self._is_read_only)
            row.up.setEnabled(place > 0)
            row.down.setEnabled(place < len(self.rows) - 1)
        self.add_button.setVisible(len(self.rows) < _MOST and not self._is_read_only)
        self.standard_button.setVisible(not self._is_read_only)
