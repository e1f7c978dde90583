"""Number fields: Qt's style sheets lose the space before their text (6.11.3), this gives it back."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QDoubleSpinBox, QSpinBox, QWidget

from workbench.ui.theme import theme

__all__ = ["DecimalField", "NumberField"]


class NumberField(QSpinBox):
    """A whole number with its unit; the wheel scrolls the page unless the field has the focus."""

    def __init__(
        self, name: str, low: int = 0, high: int = 1_000_000, unit: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setRange(low, high)
        self.setSuffix(f" {unit}" if unit else "")
        self.setGroupSeparatorShown(True)
        _dress(self, name)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            _make_room(self)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if not _roll(self, event):
            super().wheelEvent(event)


class DecimalField(QDoubleSpinBox):
    """A decimal number with its unit; the wheel scrolls the page unless the field has the focus."""

    def __init__(
        self,
        name: str,
        low: float = 0.0,
        high: float = 1e9,
        decimals: int = 2,
        unit: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setRange(low, high)
        self.setDecimals(decimals)
        self.setSuffix(f" {unit}" if unit else "")
        self.setGroupSeparatorShown(True)
        _dress(self, name)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            _make_room(self)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if not _roll(self, event):
            super().wheelEvent(event)


def _dress(field: QSpinBox | QDoubleSpinBox, name: str) -> None:
    field.setAccessibleName(name)
    field.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    field.setKeyboardTracking(False)
    _make_room(field)


def _make_room(field: QSpinBox | QDoubleSpinBox) -> None:
    field.lineEdit().setTextMargins(theme().px(5), 0, 0, 0)


def _roll(field: QSpinBox | QDoubleSpinBox, event: QWheelEvent) -> bool:
    """Leave the wheel to the page when the field has no focus."""
    if field.hasFocus():
        return False
    event.ignore()
    return True
