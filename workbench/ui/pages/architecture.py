"""The Architecture page: the system as a drawing or as tables, what is known of each element, and what breaks it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QSplitter, QStackedWidget, QTabWidget, QVBoxLayout, QWidget

from workbench.analyses.graph_layout import journey_key
from workbench.errors import WorkbenchError
from workbench.i18n import N_, _
from workbench.store.edits import Part
from workbench.store.queries.answers import workload_of
from workbench.ui.actions import Action
from workbench.ui.desk import Desk
from workbench.ui.dialogs.finding_verbs import FindingVerbs
from workbench.ui.dialogs.graph_element_adding import CanvasAdding
from workbench.ui.dialogs.graph_element_asking import link_menu
from workbench.ui.dialogs.graph_element_looks import CanvasLooks
from workbench.ui.dialogs.graph_element_menus import action_menu, view_words
from workbench.ui.dialogs.graph_element_verbs import ElementVerbs
from workbench.ui.models.architecture_desk import ArchitectureDesk
from workbench.ui.models.graph_table import GraphTables
from workbench.ui.theme import theme
from workbench.ui.widgets.canvas_access import install_access
from workbench.ui.widgets.canvas_actions import architecture_actions
from workbench.ui.widgets.canvas_bar import CanvasBar
from workbench.ui.widgets.canvas_palette import CanvasPalette
from workbench.ui.widgets.canvas_pane import CanvasPane
from workbench.ui.widgets.element_inspector import ElementInspector
from workbench.ui.widgets.element_tables import ElementTables
from workbench.ui.widgets.empty_state import StateStack
from workbench.ui.widgets.page import Page

__all__ = ["ArchitecturePage"]


class ArchitecturePage(Page):
    """One workload's architecture."""

    id = "architecture"
    title = N_("Architecture")
    icon = "architecture"

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._name = ""
        self._wants_palette = self._wants_side = True
        self.architecture = ArchitectureDesk(desk.workspace, desk.editor, desk.tasks, self)
        self.pane = CanvasPane(self.architecture, desk.tasks)
        self.canvas = self.pane.canvas
        self.verbs = ElementVerbs(desk, self.architecture, self.pane.places)
        self.looks = CanvasLooks(desk, self.architecture, self.pane, self.verbs, self)
        self.adding = CanvasAdding(desk, self.architecture, self.pane, self.verbs, self)
        self.side = QTabWidget()
        self.failing = FindingVerbs(desk, self.architecture, self.side, self)
        self._actions = (*architecture_actions(self.verbs, self, self.looks, self.adding), *self.failing.actions())
        self._by_id = {one.id.partition(".")[2]: one for one in self._actions}
        self.keys.set_actions(self._actions)
        self._build()
        self._connect()
        install_access(self.canvas)

    def _build(self) -> None:
        self.bar = self.looks.bar = CanvasBar(self._actions, self._open_more)
        self.palette_box = CanvasPalette()
        self.tables = ElementTables(GraphTables(self.architecture, self.verbs))
        self.inspector = ElementInspector(self.architecture, self.verbs)
        self.side.setDocumentMode(True)
        self.side.tabBar().setAccessibleName(_("Inspector"))
        self.side.insertTab(0, self.inspector, _("Element"))
        self.side.setCurrentIndex(0)
        self.middle = QStackedWidget()
        self.middle.addWidget(self.pane)
        self.middle.addWidget(self.tables)
        self.split = QSplitter(Qt.Orientation.Horizontal)
        self.split.setChildrenCollapsible(False)
        for part in (self.palette_box, self.middle, self.side):
            self.split.addWidget(part)
        self.split.setStretchFactor(1, 1)
        self.side.setMinimumWidth(theme().px(250))
        self.split.setSizes([166, 640, theme().px(356)])
        self.stack = StateStack(self.split)
        column = QVBoxLayout(self)
        theme().space(column, 0)
        column.addWidget(self.bar)
        column.addWidget(self.failing.trial_bar)
        column.addWidget(self.stack, 1)
        column.addWidget(self.failing.strip)
        self.bar.set_toggle("side", True)
        self.bar.set_toggle("palette", True)
        self.keys.watch(self.canvas)

    def _connect(self) -> None:
        canvas, arch, adding = self.canvas, self.architecture, self.adding
        canvas.opened.connect(lambda _name: self.edit())
        canvas.added.connect(adding.add_at)
        canvas.kind_dropped.connect(adding.drop)
        canvas.connected.connect(adding.connected)
        canvas.menu_asked.connect(self._open_menu)
        canvas.looked.connect(lambda: self.bar.show_zoom(canvas.percent))
        canvas.link_picked.connect(self.inspector.show_link)
        self.palette_box.entered.connect(adding.add_here)
        self.inspector.form.connect_asked.connect(adding.connect_to)
        self.inspector.form.container_asked.connect(adding.choose_container)
        self.inspector.link_chosen.connect(canvas.pick_link)
        self.inspector.shown.connect(self.pane.show_element)
        self.tables.menu_asked.connect(self._open_menu)
        self.tables.add_asked.connect(adding.kind_menu)
        self.tables.link_asked.connect(adding.connect_to)
        arch.graph_changed.connect(self._show_graph)
        arch.view_changed.connect(lambda: self.bar.show_view(view_words(arch)))

    # -- the page contract ---------------------------------------------------------------------

    def actions(self) -> tuple[Action, ...]:  # type: ignore[override]
        return self._actions

    def refresh(self, parts: frozenset[Part] | None = None) -> None:
        workload_id = self._desk.place.workload_id
        try:
            with self._desk.workspace.reading() as session:
                workload = workload_of(session, workload_id) if workload_id else None
            self._name = self.looks.title = workload.name if workload else ""
            if workload is None:
                self.bar.hide()
                self.stack.show_empty(
                    "architecture", _("No workload chosen"), _("An architecture belongs to one workload."),
                    _("Choose a workload"), lambda: self._desk.place.go(page="portfolio"))  # fmt: skip
            elif workload_id != self.architecture.workload_id:
                self.architecture.open(workload_id)
                self._show_graph()
            else:
                self.architecture.refresh(parts)
                if parts is None:
                    self._show_graph()
        except WorkbenchError as error:
            self.stack.show_failed(error, lambda: self.refresh(None))

    def enter(self) -> None:
        if self.stack.state == "content":
            (self.tables if self.is_table else self.canvas).setFocus()
            self.failing.take_place()
        else:
            self.setFocus()

    def save_state(self) -> dict[str, Any]:
        return {"sizes": self.split.sizes(), "scale": theme().scale, "palette": self._wants_palette,
                "side": self._wants_side, "table": self.is_table, "map": self.pane.map.wanted}  # fmt: skip

    def restore_state(self, state: dict[str, Any]) -> None:
        sizes = state.get("sizes")
        if isinstance(sizes, list) and len(sizes) == 3 and state.get("scale") == theme().scale:
            self.split.setSizes([int(one) for one in sizes])
        for name, widget in (("palette", self.palette_box), ("side", self.side)):
            widget.setVisible(bool(state.get(name, True)))
            self.bar.set_toggle(name, bool(state.get(name, True)))
        self._wants_palette, self._wants_side = bool(state.get("palette", True)), bool(state.get("side", True))
        self._give_room()
        self.pane.map.set_wanted(bool(state.get("map", True)))
        if state.get("table"):
            self.toggle_table()

    def flush(self) -> None:
        super().flush()
        self.tables.flush()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != self.width():
            self._give_room()
        self.looks.legend.place()

    def _give_room(self) -> None:
        """Fold what stands beside the drawing where the window is narrow for its texts; it opens when it is asked for."""
        parts = (("palette", self.palette_box, self._wants_palette, 840), ("side", self.side, self._wants_side, 720))
        for name, part, is_wanted, width in parts:
            has_room = is_wanted and self.width() >= theme().px(width)
            if has_room == part.isHidden():
                part.setVisible(has_room)
                self.bar.set_toggle(name, has_room)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        ends = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape)
        if self.looks.has_mode and event.key() in ends:
            self.looks.end_mode()
            event.accept()
            return
        super().keyPressEvent(event)

    # -- showing -------------------------------------------------------------------------------

    def is_shown(self) -> bool:
        """Whether the page is what the person sees, and has a workload."""
        return self.isVisible() and bool(self._name)

    def has_graph(self) -> bool:
        """Whether there is something drawn."""
        return self.is_shown() and bool(self.architecture.graph)

    def has_picked(self) -> bool:
        """Whether something is selected."""
        return self.is_shown() and bool(self.architecture.selected or self.canvas.link)

    @property
    def is_table(self) -> bool:
        """Whether the tables are shown instead of the drawing."""
        return self.middle.currentWidget() is self.tables

    def _show_graph(self) -> None:
        self.bar.setVisible(bool(self._name))
        self.bar.show_view(view_words(self.architecture))
        if self.architecture.graph or self.pane.name.isVisible() or self.tables.name.isVisible():
            self.stack.show_content()
            return
        text = _(
            "Draw what it is made of, or import templates and state files, to see what breaks it and what that means."
        )
        if not self.verbs.can_write():
            self.stack.show_empty("architecture", _("No architecture yet"), text)
            return
        others: list[tuple[str, Callable[[], object]]] = [(_("Draw"), self._begin_drawing)]
        if self.verbs.can_paste():
            others.append((_("Paste"), self.verbs.paste))
        self.stack.show_empty(
            "architecture", _("No architecture yet"), text, _("Import files..."), self.import_files, others
        )

    def _begin_drawing(self) -> None:
        self.stack.show_content()
        self.enter()
        self.adding.add_here()

    def _open_menu(self, at: QPoint) -> None:
        names = ("edit", "rename", "comment", "connect", "add_needed", "add_journey", "", "fail", "", "group", "container",
                 "fold", "neighbours", "", "duplicate", "copy", "cut", "paste", "delete", "", "arrange_selection", "unpin",
                 "add", "fit")  # fmt: skip
        if self.canvas.link is not None:
            link_menu(self.verbs, *self.canvas.link, self).popup(at)
            return
        action_menu((self._by_id.get(name) for name in names), self).popup(at)

    def _open_more(self) -> None:
        names = ("import", "", *(f"align_{edge}" for edge in ("left", "centre", "right", "top", "middle", "bottom")),
                 "spread_across", "spread_down", "", "arrange", "arrange_selection", "unpin", "", "fold", "unfold", "map", "",
                 "copy_picture", "save_svg", "save_png", "save_pdf")  # fmt: skip
        action_menu((self._by_id.get(name) for name in names), self).popup(self.bar.below(self.bar.more))

    def import_files(self) -> None:
        """Ask for files to import."""
        from workbench.ui.dialogs.graph_import import ask_import

        ask_import(self._desk, self.architecture.workload_id)

    # -- editing -------------------------------------------------------------------------------

    def rename(self) -> None:
        """Type the name of the selected box in place."""
        name = self.architecture.selected[-1]
        if self.is_table:
            self.edit()
        else:
            self.canvas.reveal(name)
            self.pane.ask_name(name, partial(self.verbs.rename, name))

    def edit(self) -> None:
        """Go to the inspector."""
        if self.looks.has_mode:
            self.looks.end_mode()
            return
        self._show_side(True)
        self.side.setCurrentWidget(self.inspector)
        self.inspector.start()

    def comment(self) -> None:
        """Go to the comment of the selected element."""
        self.edit()
        self.inspector.focus_comment()

    def delete(self) -> None:
        """Take out the selected link, or the selected boxes."""
        if self.canvas.link is not None:
            self.verbs.connect(*self.canvas.link, None)
        else:
            self.verbs.remove()

    def leave(self) -> None:
        """End moving with the keys, else select nothing, else light no path."""
        if self.looks.has_mode:
            self.looks.end_mode()
        elif self.architecture.selected or self.canvas.link:
            self.canvas.pick(())
            self.architecture.select(())
        else:
            self.architecture.clear_path()

    # -- failing and looking -------------------------------------------------------------------

    def toggle_failed(self) -> None:
        """Let the selection fail; a journey fails where it enters."""
        graph = self.architecture.graph
        entries = {journey_key(one.id): one.node for one in graph.journeys}
        self.architecture.toggle_failed(entries.get(one, one) for one in self.architecture.selected)

    def repair(self) -> None:
        """Let everything work again."""
        self.architecture.repair()

    def toggle_palette(self) -> None:
        """Show or hide the palette."""
        self._wants_palette = self.palette_box.isHidden()
        self.palette_box.setVisible(self._wants_palette)
        self.bar.set_toggle("palette", self._wants_palette)

    def toggle_side(self) -> None:
        """Show or hide the inspector."""
        self._wants_side = self.side.isHidden()
        self._show_side(self._wants_side)

    def _show_side(self, is_shown: bool) -> None:
        if is_shown and self.side.isHidden() and self.width() < theme().px(720):
            tabs = min(self.side.tabBar().sizeHint().width() + theme().px(24), round(self.width() * 0.64))
            self.split.setSizes([0, self.width() - tabs, tabs])
        self.side.setVisible(is_shown)
        self.bar.set_toggle("side", is_shown)

    def toggle_table(self) -> None:
        """Show tables instead of the drawing, or the reverse."""
        self.middle.setCurrentWidget(self.pane if self.is_table else self.tables)
        self.bar.set_toggle("table", self.is_table)
        self.enter()

    def toggle_map(self) -> None:
        """Show or hide the overview map."""
        self.pane.map.set_wanted(not self.pane.map.wanted)

    def search(self) -> None:
        """Search the drawing, or the tables."""
        if self.is_table:
            self.tables.search.setFocus()
        else:
            self.pane.search.open()
