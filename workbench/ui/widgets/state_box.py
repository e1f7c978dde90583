"""The box in front of a practice: six states, each with its own shape."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QFont, QIcon, QKeyEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QAbstractButton, QMenu, QSizePolicy, QWidget

from workbench.domain.answer import STATE_TITLES, MarkState
from workbench.i18n import _
from workbench.ui.theme import drawn_icon, theme
from workbench.ui.widgets.marks import paint_focus

__all__ = ["STATE_ORDER", "StateBox", "paint_state", "state_icon", "state_title", "state_token"]

STATE_ORDER: tuple[MarkState | None, ...] = (
    MarkState.YES,
    MarkState.PARTLY,
    MarkState.NO,
    MarkState.DONT_KNOW,
    MarkState.NOT_APPLICABLE,
    None,
)
_TOKENS: dict[MarkState | None, str] = {
    None: "unanswered",
    MarkState.YES: "none",
    MarkState.PARTLY: "medium",
    MarkState.NO: "high",
    MarkState.DONT_KNOW: "accent",
    MarkState.NOT_APPLICABLE: "not_applicable",
}


def state_title(state: MarkState | None) -> str:
    """Return the name of a state in the user's language."""
    return _(STATE_TITLES[state])


def state_token(state: MarkState | None) -> str:
    """Return the token of a state's colour."""
    return _TOKENS[state]


def paint_state(painter: QPainter, rect: QRect | QRectF, state: MarkState | None) -> None:
    """Paint the box of a state, as large as fits into a rectangle."""
    box = QRectF(rect)
    side = min(box.width(), box.height())
    tokens = theme()
    ink = tokens.color(_TOKENS[state])
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(box.center() - QPointF(side / 2, side / 2))
    painter.scale(side / 18, side / 18)
    frame = QRectF(0.75, 0.75, 16.5, 16.5)
    painter.setPen(QPen(ink, 1.5))
    painter.setBrush(ink if state is MarkState.YES else tokens.color("raised"))
    painter.drawRoundedRect(frame, 4, 4)
    ground = tokens.color("on_mark")
    pen = QPen(ground if state is MarkState.YES else ink, 2, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    if state is MarkState.YES:
        painter.drawPolyline(QPolygonF([QPointF(4.6, 9.4), QPointF(7.8, 12.6), QPointF(13.4, 5.8)]))
    elif state is MarkState.PARTLY:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink)
        painter.setClipRect(QRectF(0, 9, 18, 9))
        painter.drawRoundedRect(frame, 4, 4)
    elif state is MarkState.NO:
        painter.drawLine(QPointF(5.6, 5.6), QPointF(12.4, 12.4))
        painter.drawLine(QPointF(12.4, 5.6), QPointF(5.6, 12.4))
    elif state is MarkState.DONT_KNOW:
        font = QFont(tokens.font())
        font.setPixelSize(13)
        font.setWeight(QFont.Weight.Bold)
        painter.setFont(font)
        painter.drawText(QRectF(0, 0, 18, 18), Qt.AlignmentFlag.AlignCenter, "?")
    elif state is MarkState.NOT_APPLICABLE:
        painter.drawLine(QPointF(5, 9), QPointF(13, 9))
    painter.restore()


@cache
def state_icon(state: MarkState | None) -> QIcon:
    """Return a state as an icon."""
    return drawn_icon(lambda painter, rect, is_disabled: paint_state(painter, rect.adjusted(1, 1, -1, -1), state))


class StateBox(QAbstractButton):
    """Shows the state of one practice and asks for another one; the page decides and calls `set_state`."""

    asked = Signal(object)
    """A click or Space: MarkState.YES, or None where it was yes already; UI thread."""
    picked = Signal(object)
    """A state chosen from the menu (right click, menu key, Alt+Down); UI thread."""

    def __init__(self, title: str = "", state: MarkState | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = title
        self._state = state
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.clicked.connect(lambda: self.asked.emit(None if self._state is MarkState.YES else MarkState.YES))
        self._name()

    @property
    def state(self) -> MarkState | None:
        return self._state

    def set_state(self, state: MarkState | None) -> None:
        """Show a state."""
        self._state = state
        self._name()
        self.update()

    def set_title(self, title: str) -> None:
        """Name the practice this box belongs to."""
        self._title = title
        self._name()

    def sizeHint(self) -> QSize:
        side = theme().px(26)
        return QSize(side, side)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        side = theme().px(18)
        box = QRect(0, 0, side, side)
        box.moveCenter(self.rect().center())
        paint_state(painter, box, self._state)
        if self.hasFocus():
            paint_focus(painter, self.rect())
        painter.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.open_menu(self.mapToGlobal(self.rect().bottomLeft()))
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.open_menu(event.globalPos())

    def open_menu(self, position: QPoint) -> None:
        """Offer all six states."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for state in STATE_ORDER:
            entry = menu.addAction(state_icon(state), state_title(state))
            entry.triggered.connect(lambda _checked=False, state=state: self.picked.emit(state))
        menu.popup(position)

    def _name(self) -> None:
        name = state_title(self._state)
        self.setAccessibleName(f"{self._title}: {name}" if self._title else name)
        self.setToolTip(name)
