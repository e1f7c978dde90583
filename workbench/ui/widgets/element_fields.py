"""Fields of the inspector: a label above, an editor, and what is wrong with it below."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QGridLayout, QSizePolicy, QWidget

from workbench.ui.theme import theme
from workbench.ui.widgets.field_edit import LineField
from workbench.ui.widgets.labels import label

__all__ = ["Fields", "KindField", "ValueField"]


class ValueField(LineField):
    """A line whose text means a value; what cannot be read is said below and not told."""

    changed = Signal(object)
    """The value, once it can be read; UI thread."""

    def __init__(
        self, name: str, write: Callable[[Any], str] = str, read: Callable[[str], Any] = str, placeholder: str = ""
    ) -> None:
        super().__init__(name, 0, placeholder)
        self._show_value, self._read_value = write, read
        self.typed.connect(self._told)

    def show_value(self, key: str, value: Any) -> None:
        """Show a value of something; what is being typed for the same thing stays."""
        text = self._show_value(value)
        if key != self.key:
            self.load(key, text)
            self.set_fault("")
        elif not self.is_waiting and self._now() != value:
            self.set_text_quietly(text)

    def _now(self) -> object:
        try:
            return self._read_value(self.text())
        except ValueError:
            return None

    def _told(self, text: str) -> None:
        try:
            value = self._read_value(text)
        except ValueError as error:
            self.set_fault(str(error))
            return
        self.set_fault("")
        self.changed.emit(value)


class KindField(QComboBox):
    """A list of words with titles to which others can be typed."""

    changed = Signal(object)

    def __init__(self, name: str, choices: Sequence[tuple[str, str]], *, editable: bool = False) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setEditable(editable)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(6)
        if editable:
            self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
            line = self.lineEdit()
            if line is not None:
                line.editingFinished.connect(self._typed)
        for value, title in choices:
            self.addItem(title, value)
        self._shown = ""
        self.activated.connect(lambda _row: self._tell(str(self.currentData())))

    def show_value(self, _key: str, value: str) -> None:
        """Show a word."""
        self._shown = value
        row = self.findData(value)
        if row >= 0:
            self.setCurrentIndex(row)
        elif self.isEditable():
            self.setEditText(value)

    def wheelEvent(self, event: Any) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    def _typed(self) -> None:
        text = self.currentText().strip()
        row = self.findText(text, Qt.MatchFlag.MatchFixedString)
        self._tell(str(self.itemData(row)) if row >= 0 else "_".join(text.casefold().split()))

    def _tell(self, value: str) -> None:
        if value and value != self._shown:
            self._shown = value
            self.changed.emit(value)


class Fields(QWidget):
    """Labelled editors below each other: one column, or label and editor beside each other where there is room."""

    def __init__(self) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        theme().space(self._grid, 6)
        self._grid.setColumnStretch(1, 1)
        self._grid.setColumnMinimumWidth(0, theme().px(84))
        self._row = 0

    def add(self, name: str, editor: QWidget, tip: str = "") -> None:
        """Append an editor with its label."""
        if isinstance(editor, QCheckBox):
            editor.setText(name)
            editor.setToolTip(tip)
            self._grid.addWidget(editor, self._row, 0, 1, 2)
        else:
            words = label(name, tone="dim", step="small", wrap=True)
            words.setBuddy(editor)
            words.setToolTip(tip)
            editor.setToolTip(tip)
            self._grid.addWidget(words, self._row, 0, Qt.AlignmentFlag.AlignTop)
            words.setContentsMargins(0, theme().px(6), 0, 0)
            words.setMaximumWidth(theme().px(100))
            self._grid.addWidget(editor, self._row, 1)
        self._row += 1
