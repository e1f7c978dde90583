"""What lies over the drawing on the canvas: selection, focus, frames, what is dragged, a link that is drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QLineF, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPainterPath, QPen

from workbench.analyses.graph_layout import Point, journey_of
from workbench.figures.architecture.shapes import rounded
from workbench.ui.theme import theme
from workbench.ui.widgets.canvas_camera import detail_at
from workbench.ui.widgets.canvas_hands import Doing
from workbench.ui.widgets.canvas_paint import path_of

if TYPE_CHECKING:
    from workbench.ui.widgets.canvas_layers import Layers, Pair
    from workbench.ui.widgets.canvas_view import Canvas

__all__ = ["paint_overlay"]

_MOST_LINKS, _MOST_GHOSTS = 80, 60


def paint_overlay(painter: QPainter, canvas: Canvas) -> None:
    """Paint it; the painter's units are pixels of the canvas."""
    layers, hands = canvas.layers, canvas.hands
    if layers is None:
        return
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    boxes = layers.drawing.boxes
    is_moving = hands.doing is Doing.MOVE or hands.is_pending
    if canvas.link is not None:
        _paint_route(painter, canvas, layers, canvas.link, 6.0)
    if not is_moving:
        for name in canvas.selected[:_MOST_GHOSTS]:
            for pair in layers.links_of.get(name, ())[:_MOST_LINKS]:
                _paint_route(painter, canvas, layers, pair, 4.0)
        if canvas.hover in boxes and canvas.hover not in canvas.selected:
            _outline(painter, canvas.rect_of(canvas.hover), _pen("accent", 1.0))
        for name in canvas.selected:
            if name in boxes:
                _outline(painter, canvas.rect_of(name), _pen("accent", 2.0))
        if canvas.hasFocus() and canvas.selected and canvas.selected[-1] in boxes:
            pen = _pen("focus", 2.0)
            pen.setDashPattern([2, 2])
            _outline(painter, canvas.rect_of(canvas.selected[-1]), pen, 5)
        if canvas.can_edit and hands.doing is Doing.NOTHING:
            for name in dict.fromkeys((canvas.hover, *canvas.selected[-1:])):
                if name in boxes and not journey_of(name):
                    _paint_handle(painter, hands.handle_of(name))
    else:
        _paint_moved(painter, canvas, layers)
    if hands.doing is Doing.FRAME and not hands.frame().isEmpty():
        _paint_frame(painter, hands.frame())
    if hands.doing is Doing.CONNECT:
        _paint_connection(painter, canvas)
    if canvas.note:
        _paint_note(painter, canvas.rect(), canvas.note)


def _pen(token: str, width: float) -> QPen:
    return QPen(theme().color(token), width * min(theme().scale, 2.0))


def _soft(token: str, share: float) -> QColor:
    color = theme().color(token)
    color.setAlphaF(share)
    return color


def _outline(painter: QPainter, rect: QRect, pen: QPen, gap: float = 3.0) -> None:
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(QRectF(rect).adjusted(-gap, -gap, gap, gap), 8, 8)


def _paint_route(painter: QPainter, canvas: Canvas, layers: Layers, pair: Pair, width: float) -> None:
    route = layers.drawing.routes.get(pair)
    if route is None:
        return
    color = theme().color("accent")
    color.setAlphaF(0.5)
    painter.setPen(QPen(color, width * min(theme().scale, 2.0)))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    at = [canvas.camera.to_canvas(QPointF(*one)) for one in route]
    painter.drawPath(path_of(rounded([Point(one.x(), one.y()) for one in at], 8 * canvas.camera.zoom)))


def _paint_handle(painter: QPainter, at: QPointF) -> None:
    radius = theme().px(7)
    painter.setPen(_pen("accent", 1.4))
    painter.setBrush(theme().color("raised"))
    painter.drawEllipse(at, radius, radius)
    arm = radius * 0.5
    painter.drawLines([QLineF(at.x(), at.y() - arm, at.x(), at.y() + arm),
                       QLineF(at.x() - arm * 0.8, at.y() + arm * 0.2, at.x(), at.y() + arm),
                       QLineF(at.x() + arm * 0.8, at.y() + arm * 0.2, at.x(), at.y() + arm)])  # fmt: skip


def _paint_moved(painter: QPainter, canvas: Canvas, layers: Layers) -> None:
    """What is dragged, at its new place, with its links as bows; where it was is pale."""
    hands, camera, drawing = canvas.hands, canvas.camera, layers.drawing
    if hands.into:
        painter.setPen(_pen("accent", 2.5))
        painter.setBrush(_soft("accent", 0.10))
        painter.drawRoundedRect(canvas.rect_of(hands.into), 10, 10)
    shown = [name for name in hands.moved if name in drawing.boxes]
    moved = set(shown)
    for name in shown[:_MOST_GHOSTS]:
        painter.fillRect(canvas.rect_of(name).adjusted(-2, -2, 2, 2), _soft("surface", 0.6))
    painter.setPen(_pen("accent", 1.4))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for pair in dict.fromkeys(pair for name in shown[:_MOST_GHOSTS] for pair in layers.links_of.get(name, ())):
        ends = [QRectF(*drawing.boxes[one]).translated(hands.shift if one in moved else QPointF()) for one in pair]
        painter.drawPath(_bow(camera.rect_to_canvas(ends[0]), camera.rect_to_canvas(ends[1])))
    if len(shown) > _MOST_GHOSTS:
        rects = [camera.rect_to_canvas(QRectF(*drawing.boxes[one]).translated(hands.shift)) for one in shown]
        painter.setBrush(_soft("accent", 0.15))
        painter.drawRects(rects)
        return
    painter.save()
    painter.scale(camera.zoom, camera.zoom)
    painter.translate(hands.shift.x() - camera.x, hands.shift.y() - camera.y)
    layers.paint_boxes(painter, shown, detail_at(camera.zoom))
    painter.restore()
    for name in canvas.selected:
        if name in drawing.boxes:
            rect = camera.rect_to_canvas(QRectF(*drawing.boxes[name]).translated(hands.shift))
            _outline(painter, rect.toAlignedRect(), _pen("accent", 2.0))


def _bow(source: QRectF, target: QRectF) -> QPainterPath:
    """A bow from the lower side of a box to the upper side of another."""
    start, end = QPointF(source.center().x(), source.bottom()), QPointF(target.center().x(), target.top())
    bend = max(abs(end.y() - start.y()) / 2, 20.0)
    path = QPainterPath(start)
    path.cubicTo(QPointF(start.x(), start.y() + bend), QPointF(end.x(), end.y() - bend), end)
    return path


def _paint_frame(painter: QPainter, frame: QRectF) -> None:
    painter.setPen(_pen("accent", 1.0))
    painter.setBrush(_soft("accent", 0.10))
    painter.drawRect(frame)


def _paint_connection(painter: QPainter, canvas: Canvas) -> None:
    hands = canvas.hands
    painter.setPen(_pen("accent", 2.0))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    source = QRectF(canvas.rect_of(hands.source))
    target = QRectF(canvas.rect_of(hands.target)) if hands.target else QRectF(hands.at, hands.at)
    painter.drawPath(_bow(source, target))
    if hands.target:
        _outline(painter, canvas.rect_of(hands.target), _pen("accent", 2.5))


def _paint_note(painter: QPainter, room: QRect, text: str) -> None:
    look = theme()
    font = look.font("normal")
    metrics = QFontMetrics(font)
    width, height = metrics.horizontalAdvance(text) + look.px(20), metrics.height() + look.px(8)
    box = QRect((room.width() - width) // 2, look.px(12), width, height)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(look.color("text"))
    painter.drawRoundedRect(box, look.px(6), look.px(6))
    painter.setPen(look.color("surface"))
    painter.setFont(font)
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
