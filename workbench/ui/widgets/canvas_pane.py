"""The canvas with what belongs to it: where everything stands, drawn in the background where it is large; map, search."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSizeF, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from workbench.analyses.graph_layout import Point, Sizes, journey_of, nest, place_new, positions_in
from workbench.domain.graph import Graph
from workbench.domain.graph_changes import only_moved
from workbench.figures.architecture import Drawing, State, View
from workbench.i18n import _
from workbench.progress import Progress, Silent
from workbench.ui.tasks import Tasks
from workbench.ui.theme import theme
from workbench.ui.widgets.canvas_layers import Layers
from workbench.ui.widgets.canvas_minimap import Minimap
from workbench.ui.widgets.canvas_name import NameEdit
from workbench.ui.widgets.canvas_search import CanvasSearch
from workbench.ui.widgets.canvas_spots import free_near
from workbench.ui.widgets.canvas_view import Canvas

if TYPE_CHECKING:
    from workbench.ui.models.architecture_desk import ArchitectureDesk

__all__ = ["CanvasPane", "Drawn", "draw"]

_AT_ONCE = 150
"""Graphs of so many elements are drawn at once, larger ones in the background."""
_CALM_MS = 1500
"""So long after the last move a large drawing is made anew; until then only the links it touched have new ways."""


@dataclass(frozen=True)
class Drawn:
    """One drawing ready to be shown.

    Attributes:
        graph, view: What it is of.
        places: Where every box that holds nothing stands.
    """

    graph: Graph
    view: View
    places: Mapping[str, Point]
    layers: Layers


def draw(graph: Graph, known: Mapping[str, Point], view: View, state: State, progress: Progress) -> Drawn:
    """Place what has no place yet, find the ways of all links, and prepare everything for painting."""
    nesting, sizes = nest(graph), Sizes()
    places = place_new(graph, known, sizes, nesting=nesting, progress=progress)
    progress(1, 3)
    drawing = Drawing(graph, places, view, state, sizes, nesting)
    progress(2, 3)
    return Drawn(graph, view, places, Layers(drawing))


class CanvasPane(QWidget):
    """Shows what the desk of the architecture says, and keeps where it is drawn."""

    drawn = Signal()
    """Another drawing is shown; UI thread."""

    def __init__(self, architecture: ArchitectureDesk, tasks: Tasks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._architecture, self._tasks = architecture, tasks
        self._of = ""
        self._loose: dict[str, Point] = {}
        self._pushed: dict[tuple[str, Point], Point] = {}
        self._calm = QTimer(self, singleShot=True, interval=_CALM_MS)
        self._calm.timeout.connect(self._draw)
        self.shown: Drawn | None = None
        self._kept: tuple[str, ...] = ()
        self.canvas = Canvas()
        self.map = Minimap(self.canvas)
        self.search = CanvasSearch(lambda: architecture.graph, self.canvas)
        self.name = NameEdit(self.canvas)
        column = QVBoxLayout(self)
        theme().space(column, 0)
        column.addWidget(self.canvas)
        self.canvas.picked.connect(architecture.select)
        self.search.chosen.connect(self._show_hit)
        self.search.began.connect(self._begin_search)
        self.search.closed.connect(self.canvas.setFocus)
        architecture.graph_changed.connect(self.redraw)
        architecture.view_changed.connect(self._show_view)
        architecture.state_changed.connect(self._take_state)
        architecture.selection_changed.connect(self._show_selection)

    # -- drawing -------------------------------------------------------------------------------

    def places(self) -> Mapping[str, Point]:
        """Return where everything stands just now, kept or not."""
        return self._known()

    def _known(self) -> dict[str, Point]:
        graph = self._architecture.graph
        kept = positions_in(graph)
        loose = {name: at for name, at in self._loose.items() if name not in kept}
        return {**loose, **{name: self._pushed.get((name, at), at) for name, at in kept.items()}}

    def redraw(self) -> None:
        """Draw what is shown anew; the old drawing stays until the new one is there."""
        arch = self._architecture
        self._calm.stop()
        if arch.workload_id != self._of:
            self._of, self._loose, self._pushed, self.shown = arch.workload_id, {}, {}, None
            self.canvas.show_layers(None)
            self.canvas.camera.zoom = 1.0
        self.canvas.can_edit = not arch.read_only and arch.trial is None
        if len(arch.graph.nodes) <= _AT_ONCE:
            self._take(draw(arch.graph, self._known(), arch.view, arch.state, Silent()))
        elif self._move():
            self._calm.start()
        else:
            if self.shown is not None and self.canvas.layers is not None:
                self.canvas.layers.relabel(arch.graph)
                self.canvas.repaint_all()
            self._draw()

    def _draw(self) -> None:
        arch = self._architecture
        work = partial(draw, arch.graph, self._known(), arch.view, arch.state)
        self._tasks.start(_("Drawing the architecture"), work, self._take, self, key="architecture.drawing", quiet=True)

    def _move(self) -> bool:
        """Show boxes that moved, and nothing else changed, at once; the drawing made anew follows."""
        arch, layers = self._architecture, self.canvas.layers
        if self.shown is None or layers is None or not only_moved(self.shown.graph, arch.graph):
            return False
        places = self._known()
        if places.keys() != self.shown.places.keys() or not layers.move(arch.graph, places):
            return False
        self.shown, self._loose = replace(self.shown, graph=arch.graph, places=places), dict(places)
        self.canvas.show_layers(layers)
        return True

    def _take(self, drawn: Drawn) -> None:
        arch = self._architecture
        if drawn.graph is not arch.graph or drawn.view != arch.view:
            return
        is_first = self.shown is None or not self.shown.graph
        self.shown = drawn
        self._loose = dict(drawn.places)
        kept = positions_in(drawn.graph)
        self._pushed = {(name, at): place for name, at in kept.items() if (place := drawn.places.get(name, at)) != at}
        if drawn.layers.drawing.state is not arch.state:
            drawn.layers.take(arch.state)
        self.canvas.show_layers(drawn.layers, fit=is_first)
        self._show_selection()
        self.drawn.emit()

    def _take_state(self) -> None:
        if self.shown is None:
            return
        if self._architecture.view.only_findings:
            self.redraw()
        elif self.canvas.layers is not None and self.canvas.layers.drawing.state is not self._architecture.state:
            self.canvas.take_state(self._architecture.state)

    def _show_view(self) -> None:
        self.shown = None
        self.redraw()

    def _show_selection(self) -> None:
        names = self._architecture.selected
        if names != self.canvas.selected:
            if names and self.canvas.link is not None:
                self.canvas.pick_link(None)
            self.canvas.show_selected(names)
            if names and not self.canvas.underMouse():
                self.canvas.reveal(names[-1])

    # -- looking and naming --------------------------------------------------------------------

    def show_element(self, name: str, kept: tuple[str, ...] = ()) -> None:
        """Select an element, besides what is kept, and bring it into sight; a folded container stands for what it holds."""
        layers = self.canvas.layers
        shown = layers.drawing.stand_in(name) if layers is not None else name
        self._architecture.select((*kept, shown or name))
        self.canvas.reveal(shown or name)

    def _begin_search(self) -> None:
        self._kept = self._architecture.selected if self.canvas.gathers else ()

    def _show_hit(self, name: str) -> None:
        self.show_element(name, tuple(one for one in self._kept if one != name))

    def ask_name(self, name: str, take: Callable[[str], object]) -> None:
        """Let the name of a box be typed in place."""
        journey = self._architecture.graph.journey(journey_of(name)) if journey_of(name) else None
        text = journey.title if journey else self._architecture.graph.title(name)
        box = self.canvas.rect_of(name)
        if self.canvas.layers is not None and self.canvas.layers.drawing.is_open(name):
            box.setHeight(min(box.height(), round(36 * self.canvas.camera.zoom)))
            box.setWidth(min(box.width(), theme().px(240)))
        self.name.ask(box, text, lambda typed: take(typed) if typed and typed != text else None)

    def ask_new(self, at: QPointF, take: Callable[[str], object], placeholder: str) -> None:
        """Let the name of a new box be typed where it will stand."""
        sizes = Sizes()
        corner = QRectF(at.x() - sizes.width / 2, at.y() - sizes.height / 2, sizes.width, sizes.height)
        if self.canvas.camera.reveal(corner, QSizeF(self.canvas.size())):
            self.canvas.repaint_all()
        box = self.canvas.camera.rect_to_canvas(corner).toAlignedRect()
        self.name.ask(box, "", lambda typed: take(typed) if typed else None, placeholder)

    def free_spot(self, name: str = "") -> QPointF:
        """Return the middle of the free place for a box that is nearest to another box, or to the middle of what is seen."""
        boxes = self.canvas.layers.drawing.boxes if self.canvas.layers else {}
        seen = self.canvas.camera.to_drawing(QPointF(self.canvas.rect().center()))
        near = boxes[name].middle if name in boxes else Point(seen.x(), seen.y())
        return QPointF(*free_near(near, boxes.values(), Sizes()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        width = min(self.search.sizeHint().width() + theme().px(60), self.width() - 16)
        height = self.search.sizeHint().height()
        self.search.setGeometry(QRect(QPoint(self.width() - width - 8, 8), QPoint(self.width() - 9, 8 + height)))
