"""Which part of a drawing a canvas shows, and how large."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSizeF

from workbench.ui.theme import theme

__all__ = ["Camera", "detail_at"]

_LEAST, _MOST = 0.02, 4.0
_MARGIN = 24.0
_READABLE = 0.4
"""Below this zoom, at 100 %, names of elements are not drawn."""
_MOST_PARTS = 6
"""A drawing may be so many times as large as what is seen of it; a larger one is better shown whole."""


def detail_at(zoom: float) -> float:
    """Return the zoom that the level of detail goes by: small texts wait until they have the size of the window's texts."""
    return max(zoom / theme().scale, min(zoom, 0.5))


@dataclass
class Camera:
    """A view of the drawing: a place of the canvas is (place of the drawing - corner) * zoom.

    Attributes:
        zoom: Pixels per unit of the drawing.
        x, y: What is seen in the upper left corner.
    """

    zoom: float = 1.0
    x: float = 0.0
    y: float = 0.0

    def to_drawing(self, at: QPointF) -> QPointF:
        """Return the place of the drawing under a pixel."""
        return QPointF(at.x() / self.zoom + self.x, at.y() / self.zoom + self.y)

    def to_canvas(self, at: QPointF) -> QPointF:
        """Return the pixel at which a place of the drawing is seen."""
        return QPointF((at.x() - self.x) * self.zoom, (at.y() - self.y) * self.zoom)

    def rect_to_canvas(self, rect: QRectF) -> QRectF:
        """Return where a part of the drawing is seen."""
        at = self.to_canvas(rect.topLeft())
        return QRectF(at.x(), at.y(), rect.width() * self.zoom, rect.height() * self.zoom)

    def seen(self, size: QSizeF) -> QRectF:
        """Return the part of the drawing that a canvas of a size shows."""
        return QRectF(self.x, self.y, size.width() / self.zoom, size.height() / self.zoom)

    def shift(self, dx: float, dy: float) -> None:
        """Move the drawing by pixels."""
        self.x -= dx / self.zoom
        self.y -= dy / self.zoom

    def zoom_at(self, factor: float, at: QPointF) -> None:
        """Zoom so that what is under a pixel stays there."""
        there = self.to_drawing(at)
        self.zoom = min(max(self.zoom * factor, _LEAST), _MOST)
        self.x, self.y = there.x() - at.x() / self.zoom, there.y() - at.y() / self.zoom

    def fit(self, rect: QRectF, size: QSizeF, most: float) -> None:
        """Show a part of the drawing in the middle, as large as there is room, at most at a zoom."""
        room = QSizeF(max(size.width() - 2 * _MARGIN, 1.0), max(size.height() - 2 * _MARGIN, 1.0))
        wanted = min(room.width() / max(rect.width(), 1.0), room.height() / max(rect.height(), 1.0), most)
        self.zoom = min(max(wanted, _LEAST), _MOST)
        middle = rect.center()
        self.x, self.y = middle.x() - size.width() / 2 / self.zoom, middle.y() - size.height() / 2 / self.zoom

    def read_from_top(self, rect: QRectF, size: QSizeF, scale: float) -> None:
        """Where texts are large, and names would vanish: show the upper part so that they can be read."""
        least = _READABLE * scale
        is_few = rect.width() * rect.height() * least**2 <= _MOST_PARTS * size.width() * size.height()
        if scale > 1 and self.zoom < least and is_few:
            self.zoom = least
            self.x = max(rect.center().x() - size.width() / 2 / least, rect.left() - 16)
            self.y = rect.top() - 16

    def reveal(self, rect: QRectF, size: QSizeF) -> bool:
        """Move as little as needed for a part of the drawing to be seen; False where it was."""
        seen = self.seen(size)
        gap = min(_MARGIN / self.zoom, seen.width() / 8, seen.height() / 8)
        room = seen.adjusted(gap, gap, -gap, -gap)
        if room.contains(rect):
            return False
        self.x += _step(room.left(), room.right(), rect.left(), rect.right())
        self.y += _step(room.top(), room.bottom(), rect.top(), rect.bottom())
        return True


def _step(low: float, high: float, start: float, end: float) -> float:
    if start < low:
        return start - low
    return min(end - high, start - low) if end > high else 0.0
