"""Looking at the architecture and arranging it: views, folds, zoom, colours, moves with the keys, layouts, pictures."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from PySide6.QtCore import QPointF
from PySide6.QtWidgets import QWidget

from workbench.analyses.graph_layout import journey_of, nest, pinned_in, rearrange
from workbench.figures.architecture import View
from workbench.i18n import _
from workbench.ui.desk import Desk
from workbench.ui.dialogs.graph_element_menus import colour_menu, view_menu
from workbench.ui.dialogs.graph_element_picture import Pictures
from workbench.ui.dialogs.graph_element_verbs import ElementVerbs
from workbench.ui.models.architecture_desk import ArchitectureDesk
from workbench.ui.widgets.canvas_bar import CanvasBar
from workbench.ui.widgets.canvas_colours import Colouring, ColourLegend, colouring
from workbench.ui.widgets.canvas_pane import CanvasPane

__all__ = ["CanvasLooks"]

_STEP, _FINE = 24.0, 4.0


class CanvasLooks:
    """What the page does with its canvas; `bar` is the place menus open at, set once it is made.

    Attributes:
        title: What pictures are called: the name of the workload.
    """

    bar: CanvasBar

    def __init__(
        self, desk: Desk, architecture: ArchitectureDesk, pane: CanvasPane, verbs: ElementVerbs, parent: QWidget
    ) -> None:
        self._desk, self._architecture, self._pane, self._verbs, self._parent = desk, architecture, pane, verbs, parent
        self.title = ""
        self.is_moving = False
        self.colouring = Colouring()
        self.legend = ColourLegend(pane.canvas)
        self.pictures = Pictures(desk, parent)
        pane.drawn.connect(self._show_colours)
        pane.canvas.dropped.connect(self._dropped)

    # -- moving --------------------------------------------------------------------------------

    def _dropped(self, names: tuple[str, ...], shift: QPointF, into: str | None) -> None:
        graph = self._architecture.graph
        self._verbs.move(names if into is None else self._architecture.selected, shift.x(), shift.y(), into)
        if self._architecture.graph is graph:
            self._pane.canvas.hands.forget_pending()

    def move_by_keys(self) -> None:
        """From now on the arrow keys move the selection."""
        is_moving = not self.is_moving
        self.end_mode()
        self.is_moving = is_moving
        self._pane.canvas.note = _("Arrow keys move, Enter ends") if self.is_moving else ""
        self._pane.canvas.setFocus()
        self._pane.canvas.update()

    @property
    def has_mode(self) -> bool:
        """Whether the arrow keys move, or add to the selection."""
        return self.is_moving or self._pane.canvas.gathers

    def end_mode(self) -> None:
        """The arrow keys go along links again."""
        self.is_moving, self._pane.canvas.gathers, self._pane.canvas.note = False, False, ""
        self._pane.canvas.update()

    def gather(self) -> None:
        """From now on the arrow keys, Tab and search add to the selection."""
        canvas, gathers = self._pane.canvas, not self._pane.canvas.gathers
        self.end_mode()
        canvas.gathers = gathers
        canvas.note = _("Arrow keys and Tab select more, Enter ends") if gathers else ""
        canvas.setFocus()

    def out(self) -> None:
        """Select the container of what is selected."""
        parent = nest(self._architecture.graph).parent.get(self._architecture.selected[-1], "")
        if parent:
            self._pane.show_element(parent)

    def into(self) -> None:
        """Select the first of what the selected container holds."""
        held = nest(self._architecture.graph).children.get(self._architecture.selected[-1], ())
        if held:
            self._pane.show_element(held[0])

    def arrow(self, dx: int, dy: int) -> None:
        """Go along links, or move the selection."""
        if self.is_moving and self._verbs.has_selection():
            self._verbs.move(self._architecture.selected, dx * _STEP, dy * _STEP)
        else:
            self._pane.canvas.walk(dx, dy)

    def pan(self, dx: int, dy: int) -> None:
        """Move the view, or the selection in small steps."""
        if self.is_moving and self._verbs.has_selection():
            self._verbs.move(self._architecture.selected, dx * _FINE, dy * _FINE)
        else:
            self._pane.canvas.pan(-dx * 80, -dy * 80)

    def rearrange(self, only_selection: bool) -> None:
        """Lay out everything, or the selection, anew; what is pinned stays."""
        graph, places = self._architecture.graph, dict(self._pane.places())
        part = self._architecture.selected if only_selection else None
        pinned = () if only_selection else pinned_in(graph)
        words = _("Lay the selection out anew") if only_selection else _("Lay everything out anew")

        def work(progress: Any) -> Any:
            return rearrange(graph, places, part=part, pinned=pinned, progress=progress)

        def take(found: Any) -> None:
            moved = {name: at for name, at in found.items() if places.get(name) != at}
            if moved and self._architecture.graph is graph:
                self._verbs.put(moved, words, pinned=False)

        self._desk.tasks.start(words, work, take, self._parent, key="architecture.arrange")

    # -- looking -------------------------------------------------------------------------------

    def select_all(self) -> None:
        """Select every box that stands in no other."""
        layers = self._pane.canvas.layers
        roots = nest(self._architecture.graph).roots
        self._architecture.select(one for one in roots if layers is not None and one in layers.drawing.boxes)

    def fold(self) -> None:
        """Fold the selected containers, or those the selection is in; unfold where all are folded."""
        view, nesting = self._architecture.view, nest(self._architecture.graph)
        chosen = {
            one if one in nesting.children else nesting.parent.get(one, "")
            for one in self._architecture.selected or nesting.roots if not journey_of(one)
        }  # fmt: skip
        chosen = {one for one in chosen if one in nesting.children}
        folded = view.folded - chosen if chosen <= view.folded else view.folded | chosen
        self._architecture.set_view(replace(view, folded=frozenset(folded)))

    def unfold_all(self) -> None:
        """Unfold every container."""
        self._architecture.set_view(replace(self._architecture.view, folded=frozenset()))

    def open_views(self) -> None:
        """Choose what is drawn."""
        view_menu(self._architecture, self._parent).popup(self.bar.below(self.bar.views))

    def show_whole(self) -> None:
        """Draw everything."""
        self._architecture.set_view(View(folded=self._architecture.view.folded))

    def show_neighbours(self) -> None:
        """Draw the neighbours of the selection; again for one step more."""
        chosen, view = next(iter(self._verbs.elements), ""), self._architecture.view
        if chosen:
            steps = view.steps + 1 if view.around == chosen else 1
            self._architecture.set_view(View(around=chosen, steps=steps, folded=view.folded))

    def fit(self) -> None:
        """Show everything."""
        self._pane.canvas.fit()

    def fit_selection(self) -> None:
        """Show the selection, large."""
        self._pane.canvas.fit_selection()

    def zoom(self, factor: float) -> None:
        """Zoom around the middle."""
        self._pane.canvas.zoom_by(factor)

    def zoom_to(self, percent: float) -> None:
        """Zoom to a percentage."""
        self._pane.canvas.zoom_to(percent)

    def toggle_map(self) -> None:
        """Show or hide the overview map."""
        self._pane.map.set_wanted(not self._pane.map.wanted)

    # -- colours and pictures ------------------------------------------------------------------

    def colour_by(self) -> None:
        """Choose an attribute that elements are coloured by."""
        menu = colour_menu(self._architecture, self.colouring.by, self.show_colours, self._parent)
        menu.popup(self.bar.below(self.bar.views))

    def show_colours(self, by: str) -> None:
        """Colour elements by an attribute; "" for no colours."""
        self.colouring = Colouring(by)
        self._show_colours()

    def _show_colours(self) -> None:
        layers, by = self._pane.canvas.layers, self.colouring.by
        had = bool(self.colouring.groups) or bool(by)
        self.colouring = colouring(self._architecture.graph, by) if by else Colouring()
        if layers is not None and (had or layers.groups):
            layers.groups = dict(self.colouring.groups)
            self._pane.canvas.repaint_all()
        self.legend.show_colouring(self.colouring)

    def export(self, form: str) -> None:
        """Save the picture of what is drawn."""
        self.pictures.save(form, self._picture())

    def copy_picture(self) -> None:
        """Copy the picture of what is drawn."""
        self.pictures.copy(self._picture())

    def _picture(self) -> dict[str, Any]:
        arch = self._architecture
        return {"graph": arch.graph, "places": dict(self._pane.places()), "view": arch.view, "state": arch.state,
                "title": self.title}  # fmt: skip
