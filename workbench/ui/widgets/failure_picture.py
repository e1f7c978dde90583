"""A picture of results, as large as there is room; it scrolls with the keys."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from workbench.ui.theme import theme
from workbench.ui.widgets.labels import dim_label

__all__ = ["FailurePicture"]


class _Image(QWidget):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.image = QImage()
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        fitted = min(width, theme().px(self.image.width() / 2))
        return round(fitted * self.image.height() / max(1, self.image.width()))

    def sizeHint(self) -> QSize:
        return QSize(theme().px(320), self.heightForWidth(theme().px(690)))

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.image.isNull():
            return
        width = min(self.width(), theme().px(self.image.width() / 2))
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(QRect(0, 0, width, round(width * self.image.height() / self.image.width())), self.image)
        painter.end()


class FailurePicture(QScrollArea):
    """Shows one picture (PNG at two dots per pixel) or a sentence that says why there is none."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self._image = _Image()
        self.why = dim_label("", wrap=True)
        inner = QWidget()
        inner.setProperty("clear", True)
        column = QVBoxLayout(inner)
        theme().space(column, 8, (8, 12, 8, 12))
        column.addWidget(self._image)
        column.addWidget(self.why)
        column.addStretch(1)
        self.setWidget(inner)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(name)

    @property
    def image(self) -> QImage:
        """What is shown; null without a picture."""
        return self._image.image

    def show_picture(self, data: bytes, words: str) -> None:
        """Show a picture with its words for screen readers; without data the words stand in for it."""
        self._image.image = QImage.fromData(data) if data else QImage()
        self._image.setVisible(bool(data))
        self._image.setAccessibleName(words)
        self._image.updateGeometry()
        self.setAccessibleDescription(words)
        self.why.setText("" if data else words)
        self.why.setVisible(not data)
        self._image.update()
