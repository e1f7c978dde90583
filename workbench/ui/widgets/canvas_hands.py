"""What the mouse does on the canvas: pan, select, draw a frame, move, move into containers, connect."""

from __future__ import annotations

from enum import Enum, auto
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QApplication

from workbench.analyses.graph_layout import Rect, is_place, journey_of
from workbench.analyses.graph_layout.boxes import around
from workbench.i18n import _
from workbench.ui.theme import theme

if TYPE_CHECKING:
    from workbench.ui.widgets.canvas_view import Canvas

__all__ = ["KIND_MIME", "Doing", "Hands"]

KIND_MIME = "application/x-workbench-kind"
_GRID = 4.0
_HANDLE = 12.0
_LINK = 6.0


class Doing(Enum):
    """What is under way."""

    NOTHING = auto()
    PRESSED = auto()
    PAN = auto()
    FRAME = auto()
    MOVE = auto()
    CONNECT = auto()


class Hands:
    """The state of the mouse on one canvas.

    Attributes:
        moved: Boxes that are dragged, and all in them.
        shift: How far they are from where they were [units of the drawing].
        into: The container they would be put into; None for none.
        target: The box a link would lead to.
    """

    def __init__(self, canvas: Canvas) -> None:
        self._canvas = canvas
        self.doing = Doing.NOTHING
        self.start = self.at = QPointF()
        self.moved: tuple[str, ...] = ()
        self.shift = QPointF()
        self.into: str | None = None
        self.source = self.target = ""
        self._pressed = ""
        self._adds = False
        self._before: tuple[str, ...] = ()
        self._last = QPoint()
        self._rest: dict[str, QRectF] = {}
        self._has_space = False
        self.is_pending = False

    # -- mouse ---------------------------------------------------------------------------------

    def press(self, event: QMouseEvent) -> None:
        """A button went down."""
        canvas, at = self._canvas, event.position()
        canvas.setFocus(Qt.FocusReason.MouseFocusReason)
        self.start = self.at = at
        self._last = event.position().toPoint()
        middle = event.button() == Qt.MouseButton.MiddleButton
        if middle or (event.button() == Qt.MouseButton.LeftButton and self._has_space):
            self.doing = Doing.PAN
            canvas.setCursor(Qt.CursorShape.ClosedHandCursor)
            return
        if canvas.layers is None or event.button() == Qt.MouseButton.RightButton:
            self._press_right(at)
            return
        place = canvas.camera.to_drawing(at)
        handle = self.handle_at(at)
        if handle and canvas.can_edit:
            self.doing, self.source, self.target = Doing.CONNECT, handle, ""
            return
        name = canvas.layers.box_at(place)
        self._adds = bool(event.modifiers() & (Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.ControlModifier))
        self._before = canvas.selected if self._adds else ()
        pair = canvas.layers.link_at(place, _LINK / canvas.camera.zoom)
        if pair is not None and self._is_ground(name, at):
            canvas.pick_link(pair)
            self.doing = Doing.NOTHING
            return
        self._pressed = name
        if not name or (self._is_ground(name, at) and (self._adds or name not in canvas.selected)):
            self.doing = Doing.FRAME
            return
        self.doing = Doing.PRESSED
        if self._adds:
            rest = tuple(one for one in canvas.selected if one != name)
            canvas.pick(rest if name in canvas.selected else (*canvas.selected, name))
        elif name not in canvas.selected:
            canvas.pick((name,))

    def _press_right(self, at: QPointF) -> None:
        canvas = self._canvas
        if canvas.layers is None:
            return
        place = canvas.camera.to_drawing(at)
        name = canvas.layers.box_at(place)
        pair = canvas.layers.link_at(place, _LINK / canvas.camera.zoom)
        if pair is not None and self._is_ground(name, at):
            canvas.pick_link(pair)
        elif name and name not in canvas.selected:
            canvas.pick((name,))

    def move(self, event: QMouseEvent) -> None:
        """The mouse moved."""
        canvas, at = self._canvas, event.position()
        self.at = at
        far = (at - self.start).manhattanLength() >= QApplication.startDragDistance()
        if self.doing is Doing.PAN:
            step = at.toPoint() - self._last
            self._last = at.toPoint()
            canvas.pan(step.x(), step.y())
        elif self.doing is Doing.PRESSED and far and canvas.can_edit and canvas.selected and not self._adds:
            if canvas.layers is not None and canvas.layers.drawing.view.is_part:
                canvas.note = _("A part is drawn closer together. Boxes are moved in the whole system without folds.")
            else:
                self._begin_move()
        elif self.doing is Doing.CONNECT and canvas.layers is not None:
            found = canvas.layers.box_at(canvas.camera.to_drawing(at))
            self.target = "" if found == self.source or journey_of(found) else found
        elif self.doing is Doing.NOTHING and canvas.layers is not None and not event.buttons():
            self._hover(at)
            return
        if self.doing is Doing.MOVE:
            self._drag(at, event.modifiers())
        if self.doing is not Doing.NOTHING:
            canvas.update()

    def release(self, event: QMouseEvent) -> None:
        """A button went up: what was under way is done."""
        canvas, doing = self._canvas, self.doing
        self.doing = Doing.NOTHING
        canvas.note = ""
        if doing is Doing.PAN:
            canvas.setCursor(Qt.CursorShape.OpenHandCursor if self._has_space else Qt.CursorShape.ArrowCursor)
        elif doing is Doing.FRAME and canvas.layers is not None:
            self._end_frame()
        elif doing is Doing.PRESSED and not self._adds and len(canvas.selected) > 1:
            canvas.pick((self._pressed,))
        elif doing is Doing.MOVE and (not self.shift.isNull() or self.into is not None):
            self.is_pending = True
            canvas.dropped.emit(self.moved, self.shift, self.into)
        elif doing is Doing.CONNECT and self.target:
            canvas.connected.emit(self.source, self.target)
        canvas.update()

    def double(self, event: QMouseEvent) -> None:
        """A double click opens a box, or adds one where there is none."""
        canvas = self._canvas
        if event.button() != Qt.MouseButton.LeftButton:
            return
        place = canvas.camera.to_drawing(event.position())
        name = canvas.layers.box_at(place) if canvas.layers else ""
        is_ground = bool(name) and canvas.layers is not None and canvas.layers.drawing.is_open(name)
        self.doing = Doing.NOTHING
        if name and not (is_ground and not self._on_title(name, event.position())):
            canvas.opened.emit(name)
        elif canvas.can_edit:
            canvas.added.emit(place, name)

    # -- parts of it ---------------------------------------------------------------------------

    def frame(self) -> QRectF:
        """The frame that is drawn, in pixels of the canvas."""
        return QRectF(self.start, self.at).normalized()

    def handle_at(self, at: QPointF) -> str:
        """Return the box whose handle for links is at a pixel."""
        canvas = self._canvas
        for name in dict.fromkeys((canvas.hover, *canvas.selected[-1:])):
            if name and not journey_of(name) and canvas.can_edit:
                spot = self.handle_of(name) - at
                if spot.x() ** 2 + spot.y() ** 2 <= theme().px(_HANDLE) ** 2:
                    return name
        return ""

    def handle_of(self, name: str) -> QPointF:
        """Return where the handle for links of a box is, in pixels of the canvas."""
        rect = self._canvas.rect_of(name)
        return QPointF(rect.center().x(), rect.bottom() + theme().px(12))

    def _is_ground(self, name: str, at: QPointF) -> bool:
        """Whether there is no box, or only the inside of a container: its title is above the links."""
        layers = self._canvas.layers
        return not name or (layers is not None and layers.drawing.is_open(name) and not self._on_title(name, at))

    def _on_title(self, name: str, at: QPointF) -> bool:
        canvas = self._canvas
        rect = canvas.rect_of(name)
        return at.y() <= rect.top() + max(32 * canvas.camera.zoom, theme().px(12))

    def _hover(self, at: QPointF) -> None:
        canvas = self._canvas
        assert canvas.layers is not None
        if self.handle_at(at):
            canvas.setCursor(Qt.CursorShape.CrossCursor)
            return
        canvas.setCursor(Qt.CursorShape.OpenHandCursor if self._has_space else Qt.CursorShape.ArrowCursor)
        name = canvas.layers.box_at(canvas.camera.to_drawing(at))
        if name and canvas.layers.drawing.is_open(name) and not self._on_title(name, at):
            name = ""
        if name != canvas.hover:
            canvas.hover = name
            canvas.update()

    def _end_frame(self) -> None:
        canvas = self._canvas
        assert canvas.layers is not None
        frame = self.frame()
        if frame.width() < 4 and frame.height() < 4:
            only = (self._pressed,) if self._pressed else ()
            canvas.pick((*self._before, *only) if self._adds else only)
            if not only:
                canvas.pick_link(None)
            return
        corner, end = canvas.camera.to_drawing(frame.topLeft()), canvas.camera.to_drawing(frame.bottomRight())
        names = canvas.layers.inside(QRectF(corner, end))
        nesting = canvas.layers.drawing.nesting
        held = set(names)
        canvas.pick((*self._before, *(one for one in names if not held & set(nesting.above(one)))))

    def _begin_move(self) -> None:
        canvas = self._canvas
        assert canvas.layers is not None
        drawing = canvas.layers.drawing
        self.moved = tuple(dict.fromkeys(each for one in canvas.selected for each in drawing.nesting.below(one)))
        self.doing, self.shift, self.into = Doing.MOVE, QPointF(), None
        moved = set(self.moved)
        rects: dict[str, Rect] = {}
        for name in reversed(drawing.nesting.everything):
            held = [rects[one] for one in drawing.nesting.children.get(name, ()) if one in rects and one not in moved]
            if name in drawing.nesting.children:
                rects[name] = around(held, drawing.sizes) if held else drawing.boxes.get(name, Rect(0, 0, 0, 0))
            elif name in drawing.boxes:
                rects[name] = drawing.boxes[name]
        nodes = drawing.graph.nodes
        places = (one for one in drawing.boxes if one in nodes and (drawing.is_open(one) or is_place(nodes[one].kind)))
        self._rest = {name: QRectF(*rects[name]) for name in places if name not in moved and name in rects}

    def _drag(self, at: QPointF, modifiers: Qt.KeyboardModifier) -> None:
        canvas = self._canvas
        assert canvas.layers is not None
        drawing = canvas.layers.drawing
        way = (at - self.start) / canvas.camera.zoom
        self.shift = QPointF(round(way.x() / _GRID) * _GRID, round(way.y() / _GRID) * _GRID)
        place = canvas.camera.to_drawing(at)
        homes = {drawing.nesting.parent.get(one, "") for one in canvas.selected}
        over = [name for name, rect in self._rest.items() if rect.contains(place)]
        self.into, canvas.note = None, ""
        if over and homes != {over[-1]} and not any(over[-1] in drawing.nesting.above(home) for home in homes):
            self.into = over[-1]
            canvas.note = _("Into {name}").format(name=drawing.graph.title(over[-1]))
        elif homes != {""} and not any(home in over for home in homes):
            name = drawing.graph.title(next(one for one in homes if one))
            if modifiers & Qt.KeyboardModifier.AltModifier:
                self.into = over[-1] if over else ""
                canvas.note = _("Out of {name}").format(name=name)
            else:
                canvas.note = _("Stays in {name}; hold Alt to take it out").format(name=name)

    def forget_pending(self) -> None:
        """What was dropped is drawn where it is now."""
        self.is_pending = False
        if self.doing is Doing.MOVE:
            self.doing = Doing.NOTHING
        if self.doing is not Doing.MOVE:
            self.moved = ()

    # -- keys ----------------------------------------------------------------------------------

    def key(self, event: QKeyEvent) -> bool:
        """Space moves the drawing with the mouse; Escape ends what is under way."""
        if event.key() == Qt.Key.Key_Space and not event.modifiers():
            self._has_space = True
            if self.doing is Doing.NOTHING:
                self._canvas.setCursor(Qt.CursorShape.OpenHandCursor)
            return True
        if event.key() == Qt.Key.Key_Escape and self.doing is not Doing.NOTHING:
            self.doing, self.moved, self._canvas.note = Doing.NOTHING, (), ""
            self._canvas.update()
            return True
        return False

    def key_up(self, event: QKeyEvent) -> bool:
        """Space was let go."""
        if event.key() == Qt.Key.Key_Space and not event.isAutoRepeat():
            self.key_lost()
            return True
        return False

    def key_lost(self) -> None:
        """No key counts as held any more."""
        self._has_space = False
        if self.doing is not Doing.PAN:
            self._canvas.setCursor(Qt.CursorShape.ArrowCursor)

    # -- dragged from the palette --------------------------------------------------------------

    def drag_enter(self, event: Any) -> None:
        """Something of the palette comes."""
        if self._canvas.can_edit and event.mimeData().hasFormat(KIND_MIME):
            event.acceptProposedAction()

    def drop(self, event: Any) -> None:
        """Something of the palette was let go here."""
        canvas = self._canvas
        kind = bytes(event.mimeData().data(KIND_MIME).data()).decode()
        place = canvas.camera.to_drawing(event.position())
        event.acceptProposedAction()
        canvas.kind_dropped.emit(kind, place, canvas.layers.container_at(place) if canvas.layers else "")
