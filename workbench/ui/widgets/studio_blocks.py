"""The condition of a risk rule as building blocks: rows of choices, joined by "all rows" or "one row"."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from workbench.domain.rule_blocks import ALL, ANY, NONE, NOT_ALL, Block, Blocks, blocks_of, blocks_text
from workbench.domain.rules import Default, parse_condition
from workbench.errors import BadInput
from workbench.i18n import N_, _
from workbench.ui.theme import theme
from workbench.ui.widgets.field_row import ChoiceField
from workbench.ui.widgets.kbd import icon_button, link_button
from workbench.ui.widgets.labels import label
from workbench.ui.widgets.list_field import ListField

__all__ = ["BlocksEdit"]

_QUANTITIES = (
    (ALL, N_("All are there")), (ANY, N_("One or more is there")),
    (NONE, N_("None is there")), (NOT_ALL, N_("One or more is missing")),
)  # fmt: skip


class BlocksEdit(QWidget):
    """Rows with a quantity and choices; says so where a condition has another shape."""

    edited = Signal(str)
    """The whole condition as text; UI thread."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self._choices: tuple[tuple[str, str], ...] = ()
        self._text = ""
        self._is_read_only = False
        self._is_shaped = True
        self.rows: list[tuple[ChoiceField, ListField, QWidget]] = []
        self.joined = ChoiceField(_("{rule}, how rows are joined").format(rule=name), (
            ("every", N_("Every row must hold")), ("one", N_("One row is enough"))))  # fmt: skip
        self.joined.changed.connect(lambda _value: self._tell())
        self.notice = label("", tone="dim", wrap=True)
        self.add_button = link_button(_("Add row"), self.add_row)
        self._column = QVBoxLayout()
        theme().space(self._column, 4)
        foot = QHBoxLayout()
        theme().space(foot, 12)
        foot.addWidget(self.add_button)
        foot.addWidget(self.joined)
        foot.addStretch(1)
        whole = QVBoxLayout(self)
        theme().space(whole, 4)
        whole.addWidget(self.notice)
        whole.addLayout(self._column)
        whole.addLayout(foot)

    def set_choices(self, choices: Sequence[tuple[str, str]]) -> None:
        """Offer these ids."""
        self._choices = tuple(choices)
        for _quantity, names, _row in self.rows:
            names.set_proposals([key for key, _title in self._choices])

    def set_read_only(self, is_read_only: bool) -> None:
        """The rows can be read but not changed."""
        if is_read_only != self._is_read_only:
            self._is_read_only = is_read_only
            for quantity, names, _row in self.rows:
                quantity.set_read_only(is_read_only)
                names.set_read_only(is_read_only)
            self._dress()

    def load(self, text: str) -> bool:
        """Show a condition; rows that are not filled in yet stay. False where it has no such shape."""
        if self.rows and text == self._text and text == blocks_text(self.value()):
            return True
        self._text = text
        blocks, notice = self._read(text)
        self.notice.setText(notice)
        self.notice.setVisible(bool(notice))
        while self.rows:
            self._drop(self.rows[-1][2])
        if blocks is not None:
            self.joined.set_value("every" if blocks.every else "one")
            for block in blocks.rows:
                self._add(block)
        self._is_shaped = blocks is not None
        self._dress()
        return blocks is not None

    def value(self) -> Blocks:
        """Return the rows as they stand."""
        rows = [Block(str(quantity.value()), tuple(names.items)) for quantity, names, _row in self.rows]
        return Blocks(self.joined.value() == "every", tuple(rows))

    def add_row(self) -> None:
        """Add an empty row."""
        self._add(Block(ALL))
        self._dress()
        self.rows[-1][1].setFocus()

    def flush(self) -> None:
        """Nothing waits here: every choice is told at once."""

    def _read(self, text: str) -> tuple[Blocks | None, str]:
        if not text.strip():
            return Blocks(True, (Block(ALL),)), ""
        try:
            condition = parse_condition(text)
        except BadInput as error:
            return None, _("{fault} Correct it as text.").format(fault=error.message)
        if isinstance(condition, Default):
            return None, _("Everything that no rule above decides (default).")
        blocks = blocks_of(condition)
        return blocks, "" if blocks else _("This condition has no such rows; change it as text: {text}").format(
            text=text
        )

    def _add(self, block: Block) -> None:
        row = QWidget()
        quantity = ChoiceField(_("{rule}, how many").format(rule=self._name), _QUANTITIES)
        quantity.set_value(block.quantity)
        known = [key for key, _title in self._choices]
        names = ListField(_("{rule}, choices").format(rule=self._name), known, _("Choice id, Enter adds"),
                          is_good=lambda text: any(text == key for key, _title in self._choices))  # fmt: skip
        names.set_value(block.names)
        if self._is_read_only:
            quantity.set_read_only(True)
            names.set_read_only(True)
        quantity.changed.connect(lambda _value: self._tell())
        names.changed.connect(lambda _value: self._tell())
        line = QHBoxLayout(row)
        theme().space(line, 8)
        line.addWidget(quantity, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(names, 1)
        line.addWidget(icon_button("close", _("Remove row"), partial(self._remove, row)), 0, Qt.AlignmentFlag.AlignTop)
        self._column.addWidget(row)
        self.rows.append((quantity, names, row))

    def _remove(self, row: QWidget) -> None:
        self._drop(row)
        self._dress()
        self._tell()

    def _drop(self, row: QWidget) -> None:
        self.rows = [each for each in self.rows if each[2] is not row]
        self._column.removeWidget(row)
        row.hide()
        row.deleteLater()

    def _dress(self) -> None:
        self.add_button.setVisible(self._is_shaped and not self._is_read_only)
        self.joined.setVisible(self._is_shaped and len(self.rows) > 1)
        self.joined.set_read_only(self._is_read_only)

    def _tell(self) -> None:
        text = blocks_text(self.value())
        if text != self._text:
            self._text = text
            self.edited.emit(text)
