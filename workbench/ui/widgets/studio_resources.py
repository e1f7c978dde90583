"""Further resources of a choice: up to five texts with addresses."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from workbench.i18n import _
from workbench.ui.theme import theme
from workbench.ui.widgets.field_edit import LineField
from workbench.ui.widgets.kbd import icon_button, link_button
from workbench.ui.widgets.labels import dim_label, label

__all__ = ["StudioResources"]

MOST = 5
_TEXT_LIMIT, _URL_LIMIT = 2048, 1024


class StudioResources(QWidget):
    """Rows of text and address; rows where both are empty are not told."""

    edited = Signal(object)
    """tuple[tuple[str, str], ...] of text and address; UI thread."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self._key = ""
        self._is_read_only = False
        self.rows: list[tuple[LineField, LineField, QWidget]] = []
        self.count = dim_label("", step="small")
        self.add_button = link_button(_("Add"), self.add)
        self.add_button.setAccessibleName(_("Add to {list}").format(list=name.lower()))
        head = QHBoxLayout()
        theme().space(head, 8)
        head.addWidget(label(name, wrap=True), 1)
        head.addWidget(self.count)
        head.addWidget(self.add_button)
        self._column = QVBoxLayout()
        theme().space(self._column, 4)
        whole = QVBoxLayout(self)
        theme().space(whole, 2)
        whole.addLayout(head)
        whole.addLayout(self._column)
        self._dress()

    def value(self) -> tuple[tuple[str, str], ...]:
        """Return text and address of every row that says something."""
        rows = [(text.text(), url.text()) for text, url, _row in self.rows]
        return tuple(row for row in rows if any(row))

    def load(self, key: str, items: Sequence[tuple[str, str]]) -> None:
        """Show what is stored; an empty row of the same thing stays."""
        if key != self._key:
            self.flush()
            self._key = key
            self._clear()
        if tuple(items) != self.value():
            while len(self.rows) > len(items):
                self._drop(len(self.rows) - 1)
            while len(self.rows) < len(items):
                self._add_row()
            for (text, url), (words, address) in zip([row[:2] for row in self.rows], items, strict=True):
                text.set_text_quietly(words)
                url.set_text_quietly(address)
        self._dress()

    def add(self) -> None:
        """Add an empty row."""
        if len(self.rows) < MOST and not self._is_read_only:
            self._add_row()
            self._dress()
            self.rows[-1][0].edit.setFocus()

    def remove(self, row: QWidget) -> None:
        """Take a row out."""
        place = next(n for n, each in enumerate(self.rows) if each[2] is row)
        before = self.value()
        self._drop(place)
        self._dress()
        if self.value() != before:
            self.edited.emit(self.value())

    def set_read_only(self, is_read_only: bool) -> None:
        """The rows can be read but not changed."""
        self._is_read_only = is_read_only
        self._dress()

    def flush(self) -> None:
        """Tell what was typed and not told yet."""
        for text, url, _row in self.rows:
            text.flush()
            url.flush()

    def _add_row(self) -> None:
        row = QWidget()
        text = LineField(_("{list}, text").format(list=self._name), _TEXT_LIMIT, _("Text"))
        url = LineField(_("{list}, address").format(list=self._name), _URL_LIMIT, "https://")
        for each in (text, url):
            each.typed.connect(lambda _text: self.edited.emit(self.value()))
        line = QHBoxLayout(row)
        theme().space(line, 4)
        line.addWidget(text, 3)
        line.addWidget(url, 2)
        line.addWidget(icon_button("close", _("Remove"), partial(self.remove, row)), 0, Qt.AlignmentFlag.AlignTop)
        self._column.addWidget(row)
        self.rows.append((text, url, row))

    def _drop(self, place: int) -> None:
        _text, _url, row = self.rows.pop(place)
        self._column.removeWidget(row)
        row.hide()
        row.deleteLater()

    def _clear(self) -> None:
        while self.rows:
            self._drop(0)

    def _dress(self) -> None:
        self.count.setText(_("{n} of {most}").format(n=len(self.rows), most=MOST) if self.rows else "")
        self.add_button.setVisible(len(self.rows) < MOST and not self._is_read_only)
        for text, url, _row in self.rows:
            text.edit.setReadOnly(self._is_read_only)
            url.edit.setReadOnly(self._is_read_only)
