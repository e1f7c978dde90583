"""The narrow bar of pages on the left edge of the window."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QScrollArea, QToolButton, QVBoxLayout, QWidget

from workbench.i18n import _
from workbench.ui.theme import icon, set_look, theme

__all__ = ["Rail"]

_WIDTH = 84


class Rail(QScrollArea):
    """One button per page; the chosen one is marked by colour, ground and a bar on its edge."""

    chosen = Signal(str)
    """Id of the page that was asked for; UI thread."""

    def __init__(self, entries: Sequence[tuple[str, str, str]], parent: QWidget | None = None) -> None:
        """Make the rail.

        Args:
            entries: Id, title and icon name of every page, in order.
            parent: Usual Qt parent.
        """
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(_("Pages"))
        inner = self._inner = QWidget()
        set_look(inner, ground="raised")
        column = QVBoxLayout(inner)
        theme().space(column, 2, (0, 6, 0, 6))
        self._group = QButtonGroup(self)
        self._buttons: dict[str, QToolButton] = {}
        for page_id, title, icon_name in entries:
            button = QToolButton()
            button.setText(title)
            button.setIcon(icon(icon_name))
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
            button.setCheckable(True)
            button.setAccessibleName(title)
            set_look(button, rail=True, step="small")
            button.clicked.connect(lambda _checked=False, page_id=page_id: self.chosen.emit(page_id))
            self._group.addButton(button)
            self._buttons[page_id] = button
            column.addWidget(button)
        column.addStretch(1)
        self.setWidget(inner)
        theme().changed.connect(self._dress)
        self._icons = {page_id: icon_name for page_id, _title, icon_name in entries}
        self._dress()

    def show_current(self, page_id: str) -> None:
        """Mark the page that is shown."""
        if page_id in self._buttons:
            self._buttons[page_id].setChecked(True)
        self._dress_icons()

    def set_enabled(self, enabled: bool) -> None:
        """Make the pages reachable, or not while no workspace is open."""
        for button in self._buttons.values():
            button.setEnabled(enabled)

    def button(self, page_id: str) -> QToolButton:
        """Return the button of a page."""
        return self._buttons[page_id]

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Make room for the scroll bar where the window is too low for all pages."""
        is_low = self._inner.minimumSizeHint().height() > self.height()
        bar = self.verticalScrollBar().sizeHint().width() if is_low else 0
        self.setFixedWidth(theme().px(_WIDTH) + bar)

    def _dress(self) -> None:
        self.setFixedWidth(theme().px(_WIDTH))
        for button in self._buttons.values():
            button.setIconSize(QSize(theme().px(20), theme().px(20)))
            button.setFixedSize(theme().px(_WIDTH), theme().px(54))
        self._dress_icons()

    def _dress_icons(self) -> None:
        for page_id, button in self._buttons.items():
            button.setIcon(icon(self._icons[page_id], "accent" if button.isChecked() else "text_dim"))
