"""Lines that fold out below a message and can be copied."""

from __future__ import annotations

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from workbench.i18n import _
from workbench.ui.theme import icon, set_look, theme
from workbench.ui.widgets.kbd import flat_button, plain_button

__all__ = ["Details"]


class Details(QWidget):
    """A "Details" button, and below it the text with "Copy"; its parts are made for the first text."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._is_made = False
        self.set_text(text)

    def _make(self) -> None:
        self._is_made = True
        self._toggle = flat_button(_("Details"), self.toggle, icon_name="chevron-right")
        self._copy = plain_button(_("Copy details"), self.copy, icon_name="copy")
        self._copy.hide()
        self._text = QPlainTextEdit()
        self._text.setReadOnly(True)
        self._text.setTabChangesFocus(True)
        self._text.setAccessibleName(_("Details"))
        self._text.setMaximumHeight(theme().px(180))
        self._text.hide()
        set_look(self._text, mono=True, step="small")
        row = QHBoxLayout()
        theme().space(row, 8)
        row.addWidget(self._toggle)
        row.addWidget(self._copy)
        row.addStretch(1)
        column = QVBoxLayout(self)
        theme().space(column, 4)
        column.addLayout(row)
        column.addWidget(self._text)

    @property
    def is_open(self) -> bool:
        return self._is_made and not self._text.isHidden()

    def set_text(self, text: str) -> None:
        """Show other lines, folded; without any the whole piece hides."""
        if text and not self._is_made:
            self._make()
        if self._is_made:
            self._text.setPlainText(text)
            self._open(False)
        self.setVisible(bool(text))

    def toggle(self) -> None:
        """Fold or unfold."""
        self._open(not self.is_open)

    def copy(self) -> None:
        """Put the lines on the clipboard."""
        QGuiApplication.clipboard().setText(self._text.toPlainText())
        self._copy.setText(_("Copied"))

    def _open(self, is_open: bool) -> None:
        self._text.setVisible(is_open)
        self._copy.setVisible(is_open)
        self._copy.setText(_("Copy details"))
        self._toggle.setIcon(icon("chevron-down" if is_open else "chevron-right"))
