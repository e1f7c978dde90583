"""The canvas for screen readers: every box with its name, role, state, place, and links in words; it can be chosen there."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QObject, QPoint, QRect
from PySide6.QtGui import QAccessible, QAccessibleEvent, QAccessibleInterface
from PySide6.QtWidgets import QAccessibleWidget

from workbench.analyses.graph_layout import journey_of
from workbench.figures.architecture import Mark
from workbench.i18n import _, n_
from workbench.ui.widgets.canvas_view import Canvas
from workbench.ui.widgets.canvas_walk import reading_order

__all__ = ["BoxAccess", "CanvasAccess", "install_access"]

_ALL, _TO, _FROM = (
    QAccessible.RelationFlag.AllRelations,
    QAccessible.RelationFlag.FlowsTo,
    QAccessible.RelationFlag.FlowsFrom,
)
_made: dict[int, QAccessibleInterface] = {}
"""What was made for Qt, which keeps no Python object alive."""


class BoxAccess(QAccessibleInterface):
    """One box of the drawing."""

    def __init__(self, whole: CanvasAccess, name: str) -> None:
        super().__init__()
        self._whole, self._name = whole, name

    def isValid(self) -> bool:
        layers = self._whole.canvas.layers
        return layers is not None and self._name in layers.drawing.boxes

    def object(self) -> QObject | None:  # type: ignore[override]
        return None

    def parent(self) -> QAccessibleInterface:
        return self._whole

    def childCount(self) -> int:
        return 0

    def child(self, index: int) -> Any:
        return None

    def childAt(self, x: int, y: int) -> Any:
        return None

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        return -1

    def rect(self) -> QRect:
        canvas = self._whole.canvas
        rect = canvas.rect_of(self._name)
        return QRect(canvas.mapToGlobal(rect.topLeft()), rect.size())

    def role(self) -> QAccessible.Role:
        layers = self._whole.canvas.layers
        is_open = layers is not None and layers.drawing.is_open(self._name)
        return QAccessible.Role.Grouping if is_open else QAccessible.Role.ListItem

    def state(self) -> QAccessible.State:
        canvas, found = self._whole.canvas, QAccessible.State()
        found.selectable = found.focusable = True  # type: ignore[attr-defined]
        found.selected = self._name in canvas.selected  # type: ignore[attr-defined]
        found.focused = canvas.hasFocus() and canvas.selected[-1:] == (self._name,)  # type: ignore[attr-defined]
        return found

    def text(self, kind: QAccessible.Text) -> str:
        layers = self._whole.canvas.layers
        if layers is None or not self.isValid():
            return ""
        words = layers.item(self._name).words
        if kind == QAccessible.Text.Name:
            return words.partition(". ")[0]
        if kind == QAccessible.Text.Description:
            return f"{words.partition('. ')[2]}. {self._links()}".strip(". ")
        return ""

    def _links(self) -> str:
        layers = self._whole.canvas.layers
        assert layers is not None
        graph = layers.drawing.graph
        users = [pair[0] for pair in layers.links_of.get(self._name, ()) if pair[1] == self._name]
        if not users:
            return ""
        journeys = {one.id: one.title for one in graph.journeys}
        names = [journeys[journey_of(one)] if journey_of(one) in journeys else graph.title(one) for one in users[:6]]
        return _("Needed by {names}").format(names=", ".join(names))

    def relations(self, match: Any = _ALL) -> Any:
        """Return the links; Qt asks what the other box is to this one, so "from" is said of what it needs."""
        layers, found = self._whole.canvas.layers, []
        for source, target in layers.links_of.get(self._name, ()) if layers is not None and self.isValid() else ():
            way = _FROM if source == self._name else _TO
            other = target if source == self._name else source
            if way & match and other in layers.drawing.boxes:  # type: ignore[union-attr]
                found.append((self._whole.box(other), way))
        return found

    def setText(self, kind: QAccessible.Text, text: str) -> None:
        return None


class CanvasAccess(QAccessibleWidget):
    """The canvas as a list of its boxes in reading order."""

    def __init__(self, canvas: Canvas) -> None:
        super().__init__(canvas, QAccessible.Role.List, _("Architecture"))
        self.canvas = canvas
        self._boxes: dict[str, BoxAccess] = {}
        self._of: object = None
        self._order: list[str] = []

    def names(self) -> list[str]:
        """Return the boxes in reading order."""
        layers = self.canvas.layers
        if layers is not self._of:
            self._of, self._order = layers, reading_order(layers) if layers is not None else []
            self._boxes = {name: box for name, box in self._boxes.items() if name in set(self._order)}
        return self._order

    def childCount(self) -> int:
        return len(self.names())

    def child(self, index: int) -> Any:
        names = self.names()
        return self.box(names[index]) if 0 <= index < len(names) else None

    def box(self, name: str) -> BoxAccess:
        """Return what stands for one box."""
        if name not in self._boxes:
            self._boxes[name] = BoxAccess(self, name)
        return self._boxes[name]

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        names = self.names()
        return next((at for at, name in enumerate(names) if self._boxes.get(name) is child), -1)

    def childAt(self, x: int, y: int) -> Any:
        canvas = self.canvas
        if canvas.layers is None:
            return None
        at = canvas.camera.to_drawing(canvas.mapFromGlobal(QPoint(x, y)).toPointF())
        name = canvas.layers.box_at(at)
        return self.box(name) if name else None

    def focusChild(self) -> Any:
        chosen = self.canvas.selected[-1:]
        return self.box(chosen[0]) if chosen and self.canvas.hasFocus() and chosen[0] in self.names() else None

    def text(self, kind: QAccessible.Text) -> str:
        layers = self.canvas.layers
        if kind == QAccessible.Text.Description and layers is not None:
            drawing = layers.drawing
            n = len(drawing.boxes)
            down = sum(bool(marks & {Mark.FAILED, Mark.FALLEN}) for marks in layers.marks.values())
            said = n_("{n} box", "{n} boxes", n).format(n=n)
            return said + (", " + _("{n} down").format(n=down) if down else "")
        return super().text(kind)


def _factory(key: str, made_for: QObject | None) -> QAccessibleInterface | None:
    if not isinstance(made_for, Canvas):
        return None
    number = id(made_for)
    if number not in _made:
        _made[number] = CanvasAccess(made_for)
        made_for.destroyed.connect(lambda _gone=None, number=number: _made.pop(number, None))
    return _made[number]


_is_installed: list[bool] = []


def install_access(canvas: Canvas) -> None:
    """Let screen readers see the boxes of a canvas, and tell them which one is chosen."""
    if not _is_installed:
        QAccessible.installFactory(_factory)
        _is_installed.append(True)
    canvas.picked.connect(lambda names: _tell(canvas, names))


def _tell(canvas: Canvas, names: tuple[str, ...]) -> None:
    if not names or not QAccessible.isActive():
        return
    found = QAccessible.queryAccessibleInterface(canvas)
    if isinstance(found, CanvasAccess) and names[-1] in found.names():
        event = QAccessibleEvent(canvas, QAccessible.Event.Focus)
        event.setChild(found.names().index(names[-1]))
        QAccessible.updateAccessibility(event)
