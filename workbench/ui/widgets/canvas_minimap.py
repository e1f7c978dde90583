"""The whole drawing small in a corner, with the part that is seen; a click goes there."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QWidget

from workbench.i18n import _
from workbench.ui.theme import theme
from workbench.ui.widgets.canvas_camera import Camera
from workbench.ui.widgets.canvas_view import Canvas

__all__ = ["Minimap"]


class Minimap(QWidget):
    """Follows one canvas; hidden while everything is seen anyway."""

    def __init__(self, canvas: Canvas) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self._picture: QPixmap | None = None
        self._of: tuple[object, ...] = ()
        self._camera = Camera()
        self.wanted = True
        self.setAccessibleName(_("Overview map"))
        self.setToolTip(_("Click to go there"))
        self.setCursor(Qt.CursorShape.ArrowCursor)
        canvas.looked.connect(self._follow)
        theme().changed.connect(self._follow)
        self.hide()

    def sizeHint(self) -> QSize:
        return QSize(theme().px(180), theme().px(116))

    def set_wanted(self, wanted: bool) -> None:
        """Show it when there is something to find, or never."""
        self.wanted = wanted
        self._follow()

    def _follow(self) -> None:
        canvas = self._canvas
        seen = canvas.camera.seen(QSizeF(canvas.size()))
        needed = canvas.layers is not None and not seen.contains(canvas.bounds) and not canvas.bounds.isEmpty()
        size = self.sizeHint()
        room = canvas.width() > 3 * size.width() and canvas.height() > 2.5 * size.height()
        self.setVisible(self.wanted and needed and room)
        gap = theme().px(12)
        self.setGeometry(gap, canvas.height() - size.height() - gap, size.width(), size.height())
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        canvas = self._canvas
        look = theme()
        painter = QPainter(self)
        if canvas.layers is not None:
            of = (canvas.layers, canvas.layers.drawing.state, look.name, self.size())
            if self._of != of:
                self._of = of
                self._draw()
            if self._picture is not None:
                painter.drawPixmap(0, 0, self._picture)
            seen = self._camera.rect_to_canvas(canvas.camera.seen(QSizeF(canvas.size())))
            painter.setPen(look.color("accent"))
            soft = look.color("accent")
            soft.setAlphaF(0.14)
            painter.setBrush(soft)
            painter.drawRect(seen.intersected(QRectF(self.rect()).adjusted(1, 1, -2, -2)))
        painter.setPen(look.color("line_strong"))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.end()

    def _draw(self) -> None:
        layers = self._canvas.layers
        assert layers is not None
        ratio = self.devicePixelRatioF()
        self._picture = QPixmap(self.size() * ratio)
        self._picture.setDevicePixelRatio(ratio)
        self._picture.fill(theme().color("raised"))
        self._camera.fit(self._canvas.bounds, QSizeF(self.width() + 36, self.height() + 36), 1.0)
        self._camera.shift(-18, -18)
        painter = QPainter(self._picture)
        painter.scale(self._camera.zoom, self._camera.zoom)
        painter.translate(-self._camera.x, -self._camera.y)
        layers.paint(painter, self._canvas.bounds, self._camera.zoom, 0.0)
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._go(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._go(event.position())

    def _go(self, at: QPointF) -> None:
        self._canvas.look_at(self._camera.to_drawing(at))
