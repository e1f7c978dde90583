"""Lenses: the shelf with filters, a lens to read, a search through all of them, and files brought in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QSplitter, QStackedWidget, QVBoxLayout, QWidget

from workbench.domain.lens import Lens
from workbench.i18n import N_, _
from workbench.store.edits import Part
from workbench.ui.actions import Action
from workbench.ui.desk import Desk
from workbench.ui.dialogs.add_lens import ask_lens_files
from workbench.ui.dialogs.lens_verbs import LensVerbs
from workbench.ui.models.lens_facts import card_facts, reader_words
from workbench.ui.models.lens_work import Found, LensRoom
from workbench.ui.models.lenses import GROUPS, LensFilter, LensLine, LensListModel
from workbench.ui.pages import CATALOG
from workbench.ui.theme import set_look, theme
from workbench.ui.widgets.cells import CellDelegate
from workbench.ui.widgets.columns_view import ColumnsView
from workbench.ui.widgets.empty_state import StateStack
from workbench.ui.widgets.kbd import icon_button, plain_button, primary_button
from workbench.ui.widgets.lens_card import LensCard
from workbench.ui.widgets.lens_entries import ABOUT
from workbench.ui.widgets.lens_filter import FilterGroup
from workbench.ui.widgets.lens_list_pane import LensListPane
from workbench.ui.widgets.lens_reader import LensReader
from workbench.ui.widgets.lens_text import LensText
from workbench.ui.widgets.page import Page

__all__ = ["LensesPage"]

_SHOWN = ("workload", "review", "lens")
_STUDIO = "studio"


class LensesPage(Page):
    """The list of lenses with the chosen one beside it; or one lens to read."""

    id = "lenses"
    title = N_("Lenses")
    icon = "lenses"

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.room = LensRoom(desk.workspace, desk.shelf)
        self._selected = ""
        self._wanted: tuple[str, ...] = ()
        self._goal: tuple[str, ...] = ()
        self.verbs = LensVerbs(desk, self.room, self)
        self.setAcceptDrops(True)
        self.model = LensListModel(self)
        self.view = ColumnsView(_("Lenses"))
        self.view.setRootIsDecorated(False)
        self.view.setModel(self.model)
        self.view.setItemDelegate(CellDelegate(self.model.cell, self.view))
        self.view.header().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.check_button = plain_button(_("Check lens file..."), self.ask_files, "C", "file")
        self.check_button.give_way(60)
        self.new_button = icon_button("add", _("New lens..."), self.new_lens, "N")
        self.new_button.setVisible(has_studio())
        groups = [
            FilterGroup(key, _(one.title), tuple((value, _(name)) for value, name in one.values.items()))
            for key, one in GROUPS.items()
        ]
        self.pane = LensListPane(self.view, groups, self.model.count, (self.new_button, self.check_button))
        self.hit_text = LensText()
        self.read_button = primary_button(_("Read"), self.read_lens, "Enter")
        self.add_button = plain_button(_("Add to workloads..."), self.add_to_workloads, "L")
        self.more_button = plain_button(_("More"), self.open_more, "M", "more")
        self.compare_button = plain_button(_("Compare"), self.compare, icon_name="compare")
        self.card = LensCard((self.read_button, self.add_button, self.more_button), self.compare_button)
        self.reader = LensReader(self.close_reader)
        self.reader_add = plain_button(_("Add to workloads..."), self.add_to_workloads, "L")
        self.reader.buttons.addWidget(self.reader_add)
        self._build()
        self._connect()

    # -- parts ---------------------------------------------------------------------------------

    def _build(self) -> None:
        self.sides = QStackedWidget()
        for widget in (self.card, self.hit_text):
            set_look(widget, ground="raised")
            self.sides.addWidget(widget)
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.addWidget(self.pane)
        self.splitter.addWidget(self.sides)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.setSizes([theme().px(758), theme().px(450)])
        self.splitter.setStretchFactor(0, 5)
        self.splitter.setStretchFactor(1, 3)
        self.modes = QStackedWidget()
        self.modes.addWidget(self.splitter)
        self.modes.addWidget(self.reader)
        self.states = StateStack(self.modes)
        whole = QVBoxLayout(self)
        theme().space(whole, 0)
        whole.addWidget(self.states)

    def _connect(self) -> None:
        self.view.selectionModel().currentChanged.connect(lambda now, _before: self._show_line(now.row()))
        self.view.doubleClicked.connect(lambda _index: self.read_lens())
        self.view.header().sectionClicked.connect(self._sort_by)
        self.pane.asked.connect(self._look)
        self.pane.turned.connect(self._turn_inside)
        self.pane.hits.chosen.connect(self._show_hit)
        self.pane.hits.opened.connect(lambda key: self._open(tuple(key)))
        self.card.workload_asked.connect(lambda key: self.desk.place.go(workload_id=key, page="review"))
        self.card.version_asked.connect(self.select)
        self.verbs.shelf_changed.connect(self._take_change)
        self.verbs.draft_asked.connect(lambda key: self.desk.place.go(draft_id=key, page=_STUDIO))
        self.keys.set_actions(self.actions())
        self.keys.watch(self.view, self.pane.hits.list, self.reader.outline)

    def actions(self) -> tuple[Action, ...]:  # type: ignore[override]
        group = _("Lenses")
        return (
            Action("lenses.read", _("Read the lens"), ("Return", "Enter"), "eye", group, self.read_lens, self._has_list),
            Action("lenses.add", _("Add the lens to workloads..."), ("L",), "add", group, self.add_to_workloads, self._can_add),
            Action("lenses.check", _("Check lens file..."), ("C",), "file", group, self.ask_files,
                   help=_("Reads files, lists what is wrong with each, and keeps those that are wanted.")),
            Action("lenses.search", _("Search lenses by name"), ("/",), "search", group, partial(self._focus_search, False)),
            Action("lenses.inside", _("Search inside all lenses"), ("S",), "search", group, partial(self._focus_search, True)),
            Action("lenses.filter", _("Filter lenses"), ("F",), "filter", group, self.pane.filters.open_menu, self._has_list),
            Action("lenses.compare", _("Compare versions of the lens..."), ("V",), "compare", group, self.compare, self._has_line),
            Action("lenses.export", _("Export the lens as JSON..."), ("X",), "upload", group, self.export, self._has_line),
            Action("lenses.new", _("New lens..."), ("N",), "add", group, self.new_lens, self._can_edit, in_palette=False),
            Action("lenses.edit", _("Edit the lens in the studio"), ("E",), "edit", group, self.edit,
                   lambda: self._can_edit() and self._has_line()),
            Action("lenses.more", _("More for the lens"), ("M",), "more", group, self.open_more, self._has_list, in_palette=False),
        )  # fmt: skip

    # -- reading -------------------------------------------------------------------------------

    def refresh(self, parts: frozenset[Part] | None = None) -> None:  # type: ignore[override]
        if parts is not None and not any(part.kind in _SHOWN for part in parts):
            return
        task = self.desk.tasks.start(_("Listing lenses"), self.room.lines, self._list, owner=self,
                                     failed=self._cannot_list, key="lenses-list", quiet=True)  # fmt: skip
        if not self.model.all:
            self.states.show_loading(_("Listing lenses"), task)

    def _cannot_list(self, error: Exception) -> None:
        self.states.show_failed(error, lambda: self.refresh(None))

    def _list(self, lines: tuple[LensLine, ...]) -> None:
        self.model.set_lines(lines)
        self.view.set_columns(self.model.columns)
        self.states.show_content()
        self._arranged()
        goal, self._goal = self._goal, ()
        if goal:
            self._open(goal)

    def _look(self) -> None:
        """Filter the list, or look through all lenses."""
        text = self.pane.search.text()
        if not self.pane.is_inside:
            self.model.arrange(replace(self.model.filter, text=text, chosen=self.pane.filters.chosen))
            self._arranged()
        elif len(text.strip()) < 2:
            self.pane.hits.ask_words()
        else:
            work = partial(self.room.search, text)
            self.desk.tasks.start(
                _("Searching lenses"), work, self._show_found, owner=self, key="lens-search", quiet=True
            )

    def _arranged(self) -> None:
        wanted = self.model.filter
        keys = [column.key for column in self.model.columns]
        order = Qt.SortOrder.DescendingOrder if wanted.descending else Qt.SortOrder.AscendingOrder
        self.view.header().setSortIndicator(keys.index(wanted.sort) if wanted.sort in keys else -1, order)
        self.pane.show_count(len(self.model.lines), len(self.model.all))
        if self.model.lines:
            self.view.setCurrentIndex(self.model.index(max(0, self.model.row_of(self._selected)), 0))

    def _sort_by(self, section: int) -> None:
        now, key = self.model.filter, self.model.columns[section].key
        if now.sort == key and now.descending:
            wanted = replace(now, sort="", descending=False)
        else:
            wanted = replace(now, sort=key, descending=now.sort == key)
        self.model.arrange(wanted)
        self._arranged()

    def select(self, key: str) -> None:
        """Choose a lens of the list by its key, whatever is filtered."""
        self._selected = key
        if self.model.row_of(key) < 0:
            self.pane.show_all()
        self._arranged()

    @property
    def line(self) -> LensLine | None:
        """The lens that is read, found or chosen."""
        key = self._wanted[0] if self._wanted else self._selected
        return next((line for line in self.model.all if line.key == key), None)

    def _show_line(self, row: int) -> None:
        if 0 <= row < len(self.model.lines):
            line = self.model.lines[row]
            self._selected = line.key
            self.card.show_facts(card_facts(line, self.model.all))
            self._enable()

    def _enable(self) -> None:
        for button in (self.add_button, self.reader_add):
            button.setEnabled(self._can_add())
            button.setToolTip("" if self._can_add() else _("The workspace is open read-only."))

    # -- searching all lenses ------------------------------------------------------------------

    def _focus_search(self, inside: bool) -> None:
        self.close_reader()
        self.pane.focus_search(inside)

    def _turn_inside(self, is_on: bool) -> None:
        self.sides.setCurrentIndex(is_on)
        self._wanted = ()

    def _show_found(self, found: Found) -> None:
        if self.pane.is_inside and found.text == self.pane.search.text():
            self.pane.hits.show_hits(found.hits, found.total, found.names)

    def _show_hit(self, key: object) -> None:
        self._wanted = tuple(key)[:3] if self.pane.is_inside else ()  # type: ignore[arg-type]
        line = self.line if self._wanted else None
        lens = self.verbs.lens(line) if line is not None else None
        question = lens.question(self._wanted[1]) if lens is not None and len(self._wanted) > 1 else None
        choice = question.choice(self._wanted[2]) if question is not None and self._wanted[2] else None
        self.hit_text.show_node(choice or question, lens)

    # -- one lens ------------------------------------------------------------------------------

    def read_lens(self) -> None:
        """Read the chosen lens, at the place that was found."""
        if self.line is not None:
            self._open(self._wanted or (self.line.key,))

    def _open(self, key: tuple[str, ...]) -> None:
        """Read a lens: its key, and a question and a practice if one is meant."""
        line = next((line for line in self.model.all if line.key == key[0]), None)
        if line is not None:
            work = partial(self.room.read, line.at)
            self.desk.tasks.start(_("Reading {lens}").format(lens=line.entry.name), work, partial(self._show_lens, line, key),
                                  owner=self, key="lens-read", quiet=True)  # fmt: skip

    def _show_lens(self, line: LensLine, key: tuple[str, ...], lens: Lens) -> None:
        self._selected = line.key
        self._wanted = (line.key,)
        self.reader.show_lens(lens, reader_words(line), ABOUT)
        if len(key) > 1:
            self.reader.go(*key[1:])
        self.modes.setCurrentWidget(self.reader)
        self._enable()
        self.reader.outline.setFocus()

    def close_reader(self) -> None:
        """Go back to the list, or to what was found."""
        if self.modes.currentWidget() is self.reader:
            self.modes.setCurrentIndex(0)
            self._wanted = ()
            self._arranged()
            if self.pane.is_inside:
                self._show_hit(self.pane.hits.list.current_key())
            self.enter()

    # -- doing ---------------------------------------------------------------------------------

    def _has_list(self) -> bool:
        return self._has_line() and self.modes.currentWidget() is not self.reader

    def _has_line(self) -> bool:
        return self.line is not None

    def _can_edit(self) -> bool:
        return has_studio() and not self.desk.editor.read_only

    def _can_add(self) -> bool:
        return not self.desk.editor.read_only and self._has_line()

    def _do(self, verb: Callable[[LensLine], object]) -> None:
        line = self.line
        if line is not None:
            verb(line)

    def add_to_workloads(self) -> None:
        """Ask for workloads and review them with the lens."""
        if self._can_add():
            self._do(self.verbs.add_to_workloads)

    def compare(self) -> None:
        """Compare the lens with another version or another lens."""
        self._do(lambda line: self.verbs.compare(line, self.model.all))

    def export(self) -> None:
        """Write the lens as JSON."""
        self._do(self.verbs.ask_export)

    def new_lens(self) -> None:
        """Begin a new lens in the studio."""
        self.desk.place.go(draft_id="", page=_STUDIO)

    def edit(self) -> None:
        """Open the lens, or a copy of it, in the studio."""
        self._do(self.verbs.edit)

    def ask_files(self) -> None:
        """Ask for lens files and check them."""
        self.check_files(ask_lens_files(self))

    def check_files(self, paths: Sequence[Path]) -> None:
        """Check files and folders, and keep what is wanted."""
        self.verbs.check_files(paths)

    def _take_change(self, key: str) -> None:
        self._selected = key
        self.close_reader()
        self.refresh(None)

    def open_more(self) -> None:
        """Show what else can be done with the lens."""
        if self.line is not None:
            menu = self.verbs.menu(self.line, self.model.all, can_edit=self._can_edit())
            menu.aboutToHide.connect(menu.deleteLater)
            menu.popup(self.more_button.mapToGlobal(self.more_button.rect().bottomLeft()))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        QTimer.singleShot(
            0, self, lambda: self.check_files(paths)
        )  # the window the files come from waits for this call

    # -- page ----------------------------------------------------------------------------------

    def enter(self) -> None:
        if self.modes.currentWidget() is self.reader:
            self.reader.outline.setFocus()
        else:
            self.pane.focus_list()

    def save_state(self) -> dict[str, Any]:
        """Return lens, place, filters, order and splitters."""
        is_reading = self.modes.currentWidget() is self.reader
        now = self.model.filter
        return {
            "selected": self._selected, "splitter": self.splitter.sizes(), "inner": self.reader.splitter.sizes(),
            "reading": list(self.reader.outline.current_key()[1:]) if is_reading else None,
            "filters": sorted(map(list, self.pane.filters.chosen)), "sort": now.sort, "descending": now.descending,
            "hidden": sorted(self.view.hidden),
        }  # fmt: skip

    def restore_state(self, state: dict[str, Any]) -> None:
        """Go back to what save_state returned."""
        self._selected = str(state.get("selected", ""))
        chosen = state.get("filters")
        if isinstance(chosen, list):
            self.pane.filters.set_chosen(
                frozenset((str(one[0]), str(one[1])) for one in chosen if isinstance(one, list) and len(one) == 2)
            )
        self.model.filter = LensFilter(
            "", self.pane.filters.chosen, str(state.get("sort", "")), bool(state.get("descending"))
        )
        hidden = state.get("hidden")
        self.view.set_hidden(set(map(str, hidden)) if isinstance(hidden, list) else set())
        reading = state.get("reading")
        if isinstance(reading, list) and self._selected:
            self._goal = (self._selected, *map(str, reading))
        for name, splitter in (("splitter", self.splitter), ("inner", self.reader.splitter)):
            sizes = state.get(name)
            if isinstance(sizes, list) and len(sizes) == 2 and all(isinstance(n, int) for n in sizes):
                splitter.setSizes(sizes)


def has_studio() -> bool:
    """Tell whether this build has a page to edit lenses on."""
    return any(entry.id == _STUDIO for entry in CATALOG)
