"""Pages of a document below each other, as wide as there is room."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from workbench.i18n import _
from workbench.ui.theme import theme

__all__ = ["PagePictures"]


class _Sheet(QWidget):
    """One page."""

    def __init__(self, image: QImage, number: int, parent: QWidget) -> None:
        super().__init__(parent)
        self._image = image
        self.setAccessibleName(_("Page {n}").format(n=number))

    def set_width(self, width: int) -> None:
        self.setFixedSize(width, round(width * self._image.height() / max(1, self._image.width())))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        ratio = self.devicePixelRatioF()
        size = QSize(round(self.width() * ratio), round(self.height() * ratio))
        scaled = self._image.scaled(
            size, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
        )
        painter.drawImage(QRect(0, 0, self.width(), self.height()), scaled)
        painter.setPen(QPen(theme().color("line"), 1))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.end()


class PagePictures(QScrollArea):
    """Shows page pictures; scrolls with the keys."""

    def __init__(self, name: str, widest: int = 620, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._widest = widest
        self._sheets: list[_Sheet] = []
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._inner = QWidget()
        self._inner.setProperty("clear", True)
        self._column = QVBoxLayout(self._inner)
        theme().space(self._column, 16, (8, 8, 8, 16))
        self._column.addStretch(1)
        self.setWidget(self._inner)

    @property
    def count(self) -> int:
        """How many pages are shown."""
        return len(self._sheets)

    def set_pages(self, pages: Sequence[bytes]) -> None:
        """Show other pages (PNG); stays where it was scrolled to."""
        place = self.verticalScrollBar().value()
        for sheet in self._sheets:
            self._column.removeWidget(sheet)
            sheet.hide()
            sheet.deleteLater()
        self._sheets = []
        for number, page in enumerate(pages, 1):
            image = QImage.fromData(page)
            if not image.isNull():
                sheet = _Sheet(image, number, self._inner)
                self._sheets.append(sheet)
                self._column.insertWidget(len(self._sheets) - 1, sheet, 0, Qt.AlignmentFlag.AlignHCenter)
                sheet.show()
        self._fit()
        self.verticalScrollBar().setValue(place)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        width = min(theme().px(self._widest), self.viewport().width() - theme().px(16))
        for sheet in self._sheets:
            sheet.set_width(max(theme().px(120), width))
