"""Cells of the improvement list: two lines with a mark, a status with a tone, and the editors behind them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QTextLayout, QTextOption
from PySide6.QtWidgets import (
    QCalendarWidget,
    QComboBox,
    QCompleter,
    QLineEdit,
    QMenu,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
    QWidgetAction,
)

from workbench.domain.risk import Risk
from workbench.i18n import _
from workbench.ui.theme import icon, theme
from workbench.ui.widgets.marks import paint_focus, paint_mark

__all__ = ["PlanCell", "PlanDelegate", "PlanTable"]

AnyIndex = QModelIndex | QPersistentModelIndex


class PlanCell(Protocol):
    """What the delegate needs to know about a cell; kind is "question", "text", "wrapped", "day" or "choice"."""

    @property
    def kind(self) -> str: ...
    @property
    def first(self) -> str: ...
    @property
    def second(self) -> str: ...
    @property
    def tone(self) -> str: ...
    @property
    def code(self) -> str: ...
    @property
    def risk(self) -> Risk | None: ...
    @property
    def dim(self) -> bool: ...


class PlanTable(QTableView):
    """A table that tells when Enter was pressed on a cell that is not being edited."""

    entered_cell = Signal()
    """Enter on the current cell; UI thread."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if is_enter and self.state() != QTableView.State.EditingState and not event.isAutoRepeat():
            self.entered_cell.emit()
            event.accept()
            return
        super().keyPressEvent(event)


class PlanDelegate(QStyledItemDelegate):
    """Paints cells and makes their editors.

    Args:
        read: Returns the cell of an index.
        choices: Value and title of every status.
        known: Names to complete in text cells.
    """

    def __init__(
        self,
        read: Callable[[AnyIndex], PlanCell],
        choices: Callable[[], list[tuple[str, str]]],
        known: Callable[[], list[str]],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._read, self._choices, self._known = read, choices, known

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        look = theme()
        return QSize(look.px(60), 2 * QFontMetrics(look.font("normal")).height() + look.px(10))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        look, cell = theme(), self._read(index)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(option.rect, look.color("selection"))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(option.rect, look.color("hover"))
        inset = look.px(8)
        box = option.rect.adjusted(inset, look.px(2), -inset, -look.px(2))
        painter.save()
        if cell.kind == "question":
            self._paint_question(painter, box, cell)
        elif cell.kind == "wrapped":
            self._paint_wrapped(painter, box, cell)
        else:
            self._paint_lines(painter, box, cell, cell.first, cell.second)
        painter.restore()
        if option.state & QStyle.StateFlag.State_HasFocus:
            paint_focus(painter, option.rect, look.px(4))

    def _paint_question(self, painter: QPainter, box: QRect, cell: PlanCell) -> None:
        look = theme()
        metrics = QFontMetrics(look.font("normal"))
        side = look.px(14)
        if cell.risk is not None:
            top = box.top() + (box.height() - metrics.height() - QFontMetrics(look.font("small")).height()) // 2
            paint_mark(painter, QRect(box.left(), top + (metrics.height() - side) // 2, side, side), cell.risk)
        left = box.left() + side + look.px(8)
        code = metrics.horizontalAdvance("COST 11") + look.px(6)
        rest = QRect(QPoint(left + code, box.top()), box.bottomRight())
        self._paint_lines(painter, QRect(left, box.top(), code, box.height()), cell, cell.code, " ", "text_dim")
        self._paint_lines(painter, rest, cell, cell.first, cell.second or " ")

    def _paint_lines(
        self, painter: QPainter, box: QRect, cell: PlanCell, first: str, second: str, token: str = ""
    ) -> None:
        look = theme()
        normal, small = look.font("normal"), look.font("small")
        heights = QFontMetrics(normal).height(), QFontMetrics(small).height() if second else 0
        top = box.top() + (box.height() - sum(heights)) // 2
        tone = cell.tone or "text_dim"
        lines = (
            (first, normal, token or ("text_dim" if cell.dim else "text")),
            (second, small, tone if cell.tone else "text_dim"),
        )
        for (text, font, colour), height in zip(lines, heights, strict=True):
            if text.strip():
                shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, box.width())
                painter.setFont(font)
                painter.setPen(look.color(colour))
                painter.drawText(QRect(box.left(), top, box.width(), height), Qt.AlignmentFlag.AlignVCenter, shown)
            top += height

    def _paint_wrapped(self, painter: QPainter, box: QRect, cell: PlanCell) -> None:
        """Paint up to two lines, the second one elided."""
        look = theme()
        font = look.font("small")
        metrics = QFontMetrics(font)
        lines = _two_lines(cell.first, font, box.width())
        top = box.top() + (box.height() - len(lines) * metrics.height()) // 2
        painter.setFont(font)
        painter.setPen(look.color("text_dim" if cell.dim else "text"))
        for line in lines:
            shown = metrics.elidedText(line, Qt.TextElideMode.ElideRight, box.width())
            painter.drawText(
                QRect(box.left(), top, box.width(), metrics.height()), Qt.AlignmentFlag.AlignVCenter, shown
            )
            top += metrics.height()

    # -- editors -------------------------------------------------------------------------------

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: AnyIndex) -> QWidget:
        kind = self._read(index).kind
        name = str(index.model().headerData(index.column(), Qt.Orientation.Horizontal))
        if kind == "choice":
            box = QComboBox(parent)
            for value, title in self._choices():
                box.addItem(title, value)
            box.setAccessibleName(name)
            box.activated.connect(lambda _row: self._finish(box))
            return box
        line = QLineEdit(parent)
        line.setAccessibleName(name)
        if kind == "day":
            line.setPlaceholderText(_("2027-01-31, +14"))
            line.setToolTip(_("A date, or +14 for in two weeks; empty for none"))
            pick = line.addAction(icon("calendar"), QLineEdit.ActionPosition.TrailingPosition)
            pick.setToolTip(_("Calendar"))
            pick.triggered.connect(lambda: self._pick_day(line))
        elif kind == "text":
            completer = QCompleter(self._known(), line)
            completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
            completer.setFilterMode(Qt.MatchFlag.MatchContains)
            line.setCompleter(completer)
        return line

    def setEditorData(self, editor: QWidget, index: AnyIndex) -> None:
        value = index.data(Qt.ItemDataRole.EditRole) or ""
        if isinstance(editor, QComboBox):
            editor.setCurrentIndex(max(0, editor.findData(value)))
        elif isinstance(editor, QLineEdit):
            editor.setText(str(value))
            editor.selectAll()

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: AnyIndex) -> None:
        value: Any = editor.currentData() if isinstance(editor, QComboBox) else editor.text()  # type: ignore[attr-defined]
        if str(value) != str(index.data(Qt.ItemDataRole.EditRole) or ""):
            model.setData(index, value)  # type: ignore[arg-type]

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        height = min(option.rect.height(), max(editor.sizeHint().height(), theme().px(28)))
        box = QRect(option.rect)
        box.setHeight(height)
        box.moveCenter(option.rect.center())
        editor.setGeometry(box)

    def _finish(self, editor: QWidget) -> None:
        self.commitData.emit(editor)
        self.closeEditor.emit(editor, QStyledItemDelegate.EndEditHint.NoHint)

    def _pick_day(self, line: QLineEdit) -> None:
        menu = QMenu(line)
        calendar = QCalendarWidget(menu)
        calendar.setGridVisible(False)
        action = QWidgetAction(menu)
        action.setDefaultWidget(calendar)
        menu.addAction(action)

        def take(day: Any) -> None:
            line.setText(day.toString("yyyy-MM-dd"))
            menu.close()
            self._finish(line)

        calendar.clicked.connect(take)
        calendar.activated.connect(take)
        menu.popup(line.mapToGlobal(line.rect().bottomLeft()))
        calendar.setFocus()


def _two_lines(text: str, font: Any, width: int) -> list[str]:
    layout = QTextLayout(text, font)
    layout.setTextOption(QTextOption())
    layout.beginLayout()
    first = layout.createLine()
    if not first.isValid():
        return []
    first.setLineWidth(max(1, width))
    cut = first.textLength()
    layout.endLayout()
    rest = text[cut:].strip()
    return [text[:cut].strip(), rest] if rest else [text]
