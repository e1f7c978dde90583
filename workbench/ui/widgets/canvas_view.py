"""The canvas: an architecture that is looked at, walked through and touched; what is done with it is told by signals."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QToolTip, QWidget

from workbench.figures.architecture import State
from workbench.i18n import _
from workbench.ui.theme import theme
from workbench.ui.widgets.canvas_camera import Camera, detail_at
from workbench.ui.widgets.canvas_hands import Hands
from workbench.ui.widgets.canvas_layers import Layers, Pair
from workbench.ui.widgets.canvas_overlay import paint_overlay
from workbench.ui.widgets.canvas_walk import reading_order, towards

__all__ = ["Canvas"]

_STEP = 1.2
"""Factor of one notch of the wheel."""
_PAN = 60


class Canvas(QWidget):
    """Shows one drawing; the mouse and the keys work on what it shows."""

    picked = Signal(object)
    """The boxes that are selected now, as a tuple; UI thread."""
    link_picked = Signal(object)
    """The link that is selected now, as a pair of boxes, or None."""
    dropped = Signal(object, QPointF, object)
    """Boxes were moved: their names, how far, and the container they were put into; "" for out of all, None for no other."""
    connected = Signal(str, str)
    """A link was drawn from one box to another."""
    added = Signal(QPointF, str)
    """An empty place was double-clicked: where in the drawing, and in which container."""
    kind_dropped = Signal(str, QPointF, str)
    """A kind was dragged here from the palette: kind, place, container."""
    opened = Signal(str)
    """A box was double-clicked, or Enter pressed on it."""
    menu_asked = Signal(QPoint)
    """The context menu, at a place of the screen."""
    looked = Signal()
    """Another part is seen, or another drawing."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.camera = Camera()
        self.layers: Layers | None = None
        self.selected: tuple[str, ...] = ()
        self.link: Pair | None = None
        self.hover = ""
        self.can_edit = True
        self.gathers = False
        """Whether the keys add to the selection."""
        self.note = ""
        """What a drag would do, in words; shown at the upper edge."""
        self.hands = Hands(self)
        self._base: QPixmap | None = None
        self._dirty: list[QRect] = []
        self._is_fitted = self._is_begun = True
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAcceptDrops(True)
        self.setMinimumSize(120, 120)
        self.setAccessibleName(_("Architecture"))
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        theme().changed.connect(self._restyle)

    # -- what is shown -------------------------------------------------------------------------

    def show_layers(self, layers: Layers | None, *, fit: bool = False) -> None:
        """Show another drawing; selection and place stay as far as they can."""
        self.layers = layers
        boxes = layers.drawing.boxes if layers else {}
        self.hover = self.hover if self.hover in boxes else ""
        if self.link is not None and (layers is None or self.link not in layers.drawing.links):
            self.pick_link(None)
        self.hands.forget_pending()
        if fit:
            self.begin()
        elif layers is not None and not self.camera.seen(QSizeF(self.size())).contains(self.bounds):
            self._fit_again()  # what is being drawn stays under the hand as long as all of it is seen
        self.repaint_all()

    def take_state(self, state: State) -> None:
        """Show another state of what is shown."""
        if self.layers is not None:
            self.layers.take(state)
            self.repaint_all()

    def repaint_all(self) -> None:
        """Paint everything again."""
        self._dirty = [self.rect()]
        self.update()
        self.looked.emit()

    def _restyle(self) -> None:
        if self.layers is not None:
            self.layers.restyle()
        self.repaint_all()

    @property
    def bounds(self) -> QRectF:
        """The box around everything that is drawn."""
        return self._around(self.layers.drawing.boxes if self.layers else ())

    def _around(self, names: Iterable[str]) -> QRectF:
        found = QRectF()
        boxes = self.layers.drawing.boxes if self.layers else {}
        for name in names:
            if name in boxes:
                found = found.united(QRectF(*boxes[name]))
        return found

    def rect_of(self, name: str) -> QRect:
        """Return where a box is seen, in pixels of the canvas."""
        return self.camera.rect_to_canvas(self._around((name,))).toAlignedRect()

    # -- looking -------------------------------------------------------------------------------

    @property
    def percent(self) -> int:
        """The zoom as people read it; 100 is where texts have the size of the window's."""
        return round(self.camera.zoom / theme().scale * 100)

    def fit(self) -> None:
        """Show everything."""
        self.camera.fit(self.bounds.adjusted(-16, -16, 16, 16), QSizeF(self.size()), theme().scale)
        self._is_fitted, self._is_begun = True, False
        self.repaint_all()

    def begin(self) -> None:
        """Show everything; where texts are large and would vanish, its upper part with names that can be read."""
        self.fit()
        self.camera.read_from_top(self.bounds, QSizeF(self.size()), theme().scale)
        self._is_begun = True
        self.repaint_all()

    def _fit_again(self) -> None:
        """Look at the drawing as before, unless somebody chose another part or zoom."""
        if self._is_fitted:
            (self.begin if self._is_begun else self.fit)()

    def fit_selection(self) -> None:
        """Show what is selected, large."""
        rect = self._around(self.selected)
        if rect.isEmpty():
            return
        self.camera.fit(rect.adjusted(-60, -60, 60, 60), QSizeF(self.size()), 1.5 * theme().scale)
        self._is_fitted = False
        self.repaint_all()

    def zoom_by(self, factor: float, at: QPointF | None = None) -> None:
        """Zoom; what is at a pixel, else in the middle, stays where it is."""
        self.camera.zoom_at(factor, at if at is not None else QPointF(self.rect().center()))
        self._is_fitted = False
        self.repaint_all()

    def zoom_to(self, percent: float) -> None:
        """Zoom to a percentage around the middle."""
        self.zoom_by(percent / 100 * theme().scale / self.camera.zoom)

    def pan(self, dx: int, dy: int) -> None:
        """Move the drawing by pixels; only what comes into sight is painted."""
        self.camera.shift(dx, dy)
        self._is_fitted = False
        ratio = self.devicePixelRatioF()
        if (
            self._base is None
            or self._dirty
            or ratio != round(ratio)
            or abs(dx) >= self.width()
            or abs(dy) >= self.height()
        ):
            self._dirty = [self.rect()]
        else:
            device = self._base.rect()
            self._base.scroll(int(dx * ratio), int(dy * ratio), device)
            w, h = self.width(), self.height()
            strips = [QRect(0 if dx > 0 else w + dx, 0, abs(dx), h), QRect(0, 0 if dy > 0 else h + dy, w, abs(dy))]
            self._dirty = [one for one in strips if not one.isEmpty()]
        self.update()
        self.looked.emit()

    def look_at(self, at: QPointF) -> None:
        """Show a place of the drawing in the middle."""
        shift = QPointF(self.rect().center()) - self.camera.to_canvas(at)
        self.pan(round(shift.x()), round(shift.y()))

    def reveal(self, name: str) -> None:
        """Bring a box into sight."""
        rect = self._around((name,))
        if not rect.isEmpty() and self.camera.reveal(rect, QSizeF(self.size())):
            self._is_fitted = False
            self.repaint_all()

    # -- selecting -----------------------------------------------------------------------------

    def pick(self, names: Iterable[str]) -> None:
        """Select boxes and tell so."""
        wanted = tuple(dict.fromkeys(names))
        if self.link is not None:
            self.pick_link(None)
        if wanted != self.selected:
            self.selected = wanted
            self.update()
            self.picked.emit(wanted)

    def pick_link(self, pair: Pair | None) -> None:
        """Select a link, or none."""
        if pair is not None and self.selected:
            self.pick(())
        if pair != self.link:
            self.link = pair
            self.update()
            self.link_picked.emit(pair)

    def show_selected(self, names: Iterable[str]) -> None:
        """Show what is selected elsewhere; nothing is told."""
        self.selected = tuple(names)
        self.update()

    def walk(self, dx: int, dy: int) -> None:
        """Go to the next box in a direction, along a link where there is one; without a selection, move the drawing."""
        if self.layers is None:
            return
        if not self.selected:
            self.pan(-dx * _PAN, -dy * _PAN)
            return
        found = towards(self.layers, self.selected[-1], dx, dy)
        if found:
            self._go(found)

    def _go(self, name: str) -> None:
        """Select a box, or add it to the selection, and bring it into sight."""
        self.pick((*(one for one in self.selected if one != name), name) if self.gathers else (name,))
        self.reveal(name)

    def step(self, by: int) -> bool:
        """Go to the next or previous box in reading order; False at the end."""
        names = reading_order(self.layers) if self.layers else []
        at = (
            names.index(self.selected[-1]) + by
            if self.selected and self.selected[-1] in names
            else (0 if by > 0 else -1)
        )
        if not names or not -1 <= at < len(names) or (at == -1 and self.selected):
            return False
        self._go(names[at])
        return True

    # -- events --------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        ratio = self.devicePixelRatioF()
        size = self.size() * ratio
        if self._base is None or self._base.size() != size or self._base.devicePixelRatio() != ratio:
            self._base = QPixmap(size)
            self._base.setDevicePixelRatio(ratio)
            self._dirty = [self.rect()]
        for area in self._dirty:
            self._paint_base(self._base, area)
        self._dirty = []
        painter = QPainter(self)
        try:  # a painter that is left open by an error ends the whole program
            painter.drawPixmap(0, 0, self._base)
            paint_overlay(painter, self)
        finally:
            painter.end()

    def _paint_base(self, base: QPixmap, area: QRect) -> None:
        camera = self.camera
        painter = QPainter(base)
        try:
            painter.setClipRect(area)
            painter.fillRect(area, theme().color("surface"))
            if self.layers is not None:
                painter.scale(camera.zoom, camera.zoom)
                painter.translate(-camera.x, -camera.y)
                corner = camera.to_drawing(QPointF(area.topLeft()))
                exposed = QRectF(corner.x(), corner.y(), area.width() / camera.zoom, area.height() / camera.zoom)
                self.layers.paint(painter, exposed, camera.zoom, detail_at(camera.zoom))
        finally:
            painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.layers is not None:
            self._fit_again()
            self.reveal(self.selected[-1] if self.selected else "")
        self.looked.emit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        turned = event.angleDelta()
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.pan(turned.y() or turned.x(), 0)
        elif event.phase() != Qt.ScrollPhase.NoScrollPhase and not event.modifiers():  # a touch pad
            moved = event.pixelDelta()
            self.pan(moved.x(), moved.y())
        else:
            self.zoom_by(_STEP ** (turned.y() / 120), event.position())
        event.accept()

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QNativeGestureEvent) and event.gestureType() == Qt.NativeGestureType.ZoomNativeGesture:
            self.zoom_by(1 + event.value(), event.position())
            return True
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            self._tell(event)
            return True
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() in (
            Qt.Key.Key_Tab, Qt.Key.Key_Backtab,
        ):  # fmt: skip
            if self.step(1 if event.key() == Qt.Key.Key_Tab else -1):
                return True
        return super().event(event)

    def words_at(self, at: QPointF) -> str:
        """Return what is to be said about what is at a pixel."""
        place, zoom = self.camera.to_drawing(at), self.camera.zoom
        return self.layers.words_at(place, 6 / zoom) if self.layers is not None else ""

    def _tell(self, event: QHelpEvent) -> None:
        words = self.words_at(QPointF(event.pos()))
        if words:
            QToolTip.showText(event.globalPos(), words, self)
        else:
            QToolTip.hideText()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.hands.press(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self.hands.move(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self.hands.release(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.hands.double(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if event.reason() == QContextMenuEvent.Reason.Keyboard and self.selected:
            self.menu_asked.emit(self.mapToGlobal(self.rect_of(self.selected[-1]).center()))
        else:
            self.menu_asked.emit(event.globalPos())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self.hands.key(event):
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if not self.hands.key_up(event):
            super().keyReleaseEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        if self.hover:
            self.hover = ""
            self.update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.hands.key_lost()
        self.update()

    def dragEnterEvent(self, event: object) -> None:
        self.hands.drag_enter(event)

    def dragMoveEvent(self, event: object) -> None:
        self.hands.drag_enter(event)

    def dropEvent(self, event: object) -> None:
        self.hands.drop(event)
