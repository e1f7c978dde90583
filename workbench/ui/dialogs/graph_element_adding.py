"""Adding to an architecture: where something new stands, its name typed in place, and what it is linked with."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QPoint, QPointF

from workbench.analyses.graph_layout import Sizes, is_place, nest
from workbench.i18n import _
from workbench.ui.desk import Desk
from workbench.ui.dialogs.graph_element_asking import ask_connection, ask_container, ask_group, link_menu, show_menu
from workbench.ui.dialogs.graph_element_menus import kind_menu
from workbench.ui.dialogs.graph_element_verbs import JOURNEY_KIND, ElementVerbs
from workbench.ui.models.architecture_desk import ArchitectureDesk
from workbench.ui.widgets.canvas_palette import kind_title
from workbench.ui.widgets.canvas_pane import CanvasPane

__all__ = ["CanvasAdding"]


class CanvasAdding:
    """What the page does to add elements; the same in the drawing and in the tables.

    Args:
        page: The widget with `stack`, `bar`, `palette_box`, `tables` and `is_table`.
    """

    def __init__(
        self, desk: Desk, architecture: ArchitectureDesk, pane: CanvasPane, verbs: ElementVerbs, page: Any
    ) -> None:
        self._desk, self._architecture, self._pane, self._verbs, self._page = desk, architecture, pane, verbs, page

    # -- adding --------------------------------------------------------------------------------

    def add_at(self, at: QPointF, container: str, kind: str = "") -> None:
        """Add an element where the mouse was."""
        self._ask(kind or self._page.palette_box.kind, at, container, pinned=True)

    def drop(self, kind: str, at: QPointF, container: str) -> None:
        """Add an element of a kind that was dragged here: into the place, or for a journey at the element, it fell on."""
        layers, graph = self._pane.canvas.layers, self._verbs.graph
        under = graph.nodes.get(layers.box_at(at)) if layers is not None else None
        if under is not None and kind == JOURNEY_KIND:
            self._ask(kind, None, "", under.id)
        elif layers is not None and under is not None and is_place(under.kind) and not layers.drawing.is_open(under.id):
            self._ask(kind, None, under.id)
        else:
            self._ask(kind, at, container, pinned=True)

    def add_here(self, kind: str = "") -> None:
        """Add an element in the selected place or beside the selected element, else in the middle of what is seen."""
        kind = kind or self._page.palette_box.kind
        container = self._container(kind)
        if container or self._page.is_table:
            self._ask(kind, None, container)
        else:
            self._ask(kind, self._pane.free_spot(next(iter(self._verbs.elements), "")), "")

    def _container(self, kind: str) -> str:
        """The place that something new stands in: the selected one, or that of the selected element."""
        graph, chosen = self._verbs.graph, self._verbs.elements
        if len(chosen) != 1 or kind == JOURNEY_KIND:
            return ""
        node, nesting = graph.nodes[chosen[0]], nest(graph)
        holds = (node.id in nesting.children or is_place(node.kind)) and node.kind != kind
        return node.id if holds else nesting.parent.get(node.id, "")

    def add_needed(self) -> None:
        """Add an element that the selected one cannot do without, in the container it stands in."""
        name = self._verbs.elements[0]
        self._ask(self._page.palette_box.kind, None, nest(self._verbs.graph).parent.get(name, ""), name)

    def add_journey(self) -> None:
        """Add a user journey that enters at the selected element."""
        self._ask(JOURNEY_KIND, None, "", self._verbs.elements[0])

    def kind_menu(self, at: QPoint | None = None) -> None:
        """Choose of which kind the new element is."""
        page = self._page

        def take(kind: str) -> None:
            page.palette_box.choose(kind)
            self.add_here(kind)

        menu = kind_menu(page.palette_box.kind, take, page, with_journey=bool(self._verbs.elements))
        menu.popup(at if at is not None else page.bar.below(page.bar.add))

    def _ask(self, kind: str, at: QPointF | None, container: str, needed_by: str = "", *, pinned: bool = False) -> None:
        """Ask for the name where the element will stand, then add it."""
        if kind == JOURNEY_KIND:
            needed_by = needed_by or next(iter(self._verbs.elements), "") or container
            if needed_by not in self._verbs.graph.nodes:
                self._desk.say(_("A journey enters somewhere: select the element where it enters first."))
                return
        page, title = self._page, kind_title(kind)
        page.stack.show_content()
        if at is None and not page.is_table:
            corner, sizes = self._verbs.spot(kind, container, needed_by), Sizes()
            at = QPointF(corner.x + sizes.width / 2, corner.y + sizes.height / 2)

        def take(name: str) -> None:
            added = self._verbs.add(kind, name, at, container, needed_by, pinned=pinned)
            if added and page.is_table:
                page.tables.show_row(added)
            elif added:
                self._pane.show_element(added)

        if page.is_table or at is None:
            page.tables.ask_new(take, title)
        else:
            self._pane.ask_new(at, take, title)

    # -- connecting ----------------------------------------------------------------------------

    def connected(self, source: str, target: str) -> None:
        """Ask how badly one needs the other, where the mouse let the link go."""
        canvas: Any = self._pane.canvas
        show_menu(
            link_menu(self._verbs, source, target, self._page), canvas.mapToGlobal(canvas.rect_of(target).center())
        )

    def connect_to(self) -> None:
        """Ask what the selected element needs."""
        selected = self._architecture.selected
        if selected:
            ask_connection(self._verbs, selected[-1], self._page)
        else:
            self._desk.say(_("Select the element that needs something first."))

    def group(self) -> None:
        """Ask who needs some of the selected elements."""
        if len(self._verbs.elements) < 2:
            self._desk.say(_("Select two or more elements first: Shift+click, or X and the arrow keys."))
            return
        ask_group(self._verbs, self._verbs.elements, self._page)

    def choose_container(self) -> None:
        """Ask where the selection is put."""
        ask_container(self._verbs, self._verbs.elements, self._page)
