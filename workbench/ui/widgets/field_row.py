"""One field of a form: label left, editor right, help and what is wrong below; checked while typing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QGridLayout, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from workbench.domain.workload import REGIONS, Field, Kind, problems_of
from workbench.i18n import _
from workbench.ui.theme import set_look, theme
from workbench.ui.widgets.date_field import DateField
from workbench.ui.widgets.field_edit import LineField
from workbench.ui.widgets.labels import label
from workbench.ui.widgets.list_field import ListField, masked
from workbench.ui.widgets.notes_edit import NotesEdit, show_count
from workbench.ui.widgets.order_field import OrderField
from workbench.ui.widgets.tag_field import TagField

__all__ = ["ChoiceField", "FieldRow"]

LABEL_WIDTH = 176


class ChoiceField(QComboBox):
    """A list of values with titles; the wheel is the page's unless it has the focus."""

    changed = Signal(object)
    """The value after every choice by the person; UI thread."""

    def __init__(self, name: str, choices: Sequence[tuple[str, str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        for value, title in choices:
            self.addItem(_(title), value)
        self.activated.connect(lambda _row: self.changed.emit(self.value()))

    def value(self) -> object:
        """Return the chosen value."""
        return self.currentData()

    def set_value(self, value: str) -> None:
        """Show what is stored; a value that is no choice is shown as it is."""
        row = self.findData(value)
        if row < 0:
            self.addItem(value, value)
            row = self.count() - 1
        self.setCurrentIndex(row)

    def set_read_only(self, is_read_only: bool) -> None:
        """The value can be read but not changed."""
        self.setEnabled(not is_read_only)

    def flush(self) -> None:
        """Nothing waits here."""

    def minimumSizeHint(self) -> QSize:
        return QSize(theme().px(100), self.sizeHint().height())

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()


class FieldRow(QWidget):
    """A field of a workload with its limits; invalid values stay and are marked."""

    edited = Signal(object)
    """The whole value, soon after typing and at once after a choice; UI thread."""
    checked = Signal()
    """What is wrong with the value was found out anew; UI thread."""

    def __init__(self, entry: Field, *, is_quiet: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.entry = entry
        self.is_quiet = is_quiet
        """True while what is missing is not complained about (a new form)."""
        self.problems: list[str] = []
        self.refused = ""
        name = _(entry.label)
        self.label = QLabel(name + (" *" if entry.required else ""))
        self.label.setTextFormat(Qt.TextFormat.PlainText)
        self.label.setWordWrap(True)
        self.help = label(_(entry.help) if entry.help else "", step="small", tone="dim", wrap=True)
        self.help.setVisible(bool(entry.help))
        self.counter = label("", step="small", tone="dim")
        self.counter.setParent(self)
        self.counter.hide()
        self.note = label("", step="small", tone="high", wrap=True)
        self.note.hide()
        self.editor: Any = self._make(entry, name)
        self.label.setBuddy(self.editor)
        self._text = self._text_widget()
        if self._text is not None:
            self._text.textChanged.connect(self._typed)
        below = QHBoxLayout()
        theme().space(below, 8)
        below.addWidget(self.help, 1)
        if self._text is not None and entry.maximum:
            below.addWidget(self.counter, 0, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignRight)
        right = QVBoxLayout()
        theme().space(right, 2)
        if isinstance(self.editor, ChoiceField | DateField):
            beside = QHBoxLayout()
            theme().space(beside, 0)
            beside.addWidget(self.editor)
            beside.addStretch(1)
            right.addLayout(beside)
        else:
            right.addWidget(self.editor)
        right.addWidget(self.note)
        right.addLayout(below)
        self._right = QWidget()
        self._right.setLayout(right)
        self._grid = QGridLayout(self)
        theme().space(self._grid, 4)
        self._is_narrow: bool | None = None
        self._place(False)
        self.setFocusProxy(self.editor)
        theme().changed.connect(self._dress)
        self._dress()
        self.check()

    def _dress(self) -> None:
        is_narrow, self._is_narrow = bool(self._is_narrow), None
        self._place(is_narrow)

    def _place(self, is_narrow: bool) -> None:
        """Put the label beside the editor, or above it where there is no room."""
        if is_narrow == self._is_narrow:
            return
        self._is_narrow = is_narrow
        for widget in (self.label, self._right):
            self._grid.removeWidget(widget)
        self._grid.addWidget(self.label, 0, 0, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(self._right, *((1, 0) if is_narrow else (0, 1)))
        self._grid.setColumnStretch(0, 1 if is_narrow else 0)
        self._grid.setColumnStretch(1, 0 if is_narrow else 1)
        self.label.setMinimumWidth(0 if is_narrow else theme().px(LABEL_WIDTH))
        self.label.setMaximumWidth(theme().px(1000 if is_narrow else LABEL_WIDTH))
        self.label.setContentsMargins(0, 0 if is_narrow else theme().px(4), theme().px(8), 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place(event.size().width() < theme().px(LABEL_WIDTH + 260))

    def minimumSizeHint(self) -> QSize:
        """Return what the narrow form needs, so that the row can become narrow."""
        return QSize(theme().px(200), super().minimumSizeHint().height())

    def _make(self, entry: Field, name: str) -> QWidget:
        if entry.name == "pillar_priorities":
            order = OrderField(name)
            order.changed.connect(self._changed)
            return order
        if entry.kind is Kind.CHOICE:
            choice = ChoiceField(name, entry.choices)
            choice.changed.connect(self._changed)
            return choice
        if entry.kind is Kind.LIST:
            tokens = ListField(
                name, _proposals(entry), _placeholder(entry),
                input_width=340 if entry.item_maximum > 1000 else 180,
                is_good=lambda text: not problems_of(entry.name, (text,)),
            )  # fmt: skip
            tokens.changed.connect(self._changed)
            return tokens
        if entry.kind is Kind.TAGS:
            tags = TagField(name)
            tags.changed.connect(self._changed)
            return tags
        if entry.kind is Kind.DATE:
            day = DateField(name)
            day.changed.connect(self._changed)
            return day
        made = NotesEdit(0, name, 5 if entry.maximum > 500 else 3) if entry.kind is Kind.TEXT else LineField(name)
        made.typed.connect(self._changed)
        return made

    def _text_widget(self) -> Any:
        if isinstance(self.editor, LineField):
            return self.editor.edit
        return self.editor if isinstance(self.editor, NotesEdit) else None

    # -- value ---------------------------------------------------------------------------------

    def value(self) -> Any:
        """Return the value as it is shown, whether it was told or not."""
        if isinstance(self.editor, LineField):
            return self.editor.text()
        return self.editor.toPlainText() if isinstance(self.editor, NotesEdit) else self.editor.value()

    def load(self, key: str, value: Any) -> None:
        """Show a value of something else (another workload); what was typed before is told first."""
        if self._text is not None:
            self.editor.load(key, value)
        else:
            self.editor.flush()
            self.editor.set_value(value)
        self.refused = ""
        self.check()

    def show_value(self, value: Any) -> None:
        """Show what is stored now, without telling; newer keys and a refused text stay."""
        if self.refused:
            return
        if self._text is not None:
            self.editor.set_text_quietly(value)
        else:
            self.editor.set_value(value)
        self.check()

    def flush(self) -> None:
        """Tell what was typed and not told yet."""
        self.editor.flush()

    def set_read_only(self, is_read_only: bool) -> None:
        """The value can be read but not changed."""
        if self._text is not None:
            self._text.setReadOnly(is_read_only)
        else:
            self.editor.set_read_only(is_read_only)

    def set_names(self, names: Mapping[str, str]) -> None:
        """Tell an order field what there is."""
        if isinstance(self.editor, OrderField):
            self.editor.set_names(names)

    # -- checking ------------------------------------------------------------------------------

    def refuse(self, message: str) -> None:
        """Say why the value was not taken; "" takes that back. The text stays until it is changed."""
        self.refused = message
        self.check()

    def check(self) -> None:
        """Say what the Tool would refuse."""
        value = self.value()
        problems = problems_of(self.entry.name, value)
        is_missing = self.is_quiet and not value
        self.problems = ([self.refused] if self.refused else []) + problems
        words = "" if is_missing else "\n".join(self.problems[:3])
        if isinstance(self.editor, ListField) and self.editor.is_masked:
            words = masked(words)
        if self.note.text() != words:
            self.note.setText(words)
            self.note.setVisible(bool(words))
            field = self._text if self._text is not None else self.editor
            set_look(field, bad=bool(words))
            field.setAccessibleDescription(words or (_(self.entry.help) if self.entry.help else ""))
        if self._text is not None and self.entry.maximum:
            used = len(str(value))
            show_count(self.counter, used, self.entry.maximum)
            self.counter.setVisible(self._text.hasFocus() or used > self.entry.maximum * 0.8)
        self.checked.emit()

    def _typed(self) -> None:
        self.refused = ""
        self.check()

    def _changed(self, value: object) -> None:
        self.check()
        self.edited.emit(value)


def _proposals(entry: Field) -> tuple[str, ...]:
    if entry.name == "aws_regions":
        return REGIONS
    return tuple(entry.pattern.split("|")) if entry.name == "resource_definition" else ()


def _placeholder(entry: Field) -> str:
    if entry.maximum == 1:
        return _("Paste it, Enter adds")
    return _("Region, Enter adds") if entry.name == "aws_regions" else ""
