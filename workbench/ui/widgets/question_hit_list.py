"""What a search found, as a list with the matching words in bold."""

from __future__ import annotations

import re

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from workbench.i18n import _
from workbench.ui.theme import theme
from workbench.ui.widgets.marks import paint_focus
from workbench.ui.widgets.question_text import Run, lay_out

__all__ = ["QuestionHitList"]

Index = QModelIndex | QPersistentModelIndex
_ROLE = Qt.ItemDataRole.UserRole
_LINES = 3


class _Painter(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        look = theme()
        one = QFontMetrics(look.font()).lineSpacing()
        row = index.data(_ROLE)
        if isinstance(row, str):
            return QSize(look.px(80), one + look.px(16))
        view = self.parent()
        assert isinstance(view, QListView)
        laid = lay_out(_runs(row.text), view.viewport().width() - look.px(28), look.font(), _LINES)
        return QSize(look.px(80), one + laid.height + look.px(12))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        look, rect = theme(), option.rect
        row = index.data(_ROLE)
        painter.save()
        painter.setFont(look.font(bold=isinstance(row, str)))
        if isinstance(row, str):
            painter.setPen(look.color("text"))
            box = rect.adjusted(look.px(12), look.px(6), -look.px(8), 0)
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, row)
            painter.restore()
            return
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, look.color("selection"))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, look.color("hover"))
        metrics = QFontMetrics(look.font())
        painter.setPen(look.color("text_dim"))
        box = rect.adjusted(look.px(16), look.px(5), -look.px(12), 0)
        where = metrics.elidedText(row.where, Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(box, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop, where)
        laid = lay_out(_runs(row.text), box.width(), look.font(), _LINES)
        laid.paint(painter, box.left(), box.top() + metrics.lineSpacing())
        if option.state & QStyle.StateFlag.State_HasFocus:
            paint_focus(painter, rect, look.px(4))
        painter.restore()


class QuestionHitList(QListView):
    """A list of hits; Enter or a click opens one."""

    opened = Signal(QModelIndex)
    """The hit that the person wants to see; UI thread."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(_("Found"))
        self.setItemDelegate(_Painter(self))
        self.setMouseTracking(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.clicked.connect(self.opened)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.opened.emit(self.currentIndex())
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()

    def keyboardSearch(self, search: str) -> None:
        """Letters are keys of the page, not a search."""


def _runs(text: str) -> list[Run]:
    runs = []
    for piece in re.split(r"(\[[^\[\]]*\])", text.replace("\n", " ")):
        if piece.startswith("[") and piece.endswith("]"):
            runs.append(Run(piece[1:-1], "text", bold=True))
        elif piece:
            runs.append(Run(piece, "text_dim"))
    return runs
