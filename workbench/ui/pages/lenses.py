"""Lenses: what is on the shelf and in the workspace, what they say, and where they are used."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QStackedWidget, QTreeView, QVBoxLayout, QWidget

from workbench.errors import WorkbenchError
from workbench.i18n import N_, _
from workbench.progress import Progress
from workbench.store.edits import Part
from workbench.store.queries.lenses import lens_uses
from workbench.ui.actions import Action
from workbench.ui.desk import Desk
from workbench.ui.dialogs.add_lens import ChooseWorkload, Offer, ask_lens_file, offers, read_lens_file, size_words
from workbench.ui.models.lenses import NODE_ROLE, LensEntry, LensListModel, LensTree, LensTreeFilter
from workbench.ui.theme import set_look, theme
from workbench.ui.widgets.cells import CellDelegate
from workbench.ui.widgets.columns_view import ColumnsView
from workbench.ui.widgets.empty_state import StateStack
from workbench.ui.widgets.kbd import plain_button, primary_button
from workbench.ui.widgets.labels import dim_label, heading, label
from workbench.ui.widgets.lens_text import LensText
from workbench.ui.widgets.page import Page
from workbench.ui.widgets.problem_list import ProblemList
from workbench.ui.widgets.search_field import SearchField
from workbench.ui.widgets.views import dress_view

__all__ = ["LensesPage"]


def _check(path: Path, _progress: Progress) -> Offer:
    return read_lens_file(path)


class LensesPage(Page):
    """The list of lenses, and the chosen one to read."""

    id = "lenses"
    title = N_("Lenses")
    icon = "lenses"

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self._offers: dict[str, Offer] = {}
        self._files: list[Offer] = []
        self._checked: Path | None = None
        self._selected = ""
        self._shown = ""
        self.model = LensListModel(self)
        self.view = ColumnsView(_("Lenses"))
        self.view.setRootIsDecorated(False)
        self.view.setModel(self.model)
        self.view.setItemDelegate(CellDelegate(self.model.cell, self.view))
        self.view.header().setSortIndicatorShown(False)
        self.tree_model = LensTree(self)
        self.filter = LensTreeFilter(self)
        self.filter.setSourceModel(self.tree_model)
        self.tree = QTreeView()
        self.tree.setModel(self.filter)
        self.tree.setHeaderHidden(True)
        self.tree.setUniformRowHeights(True)
        dress_view(self.tree, _("Pillars, questions and practices"))
        self.search = SearchField(_("Search in this lens"))
        self.name = heading("", "large")
        self.facts = dim_label("", wrap=True)
        self.about = label("", wrap=True)
        self.text = LensText()
        self.add_button = primary_button(_("Add to workload..."), self.add_to_workload, "L")
        self.check_button = plain_button(_("Check lens file..."), self.ask_file, icon_name="file")
        self.problems = ProblemList(self._check_again, self._close_problems)
        self.right = QStackedWidget()
        self.right.addWidget(self._reader())
        self.right.addWidget(self.problems)
        self.right_states = StateStack(self.right)
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.addWidget(self._left())
        self.splitter.addWidget(self.right_states)
        self.splitter.setSizes([theme().px(440), theme().px(770)])
        self.splitter.setStretchFactor(1, 1)
        self.states = StateStack(self.splitter)
        whole = QVBoxLayout(self)
        theme().space(whole, 0)
        whole.addWidget(self.states)
        self.view.selectionModel().currentChanged.connect(lambda now, _before: self._show_lens(now.row()))
        self.tree.selectionModel().currentChanged.connect(lambda now, _before: self._show_node(now))
        self.search.searched.connect(self._search)
        self.search.left_down.connect(self.tree.setFocus)
        self.keys.set_actions(self.actions())
        self.keys.watch(self.view, self.tree)

    # -- parts ---------------------------------------------------------------------------------

    def _left(self) -> QWidget:
        left = QWidget()
        top = QHBoxLayout()
        theme().space(top, 8, (16, 12, 16, 8))
        top.addWidget(label(_("Lenses"), step="large", strong=True), 1)
        self.check_button.give_way(90)
        top.addWidget(self.check_button)
        column = QVBoxLayout(left)
        theme().space(column, 0)
        column.addLayout(top)
        column.addWidget(self.view, 1)
        return left

    def _reader(self) -> QWidget:
        reader = QWidget()
        set_look(reader, ground="raised")
        title = QHBoxLayout()
        theme().space(title, 12)
        title.addWidget(self.name, 1)
        title.addWidget(self.add_button, 0, Qt.AlignmentFlag.AlignTop)
        top = QVBoxLayout()
        theme().space(top, 6, (16, 12, 16, 8))
        top.addLayout(title)
        for widget in (self.facts, self.about, self.search):
            top.addWidget(widget)
        self.inner = QSplitter(Qt.Orientation.Horizontal)
        self.inner.addWidget(self.tree)
        self.inner.addWidget(self.text)
        self.inner.setSizes([theme().px(380), theme().px(390)])
        column = QVBoxLayout(reader)
        theme().space(column, 0)
        column.addLayout(top)
        column.addWidget(self.inner, 1)
        return reader

    def actions(self) -> tuple[Action, ...]:  # type: ignore[override]
        group = _("Lenses")
        return (
            Action("lenses.check", _("Check lens file..."), ("C",), "file", group, self.ask_file,
                   help=_("Reads a file as the WA Tool exports it and lists what is wrong with it.")),
            Action("lenses.add", _("Add the lens to a workload..."), ("L",), "add", group, self.add_to_workload,
                   self._can_add),
            Action("lenses.search", _("Search in this lens"), ("/",), "search", group, self.search.setFocus),
        )  # fmt: skip

    # -- reading -------------------------------------------------------------------------------

    def refresh(self, parts: frozenset[Part] | None = None) -> None:  # type: ignore[override]
        if parts is not None and not any(part.kind in ("workload", "review", "lens") for part in parts):
            return
        try:
            found = [*offers(self.desk), *self._files]
        except WorkbenchError as error:
            self.states.show_failed(error, lambda: self.refresh(None))
            return
        with self.desk.workspace.reading() as session:
            uses = lens_uses(session)
        entries = []
        self._offers = {}
        for offer in found:
            known = (offer.lens.alias, offer.lens.version)
            names = tuple(name for alias, version, _id, name in uses if (alias, version) == known)
            entry = LensEntry(offer.lens, offer.origin, names)
            if entry.key not in self._offers:
                entries.append(entry)
                self._offers[entry.key] = offer
        wanted = self._selected
        self.model.set_entries(entries)
        self.view.set_columns(self.model.columns)
        if not entries:
            text = _("A lens is a set of questions and best practices. Read one from a file that the WA Tool exported.")
            self.states.show_empty("lenses", _("No lens is installed"), text, _("Check lens file..."), self.ask_file)
            return
        self.states.show_content()
        self.select(wanted)

    def select(self, key: str) -> None:
        """Choose a lens by its key; the first one when it is not there."""
        self.view.setCurrentIndex(self.model.index(max(0, self.model.row_of(key)), 0))

    def _entry(self) -> LensEntry | None:
        row = self.view.currentIndex().row()
        return self.model.entries[row] if 0 <= row < len(self.model.entries) else None

    def _show_lens(self, _row: int) -> None:
        entry = self._entry()
        if entry is None:
            return
        self._selected = entry.key
        lens = entry.lens
        self.name.setText(lens.name)
        kind = _("Official lens") if lens.official else _("Custom lens")
        parts = (lens.alias, lens.version, kind, entry.origin_words, size_words(lens))
        self.facts.setText(
            " · ".join(part for part in parts if part)
            + "\n"
            + (_("Used by {who}").format(who=entry.use_words) if entry.used_by else entry.use_words)
        )
        self.about.setText(lens.description)
        self.about.setVisible(bool(lens.description))
        self.add_button.setEnabled(self._can_add())
        self.add_button.setToolTip("" if self._can_add() else _("The workspace is open read-only."))
        self.right.setCurrentIndex(0)
        if self._shown != entry.key:
            self._shown = entry.key
            self.tree_model.show_lens(lens)
            self._search(self.search.text())
            top = self.filter.index(0, 0)
            first = self.filter.index(0, 0, top)
            self.tree.setCurrentIndex(first if first.isValid() else top)

    def _show_node(self, index: QModelIndex) -> None:
        self.text.show_node(index.data(NODE_ROLE) if index.isValid() else None)

    def _search(self, text: str) -> None:
        self.filter.look_for(text)
        if text.strip():
            self.tree.expandAll()
            first = self.filter.index(0, 0)
            while first.isValid() and self.filter.hasChildren(first) and self.filter.rowCount(first):
                first = self.filter.index(0, 0, first)
            self.tree.setCurrentIndex(first)
        else:
            self.tree.collapseAll()
            self.tree.expandToDepth(0)

    # -- doing ---------------------------------------------------------------------------------

    def _can_add(self) -> bool:
        return not self.desk.editor.read_only and bool(self._offers)

    def add_to_workload(self) -> None:
        """Ask for a workload and review it with the chosen lens."""
        entry = self._entry()
        if entry is None or not self._can_add():
            return
        dialog = ChooseWorkload(self.desk, self._offers[entry.key], self.window())
        if dialog.exec() and dialog.review_id:
            self.desk.place.go(workload_id=dialog.workload_id, review_id=dialog.review_id)
        dialog.deleteLater()

    def ask_file(self) -> None:
        """Ask for a lens file and check it."""
        path = ask_lens_file(self)
        if path is not None:
            self.check_file(path)

    def check_file(self, path: Path) -> None:
        """Read a lens file; list its problems, or show it in the list, ready to be added."""
        self._checked = path
        title = _("Checking {file}").format(file=path.name)
        task = self.desk.tasks.start(
            title,
            partial(_check, path),
            self._take,
            owner=self,
            failed=self._list_problems,
            key="lens-check",
            quiet=True,
        )
        self.right_states.show_loading(title, task)
        task.ended.connect(lambda _state: self.right_states.show_content())

    def _take(self, offer: Offer) -> None:
        key = LensEntry(offer.lens, "file").key
        self._files = [one for one in self._files if LensEntry(one.lens, "file").key != key] + [offer]
        self._selected, self._shown = key, ""
        self.refresh(None)
        self.right_states.show_content()
        self.desk.say(_("No problems found: {size}").format(size=size_words(offer.lens)))

    def _list_problems(self, error: Exception) -> None:
        self.right_states.show_content()
        if isinstance(error, WorkbenchError) and self._checked is not None:
            self.problems.show_error(self._checked.name, error)
            self.right.setCurrentIndex(1)
            self.states.show_content()
        else:
            self.desk.faults.report(error)

    def _check_again(self) -> None:
        if self._checked is not None:
            self.check_file(self._checked)

    def _close_problems(self) -> None:
        self.right.setCurrentIndex(0)

    # -- page ----------------------------------------------------------------------------------

    def enter(self) -> None:
        self.view.setFocus()

    def save_state(self) -> dict[str, Any]:
        """Return the chosen lens and the splitters."""
        return {"selected": self._selected, "splitter": self.splitter.sizes(), "inner": self.inner.sizes()}

    def restore_state(self, state: dict[str, Any]) -> None:
        """Go back to what save_state returned."""
        self._selected = str(state.get("selected", ""))
        for name, splitter in (("splitter", self.splitter), ("inner", self.inner)):
            sizes = state.get(name)
            if isinstance(sizes, list) and len(sizes) == 2 and all(isinstance(n, int) for n in sizes):
                splitter.setSizes(sizes)
