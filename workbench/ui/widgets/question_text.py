"""Text of a row painted in several tones, wrapped or cut; and dates as this computer writes them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QTextCharFormat, QTextLayout, QTextOption

from workbench.ui.theme import theme

__all__ = ["Laid", "Run", "lay_out"]


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of text in one tone."""

    text: str
    token: str = "text"
    bold: bool = False


@dataclass(slots=True)
class Laid:
    """Text that is laid out and can be painted."""

    layout: QTextLayout
    height: int
    is_cut: bool

    def paint(self, painter: QPainter, x: float, y: float) -> None:
        """Paint with the upper left corner at a point."""
        self.layout.draw(painter, QPointF(x, y))


def lay_out(runs: Sequence[Run], width: int, font: QFont, most_lines: int = 0) -> Laid:
    """Lay text out.

    Args:
        runs: The pieces in order.
        width: Room in pixels.
        font: Of all pieces; bold ones get more weight.
        most_lines: Cut with … after this many lines; 0 wraps freely.
    """
    text = "".join(run.text for run in runs)
    laid = _lines(text, runs, width, font)
    if most_lines and laid.layout.lineCount() > most_lines:
        last = laid.layout.lineAt(most_lines - 1)
        start = last.textStart()
        rest = QFontMetrics(font).elidedText(text[start:], Qt.TextElideMode.ElideRight, max(1, width - 2))
        laid = _lines(text[:start] + rest, runs, width, font, most_lines)
        laid.is_cut = True
    return laid


def _lines(text: str, runs: Sequence[Run], width: int, font: QFont, most_lines: int = 0) -> Laid:
    layout = QTextLayout(text, font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    at, formats = 0, []
    for run in runs:
        piece = QTextLayout.FormatRange()
        piece.start, piece.length = at, len(run.text)
        look = QTextCharFormat()
        look.setForeground(theme().color(run.token))
        if run.bold:
            look.setFontWeight(QFont.Weight.DemiBold)
        piece.format = look
        formats.append(piece)
        at += len(run.text)
    layout.setFormats(formats)
    spacing = QFontMetrics(font).lineSpacing() + theme().px(1)
    layout.beginLayout()
    height, count = 0, 0
    while not most_lines or count < most_lines:
        line = layout.createLine()
        if not line.isValid():
            break
        line.setLineWidth(max(1, width))
        line.setPosition(QPointF(0, height))
        height += spacing
        count += 1
    layout.endLayout()
    return Laid(layout, height, False)
