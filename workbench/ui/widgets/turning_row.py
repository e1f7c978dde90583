"""Parts side by side where there is room, below each other where there is not (narrow windows, large text)."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

from workbench.ui.theme import theme

__all__ = ["TurningRow"]


class TurningRow(QWidget):
    """A row that turns into a column below a width [px at 100 %]."""

    def __init__(self, turns_at: int, gap: int = 32, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._turns_at = turns_at
        self._parts: list[QWidget] = []
        self._box = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        theme().space(self._box, gap)
        theme().changed.connect(self._turn)

    def add(self, part: QWidget, stretch: int) -> None:
        """Append a part with its share of the width."""
        self._parts.append(part)
        self._box.addWidget(part, stretch)

    @property
    def is_column(self) -> bool:
        """True while the parts stand below each other."""
        return self._box.direction() == QBoxLayout.Direction.TopToBottom

    def minimumSizeHint(self) -> QSize:
        sizes = [part.minimumSizeHint().expandedTo(part.minimumSize()) for part in self._parts]
        width = max((size.width() for size in sizes), default=0)
        heights = [size.height() for size in sizes]
        height = sum(heights) + self._box.spacing() if self.is_column else max(heights, default=0)
        return QSize(width, height)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._turn()

    def _turn(self) -> None:
        is_narrow = self.width() < theme().px(self._turns_at)
        direction = QBoxLayout.Direction.TopToBottom if is_narrow else QBoxLayout.Direction.LeftToRight
        if direction != self._box.direction():
            self._box.setDirection(direction)
            self.updateGeometry()
