"""A card of the board: an initiative that is dragged, or moved with the arrow keys."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QMimeData, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QDrag,
    QDragEnterEvent,
    QDropEvent,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QApplication, QSizePolicy, QWidget

from workbench.domain.risk import Risk
from workbench.i18n import _
from workbench.ui.theme import theme
from workbench.ui.widgets.marks import paint_focus, paint_mark

__all__ = ["CARD_MIME", "QUESTIONS_MIME", "BoardCard", "CardLook"]

CARD_MIME = "application/vnd.workbench.initiative"
QUESTIONS_MIME = "application/vnd.workbench.questions"
_ARROWS = {
    Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0), Qt.Key.Key_Up: (0, 1), Qt.Key.Key_Down: (0, -1),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class CardLook:
    """What a card shows.

    Attributes:
        risk: The worst it works on; None where it works on none.
        column, impact: Its place: 0 where nobody has said.
    """

    id: str
    title: str
    detail: str
    risk: Risk | None
    column: int
    impact: int
    is_done: bool = False


class BoardCard(QWidget):
    """One initiative."""

    stepped = Signal(str, int, int)
    """Id, steps to the right, steps up."""
    opened = Signal(str)
    removed = Signal(str)
    grouped = Signal(str)
    """The chosen questions shall go into it."""
    joined = Signal(str)
    """Questions were dropped on it."""

    def __init__(self, look: CardLook, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAcceptDrops(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        self._pressed: QPoint | None = None
        self.show_look(look)

    def show_look(self, look: CardLook) -> None:
        """Show other words or another risk."""
        self.look = look
        self.setAccessibleName(f"{look.title}, {look.detail}")
        self.setAccessibleDescription(
            _("Arrow keys move it, Enter opens it, G adds the chosen questions, Delete removes it")
        )
        self.setToolTip(f"{look.title}\n{look.detail}")
        self.update()

    def sizeHint(self) -> QSize:
        style = theme()
        lines = 2 * QFontMetrics(style.font("normal")).height() + QFontMetrics(style.font("small")).height()
        return QSize(style.px(120), lines + style.px(14))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme().px(104), self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        style = theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(style.color("line_strong"), 1))
        painter.setBrush(style.color("raised"))
        painter.drawRoundedRect(self.rect().adjusted(1, 1, -2, -2), style.px(6), style.px(6))
        box = self.rect().adjusted(style.px(8), style.px(6), -style.px(8), -style.px(6))
        metrics, side = QFontMetrics(style.font("normal")), style.px(12)
        if self.look.risk is not None:
            paint_mark(
                painter, QRect(box.left(), box.top() + (metrics.height() - side) // 2, side, side), self.look.risk
            )
        text = box.adjusted(side + style.px(6) if self.look.risk is not None else 0, 0, 0, 0)
        painter.setFont(style.font("normal"))
        painter.setPen(style.color("text_dim" if self.look.is_done else "text"))
        first, second = _two_lines(self.look.title, metrics, text.width())
        for n, line in enumerate((first, second)):
            row = QRect(text.left(), text.top() + n * metrics.height(), text.width(), metrics.height())
            painter.drawText(row, Qt.AlignmentFlag.AlignVCenter, line)
        small = QFontMetrics(style.font("small"))
        painter.setFont(style.font("small"))
        painter.setPen(style.color("text_dim"))
        bottom = QRect(text.left(), box.bottom() - small.height() + 1, text.width(), small.height())
        painter.drawText(bottom, Qt.AlignmentFlag.AlignVCenter,
                         small.elidedText(self.look.detail, Qt.TextElideMode.ElideRight, text.width()))  # fmt: skip
        if self.hasFocus():
            paint_focus(painter, self.rect(), style.px(6))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        key = Qt.Key(event.key())
        if not plain:
            super().keyPressEvent(event)
        elif key in _ARROWS:
            self.stepped.emit(self.look.id, *_ARROWS[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit(self.look.id)
        elif key == Qt.Key.Key_Delete:
            self.removed.emit(self.look.id)
        elif key == Qt.Key.Key_G:
            self.grouped.emit(self.look.id)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._pressed = event.position().toPoint() if event.button() == Qt.MouseButton.LeftButton else None

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.opened.emit(self.look.id)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._pressed is None:
            return
        if (event.position().toPoint() - self._pressed).manhattanLength() < QApplication.startDragDistance():
            return
        data = QMimeData()
        data.setData(CARD_MIME, self.look.id.encode())
        drag = QDrag(self)
        drag.setMimeData(data)
        drag.setPixmap(self.grab())
        drag.setHotSpot(self._pressed)
        self._pressed = None
        drag.exec(Qt.DropAction.MoveAction)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasFormat(QUESTIONS_MIME):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        self.joined.emit(self.look.id)


def _two_lines(text: str, metrics: QFontMetrics, width: int) -> tuple[str, str]:
    """Break a title at a space so that the first line is full; the second is cut with dots."""
    words, first = text.split(), ""
    while words and metrics.horizontalAdvance(f"{first} {words[0]}".strip()) <= width:
        first = f"{first} {words.pop(0)}".strip()
    if not first and words:
        first = metrics.elidedText(words.pop(0), Qt.TextElideMode.ElideRight, width)
    return first, metrics.elidedText(" ".join(words), Qt.TextElideMode.ElideRight, width)
