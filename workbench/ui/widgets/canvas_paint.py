"""Parts of the architecture drawing as Qt paints them: pens, paths and texts, made once and kept."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPen, QStaticText

from workbench.figures.architecture import Role, Tier
from workbench.figures.architecture.shapes import Part, Path, PathPart, RectPart, TextPart
from workbench.ui.theme import theme

__all__ = ["Inks", "Painted", "path_of"]

_FINE = 2.0
"""Texts are set in twice their size and drawn at half of it, so that sizes between whole pixels come out right."""
_AROUND = {"start": 0.0, "middle": 0.5, "end": 1.0}


@dataclass(frozen=True, slots=True)
class _Shape:
    path: QPainterPath | None
    rect: QRectF
    radius: float
    pen: QPen
    brush: QBrush


@dataclass(frozen=True, slots=True)
class _Text:
    at: QPointF
    text: QStaticText
    font: QFont
    pen: QPen


def path_of(path: Path) -> QPainterPath:
    """Return a path of the drawing as Qt has it."""
    made = QPainterPath()
    for step, v in path:
        if step == "M":
            made.moveTo(v[0], v[1])
        elif step == "L":
            made.lineTo(v[0], v[1])
        elif step == "C":
            made.cubicTo(v[0], v[1], v[2], v[3], v[4], v[5])
        else:
            made.closeSubpath()
    return made


class Inks:
    """Pens, brushes and fonts of the theme in force; make new ones when it changes."""

    def __init__(self) -> None:
        self._pens: dict[object, QPen] = {}
        self._brushes: dict[Role, QBrush] = {}
        self._fonts: dict[tuple[float, bool], QFont] = {}

    def color(self, role: Role) -> QColor:
        """Return the colour of a role."""
        return theme().color(role)

    def pen(self, role: Role, width: float = 1.0, dash: Sequence[float] = (), *, cosmetic: bool = False) -> QPen:
        """Return a pen with round ends; a cosmetic one is as wide at every zoom."""
        key = (role, width, tuple(dash), cosmetic)
        made = self._pens.get(key)
        if made is None:
            made = QPen(Qt.PenStyle.NoPen)
            if role:
                made = QPen(self.color(role), width)
                made.setCosmetic(cosmetic)
                made.setCapStyle(Qt.PenCapStyle.FlatCap if cosmetic else Qt.PenCapStyle.RoundCap)
                made.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
                if dash:
                    made.setDashPattern([max(one / width, 0.1) for one in dash])
            self._pens[key] = made
        return made

    def brush(self, role: Role) -> QBrush:
        """Return a brush; the role of nothing fills nothing."""
        made = self._brushes.get(role)
        if made is None:
            made = self._brushes[role] = QBrush(self.color(role)) if role else QBrush(Qt.BrushStyle.NoBrush)
        return made

    def font(self, size: float, bold: bool) -> QFont:
        """Return a font for texts of the drawing, in twice its size."""
        made = self._fonts.get((size, bold))
        if made is None:
            made = QFont(theme().family)
            made.setPixelSize(round(size * _FINE))
            made.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
            if bold:
                made.setWeight(QFont.Weight.DemiBold)
            self._fonts[size, bold] = made
        return made

    def painted(self, parts: Iterable[Part], tier: Tier) -> Painted:
        """Return how some parts are painted at a level of detail."""
        shapes: list[_Shape] = []
        texts: list[_Text] = []
        for part in parts:
            if not part.least <= tier <= part.most:
                continue
            if isinstance(part, TextPart):
                texts.append(self._text(part))
            else:
                shapes.append(self._shape(part))
        return Painted(tuple(shapes), tuple(texts))

    def _shape(self, part: RectPart | PathPart) -> _Shape:
        pen, brush = self.pen(part.line, part.width, part.dash), self.brush(part.fill)
        if isinstance(part, RectPart):
            return _Shape(None, QRectF(*part.rect), part.radius, pen, brush)
        return _Shape(path_of(part.path), QRectF(), 0.0, pen, brush)

    def _text(self, part: TextPart) -> _Text:
        font = self.font(part.size, part.bold)
        metrics = QFontMetricsF(font)
        text = QStaticText(part.text)
        text.setTextFormat(Qt.TextFormat.PlainText)
        text.setPerformanceHint(QStaticText.PerformanceHint.AggressiveCaching)
        left = metrics.horizontalAdvance(part.text) * _AROUND[part.anchor]
        at = QPointF(part.at.x * _FINE - left, part.at.y * _FINE - metrics.ascent())
        return _Text(at, text, font, self.pen(part.role))


@dataclass(frozen=True, slots=True)
class Painted:
    """Shapes and texts of one item at one level of detail."""

    shapes: tuple[_Shape, ...]
    texts: tuple[_Text, ...]

    def paint(self, painter: QPainter) -> None:
        """Paint; the painter's units are those of the drawing."""
        for one in self.shapes:
            painter.setPen(one.pen)
            painter.setBrush(one.brush)
            if one.path is not None:
                painter.drawPath(one.path)
            elif one.radius:
                painter.drawRoundedRect(one.rect, one.radius, one.radius)
            else:
                painter.drawRect(one.rect)
        if self.texts:
            painter.scale(1 / _FINE, 1 / _FINE)
            for text in self.texts:
                painter.setPen(text.pen)
                painter.setFont(text.font)
                painter.drawStaticText(text.at, text.text)
            painter.scale(_FINE, _FINE)
