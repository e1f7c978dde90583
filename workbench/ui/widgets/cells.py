"""Table cells of two lines, of marks with numbers, and of a risk bar; the model says what stands in them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Protocol

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from workbench.domain.risk import Risk
from workbench.ui.theme import theme
from workbench.ui.widgets.marks import paint_focus, paint_mark
from workbench.ui.widgets.risk_bar import paint_risk_bar

__all__ = ["CellDelegate", "CellLike"]

_TOKENS = {"dim": "text_dim", "high": "high", "medium": "medium"}
_SHOWN = (Risk.HIGH, Risk.MEDIUM)


class CellLike(Protocol):
    """What the delegate needs to know about a cell; kind is "text", "marks" or "bar"."""

    @property
    def kind(self) -> str: ...
    @property
    def first(self) -> str: ...
    @property
    def second(self) -> str: ...
    @property
    def tone(self) -> str: ...
    @property
    def strong(self) -> bool: ...
    @property
    def counts(self) -> Mapping[Risk, int]: ...


class CellDelegate(QStyledItemDelegate):
    """Paints what `read(index)` returns; every row has room for two lines."""

    def __init__(self, read: Callable[[QModelIndex | QPersistentModelIndex], CellLike], parent: object = None) -> None:
        super().__init__(parent)  # type: ignore[arg-type]
        self._read = read

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        look = theme()
        lines = QFontMetrics(look.font("normal")).height() + QFontMetrics(look.font("small")).height()
        return QSize(look.px(60), lines + look.px(12))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        look, cell = theme(), self._read(index)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(option.rect, look.color("selection"))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(option.rect, look.color("hover"))
        inset = look.px(8)
        room = option.rect.adjusted(inset, 0, -inset, 0)
        painter.save()
        if cell.kind == "bar":
            paint_risk_bar(painter, room, cell.counts, aligned=True, numbers=_SHOWN)
        elif cell.kind == "marks":
            _paint_marks(painter, room, cell.counts)
        else:
            _paint_lines(painter, room, cell)
        painter.restore()
        if option.state & QStyle.StateFlag.State_HasFocus and index.column() == 0:
            paint_focus(painter, option.rect, look.px(4))


def _paint_lines(painter: QPainter, room: QRect, cell: CellLike) -> None:
    look = theme()
    parts = []
    first = look.font("normal", bold=cell.strong)
    if cell.first and not cell.second:
        parts = [(text, first, "text") for text in _halves(cell.first, QFontMetrics(first), room.width())]
    elif cell.first:
        parts.append((cell.first, first, "text"))
    if cell.second:
        parts.append((cell.second, look.font("small"), _TOKENS.get(cell.tone, "text_dim")))
    height = sum(QFontMetrics(font).height() for _text, font, _token in parts)
    top = room.y() + (room.height() - height) // 2
    for text, font, token in parts:
        metrics = QFontMetrics(font)
        box = QRect(room.x(), top, room.width(), metrics.height())
        painter.setFont(font)
        painter.setPen(look.color(token))
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, shown)
        top += metrics.height()


def _halves(text: str, metrics: QFontMetrics, width: int) -> list[str]:
    """Break a text that is too long into two lines, between words."""
    words = text.split(" ")
    kept = len(words)
    while kept > 1 and metrics.horizontalAdvance(" ".join(words[:kept])) > width:
        kept -= 1
    return [part for part in (" ".join(words[:kept]), " ".join(words[kept:])) if part]


def _paint_marks(painter: QPainter, room: QRect, counts: Mapping[Risk, int]) -> None:
    """Paint high and medium with their numbers below each other; else the one mark that says why there are none."""
    look = theme()
    font = look.font("small")
    metrics = QFontMetrics(font)
    side, line = look.px(10), metrics.height()
    present = [risk for risk in _SHOWN if counts.get(risk)]
    painter.setFont(font)
    if not present:
        order = (Risk.UNANSWERED, Risk.NONE, Risk.NOT_APPLICABLE)
        found = next((risk for risk in order if counts.get(risk)), Risk.NOT_APPLICABLE)
        paint_mark(painter, QRect(room.x(), room.center().y() - side // 2, side, side), found)
        return
    top = room.y() + (room.height() - line * len(present)) // 2
    for risk in present:
        paint_mark(painter, QRect(room.x(), top + (line - side) // 2, side, side), risk)
        painter.setPen(look.color("text"))
        left = room.x() + side + look.px(4)
        painter.drawText(
            QRect(left, top, room.right() - left + 1, line), Qt.AlignmentFlag.AlignVCenter, f"{counts[risk]:,}"
        )
        top += line
