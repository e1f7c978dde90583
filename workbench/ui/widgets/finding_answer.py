"""A question to the room with its answers: choose one, or type it; answered in place."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from workbench.domain.graph import Graph
from workbench.i18n import _
from workbench.operations.room_answers import Asked, hint_of, options_of
from workbench.ui.theme import theme
from workbench.ui.widgets.chip import FlowRow
from workbench.ui.widgets.kbd import KeyButton, plain_button
from workbench.ui.widgets.labels import dim_label, heading

__all__ = ["FindingAnswer"]


class FindingAnswer(QWidget):
    """Shows one question."""

    answered = Signal(object, str)
    """The Asked and the answer; UI thread."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.asked: Asked | None = None
        self.buttons: list[KeyButton] = []
        self.text = heading("", "large")
        self.effect = dim_label("", wrap=True)
        self.options = FlowRow(gap=6)
        self.typed = QLineEdit()
        self.typed.setAccessibleName(_("Answer"))
        self.typed.returnPressed.connect(self._tell)
        self.send = plain_button(_("Answer"), self._tell)
        row = QHBoxLayout()
        theme().space(row, 8)
        row.addWidget(self.typed, 1)
        row.addWidget(self.send)
        column = QVBoxLayout(self)
        theme().space(column, 8, (16, 12, 16, 12))
        for widget in (self.text, self.effect, self.options):
            column.addWidget(widget)
        column.addLayout(row)
        column.addStretch(1)

    def show_question(self, asked: Asked | None, graph: Graph, *, read_only: bool) -> None:
        """Show a question; the same one again keeps what is being typed."""
        if asked is None or asked == self.asked:
            return
        self.asked = asked
        self.text.setText(asked.text)
        self.effect.setText(asked.effect)
        self.effect.setVisible(bool(asked.effect))
        self.options.clear()
        self.buttons = []
        options = options_of(asked, graph)
        for value, words in options:
            button = plain_button(words, partial(self.answered.emit, asked, value))
            button.setEnabled(not read_only)
            self.buttons.append(button)
            self.options.add(button)
        for widget in (self.typed, self.send):
            widget.setVisible(not options)
            widget.setEnabled(not read_only)
        self.typed.clear()
        self.typed.setPlaceholderText(hint_of(asked))

    def _tell(self) -> None:
        if self.asked is not None:
            self.answered.emit(self.asked, self.typed.text())
