"""A combo box in a scrolling list: the wheel scrolls the list and never changes what is chosen."""

from __future__ import annotations

from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox

__all__ = ["CalmChoice"]


class CalmChoice(QComboBox):
    """A combo box that leaves the wheel to whoever scrolls around it."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()
