"""The five risk marks: never colour alone, the same shapes in tree, tables, charts and canvas."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from workbench.domain.risk import Risk
from workbench.i18n import N_, _
from workbench.ui.theme import drawn_icon, theme

__all__ = [
    "RISK_TITLES",
    "MarkLabel",
    "mark_icon",
    "mark_token",
    "paint_focus",
    "paint_mark",
    "risk_title",
    "soft_token",
]

RISK_TITLES: dict[Risk, str] = {
    Risk.HIGH: N_("High risk"),
    Risk.MEDIUM: N_("Medium risk"),
    Risk.NONE: N_("No risk found"),
    Risk.UNANSWERED: N_("Unanswered"),
    Risk.NOT_APPLICABLE: N_("Not applicable"),
}
_TOKENS = {
    Risk.HIGH: "high",
    Risk.MEDIUM: "medium",
    Risk.NONE: "none",
    Risk.UNANSWERED: "unanswered",
    Risk.NOT_APPLICABLE: "not_applicable",
}
_SOFT = {Risk.HIGH: "high_soft", Risk.MEDIUM: "medium_soft", Risk.NONE: "none_soft"}


def risk_title(risk: Risk) -> str:
    """Return the name of a risk in the user's language."""
    return _(RISK_TITLES[risk])


def mark_token(risk: Risk) -> str:
    """Return the token of a risk's colour."""
    return _TOKENS[risk]


def soft_token(risk: Risk) -> str:
    """Return the token of the quiet ground behind texts about a risk."""
    return _SOFT.get(risk, "sunken")


def paint_mark(painter: QPainter, rect: QRect | QRectF, risk: Risk, color: QColor | None = None) -> None:
    """Paint a mark centred in a rectangle, as large as fits."""
    box = QRectF(rect)
    side = min(box.width(), box.height())
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(box.center() - QPointF(side / 2, side / 2))
    painter.scale(side / 14, side / 14)
    ink = color or theme().color(_TOKENS[risk])
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ink)
    if risk is Risk.HIGH:
        painter.drawPolygon(_shape((7, 0), (14, 7), (7, 14), (0, 7)))
    elif risk is Risk.MEDIUM:
        painter.drawPolygon(_shape((7, 1), (14, 13), (0, 13)))
    elif risk is Risk.NONE:
        painter.drawEllipse(QRectF(0, 0, 14, 14))
        painter.setPen(_pen(theme().color("on_mark"), 1.8))
        painter.drawPolyline(_shape((3.5, 7.2), (5.9, 9.6), (10.5, 4.6)))
    elif risk is Risk.UNANSWERED:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(_pen(ink, 1.6))
        painter.drawEllipse(QRectF(1.5, 1.5, 11, 11))
    else:
        painter.setPen(_pen(ink, 2))
        painter.drawLine(QPointF(2.5, 7), QPointF(11.5, 7))
    painter.restore()


def paint_focus(painter: QPainter, rect: QRect, radius: int = 6) -> None:
    """Paint the focus ring just inside a rectangle."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(theme().color("focus"), 2))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(QRectF(rect).adjusted(1, 1, -1, -1), radius, radius)
    painter.restore()


def _shape(*points: tuple[float, float]) -> QPolygonF:
    return QPolygonF([QPointF(x, y) for x, y in points])


def _pen(color: QColor, width: float) -> QPen:
    return QPen(color, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)


class MarkLabel(QWidget):
    """One mark as a widget, named for screen readers and tool tips."""

    def __init__(self, risk: Risk = Risk.UNANSWERED, size: int = 14, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._size = size
        self.set_risk(risk)

    @property
    def risk(self) -> Risk:
        return self._risk

    def set_risk(self, risk: Risk) -> None:
        """Show another mark."""
        self._risk = risk
        self.setToolTip(risk_title(risk))
        self.setAccessibleName(risk_title(risk))
        self.update()

    def sizeHint(self) -> QSize:
        side = theme().px(self._size)
        return QSize(side, side)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        side = theme().px(self._size)
        box = QRect(0, 0, side, side)
        box.moveCenter(self.rect().center())
        painter = QPainter(self)
        paint_mark(painter, box, self._risk)
        painter.end()


@cache
def mark_icon(risk: Risk) -> QIcon:
    """Return a mark as an icon for trees and tables."""

    def draw(painter: QPainter, rect: QRect, is_disabled: bool) -> None:
        inset = rect.width() / 10
        paint_mark(painter, QRectF(rect).adjusted(inset, inset, -inset, -inset), risk)

    return drawn_icon(draw)
